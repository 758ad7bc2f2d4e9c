"""The invented press with a ledger of every body it handed out whole, and a brake: the oracle of nothing lost."""

import threading
import time

from cli.press import Press
from cli.press_feeds import WINDOW, feed_of
from cli.press_news import Outlet
from tests.flows.conftest import ROOT, TODAY


class Ledger(Press):
    """A press that remembers which items it ever showed, and answers no faster than it is told to."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(ROOT / "data" / "demo", today=TODAY, port=port)
        self.delay = 0.0
        self.shown: set[str] = set()
        self.asked = 0
        self._lock = threading.Lock()
        self._server.handle_error = lambda request, client: None  # a killed reader is no news here

    def feed(self, outlet: Outlet) -> tuple[bytes, str]:
        """Return a feed as it is at the clock, after the delay, and note what it shows."""
        with self._lock:
            self.asked += 1
            turn = self.asked
        time.sleep(self.delay * (turn % 4))
        now = self._clock
        items = [item for item in self.demo.items if item.outlet == outlet.id and item.at <= now][: -WINDOW - 1 : -1]
        body, kind = feed_of(outlet, items, now, self.base_url)
        with self._lock:
            self.shown.update(f"{outlet.id}/{item.id}" for item in items if f"/{item.id}<".encode() in body)
            self.shown.update(f"{outlet.id}/{item.id}" for item in items if f'/{item.id}"'.encode() in body)
        return body, kind
