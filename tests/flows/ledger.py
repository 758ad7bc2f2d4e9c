"""The invented press with a ledger of every body it handed out whole, a brake and a gate: the oracle of no loss."""

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
        self._held_after: int | None = None
        self._gate = threading.Event()
        self._server.handle_error = lambda request, client: None  # a killed reader is no news here

    def hold_after(self, answers: int) -> None:
        """Answer so many more requests and keep the others waiting, until `go_on`: a cycle is then in its middle."""
        with self._lock:
            self._held_after = self.asked + answers
            self._gate.clear()

    def go_on(self) -> None:
        """Answer everybody again, also those who wait."""
        with self._lock:
            self._held_after = None
            self._gate.set()

    def stop(self) -> None:
        """Let those who wait go, and stop."""
        self.go_on()
        super().stop()

    def feed(self, outlet: Outlet) -> tuple[bytes, str]:
        """Return a feed as it is at the clock, after the delay, and note what it shows."""
        with self._lock:
            self.asked += 1
            turn = self.asked
            held = self._held_after is not None and turn > self._held_after
        if held:
            self._gate.wait(120)
        time.sleep(self.delay * (turn % 4))
        now = self._clock
        items = [item for item in self.demo.items if item.outlet == outlet.id and item.at <= now][: -WINDOW - 1 : -1]
        body, kind = feed_of(outlet, items, now, self.base_url)
        with self._lock:
            self.shown.update(f"{outlet.id}/{item.id}" for item in items if f"/{item.id}<".encode() in body)
            self.shown.update(f"{outlet.id}/{item.id}" for item in items if f'/{item.id}"'.encode() in body)
        return body, kind
