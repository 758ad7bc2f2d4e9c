"""The invented press of the demo, served on loopback through the ordinary way: HTTP, ETag, 304, gzip."""

import gzip
import hashlib
import threading
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

from cli.press_feeds import WINDOW, feed_of, page_of
from cli.press_news import Demo, Item, Outlet, load_demo
from conflict.codebook import FLAGGED_STAGES


class _Server(ThreadingHTTPServer):
    """A server that all outlets' readers may reach at once: the usual backlog of 5 makes the sixth wait a second."""

    request_queue_size = 128
    daemon_threads = True


class Press:
    """A server of all outlets as they looked at its clock. Loopback only."""

    def __init__(self, folder: Path, *, today: date, port: int = 0) -> None:
        """Load the news; the server starts with `start`."""
        self.demo: Demo = load_demo(folder, today)
        self._clock = datetime.combine(today, datetime.min.time(), UTC)
        self._server = _Server(("127.0.0.1", port), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def base_url(self) -> str:
        """Return the address of the server, without a slash at its end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> Self:
        """Begin to serve."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving and give the port back."""
        self._server.shutdown()
        self._server.server_close()

    def set_clock(self, now: datetime) -> None:
        """Let it be `now` for every outlet."""
        self._clock = now

    def no_cases(self) -> frozenset[str]:
        """Return the titles that were written to tell of no open conflict."""
        open_stages = {stage.value for stage in FLAGGED_STAGES}
        return frozenset(item.title for item in self.demo.items if item.stage not in open_stages)

    def items_until(self, now: datetime) -> dict[str, set[str]]:
        """Return the ids of all items that each readable outlet has published until then: the oracle of tests."""
        found: dict[str, set[str]] = {one.id: set() for one in self.demo.outlets.values() if one.manner != "roto"}
        for item in self.demo.items:
            if item.at <= now and item.outlet in found:
                found[item.outlet].add(item.id)
        return found

    def feed(self, outlet: Outlet) -> tuple[bytes, str]:
        """Return an outlet's feed at the clock."""
        shown = [item for item in self.demo.items if item.outlet == outlet.id and item.at <= self._clock]
        return feed_of(outlet, shown[: -WINDOW - 1 : -1], self._clock, self.base_url)

    def item(self, outlet: str, ident: str) -> Item | None:
        """Return one item."""
        return next((i for i in self.demo.items if i.outlet == outlet and i.id == ident), None)


def _handler(press: Press) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing on the terminal."""

        def do_GET(self) -> None:
            """Answer with a feed or with the page of an item."""
            match [part for part in self.path.partition("?")[0].split("/") if part]:
                case [outlet, "canal.xml"] if outlet in press.demo.outlets:
                    self._feed(*press.feed(press.demo.outlets[outlet]))
                case [outlet, "nota", ident] if item := press.item(outlet, ident):
                    self._send(200, page_of(press.demo.outlets[outlet], item), "text/html; charset=utf-8")
                case _:
                    self._send(404, b"No existe", "text/plain; charset=utf-8")

        def _feed(self, body: bytes, kind: str) -> None:
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == tag:
                self._send(304, b"", kind, tag)
            else:
                self._send(200, body, kind, tag)

        def _send(self, status: int, body: bytes, kind: str, tag: str = "") -> None:
            packed = bool(body) and "gzip" in self.headers.get("Accept-Encoding", "")
            body = gzip.compress(body, 5, mtime=0) if packed else body
            self.send_response(status)
            if status != 304:
                self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if packed:
                self.send_header("Content-Encoding", "gzip")
            if tag:
                self.send_header("ETag", tag)
            self.end_headers()
            self.wfile.write(body)

    return Handler


def write_sources(press: Press, folder: Path, cadence: int = 180) -> Path:
    """Write the cards of all outlets, at the address where the press is served, and return the file.

    `cadence` is in minutes, as the cards say it.
    """
    lines = ["# Medios inventados de la demostración."]
    for outlet in press.demo.outlets.values():
        lines += [
            f"- id: {outlet.id}",
            f'  nombre: "{outlet.name}"',
            f"  url: {press.base_url}/{outlet.id}/canal.xml",
            f"  tipo: {outlet.type}",
            f'  departamento: "{outlet.department}"',
            f'  municipio: "{outlet.municipality}"',
            f"  alcance: {outlet.reach}",
            f"  cadencia_minutos: {cadence}",
            "  activa: true",
            '  notas: "Medio inventado para la demostración"',
        ]
    path = folder / "sources.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
