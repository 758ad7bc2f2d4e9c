"""The words and tables of a summary, made once: page, PDF, Word and spreadsheet all print these; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from conflict.change import RULE
from conflict.esbo import counted, figure, moment, short_day, span
from conflict.lapaz import local_day
from conflict.names import LEVELS, bar_name
from conflict.weekchance import CHANCE_RULE
from conflict.weekfigures import BASES_RULE
from conflict.weeksummary import Bar, Figure, Owed, ScopeKind, Territory, Tone, Watch, WeekSummary
from conflict.weekversion import VersionState, WeekVersion
from conflict.weekview import QUARTER_WEEKS
from conflict.weekwatching import agenda_of
from reports.handwords import class_changes, class_of
from reports.trust import foresight_words, lead_words, quality_words
from reports.watchwords import HEADERS, arranged_note, watch_rows, where

NO_DATA = "s/d"
_UNITS = {"casos": "caso", "plazos": "plazo", "transferencias": "transferencia", "días": "día"}
"""What one of a unit is called."""


@dataclass(frozen=True, slots=True)
class Number:
    """One of the six numbers as text. `delta` is «▲ 3», «=» or "" without base; `tone` better, worse or neutral."""

    key: str
    label: str
    value: str
    unit: str
    delta: str
    tone: str
    base: str

    @property
    def verdict(self) -> str:
        """Return «mejor» or «peor», since a colour alone says nothing in grey; "" for neither."""
        return "" if self.tone == Tone.NEUTRAL.value else self.tone


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table of texts; `keys` are what each row links to, `empty` is said when there is no row."""

    key: str
    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...]
    note: str
    empty: str


@dataclass(frozen=True, slots=True)
class Printed:
    """Everything a document says, in the order in which a manager reads it.

    `agenda_later` is the second week of the agenda, for a document that has no room to tell the first one twice.
    """

    heading: str
    scope: str
    cut: str
    status: str
    corrections: tuple[str, ...]
    sentences: tuple[str, ...]
    numbers: tuple[Number, ...]
    movement: str
    places: Table
    worsened: Table
    watch: Table
    agenda: Table
    agenda_later: Table
    opportunity: str
    chance_rule: str
    bars: tuple[tuple[str, str, tuple[tuple[str, int, int | None], ...]], ...]
    overdue: Table
    transfers: Table
    requests: Table
    lead: tuple[str, ...]
    quality: tuple[str, ...]
    rule: str
    changes: tuple[str, ...]
    bases_rule: str


def printed(summary: WeekSummary, version: WeekVersion | None = None, corrections: Sequence[str] = ()) -> Printed:
    """Return what the documents of a summary say; without a version it is «vista previa»."""
    week = summary.week
    country = summary.scope.kind is ScopeKind.COUNTRY
    coming = agenda_of(summary)
    return Printed(
        heading=f"Semana {week.number}: {span(week)}",
        scope=summary.scope.name,
        cut=f"Corte: domingo {week.sunday:%d/%m/%Y}, 23:59, hora de La Paz",
        status=status_of(version),
        corrections=tuple(corrections),
        sentences=summary.sentences,
        numbers=tuple(_number(one, summary.known_weeks) for one in summary.figures),
        movement=_movement(summary),
        places=_places(summary.territories, "Departamento" if country else "Territorio"),
        worsened=_worsened(summary),
        watch=_watch(summary),
        agenda=_agenda(summary, coming),
        agenda_later=_agenda(summary, coming, later=True),
        opportunity=_opportunity(summary.opportunity),
        chance_rule=CHANCE_RULE,
        bars=(
            ("medidas", "Medidas de presión", _bars("medidas", summary.measures)),
            ("demandas", "Demandas", _bars("demandas", summary.demands)),
            ("actores", "Demandantes", _bars("actores", summary.actors)),
        ),
        overdue=_owed("vencidos", "Plazos vencidos por oficina", "Oficina", summary.overdue, "Desde", "Ninguno."),
        transfers=_owed(
            "transferencias", "Transferencias sin respuesta", "Debe responder", summary.transfers, "Pedida", "Ninguna."
        ),
        requests=_owed(
            "requerimientos", "Requerimientos sin respuesta", "Institución", summary.requests, "Vence", "Ninguno."
        ),
        lead=(*lead_words(summary), *foresight_words(summary.foresight)),
        quality=quality_words(summary.quality),
        rule=RULE,
        changes=class_changes(summary.territories),
        bases_rule=BASES_RULE,
    )


def status_of(version: WeekVersion | None) -> str:
    """Return how far a version has come, as a line under the title."""
    if version is None:
        return "Vista previa: nadie la ha publicado"
    match version.state:
        case VersionState.DRAFT:
            opening = version.week.end + timedelta(hours=8)
            if version.made_at >= opening:  # the clock has been by; the next time it publishes another week
                return "Borrador sin publicar"
            return f"Borrador: se publica el {short_day(local_day(opening))} a las 08:00"
        case VersionState.AUTOMATIC:
            return f"Borrador automático sin revisar, versión {version.version}, {_when(version.published_at)}"
        case VersionState.PUBLISHED:
            return f"Publicado, versión {version.version}, {_when(version.published_at)}"


def _when(at: datetime | None) -> str:
    return "" if at is None else moment(at)


