"""The pages beside a record: its fields, its sheet, its journal, what is reserved."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.casefields import FIELDS, Clash
from conflict.lifecycle import OPEN_STATES
from conflict.permissions import Ability
from conflict.record import RuleError
from conflict.wordbook import Wordbook
from dashboards.accesses import noted
from dashboards.case_lines import CHOICES, FIELD_WORDS, FOLDED, fields_of, typed, worded
from dashboards.case_views import ClashLine, ClashView, FileView, JournalView, ReservedView, SheetView
from dashboards.ficha import CLOSED, Ficha
from dashboards.journal_words import said_in_journal
from dashboards.keyed import carried_out
from dashboards.person import person_of
from dashboards.refused import BEFORE
from dashboards.simat import sheet
from dashboards.when import absolute
from register import evidence
from register.commands import casefile, harm
from register.queries import casefile as case_queries
from register.queries import records as record_queries
from register.queries import versions as version_queries
from register.queries.versions import ChangeFact


def _by(wrote: ChangeFact | None, last: str, at: datetime) -> str:
    """Say who wrote a field and when; who edited the record last where no line of the journal tells."""
    if wrote is None or (not wrote.who and wrote.at == at):
        return f"{last}, {absolute(at)}"
    return f"{wrote.who or 'otra persona'}, {absolute(wrote.at)}"


def _line(one: Clash, words: Wordbook, by: str) -> ClashLine:
    base, theirs, mine = (worded(one.field, value, words) or "–" for value in (one.base, one.theirs, one.mine))
    return ClashLine(FIELD_WORDS[one.field][0], base, theirs, mine, by)


class _Clashed(Exception):
    """Two persons changed the same field: nothing is written, the draft stays, and the order may be sent again."""

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        super().__init__(len(clashes))
        self.clashes = clashes


def routes(ficha: Ficha) -> APIRouter:
    """Return the routes of the pages beside a record."""
    router = APIRouter(prefix="/registros/{code}")
    desk = ficha.desk

    def fields_page(code: str, trouble: str = "") -> Response:
        with desk.register.reading() as session:
            if isinstance(opened := ficha.opened(session, code, Ability.EDIT), Response):
                return opened
            found, file = opened
            if found.record.state not in OPEN_STATES:
                return ficha.page(code, CLOSED)
            groups = fields_of(file.file.values, desk.words(desk.clock()), found.record.claim)
            around = ficha.around(session, f"Datos de {code}", "registros", trouble)
            view = FileView(around, code, found.record.title, groups, FOLDED)
        return desk.page("datos.html", view, 422 if trouble else 200)

    @router.get("/datos", response_class=HTMLResponse)
    def fields(code: str) -> Response:
        return fields_page(code)

    @router.post("/datos")
    async def edit(request: Request, code: str) -> Response:
        sent = await request.form(max_fields=120)
        mine, base = _two_sides(sent.multi_items())
        by, now = person_of(desk, ficha.people, request), desk.clock()
        try:
            with desk.register.writing() as session:

                def work() -> str:
                    clashes = casefile.edit(session, code=code, form=mine, before=base, by=by, now=now)
                    if clashes:
                        raise _Clashed(clashes)
                    return code

                carried_out(session, request, by, now, work)
        except _Clashed as two:
            return clash_page(code, two.clashes, mine, base)
        except RuleError as broken:
            return ficha.refused(request, broken, lambda words: fields_page(code, words))
        return RedirectResponse(f"/registros/{code}#datos", status_code=303)

    def clash_page(code: str, clashes: tuple[Clash, ...], mine: dict[str, str], base: dict[str, str]) -> Response:
        words = desk.words(desk.clock())
        with desk.register.reading() as session:
            file = case_queries.case(session, code)
            if file is None:
                return desk.missing(code)
            wrote = version_queries.last_edits(session, code, [one.field for one in clashes])
            # what the other wrote is now the base: sending the form again is a decision made in sight of it
            now_base = base | {one.field: typed(one.field, one.theirs) for one in clashes}
            view = ClashView(
                ficha.around(session, f"Datos de {code}", "registros"),
                code,
                tuple(
                    _line(one, words, _by(wrote.get(one.field), file.file.edited_by, file.file.edited_at))
                    for one in clashes
                ),
                tuple(mine.items()),
                tuple((BEFORE + name, value) for name, value in now_base.items()),
            )
        return desk.page("choque.html", view, 409)

    @router.get("/simat", response_class=HTMLResponse)
    def copied(request: Request, code: str) -> Response:
        with desk.register.reading() as session:
            if isinstance(opened := ficha.opened(session, code), Response):
                return opened
            found, file = opened
            text = sheet(found, file, desk.words(desk.clock()))
            around = ficha.around(session, f"Copiar datos de {code}", "registros")
        noted(desk, request, "exportar.ficha", "ficha", code)
        return desk.page("hoja.html", SheetView(around, code, text, text.count("\n") + 2))

    @router.get("/bitacora", response_class=HTMLResponse)
    def journal(code: str) -> Response:
        with desk.register.reading() as session:
            if record_queries.detail(session, code) is None:
                return desk.missing(code)
            lines = tuple(
                (
                    absolute(one.at),
                    one.actor,
                    said_in_journal(one.action),
                    one.action,
                    ", ".join(f"{k}: {v}" for k, v in one.details.items()),
                )
                for one in case_queries.journal_of(session, code)
            )
            around = ficha.around(session, f"Bitácora de {code}", "registros")
        return desk.page("bitacora.html", JournalView(around, code, lines))

    @router.post("/reservado", response_class=HTMLResponse)
    def reserved(request: Request, code: str, texto: Annotated[str, Form(max_length=300)] = "") -> Response:
        by, now = person_of(desk, ficha.people, request), desk.clock()
        try:
            with desk.register.writing() as session:
                known = harm.read_identities(session, code=code, reason=texto, by=by, now=now)
        except RuleError as broken:
            return ficha.refused(request, broken, lambda words: ficha.page(code, words))
        with desk.register.reading() as session:
            around = ficha.around(session, f"Identidades de {code}", "registros")
        lines = tuple((f"Dato {number}", words) for number, words in known)
        return desk.page("reservado.html", ReservedView(around, code, lines))

    @router.get("/evidencia/{number}")
    def download(request: Request, code: str, number: int) -> Response:
        with desk.register.reading() as session:
            file = case_queries.case(session, code)
            found = next((one for one in file.evidence if one.id == number), None) if file else None
        if found is None:
            return desk.missing(code)
        noted(desk, request, "descargar.evidencia", "ficha", f"{code}/{number}")
        return Response(
            evidence.fetch(desk.register.folder, found.digest),
            media_type="application/octet-stream",
            headers={
                "content-disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
                "content-security-policy": "sandbox; default-src 'none'",
            },
        )

    return router


def _two_sides(sent: Iterable[tuple[str, object]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what was typed and what the page showed before; a list of boxes comes as one text of codes.

    A box that is not ticked sends nothing, so every field whose old value came along was on the page.
    """
    base = {name.removeprefix(BEFORE): str(value) for name, value in sent if name.startswith(BEFORE)}
    base = {name: value for name, value in base.items() if name in FIELDS}
    mine = dict.fromkeys(base, "")
    for name, value in sent:
        if name in mine:
            mine[name] = f"{mine[name]} {value}".strip() if name in CHOICES and mine[name] else str(value)
    return mine, base
