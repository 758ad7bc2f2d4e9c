"""The Atom feeds: open rows of the queue, records by their last change, published summaries."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from conflict.esbo import counted
from conflict.weeksummary import COUNTRY
from dashboards.desk import Desk
from dashboards.forms import served_at
from dashboards.labels import LEVELS, RECORD_STATES, STAGES
from register.queries import queue as queue_queries
from register.queries import records as record_queries
from register.queries import summaries as summary_queries
from reports.atom import MOST_ENTRIES, Item, feed
from reports.printed import printed

MEDIA = "application/atom+xml; charset=utf-8"


def routes(desk: Desk) -> APIRouter:
    """Return the routes of the three feeds; they are guarded like every page."""
    router = APIRouter()

    def answer(request: Request, name: str, title: str, items: list[Item]) -> Response:
        base = served_at(request)
        return Response(feed(name, f"Atalaya: {title}", items, base=base, now=desk.clock()), media_type=MEDIA)

    @router.get("/rss/cola")
    def queue(request: Request) -> Response:
        with desk.register.reading() as session:
            rows = queue_queries.page(session, limit=MOST_ENTRIES, now=desk.clock()).rows
        items = [
            Item(
                row.code,
                f"[{LEVELS[row.level]}] {row.title}",
                f"{STAGES[row.stage]}. {counted(row.notes, 'nota', 'notas')}.",
                f"/cola/{row.code}",
                row.newest_at,
            )
            for row in rows
        ]
        return answer(request, "cola", "cola por revisar", items)

    @router.get("/rss/registros")
    def records(request: Request) -> Response:
        with desk.register.reading() as session:
            found = record_queries.listed(session, limit=MOST_ENTRIES)
        items = [
            Item(
                one.code,
                f"{one.code}: {one.title}",
                f"{RECORD_STATES[one.state]}. {one.office}.",
                f"/registros/{one.code}",
                one.updated_at,
            )
            for one in found
        ]
        return answer(request, "registros", "registros abiertos", items)

    @router.get("/rss/resumen")
    def summaries(request: Request) -> Response:
        with desk.register.reading() as session:
            versions = summary_queries.published(session, COUNTRY)
        items = []
        for one in versions:
            said = printed(one.summary, one)
            title = said.heading + (f", versión {one.version}" if one.version > 1 else "")
            words = " ".join((one.correction, *said.sentences))
            path = f"/resumen/{one.week.code}?version={one.version}"
            items.append(Item(f"{one.week.code}/{one.version}", title, words, path, one.published_at or one.made_at))
        return answer(request, "resumen", "resumen semanal", items)

    return router
