"""An invented outlet's feed as it would look at one moment: RSS, Atom or news sitemap, well-mannered or not; pure."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from cli.press_news import Item, Outlet
from conflict.lapaz import local

WINDOW = 40
"""Items a feed shows, newest first: more than any outlet publishes in a day."""

LOGIN_PAGE = (
    "<!doctype html><html lang=es><title>Ingrese</title><body><form action=/entrar><input name=usuario>"
    "<input type=password name=clave><button>Ingresar</button></form></body></html>"
)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "mucho texto ">\n<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<rss><channel><title>&b;</title></channel></rss>"
)


def feed_of(outlet: Outlet, items: Sequence[Item], now: datetime, base: str) -> tuple[bytes, str]:
    """Return the bytes of a feed and their content type."""
    if outlet.manner == "roto":
        return LOGIN_PAGE.encode(), "text/html; charset=utf-8"
    if outlet.manner == "hostil" and local(now).day % 3 == 0:
        return BOMB.encode(), "application/rss+xml; charset=utf-8"
    make = {"rss": _rss, "atom": _atom, "sitemap": _sitemap}[outlet.type]
    return make(outlet, items, base).encode(), "application/xml; charset=utf-8"


def _link(outlet: Outlet, item: Item, base: str) -> str:
    return f"{base}/{outlet.id}/nota/{item.id}"


def _rss(outlet: Outlet, items: Sequence[Item], base: str) -> str:
    entries = "".join(
        f"<item><title>{escape(item.title)}</title><link>{_link(outlet, item, base)}</link>"
        f'<guid isPermaLink="false">{item.id}</guid><pubDate>{format_datetime(local(item.at))}</pubDate>'
        f"<description>{escape(item.summary)}</description></item>"
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{escape(outlet.name)}</title><link>{base}/{outlet.id}/</link>"
        f"<description>Medio inventado</description><language>es-BO</language>{entries}</channel></rss>"
    )


def _atom(outlet: Outlet, items: Sequence[Item], base: str) -> str:
    entries = "".join(
        f"<entry><title>{escape(item.title)}</title><id>urn:demo:{item.id}</id>"
        f'<link href="{_link(outlet, item, base)}"/><updated>{item.at.isoformat()}</updated>'
        f"<summary>{escape(item.summary)}</summary></entry>"
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(outlet.name)}</title><id>urn:demo:{outlet.id}</id>{entries}</feed>"
    )


def _sitemap(outlet: Outlet, items: Sequence[Item], base: str) -> str:
    entries = "".join(
        f"<url><loc>{_link(outlet, item, base)}</loc><news:news><news:publication><news:name>{escape(outlet.name)}"
        f"</news:name><news:language>es</news:language></news:publication><news:publication_date>"
        f"{item.at.isoformat()}</news:publication_date><news:title>{escape(item.title)}</news:title></news:news></url>"
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'
    )


def page_of(outlet: Outlet, item: Item) -> bytes:
    """Return the page of one item: what a reader of the outlet would see."""
    return (
        f'<!doctype html><html lang="es"><meta charset="utf-8"><title>{escape(item.title)}</title>'
        f"<p><strong>{escape(outlet.name)}</strong> — medio inventado, datos ficticios</p><h1>{escape(item.title)}</h1>"
        f"<p>{escape(item.summary)}</p><p>{escape(item.body)}</p></html>"
    ).encode()
