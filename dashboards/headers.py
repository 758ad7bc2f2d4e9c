"""Headers that every answer carries, whatever it is (ASVS 5.0, 3.4), and the hosts that may be asked for."""

import structlog
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboards.settings import Door

CONTENT_POLICY = (
    "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)

NOBODYS = frozenset({"/servicio.js", "/manifiesto.webmanifest"})
"""Files of the application that are made, not stored: a browser keeps them and asks each time whether they changed."""

HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer a browser calls the origin of our own forms null
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}

ONLY_TLS = "max-age=31536000; includeSubDomains"
"""A year, as OWASP ASVS 5.0.0, 3.4.1 asks; sent only where TLS stands before the pages."""


log = structlog.get_logger()


class SafeHeaders:
    """Put the headers on every answer; refuse a request that names a host which is not ours."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        """Wrap an application."""
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if self.door.tls:
                    headers["Strict-Transport-Security"] = ONLY_TLS
                if not scope["path"].startswith("/static/"):
                    headers["Cache-Control"] = "no-cache" if scope["path"] in NOBODYS else "no-store"
            await send(message)

        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        if not self.door.takes(host):
            log.warning("host_refused")
            answer = PlainTextResponse("Este tablero no se abre con esa dirección.", status_code=421)
            await answer(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)
