"""The page Buscar: records, rows of the queue and notes that have the words, the words marked."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from conflict.codebook import QueueState
from conflict.departments import DEPARTMENTS
from conflict.lifecycle import RecordState
from conflict.searchwords import number_words, search_words, spans
from conflict.text import fold
from conflict.wordbook import Wordbook
from dashboards.desk import Desk
from dashboards.forms import printable
from dashboards.highlight import Piece
from dashboards.labels import QUEUE_STATES, RECORD_STATES
from dashboards.pages import Frame
from dashboards.when import Moment, ago
from register.columns import LARGEST_ID
from register.queries import search as search_queries
from register.queries.search import Found, Hit
from register.searchindex import SearchKind

SHOWN = {SearchKind.RECORD: 10, SearchKind.ENTRY: 10, SearchKind.ARTICLE: 20}
"""Hits of a kind on the first page."""
PAGE = 40
EXCERPT = 220
_KINDS = {"fichas": SearchKind.RECORD, "cola": SearchKind.ENTRY, "notas": SearchKind.ARTICLE}
_HEADS = {
    SearchKind.RECORD: "Fichas",
    SearchKind.ENTRY: "Filas de la cola",
    SearchKind.ARTICLE: "Notas de prensa",
}


@dataclass(frozen=True, slots=True)
class HitItem:
    """One thing found; `address` is ours, `link` the outlet's own page."""

    code: str
    address: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    where: str
    moment: Moment
    link: str


@dataclass(frozen=True, slots=True)
class HitGroup:
    """What was found of one kind; `more` is the address of all of it, `older` of its next page, "" for none."""

    heading: str
    items: tuple[HitItem, ...]
    more: str
    older: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """The page. `like` says which similar words were looked for too; `hint` what to do when nothing was found."""

    frame: Frame
    text: str
    asked: bool
    groups: tuple[HitGroup, ...]
    like: str
    hint: str


def routes(desk: Desk) -> APIRouter:
    """Return the route of the search."""
    router = APIRouter()

    @router.get("/buscar", response_class=HTMLResponse)
    def search(
        texto: Annotated[str, Query(max_length=200)] = "",
        en: Annotated[str, Query(max_length=20)] = "",
        desde: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None,
    ) -> Response:
        words, now = printable(texto).strip(), desk.clock()
        chosen = _KINDS.get(en)
        found: dict[SearchKind, Found] = {}
        with desk.register.reading() as session:
            around = desk.around(session, "Buscar", "buscar")
            if search_words(words):
                for kind in _KINDS.values() if chosen is None else (chosen,):
                    limit = SHOWN[kind] if chosen is None else PAGE
                    before = None if chosen is None else desde
                    found[kind] = search_queries.find(session, typed=words, kind=kind, limit=limit, before=before)
        return desk.page("buscar.html", view_of(around, words, found, chosen, now, desk.words(now)))

    return router


def view_of(
    around: Frame,
    words: str,
    found: dict[SearchKind, Found],
    chosen: SearchKind | None,
    now: datetime,
    book: Wordbook,
) -> SearchView:
    """Return the page of what was found."""
    groups = tuple(_group(kind, one, words, chosen is not None, now, book) for kind, one in found.items() if one.hits)
    like = {word: near for one in found.values() for word, near in one.like.items()}
    told = "; ".join(f"«{word}»: {', '.join(near)}" for word, near in like.items())
    hint = ""
    if not words:
        hint = "Escriba un lugar, un actor, un código o palabras del titular. Las tildes no importan."
    elif not groups:
        hint = "Nada con todas esas palabras. Pruebe con menos, o con el nombre del municipio solo."
    return SearchView(around, words, bool(words), groups, told, hint)


def _group(kind: SearchKind, found: Found, words: str, alone: bool, now: datetime, book: Wordbook) -> HitGroup:
    name = next(name for name, one in _KINDS.items() if one is kind)
    address = "/buscar?" + _query(words, name)
    older = f"{address}&desde={found.older}" if alone and found.older else ""
    more = address if not alone and found.older else ""
    return HitGroup(_HEADS[kind], tuple(_item(hit, found.words, now, book) for hit in found.hits), more, older)


def _query(words: str, name: str) -> str:
    return urlencode({"texto": words, "en": name})


def _numbers(hit: Hit, words: Collection[str], book: Wordbook) -> str:
    """Return the numbers of a record's notes that were looked for, with the names of their systems; "" for none."""
    said = ((system, number, (*search_words(number), *number_words(number))) for system, number in hit.numbers)
    met = [(system, number) for system, number, own in said if any(one in words and not one.isalpha() for one in own)]
    return " · ".join(f"{book[system]} {number}" for system, number in met)


def _item(hit: Hit, words: Collection[str], now: datetime, book: Wordbook) -> HitItem:
    places = [*hit.municipalities[:3], *(DEPARTMENTS.get(code, code) for code in hit.departments[:2])]
    if hit.kind is SearchKind.RECORD:
        address, state = f"/registros/{hit.code}", RECORD_STATES[RecordState(hit.state)]
    elif hit.kind is SearchKind.ENTRY:
        address, state = f"/cola/{hit.code}", QUEUE_STATES[QueueState(hit.state)]
    else:
        address, state = f"/cola/{hit.code}" if hit.code else "", hit.outlet
    link = hit.link if hit.link and re.match(r"https?://", hit.link) else ""
    return HitItem(
        hit.code,
        address,
        marked(hit.title, words),
        marked(_near(" · ".join(one for one in (_numbers(hit, words, book), hit.excerpt) if one), words), words),
        " · ".join(part for part in (state, ", ".join(places)) if part),
        ago(hit.at, now),
        link,
    )


def _near(text: str, words: Collection[str]) -> str:
    """Return the part of a text where most of the words are together, cut between words."""
    if len(text) <= EXCERPT:
        return text
    found = spans(text, words)[:200]
    starts = [max(0, start - EXCERPT // 3) for start, _ in found] or [0]
    start = max(starts, key=lambda at: len({fold(text[a:b]) for a, b in found if at <= a and b <= at + EXCERPT}))
    start = 0 if start == 0 else text.find(" ", start) + 1
    part = text[start : start + EXCERPT]
    cut = part.rsplit(" ", 1)[0] if start + EXCERPT < len(text) else part
    return f"{'… ' if start else ''}{cut}{' …' if len(cut) + start < len(text) else ''}"


def marked(text: str, words: Collection[str]) -> tuple[Piece, ...]:
    """Return a text as plain and marked pieces, the marked ones with the letter B."""
    found: list[Piece] = []
    done = 0
    for start, end in spans(text, words):
        if start > done:
            found.append(Piece(text[done:start], ""))
        found.append(Piece(text[start:end], "B"))
        done = end
    if done < len(text):
        found.append(Piece(text[done:], ""))
    return tuple(found)
