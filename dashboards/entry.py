"""Who may look: anyone on this machine in the demo, whoever holds the printed key everywhere else.

The key is made anew at every start and shown once to whoever started the server; accounts and roles come later, and
until then the pages are never bound to anything but loopback.
"""

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

COOKIE = "atalaya_sesion"
OPEN_FOLDER = "/static/"
OPEN_PATHS = frozenset({"/entrar", "/salud"})


class Sessions:
    """Sessions of this process: random ids, kept as digests, gone with the process."""

    def __init__(self, entry_key: str) -> None:
        """Keep the digest of the key."""
        self._key = _digest(entry_key)
        self._known: set[str] = set()

    def enter(self, key: str) -> str | None:
        """Return a new session id for the right key, None for any other."""
        if not hmac.compare_digest(_digest(key), self._key):
            return None
        session = secrets.token_urlsafe(32)
        self._known.add(_digest(session))
        return session

    def knows(self, session: str) -> bool:
        """Say whether the session was opened by this process."""
        return _digest(session) in self._known


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def guard(app: FastAPI, entry_key: str, refuse: Callable[[Request], Response]) -> None:
    """Ask for the key on every page of the application."""
    sessions = Sessions(entry_key)

    @app.get("/entrar", include_in_schema=False)
    def enter(request: Request, llave: str = "") -> Response:
        session = sessions.enter(llave)
        if session is None:
            return refuse(request)
        answer = RedirectResponse("/cola", status_code=303)
        answer.set_cookie(COOKIE, session, httponly=True, samesite="strict", path="/")
        return answer

    @app.middleware("http")
    async def ask(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        path = request.url.path
        if path in OPEN_PATHS or path.startswith(OPEN_FOLDER) or sessions.knows(request.cookies.get(COOKIE, "")):
            return await call_next(request)
        return refuse(request)
