"""A small OpenID Connect provider on loopback, with real keys; what it answers can be spoiled one thing at a time."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

from tests.conftest import NOW
from tests.dashboards.loopback import Answers, served

CLIENT, SECRET = "atalaya", "secreto-inventado-de-la-prueba"


def a_key(name: str) -> Any:
    return ECKey.generate_key("P-256", {"kid": name})


@dataclass
class Provider:
    """What it says of the person that proves who they are; `spoil` replaces claims, and None leaves one out."""

    address: str = ""
    email: str = "ana@oficina.example"
    spoil: dict[str, Any] = field(default_factory=dict)
    discovery: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    key: Any = field(default_factory=lambda: a_key("una"))
    signs: Any = None
    algorithm: str = "ES256"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    once: bool = True

    def about(self) -> dict[str, Any]:
        base = self.address
        return {
            "issuer": base,
            "authorization_endpoint": f"{base}/autorizar",
            "token_endpoint": f"{base}/fichas",
            "jwks_uri": f"{base}/llaves",
            "userinfo_endpoint": f"{base}/persona",
        } | self.discovery

    def authorise(self, address: str) -> dict[str, str]:
        """Do what the provider's own pages do once somebody proved who they are; return what the browser brings."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", CLIENT, "S256")
        code = f"codigo-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def tokens(self, form: dict[str, str]) -> dict[str, Any] | None:
        asked = self.codes.pop(form["code"], None) if self.once else self.codes.get(form["code"])
        if asked is None or (form["client_id"], form["client_secret"]) != (CLIENT, SECRET):
            return None
        if create_s256_code_challenge(form["code_verifier"]) != asked["code_challenge"]:
            return None
        if form["redirect_uri"] != asked["redirect_uri"]:
            return None
        at = int(NOW.timestamp())
        claims = {"iss": self.address, "sub": "persona-7", "aud": CLIENT, "iat": at, "exp": at + 300}
        claims |= {"nonce": asked["nonce"], "email": self.email, "email_verified": True} | self.spoil
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.signs or self.key
        header = {"alg": self.algorithm, "kid": key.kid}
        token = jwt.encode(header, claims, key, algorithms=[self.algorithm])
        return {"access_token": "ficha-de-acceso", "token_type": "Bearer", "id_token": token}


def unsigned(provider: Provider) -> Any:
    """Return a key with which a shared secret is passed off as a signature."""
    provider.algorithm = "HS256"
    return OctKey.import_key(SECRET, {"kid": "una"})


@contextlib.contextmanager
def vouching() -> Iterator[Provider]:
    """Serve a provider on a port of loopback until the block ends."""
    provider = Provider()

    class Answer(Answers):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            provider.asked.append(path)
            self.say(
                {
                    "/.well-known/openid-configuration": provider.about(),
                    "/llaves": KeySet([provider.key]).as_dict(private=False),
                    "/persona": provider.userinfo,
                }.get(path)
            )

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            form = parse_qs(self.body().decode())
            self.say(provider.tokens({name: values[0] for name, values in form.items()}))

        def say(self, told: dict[str, Any] | None) -> None:
            self.tell(200 if told else 400, told or {"error": "invalid_grant"})

    with served(Answer) as provider.address:
        yield provider


def query(told: dict[str, str]) -> str:
    """Return what the browser brings back, as it stands in the address."""
    return urlencode(told)
