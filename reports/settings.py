"""Settings of what leaves the house, from the environment: the mail server, and where the pages are served."""

import os
from dataclasses import dataclass

from conflict.errors import DataError


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


def read_mail() -> MailSettings:
    """Read the environment once; raise DataError for a server without a port number."""
    server = os.environ.get("ATALAYA_SMTP", "").strip()
    host, _, port = server.rpartition(":") if ":" in server else (server, "", "587")
    if server and not port.isdecimal():
        raise DataError(
            "ATALAYA_SMTP has no port number",
            "La variable ATALAYA_SMTP no se entiende. Se esperaba servidor:puerto, como correo.ejemplo.bo:587.",
        )
    return MailSettings(
        host=host,
        port=int(port) if server else 0,
        user=os.environ.get("ATALAYA_SMTP_USUARIO", ""),
        password=os.environ.get("ATALAYA_SMTP_CLAVE", ""),
        sender=os.environ.get("ATALAYA_REMITENTE", "") or "atalaya@localhost",
        base=(os.environ.get("ATALAYA_DIRECCION", "") or "http://127.0.0.1:8000").rstrip("/"),
    )
