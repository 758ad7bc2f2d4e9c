"""The pages on a port of loopback, for a browser that is not ours."""

import contextlib
import threading
import time
from collections.abc import Iterator

import uvicorn

from dashboards.app import create_app
from tests.dashboards.conftest import Site


@contextlib.contextmanager
def served(site: Site, **changes: object) -> Iterator[str]:
    """Serve the pages until the block ends; give their address without a slash at its end."""
    options = {"demo": True, "entry_key": None, "clock": lambda: site.now} | changes
    app = create_app(site.register, **options)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 10
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
