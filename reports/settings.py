"""Settings of what leaves the house, from the environment: the mail server, channels, where the pages are served."""

import os
import re
from dataclasses import dataclass, field

from conflict.errors import DataError

_NAME = re.compile(r"[a-z0-9-]{2,30}")
_SENDER = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,253}")
_BASE = re.compile(r"https?://[^\s/]\S*")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How mail goes out. `host` is "" when no server was set: then messages wait, and it is said."""

    host: str
    port: int
    user: str
    password: str
    sender: str
    base: str

    @property
    def domain(self) -> str:
        """Return the domain of the sender, under which Message-IDs are made."""
        return self.sender.rpartition("@")[2] or "atalaya.invalid"


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """Where channels lead, by name: the addresses hold secrets. `private` are `host:port` that are let through."""

    channels: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    private: frozenset[str] = frozenset()


NO_CHANNELS = ChannelSettings()


def read_channels() -> ChannelSettings:
    """Read `name=address name=address` once; raise DataError, without the address, for what is not of that form."""
    found = []
    for place, entry in enumerate(os.environ.get("ATALAYA_CANALES", "").split(), start=1):
        name, _, url = entry.partition("=")
        if not _NAME.fullmatch(name) or "://" not in url:
            raise DataError(
                f"ATALAYA_CANALES: entry {place} is not name=address",
                f"La entrada {place} de ATALAYA_CANALES no se entiende. Se esperaba nombre=dirección, como "
                "guardia=tgram://ficha/conversación.",
            )
        found.append((name, url))
    private = os.environ.get("ATALAYA_RED_PRIVADA", "")
    return ChannelSettings(tuple(found), frozenset(one.strip() for one in private.split(",") if one.strip()))


def read_mail() -> MailSettings:
    """Read the environment once; raise DataError for a server, a sender or an address of the pages that is none."""
    server = os.environ.get("ATALAYA_SMTP", "").strip()
    host, _, port = server.rpartition(":") if ":" in server else (server, "", "587")
    if server and not (host and port.isdecimal() and 0 < int(port) < 65_536):
        raise _not_understood("ATALAYA_SMTP", "servidor:puerto, como correo.ejemplo.bo:587")
    sender = os.environ.get("ATALAYA_REMITENTE", "") or "atalaya@localhost"
    if not _SENDER.fullmatch(sender):
        raise _not_understood("ATALAYA_REMITENTE", "solo un correo, sin tildes ni nombre, como atalaya@ejemplo.bo")
    base = (os.environ.get("ATALAYA_DIRECCION", "") or "http://127.0.0.1:8000").rstrip("/")
    if not _BASE.fullmatch(base):
        raise _not_understood("ATALAYA_DIRECCION", "la dirección de las páginas, como https://atalaya.ejemplo.bo")
    return MailSettings(
        host=host,
        port=int(port) if server else 0,
        user=os.environ.get("ATALAYA_SMTP_USUARIO", ""),
        password=os.environ.get("ATALAYA_SMTP_CLAVE", ""),
        sender=sender,
        base=base,
    )


def _not_understood(name: str, expected: str) -> DataError:
    return DataError(f"{name} not understood", f"La variable {name} no se entiende. Se esperaba {expected}.")