def _number(one: Figure, known: int) -> Number:
    delta, tone = "", "neutro"
    if one.value is not None and one.previous is not None:
        gap = round(one.value - one.previous, 2)
        delta = "=" if not gap else f"{'▲' if gap > 0 else '▼'} {figure(abs(gap))}"
        tone = "neutro" if not gap else one.tone.value if gap > 0 else _opposite(one.tone.value)
    weeks = min(4, known)
    base = (
        f"semana anterior {figure(one.previous)}; promedio de {counted(weeks, 'semana', 'semanas')} {figure(one.mean)}"
    )
    if one.quarter is not None:
        base += f"; de {min(QUARTER_WEEKS, known)} semanas {figure(one.quarter)}"
    if one.key == "anticipacion":
        base = base.replace("promedio", "mediana")
    return Number(
        one.key,
        one.label,
        figure(one.value),
        f"{_UNITS.get(one.unit, one.unit) if one.value == 1 else one.unit}, {one.measured.value}",
        delta,
        tone,
        base if weeks else "sin semanas previas con que comparar",
    )


def _opposite(tone: str) -> str:
    return {"peor": "mejor", "mejor": "peor"}.get(tone, tone)


def _movement(summary: WeekSummary) -> str:
    moved = summary.movement
    return (
        f"Casos abiertos: {moved.before} al empezar + {counted(len(moved.entered), 'nuevo', 'nuevos')} + "
        f"{counted(len(moved.reopened), 'reabierto', 'reabiertos')} − "
        f"{counted(len(moved.closed), 'terminado', 'terminados')} = {len(moved.now)} al corte. "
        f"{counted(len(moved.converted), 'alerta pasó', 'alertas pasaron')} a conflicto; "
        f"{counted(len(moved.transferred), 'ficha cambió', 'fichas cambiaron')} de oficina."
    )


def _places(places: Sequence[Territory], header: str) -> Table:
    rows = [
        (
            one.name,
            class_of(one),
            "sin cobertura" if one.series and one.series[-1] is None else figure(one.new),
            figure(one.mean),
            figure(one.open),
            f"{one.live} de {one.sources}" if one.sources else ("ninguna" if "/" not in one.code else ""),
        )
        for one in places
    ]
    return Table(
        "territorios",
        "Cambio por territorio",
        (
            header,
            "Cambio",
            "Nuevos en la semana",
            "Promedio de 4 semanas",
            "Abiertos al corte",
            "Fuentes que responden",
        ),
        tuple(rows),
        tuple(one.code for one in places),
        "Un caso con frentes en varios departamentos cuenta una vez en cada uno, y una sola vez en el país.",
        "Sin territorios con casos en doce semanas.",
    )


def _worsened(summary: WeekSummary) -> Table:
    rows = [
        (
            one.name,
            one.title,
            LEVELS[one.level] if one.level else NO_DATA,
            one.why,
            one.next_step or "Sin próximo paso anotado",
            one.office,
            _due(one.due_at, late=one.late),
        )
        for one in summary.worsened
    ]
    return Table(
        "empeoraron",
        "Territorios que empeoraron",
        ("Territorio", "Caso más grave", "Nivel", "Por qué", "Próximo paso", "A cargo", "Plazo"),
        tuple(rows),
        tuple(one.record for one in summary.worsened),
        "",
        "Ninguno según la regla.",
    )


def _due(at: datetime | None, *, late: bool) -> str:
    if at is None:
        return "sin plazo"
    return f"{'venció ' if late else ''}{short_day(local_day(at))}"


def _watch(summary: WeekSummary) -> Table:
    following = summary.week.shifted(1)
    return Table(
        "vigilar",
        f"Para vigilar del {short_day(following.monday)} al {short_day(following.sunday)}",
        HEADERS,
        watch_rows(summary.watch),
        tuple(one.record for one in summary.watch),
        arranged_note(summary),
        "Nada anotado para los próximos siete días. No dice que no vaya a pasar nada.",
    )


def _agenda(summary: WeekSummary, coming: Sequence[Watch], *, later: bool = False) -> Table:
    """Return the agenda of fourteen days; its second week only when `later`, for who has the first one above."""
    following = summary.week.shifted(2 if later else 1)
    found = [one for one in coming if not later or one.at >= following.start]
    return Table(
        "agenda",
        f"Agenda {'de la segunda semana' if later else 'de catorce días'}, del {short_day(following.monday)} al "
        f"{short_day(summary.week.shifted(2).sunday)}",
        HEADERS,
        watch_rows(found),
        tuple(one.record for one in found),
        "",
        "Nada anunciado con fecha. No dice que no vaya a pasar nada.",
    )


def _opportunity(one: Watch | None) -> str:
    if one is None:
        return "Oportunidad: ninguna; ningún conflicto cumple la regla esta semana."
    return f"Oportunidad: {where(one)}. {one.what}: {one.why or short_day(local_day(one.at))}."


def _bars(group: str, bars: Sequence[Bar]) -> tuple[tuple[str, int, int | None], ...]:
    return tuple((bar_name(group, one.name), one.count, one.previous) for one in bars)


def _owed(key: str, title: str, who: str, found: Sequence[Owed], date_word: str, empty: str) -> Table:
    total = sum(one.count for one in found)
    rows = [(one.name, figure(one.count), figure(one.late), short_day(local_day(one.oldest))) for one in found]
    return Table(
        key,
        f"{title}: {total}",
        (who, "N.º", "Tarde", date_word),
        tuple(rows),
        tuple(one.name for one in found),
        "",
        empty,
    )
