"""Look for the record to which a row belongs while joining it: by place, actor, code or words; open ones only."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from conflict.esbo import counted
from conflict.lifecycle import OPEN_STATES, RecordState
from conflict.record import RuleError
from conflict.searchwords import search_words
from dashboards.desk import Desk
from dashboards.detail import candidate_of
from dashboards.forms import printable
from dashboards.pages import CandidateView, Frame
from dashboards.queue_filters import FiltersFromAddress
from dashboards.swapping import asked_in_part, part
from register.queries import queue as queue_queries
from register.queries import search as search_queries
from register.queries.search import Hit
from register.searchindex import SearchKind

_CODE = re.compile(r"(AT|CS)(-[A-Z0-9]+)+")
"""What is typed as a code, and not as words to look for: it begins as those of `conflict.record` do."""
LOOKED_AT, SHOWN = 40, 5
"""Records found, newest first, among which the open ones are taken, and how many of those are shown."""


@dataclass(frozen=True, slots=True)
class LookView:
    """The open records found for a row, alone or on a page of their own; `told` is "" before anything was typed."""

    frame: Frame
    code: str
    title: str
    version: int
    query: str
    kept: dict[str, str]
    typed: str
    told: str
    found: tuple[CandidateView, ...]


def routes(desk: Desk) -> APIRouter:
    """Return the route of the search."""
    router = APIRouter()

    @router.get("/cola/{code}/fichas", response_class=HTMLResponse)
    def look(
        request: Request, filters: FiltersFromAddress, code: str, otra: Annotated[str, Query(max_length=300)] = ""
    ) -> Response:
        typed = record_named(printable(otra))
        with desk.register.reading() as session:
            row = queue_queries.detail(session, code)
            if row is None:
                return desk.missing(code)
            around = desk.around(session, f"Unir {code}", "cola")
            hits: tuple[Hit, ...] = ()
            if search_words(typed):
                found = search_queries.find(session, typed=typed, kind=SearchKind.RECORD, limit=LOOKED_AT)
                hits = tuple(hit for hit in found.hits if RecordState(hit.state) in OPEN_STATES)
        view = LookView(
            frame=around,
            code=code,
            title=row.row.title,
            version=row.row.version,
            query=filters.query(),
            kept=filters.kept(),
            typed=typed,
            told=told_words(typed, len(hits)),
            found=tuple(map(candidate_of, hits[:SHOWN])),
        )
        if asked_in_part(request):
            return part(desk.page("fichas_parte.html", view))
        return desk.page("fichas.html", view)

    return router


def told_words(typed: str, found: int) -> str:
    """Say how many open records were found and what to do when they are none or too many; "" when nothing was typed."""
    if not typed:
        return ""
    if not found:
        return "Ninguna ficha abierta con esas palabras. Pruebe con el municipio o el actor solo."
    words = counted(found, "ficha abierta", "fichas abiertas")
    return f"{words}; se muestran las {SHOWN} más nuevas. Agregue palabras." if found > SHOWN else f"{words}."


def record_named(text: str) -> str:
    """Return the code that a person typed, or the one in the address of a record that they pasted."""
    tidy = text.strip()
    return tidy.partition("/registros/")[2].partition("?")[0].partition("#")[0] if "/registros/" in tidy else tidy


def record_meant(chosen: set[str], typed: str) -> str:
    """Return the code of the record to join: the one chosen from a list, else the one typed.

    Raise RuleError when neither names a record, or when they name two: words to look for name none.
    """
    code = typed if _CODE.fullmatch(typed.upper()) else ""
    if len(chosen) > 1 or (code and any(code.upper() not in one for one in chosen)):
        raise RuleError("two records", "Eligió dos fichas distintas. Deje solo la que corresponde.")
    if not chosen and not code:
        raise RuleError("no record chosen", "Elija una ficha de la lista, o escriba su código.")
    return next(iter(chosen), code)
