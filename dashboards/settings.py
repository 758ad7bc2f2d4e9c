"""How the pages are reached: the only reader of ATALAYA_ANFITRIONES and ATALAYA_TRAS_TLS."""

import os
import re
from dataclasses import dataclass

from conflict.errors import DataError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Door:
    """The names under which the pages may be asked for beside this machine's own, and whether TLS stands before them.

    With TLS, cookies are only sent over it and browsers are told to use nothing else for a year.
    """

    hosts: frozenset[str] = frozenset()
    tls: bool = False

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
    return Door(names, tls == "1")
