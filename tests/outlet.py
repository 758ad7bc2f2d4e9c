"""An outlet of invented news on a port of loopback: what stands at each path is said in one word."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NEWEST = datetime(2026, 11, 20, 14, tzinfo=UTC)
TITLES = tuple(
    f"{who} de Llallagua {what}"
    for who, what in (
        ("Vecinos", "anuncian bloqueo para el jueves"),
        ("Maestros", "marchan por el pago de sueldos"),
        ("Comerciantes", "piden reunión con la alcaldía"),
        ("Transportistas", "se declaran en emergencia"),
        ("Regantes", "exigen agua para sus parcelas"),
        ("Estudiantes", "presentan su feria de ciencias"),
        ("Panaderos", "fijan el precio del pan"),
    )
)


def _rss(site: str, titles: tuple[str, ...] = TITLES) -> str:
    items = "".join(
        f"<item><title>{title}</title><link>{site}/nota/{n}</link><guid>{site}/nota/{n}</guid>"
        f"<pubDate>{format_datetime(NEWEST - timedelta(hours=n))}</pubDate>"
        f"<description>&lt;p&gt;Lo dijeron en &lt;b&gt;asamblea&lt;/b&gt;.&lt;/p&gt;</description></item>"
        for n, title in enumerate(titles)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Radio Loma</title>{items}</channel></rss>'


def _atom(site: str) -> str:
    entries = "".join(
        f"<entry><title>{title}</title><id>{site}/nota/{n}</id><link href='{site}/nota/{n}'/>"
        f"<updated>{(NEWEST - timedelta(hours=n)).isoformat()}</updated></entry>"
        for n, title in enumerate(TITLES)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Radio Loma</title>{entries}</feed>'


def _map(site: str, titled: bool) -> str:
    news = "<news:news><news:title>{}</news:title></news:news>" if titled else "{:.0}"
    urls = "".join(f"<url><loc>{site}/nota/{n}</loc>{news.format(title)}</url>" for n, title in enumerate(TITLES))
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="urn:news"'
    return f'<?xml version="1.0"?><urlset {names}>{urls}</urlset>'


@dataclass
class Outlet:
    """What stands where, and what was asked for."""

    address: str = ""
    paths: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Return host and port, as the operator opens them."""
        return self.address.removeprefix("http://")

    def answer(self, path: str) -> tuple[int, str, str]:
        """Return status, type or place, and body."""
        self.asked.append(path)
        kind, _, more = self.paths.get(path, "404").partition(">")
        site = self.address
        index = f"<sitemapindex><sitemap><loc>{site}{more}</loc></sitemap></sitemapindex>"
        links = "".join(
            f'<link rel="alternate" type="application/{kind_}+xml" href="{one}">'
            for kind_, one in (("rss", one) for one in more.split("|") if one)
        )
        page = f"<!doctype html><html><head><title>Radio Loma, la de siempre</title>{links}</head><body><p>Hola</html>"
        return {
            "rss": (200, "application/rss+xml", _rss(site)),
            "vacio": (200, "application/rss+xml", _rss(site, ())),
            "atom": (200, "text/xml", _atom(site)),
            "mapa": (200, "text/xml", _map(site, True)),
            "mapa_sin_titulos": (200, "text/xml", _map(site, False)),
            "indice": (200, "text/xml", index),
            "pagina": (200, "text/html; charset=utf-8", page),
            "pesada": (200, "text/html; charset=utf-8", "<a " * 900_000),
            "anidada": (200, "text/html; charset=utf-8", "<div>" * 300_000),
            "entidades": (200, "text/xml", '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>'),
            "prohibe": (200, "text/plain", f"User-agent: *\nDisallow: {more}\n"),
            "permite": (200, "text/plain", f"User-agent: *\nDisallow: /privado\nSitemap: {site}{more}\n"),
            "va": (302, more if "://" in more else f"{site}{more}", ""),
            "se_mudo": (301, f"{site}{more}", ""),
            "caido": (500, "text/plain", "no"),
        }.get(kind, (404, "text/plain", "no"))


@contextlib.contextmanager
def outlet(**paths: str) -> Iterator[Outlet]:
    """Serve one until the block ends."""
    one = Outlet(paths=dict(paths))

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            status, kind, text = one.answer(self.path)
            body = text.encode()
            self.send_response(status)
            self.send_header("Location" if status in (301, 302) else "Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):  # whoever asked had enough of it
                self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    one.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield one
    finally:
        server.shutdown()
        server.server_close()
