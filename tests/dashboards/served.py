"""The pages on a port of loopback, for a browser that is not ours."""

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import Any

import uvicorn

from conflict.record import Person
from dashboards.gate import DEVICE, SESSION
from tests.dashboards.conftest import DEVICE as OF_BROWSER
from tests.dashboards.conftest import PERSON, Site


class Signed:
    """Serve an application to browsers in which somebody has entered already."""

    def __init__(self, app: Any, secret: str) -> None:
        self.app, self.secret = app, secret

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and not any(name == b"cookie" for name, _ in scope["headers"]):
            cookie = f"{SESSION}={self.secret}; {DEVICE}={OF_BROWSER}".encode()
            scope = scope | {"headers": [*scope["headers"], (b"cookie", cookie)]}
        await self.app(scope, receive, send)


@contextlib.contextmanager
def served(site: Site, by: Person | None = PERSON, **changes: object) -> Iterator[str]:
    """Serve the pages until the block ends; give their address without a slash at its end.

    Whoever opens them has entered as `by`; None for the entrance as it is.
    """
    app: Any = site.app(**changes)
    if by is not None:
        app = Signed(app, site.session_of(by))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive() and time.monotonic() < until, "the pages are not served"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)
