"""The control sample: a few news that the machine did not flag, each judged by a person with one button.

Under it stand the decided rows that another person reads again, without knowing what was decided.
"""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.codebook import FLAGGED_STAGES, Stage
from conflict.control import ControlVerdict, Missed
from conflict.esbo import counted, lacking
from conflict.lapaz import local_day
from conflict.record import RuleError
from dashboards.desk import Desk
from dashboards.detail import safe_link
from dashboards.figures import interval_of, percent_of
from dashboards.forms import chosen
from dashboards.labels import STAGES
from dashboards.loop_pages import SampleItem, SampleView
from dashboards.pages import Option
from dashboards.person import People, person_of
from dashboards.visitor import reader
from dashboards.when import ago
from register.columns import LARGEST_ID
from register.commands import control, second_readings
from register.queries import control as control_queries
from register.queries import second_readings as second_queries
from register.queries.control import ControlRow

ItemId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
PERIOD = timedelta(days=28)
"""Days over which the missed rate is reckoned."""
TEXT_SHOWN = 600
"""Letters of lede and body shown: enough to judge, the link has the rest."""


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of the control sample."""
    router = APIRouter()

    def show(trouble: str = "", done: int | None = None, read: int | None = None) -> Response:
        now, person = desk.clock(), reader()
        with desk.register.reading() as session:
            rows = control_queries.waiting(session, local_day(now))
            told = control_queries.missed(session, local_day(now - PERIOD), local_day(now))
            again = second_queries.waiting(session, person, local_day(now)) if person else []
            around = desk.around(session, "Muestra de control", "cola", trouble=trouble)
        view = SampleView(
            frame=around,
            head=counted(len(rows), "nota por revisar", "notas por revisar"),
            items=tuple(_item(row, now) for row in rows),
            stages=tuple(Option(s.value, STAGES[s], 0, False) for s in Stage if s in FLAGGED_STAGES),
            said=missed_words(told),
            done=done,
            empty="Nada por revisar. Cada día, al terminar, se sortean diez notas de las que no se marcaron.",
            again=tuple(_item(row, now) for row in again),
            read=read,
            again_empty="Nada por leer. Cada día se sortean tres filas de las que otras personas decidieron.",
        )
        return desk.page("muestra.html", view, 422 if trouble else 200)

    @router.get("/muestra", response_class=HTMLResponse)
    def sample(hecho: str = "", leida: str = "") -> Response:
        return show(done=_number(hecho), read=_number(leida))

    @router.post("/muestra/{item_id}")
    def judge(
        request: Request,
        item_id: ItemId,
        respuesta: Annotated[str, Form()] = "",
        etapa: Annotated[str, Form()] = "",
    ) -> Response:
        by = person_of(desk, people, request)
        try:
            verdict = chosen(ControlVerdict, respuesta, "si es un conflicto")
            stage = None
            if verdict is ControlVerdict.CONFLICT:
                stage = chosen(Stage, etapa, "la etapa del conflicto")
            with desk.register.writing() as session:
                done = control.decide(session, item_id=item_id, verdict=verdict, stage=stage, by=by, now=desk.clock())
        except RuleError as broken:
            return show(broken.spanish)
        where = f"/cola/{done.entry}" if done.entry else f"/muestra?hecho={done.item_id}"
        return RedirectResponse(where, status_code=303)

    @router.post("/muestra/{item_id}/deshacer")
    def take_back(request: Request, item_id: ItemId) -> Response:
        by = person_of(desk, people, request)
        try:
            with desk.register.writing() as session:
                control.take_back(session, item_id=item_id, by=by, now=desk.clock())
        except RuleError as broken:
            return show(broken.spanish)
        return RedirectResponse("/muestra", status_code=303)

    @router.post("/muestra/segunda/{item_id}")
    def read_again(request: Request, item_id: ItemId, respuesta: Annotated[str, Form()] = "") -> Response:
        by = person_of(desk, people, request)
        try:
            verdict = chosen(ControlVerdict, respuesta, "si es un conflicto")
            with desk.register.writing() as session:
                second_readings.decide(session, item_id=item_id, verdict=verdict, by=by, now=desk.clock())
        except RuleError as broken:
            return show(broken.spanish)
        return RedirectResponse(f"/muestra?leida={item_id}", status_code=303)

    @router.post("/muestra/segunda/{item_id}/deshacer")
    def take_back_reading(request: Request, item_id: ItemId) -> Response:
        by = person_of(desk, people, request)
        try:
            with desk.register.writing() as session:
                second_readings.take_back(session, item_id=item_id, by=by, now=desk.clock())
        except RuleError as broken:
            return show(broken.spanish)
        return RedirectResponse("/muestra#segunda", status_code=303)

    return router


def missed_words(told: Missed) -> str:
    """Say what the sample says of the machine, or how much is lacking until it says anything."""
    if told.lacking:
        missing = lacking(told.lacking, "revisión", "revisiones")
        return f"{missing} de control para calcular cuánto se le escapa al sistema."
    return (
        f"En {PERIOD.days} días {'se revisó' if told.share.whole == 1 else 'se revisaron'} "
        f"{counted(told.share.whole, 'nota no marcada', 'notas no marcadas')}; "
        f"{counted(told.share.part, 'hablaba', 'hablaban')} de un conflicto: {percent_of(told.share, 1)}, "
        f"con 95 % de confianza {interval_of(told.share, 1)}."
    )


def _number(text: str) -> int | None:
    """Return the number of what was just answered, as the address says it; None for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _item(row: ControlRow, now: datetime) -> SampleItem:
    text = "\n".join(part for part in (row.summary, row.body) if part)
    shown = text if len(text) <= TEXT_SHOWN else f"{text[:TEXT_SHOWN]}…"
    moment = ago(row.published_at or row.first_seen_at, now)
    return SampleItem(row.id, row.title, shown, row.outlet, moment, safe_link(row.link))
