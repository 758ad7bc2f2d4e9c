"""The page of patterns: every element of the pages in each of its states, drawn by the macros that the pages use."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from conflict.change import Change
from conflict.codebook import LEVEL_STEPS, Level
from conflict.departments import DEPARTMENTS
from conflict.weeksummary import LeadTimes, Territory
from conflict.wording import Wording
from dashboards import charts
from dashboards.case_views import Entry
from dashboards.desk import Desk
from dashboards.highlight import Piece
from dashboards.labels import LEVELS, MEASURES, RECORD_STATES, SOURCE_STATUSES, STAGES
from dashboards.pages import ClaimView, Frame, Option
from dashboards.record_views import DeadlineLine, TransferLine, UpkeepView
from dashboards.sources import MARKS
from dashboards.when import Moment, ago
from reports import charts as drawings

CHANGES = tuple(Change)
INVENTED = "Ejemplo inventado"


@dataclass(frozen=True, slots=True)
class PatternsView:
    """Examples of everything, all invented; each list holds one example of every state."""

    frame: Frame
    levels: tuple[tuple[int, str], ...]
    stages: tuple[str, ...]
    measures: tuple[str, ...]
    states: tuple[str, ...]
    sources: tuple[tuple[str, str, str], ...]
    clocks: tuple[tuple[str, str], ...]
    moment: Moment
    excerpt: tuple[Piece, ...]
    claims: tuple[ClaimView, ...]
    options: tuple[Option, ...]
    deadlines: tuple[DeadlineLine, ...]
    transfers: tuple[TransferLine, ...]
    upkeep: UpkeepView
    entries: tuple[Entry, ...]
    drawings: tuple[tuple[str, str], ...]
    letter: Wording


def routes(desk: Desk) -> APIRouter:
    """Return the route of the page."""
    router = APIRouter()

    @router.get("/patrones", response_class=HTMLResponse)
    def patterns() -> Response:
        with desk.register.reading() as session:
            around = desk.around(session, "Patrones", "patrones")
        return desk.page("patrones.html", view_of(around, desk.clock()))

    return router


def view_of(around: Frame, now: datetime) -> PatternsView:
    """Return one example of everything, around the same moment."""
    return PatternsView(
        frame=around,
        levels=tuple((LEVEL_STEPS[level], LEVELS[level]) for level in Level),
        stages=tuple(STAGES.values()),
        measures=tuple(MEASURES.values()),
        states=tuple(RECORD_STATES.values()),
        sources=tuple((*MARKS[status], label) for status, label in SOURCE_STATUSES.items()),
        clocks=(("Venció hace 3 h", "late"), ("Antes de 14:30", "soon"), ("lunes 12:30", "calm")),
        moment=ago(now, now),
        excerpt=_excerpt(),
        claims=(
            ClaimView("Sindicato inventado", "Alcaldía inventada", "pago de dos sueldos", "Laboral"),
            ClaimView("", "", "", ""),
        ),
        options=(Option("uno", "Primera", 3, False), Option("dos", "Segunda, la elegida", 0, True)),
        deadlines=tuple(_deadline(n, tone) for n, tone in enumerate(("late", "soon", "calm"), 1)),
        transfers=(_transfer(1, waiting=True), _transfer(2, waiting=False)),
        upkeep=UpkeepView(11, 13, (("Falta la demanda.", "#p-plazos"), ("1 plazo vencido.", ""))),
        entries=(_entry(1, struck=False), _entry(2, struck=True)),
        drawings=_drawings(),
        letter=Wording("Atalaya: 2 plazos vencidos", "2 plazos vencidos a su cargo.", "Gracias."),
    )


def _excerpt() -> tuple[Piece, ...]:
    """Return a sentence with a mark of each kind."""
    return (
        Piece("El ", ""),
        Piece("sindicato inventado", "A"),
        Piece(" de ", ""),
        Piece("Ejemplo", "L"),
        Piece(" iniciará un ", ""),
        Piece("bloqueo", "M"),
        Piece(" ", ""),
        Piece("desde el lunes", "P"),
        Piece(" si no se atiende el ", ""),
        Piece("pago de sueldos", "D"),
        Piece(".", ""),
    )


def _deadline(number: int, tone: str) -> DeadlineLine:
    words = {"late": "Venció hace 3 h", "soon": "Antes de 14:30", "calm": "lunes 12:30"}[tone]
    return DeadlineLine(
        number, "AT-0000-00-0001", INVENTED, f"Plazo {number}", INVENTED, words, "20/11/2026", tone, tone != "calm", 1
    )


def _transfer(number: int, *, waiting: bool) -> TransferLine:
    return TransferLine(
        id=number,
        record="AT-0000-00-0001",
        title=INVENTED,
        route="Delegación A → Unidad B",
        reason="Interviene el nivel central.",
        state="Enviada" if waiting else "Devuelta",
        asked="Pedida ayer",
        answer="" if waiting else "Falta el informe.",
        result="",
        moves=tuple(Option(one.lower(), one, 0, False) for one in ("Recordar", "Aceptar", "Devolver"))
        if waiting
        else (),
        role="apoya",
        due="Responder antes de 14:30",
        tone="soon",
        waiting=waiting,
        version=1,
        reminded="hace 2 días" if waiting else "",
    )


def _entry(number: int, *, struck: bool) -> Entry:
    moves = (
        () if struck else (Option("cumplido", "Cumplido", 0, False), Option("incumplido", "No se cumplió", 0, False))
    )
    head = "Anulado por error de carga" if struck else "Compromiso en curso"
    return Entry("compromiso", number, head, "Pagar dos sueldos.", INVENTED, moves, struck)


def _drawings() -> tuple[tuple[str, str], ...]:
    """Return every drawing with its name, all of invented numbers."""
    places = tuple(
        Territory(
            code=code,
            name=name,
            new=number,
            mean=None if CHANGES[number % len(CHANGES)] is Change.UNCOVERED else number + 0.5,
            change=CHANGES[number % len(CHANGES)],
            reason="",
            series=tuple(None if week == number else (week * number) % 7 for week in range(12)),
            open=number,
            critical=0,
            live=2,
            sources=3,
            rows=(),
            open_rows=(),
        )
        for number, (code, name) in enumerate(DEPARTMENTS.items())
    )
    lead = LeadTimes((-1.0, 0.0, 2.5, 4.0, 6.0), 2.5, late=2, without_alert=1, from_facts=2, rows=())
    return (
        ("Mapa de cambio", drawings.change_map(places)),
        ("Clases del mapa", drawings.legend()),
        ("Doce semanas por departamento", drawings.tiles(places)),
        ("Barras con la semana anterior", drawings.bars([("Bloqueo", 7, 4), ("Marcha", 3, None)], "Medidas")),
        ("Anticipación", drawings.dots(lead)),
        ("Catorce días de una fuente", charts.strip([None, 0, 1, 2, 3, 4, 5] * 2, "Notas por día, inventadas")),
        ("Fuentes que responden", charts.bar(3, 4, 5)),
    )
