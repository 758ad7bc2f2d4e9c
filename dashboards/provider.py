"""Ask an OpenID Connect provider who somebody is: authorization code with PKCE, and an id token that is checked whole.

What it answers is hostile until its signature, issuer, audience, times and nonce hold. Nothing of it is logged.
"""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from authlib.oidc.discovery import get_well_known_url  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from conflict.errors import AtalayaError
from dashboards.settings import Provider, guarded

RETURN = "/entrar/institucion/vuelta"
PATIENCE = 8
"""Seconds for each question; somebody waits before a page."""
LARGEST = 512 * 1024
"""Bytes of an answer."""
REMEMBERED = timedelta(hours=1)
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key that the provider alone has; never one by a shared secret, never none (RFC 8725, 3.1)."""
LEEWAY = 60
"""Seconds by which two clocks may differ."""
STRONG = frozenset({"mfa", "otp", "hwk", "swk", "sc", "pop", "fpt", "face"})
"""Ways of proving oneself beyond a password (RFC 8176, 2)."""

Fetch = Callable[[str, Mapping[str, str] | None, Mapping[str, str]], dict[str, Any]]
"""Ask an address, with a form or without one and with headers, for a JSON object; raise Unreachable."""


class Unreachable(AtalayaError):
    """The provider cannot be asked now, or does not speak OpenID Connect."""


class Unproven(AtalayaError):
    """The provider's answer does not prove who it is."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One entering: what the browser carries to the provider and back, and what only the browser's cookie holds."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Proven:
    """Whom the provider vouches for: the value of the claim, "" when it is missing or not verified."""

    login: str
    strong: bool


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *asked: Any, **more: Any) -> None:
        """Follow nothing: an address was given, and its answer is wanted."""


def fetch(address: str, form: Mapping[str, str] | None, headers: Mapping[str, str]) -> dict[str, Any]:
    """Ask an address for a JSON object; raise Unreachable, which names neither the address nor the answer."""
    if not guarded(address):
        raise Unreachable("an address of the provider is not https", NO_ANSWER)
    body = None if form is None else urlencode(form).encode()
    asked = Request(address, body, {"Accept": "application/json", **headers})  # noqa: S310 - guarded() has seen it
    try:
        with build_opener(ProxyHandler({}), _Stay()).open(asked, timeout=PATIENCE) as answer:
            text = answer.read(LARGEST + 1)
    except HTTPError as error:
        raise Unreachable(f"provider answered {error.code}", NO_ANSWER) from None
    except (OSError, ValueError) as error:
        raise Unreachable(f"provider unreachable: {type(error).__name__}", NO_ANSWER) from None
    try:
        found = json.loads(text) if len(text) <= LARGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Unreachable("provider did not answer with a JSON object", NO_ANSWER)
    return found


class Institution:
    """A provider as this application knows it; what it publishes about itself is remembered for an hour."""

    def __init__(self, provider: Provider, clock: Callable[[], datetime], ask: Fetch = fetch) -> None:
        """Ask nothing yet, so that the pages start while the provider is down."""
        self.provider, self.clock, self.ask = provider, clock, ask
        self._lock = threading.Lock()
        self._known: tuple[datetime, dict[str, Any], KeySet] | None = None

    @property
    def comes_back(self) -> str:
        """Return the address to which the provider sends people back; it has to be registered there."""
        return self.provider.base + RETURN

    def address(self, attempt: Attempt) -> str:
        """Return where the browser goes to prove who its owner is."""
        about, _ = self._published()
        scope = "openid email" if self.provider.claim == "email" else "openid profile"
        return str(
            prepare_grant_uri(
                about["authorization_endpoint"],
                client_id=self.provider.client,
                response_type="code",
                redirect_uri=self.comes_back,
                scope=scope,
                state=attempt.state,
                nonce=attempt.nonce,
                code_challenge=create_s256_code_challenge(attempt.verifier),
                code_challenge_method="S256",
            )
        )

    def proven(self, attempt: Attempt, code: str) -> Proven:
        """Exchange a code for who it is; raise Unreachable or Unproven."""
        about, _ = self._published()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.comes_back,
            "client_id": self.provider.client,
            "client_secret": self.provider.secret,
            "code_verifier": attempt.verifier,
        }
        answer = self.ask(about["token_endpoint"], form, {})
        claims = self._checked(str(answer.get("id_token", "")), attempt, str(answer.get("access_token", "")))
        told = dict(claims)
        if self.provider.claim not in told and isinstance(about.get("userinfo_endpoint"), str):
            bearer = {"Authorization": f"Bearer {answer.get('access_token', '')}"}
            more = self.ask(about["userinfo_endpoint"], None, bearer)
            if more.get("sub") != told["sub"]:
                raise Unproven("userinfo is of somebody else", NOT_PROVEN)
            told = more | told
        login = told.get(self.provider.claim)
        if self.provider.claim == "email" and told.get("email_verified") is not True:
            login = ""
        used = told.get("amr")
        return Proven(
            login if isinstance(login, str) and len(login) <= 120 else "",
            isinstance(used, list) and any(one in STRONG for one in used if isinstance(one, str)),
        )

    def _checked(self, token: str, attempt: Attempt, access: str) -> CodeIDToken:
        try:
            try:
                found = jwt.decode(token, self._published()[1], ALGORITHMS)
            except InvalidKeyIdError:  # keys are renewed: what is published now counts
                found = jwt.decode(token, self._published(anew=True)[1], ALGORITHMS)
            claims = CodeIDToken(
                found.claims,
                found.header,
                {
                    "iss": {"essential": True, "value": self.provider.issuer},
                    "aud": {"essential": True, "value": self.provider.client},
                },
                {"nonce": attempt.nonce, "client_id": self.provider.client, "access_token": access},
            )
            claims.validate(now=int(self.clock().timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise Unproven(f"id token refused: {type(error).__name__}", NOT_PROVEN) from None
        if not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise Unproven("id token without subject", NOT_PROVEN)
        return claims

    def _published(self, *, anew: bool = False) -> tuple[dict[str, Any], KeySet]:
        """Return what the provider publishes of itself, and its keys; raise Unreachable."""
        with self._lock:
            now = self.clock()
            if self._known is None or anew or not timedelta() <= now - self._known[0] < REMEMBERED:
                about = self.ask(get_well_known_url(self.provider.issuer, external=True), None, {})
                if about.get("issuer") != self.provider.issuer:
                    raise Unreachable("discovery names another issuer", OTHER_ISSUER)
                for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                    if not isinstance(about.get(name), str) or not guarded(about[name]):
                        raise Unreachable(f"discovery lacks {name}", NO_ANSWER)
                try:
                    keys = KeySet.import_key_set(self.ask(about["jwks_uri"], None, {}))  # type: ignore[arg-type]
                except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
                    raise Unreachable(f"keys not read: {type(error).__name__}", NO_ANSWER) from None
                self._known = now, about, keys
            return self._known[1], self._known[2]


NO_ANSWER = "La cuenta institucional no responde ahora. Entre con su contraseña, o reintente en unos minutos."
OTHER_ISSUER = (
    "La cuenta institucional se presenta con otro nombre. Entre con su contraseña y avise a quien administra: revise "
    "ATALAYA_OIDC_EMISOR."
)
NOT_PROVEN = (
    "No se pudo comprobar la respuesta de la cuenta institucional, y no se entró. Vuelva a intentar; si se repite, "
    "entre con su contraseña y avise a quien administra."
)
