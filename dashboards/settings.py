"""How the pages are reached and who may vouch for people: the only reader of ATALAYA_ANFITRIONES, ATALAYA_TRAS_TLS
and ATALAYA_OIDC_*.
"""

import os
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from conflict.errors import DataError
from conflict.thismachine import HERE
from reports.settings import read_mail

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
_CLAIM = re.compile(r"[A-Za-z][A-Za-z0-9_.:/-]{0,79}")


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider that vouches for people who have an account here.

    `claim` is what of its answer is compared with the login of an account; `label` stands on the button, `base` is
    where the pages are served, without a slash at its end.
    """

    issuer: str
    client: str
    secret: str = field(repr=False)
    label: str
    claim: str
    base: str


@dataclass(frozen=True, slots=True)
class Door:
    """The names under which the pages may be asked for beside this machine's own, and whether TLS stands before them.

    With TLS, cookies are only sent over it and browsers are told to use nothing else for a year. `provider` is None
    where people enter with a password alone.
    """

    hosts: frozenset[str] = frozenset()
    tls: bool = False
    provider: Provider | None = None

    def takes(self, host: str) -> bool:
        """Say whether a request may name that host, with or without a port."""
        names = LOOPBACK | self.hosts
        return host in names or host.rpartition(":")[0] in names

    def cookie(self, name: str) -> str:
        """Return the name of a cookie: with TLS its prefix binds it to this host alone (RFC 6265bis, 4.1.3.2)."""
        return f"__Host-{name}" if self.tls else name


def read_door() -> Door:
    """Read the environment; raise DataError for a name that is none."""
    told = os.environ.get("ATALAYA_ANFITRIONES", "")
    names = frozenset(name.strip().lower() for name in told.split(",") if name.strip())
    for name in names:
        if not _HOST.fullmatch(name):
            raise DataError(
                f"host {name[:60]!r}",
                f"ATALAYA_ANFITRIONES trae «{name[:60]}». Se esperaban nombres sin puerto, separados por comas: "
                "atalaya.oficina.example,10.0.0.5",
            )
    tls = os.environ.get("ATALAYA_TRAS_TLS", "") or "0"
    if tls not in ("0", "1"):
        raise DataError("ATALAYA_TRAS_TLS is not 0 or 1", "ATALAYA_TRAS_TLS debe ser 1 (hay TLS delante) o 0.")
    return Door(names, tls == "1", read_provider())


def read_provider() -> Provider | None:
    """Read who vouches for people; None when nobody does. Raise DataError for a setting that is missing or wrong."""
    issuer = os.environ.get("ATALAYA_OIDC_EMISOR", "").strip()
    client = os.environ.get("ATALAYA_OIDC_CLIENTE", "").strip()
    secret = os.environ.get("ATALAYA_OIDC_SECRETO", "").strip()
    if not (issuer or client or secret):
        return None
    if not (issuer and client and secret):
        raise DataError(
            "ATALAYA_OIDC_* incomplete",
            "Para entrar con la cuenta institucional hacen falta las tres: ATALAYA_OIDC_EMISOR, ATALAYA_OIDC_CLIENTE y "
            "ATALAYA_OIDC_SECRETO. Complete las que faltan, o quite las tres para entrar solo con contraseña.",
        )
    if not guarded(issuer) or "?" in issuer:
        raise DataError(
            "ATALAYA_OIDC_EMISOR is not https",
            "ATALAYA_OIDC_EMISOR debe ser la dirección https del emisor, sin signos de pregunta: "
            "https://identidad.oficina.example/realms/oficina",
        )
    claim = os.environ.get("ATALAYA_OIDC_CAMPO", "").strip() or "email"
    if not _CLAIM.fullmatch(claim):
        raise DataError(
            "ATALAYA_OIDC_CAMPO is no name of a claim",
            "ATALAYA_OIDC_CAMPO debe ser el nombre de un dato que envía el emisor, como email o preferred_username.",
        )
    label = " ".join(os.environ.get("ATALAYA_OIDC_ROTULO", "").split())[:60] or "Entrar con la cuenta institucional"
    return Provider(issuer, client, secret, label, claim, read_mail().base)


def guarded(address: str) -> bool:
    """Say whether an address is one to trust secrets to: over TLS, or on this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if not host or parts.fragment or parts.username is not None:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in HERE)
