"""The end of a record: its checklist, the deadlines closed or moved there, and the form when nothing is open."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from conflict.endday import HINT
from conflict.lapaz import local_day
from conflict.lifecycle import CLOSING, DeadlineState, Outcome, RecordKind, RecordStep, possible
from conflict.permissions import Ability
from dashboards.case_lines import options
from dashboards.ficha import Ficha
from dashboards.labels import RECORD_STEPS
from dashboards.record_lines import deadline_of
from dashboards.record_views import EndingView
from dashboards.upkeep import place_to_fill
from register.case_rows import CaseDetail
from register.record_rows import RecordDetail

Page = Callable[[str, str, str], Response]
"""Draws the end of a record: its code, the step, and the rule that forbade it, "" for none."""


def drawn(ficha: Ficha) -> Page:
    """Return what draws the page; the forms that are refused come back to it too."""
    desk = ficha.desk

    def page(code: str, step: str, trouble: str = "") -> Response:
        now = desk.clock()
        with desk.register.reading() as session:
            if isinstance(opened := ficha.opened(session, code, Ability.CONCLUDE), Response):
                return opened
            found, file = opened
            steps = [one for one in possible(found.record.kind, found.record.state) if one in CLOSING]
            asked = next((one for one in steps if one.value == step), steps[0] if steps else None)
            if asked is None:
                return ficha.page(code, "Esta ficha ya terminó. Reábrala si hay algo nuevo.")
            owed = tuple(one for one in found.deadlines if one.state is DeadlineState.OPEN)
            view = EndingView(
                ficha.around(session, f"{RECORD_STEPS[asked]} {code}", "registros", trouble),
                code,
                found.record.version,
                found.record.title,
                asked.value,
                RECORD_STEPS[asked],
                _open_work(found, file, asked),
                tuple(deadline_of(one, now) for one in owed),
                options(Outcome, desk.words(now)),
                asked is RecordStep.CONCLUDE and desk.rules(now).of(found.record.office).approve_conclusion,
                f"{local_day(now):%d/%m/%Y}",
                HINT,
            )
        return desk.page("terminar.html", view, 422 if trouble else 200)

    return page


def routes(page: Page) -> APIRouter:
    """Return the route of the page."""
    router = APIRouter(prefix="/registros/{code}")

    @router.get("/terminar", response_class=HTMLResponse)
    def ending(code: str, paso: Annotated[str, Query(max_length=20)] = RecordStep.CONCLUDE.value) -> Response:
        return page(code, paso, "")

    return router


def _open_work(found: RecordDetail, file: CaseDetail, asked: RecordStep) -> tuple[tuple[str, str], ...]:
    """Return what stands against ending a record, as (words, where it is done)."""
    code, work = found.record.code, file.checklist
    here = f"/registros/{code}"
    lines = [(f"Plazo abierto: {one}", "#pendientes-plazos") for one in work.deadlines]
    lines += [(f"Requerimiento sin respuesta: {one}", f"{here}#requerimientos") for one in work.requests]
    if work.transfer:
        lines.append(("Transferencia sin respuesta", f"{here}#transferencias"))
    if work.proposal:
        lines.append(("Una propuesta espera aprobación", here))
    if asked is RecordStep.CONCLUDE:
        lines += [(f"Compromiso sin cumplir: {one}", f"{here}#acuerdos") for one in work.commitments]
        if found.record.kind is RecordKind.CONFLICT:
            lines += [(f"Falta {words}", place_to_fill(code, field)) for field, words in work.gaps]
    return tuple(lines)
