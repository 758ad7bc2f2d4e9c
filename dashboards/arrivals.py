"""How many rows came into a view since a page of it was drawn, for the quiet line above the list."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from dashboards.desk import Desk
from dashboards.queue_asked import asked
from dashboards.queue_filters import FiltersFromAddress
from register.queries import queue as queue_queries
from register.queries.queue_narrowing import opened_after


def routes(desk: Desk) -> APIRouter:
    """Return the route of the count; it comes before the routes of rows, whose codes it would look like."""
    router = APIRouter()

    @router.get("/cola/nuevas")
    def arrived(filters: FiltersFromAddress, visto: Annotated[str, Query(max_length=40)] = "") -> Response:
        since = _moment(visto)
        if since is None:
            return JSONResponse({"nuevas": 0})
        view = asked(filters, now := desk.clock())
        with desk.register.reading() as session:
            count = queue_queries.how_many(session, now=now, **view | {"also": [*view["also"], opened_after(since)]})
        return JSONResponse({"nuevas": count})

    return router


def _moment(typed: str) -> datetime | None:
    """Return a moment that a page told, None for what is none."""
    try:
        told = datetime.fromisoformat(typed)
        return told.astimezone(UTC) if told.tzinfo else None
    except (ValueError, OverflowError):
        return None
