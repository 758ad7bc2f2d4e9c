"""What the templates of the weekly summary may know, and how a summary becomes that; pure."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from conflict.departments import DEPARTMENTS
from conflict.esbo import counted, moment
from conflict.week import Week
from conflict.weeknaming import Naming, naming
from conflict.weekrows import LATE
from conflict.weeksummary import COUNTRY, Bar, Owed, Scope, ScopeKind, Territory, Watch, WeekSummary, scope_named
from conflict.weekversion import ScopeLine, VersionLine, VersionState, WeekVersion
from conflict.weekwatching import agenda_of
from dashboards.pages import Frame, Option
from dashboards.week_editing import Editing, editing_of
from register.queries.weekledger import RecordLine
from reports import charts
from reports.handwords import CHANGED
from reports.printed import Number, Printed, Table
from reports.shorttext import short_text


@dataclass(frozen=True, slots=True)
class Linked:
    """A table with the address that each cell of each row opens, "" for none."""

    table: Table
    links: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class BarBlock:
    """A list of bars: drawing, and the same numbers as links; both empty without data."""

    title: str
    svg: str
    rows: tuple[tuple[str, int, str, str], ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    """The page of one week. `draft` is its row version, None when there is nothing to edit.

    `last_closed` is how the last week that is over is called and where it is; `silent` are places nobody listened to.
    `naming` are the words of a draft that look like names of persons: whoever publishes answers for them.
    """

    frame: Frame
    said: Printed
    code: str
    address: str
    before: str
    after: str
    open_week: bool
    last_closed: tuple[str, str]
    silent: tuple[str, ...]
    departments: tuple[Option, ...]
    offices: tuple[Option, ...]
    numbers: tuple[tuple[Number, str], ...]
    moves: tuple[tuple[str, str], ...]
    map: str
    legend: str
    tiles: str
    places: Linked
    worsened: Linked
    watch: Linked
    agenda: Linked
    changed_title: str
    chance: str
    timed: tuple[tuple[str, str], ...]
    bars: tuple[BarBlock, ...]
    owed: tuple[Linked, ...]
    dots: str
    documents: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...]
    draft: int | None
    editing: Editing | None
    naming: tuple[Naming, ...]
    published: bool
    others: tuple[tuple[str, str, str], ...]
    hidden: tuple[tuple[str, str], ...]
    short: str


@dataclass(frozen=True, slots=True)
class RowsView:
    """The rows behind one number."""

    frame: Frame
    title: str
    heading: str
    back: str
    rows: tuple[tuple[str, str, str, str], ...]
    count: int
    missing: int


def scope_pairs(scope: Scope) -> tuple[tuple[str, str], ...]:
    """Return the fields that ask for a scope again."""
    return () if scope.kind is ScopeKind.COUNTRY else ((scope.kind.value, scope.value),)


def address_of(week: Week, scope: Scope, part: str = "", **more: str) -> str:
    """Return the permanent address of a week, of a part of it, for a scope."""
    pairs = [*scope_pairs(scope), *more.items()]
    return f"/resumen/{week.code}{'/' + part if part else ''}" + (f"?{urlencode(pairs)}" if pairs else "")


def view_of(
    around: Frame,
    summary: WeekSummary,
    said: Printed,
    *,
    offices: Sequence[str],
    version: WeekVersion | None,
    versions: Sequence[VersionLine],
    others: Sequence[ScopeLine],
    closed: Week,
    base: str,
    places: Sequence[str],
    in_sight: Container[str] = frozenset(),
) -> WeekView:
    """Return the view of a week; `closed` is the last week that is over, `base` where the pages are served.

    `places` are names of places, which are not taken for names of persons. What it names is the same for every reader;
    a link goes only to the records and rows of the queue whose codes are `in_sight` of this one.
    """
    week, scope = summary.week, summary.scope
    country = scope.kind is ScopeKind.COUNTRY

    shown = version_pairs(version, versions)

    def rows(name: str) -> str:
        return address_of(week, scope, "filas", cifra=name, **shown)

    moves = summary.movement
    drafting = version is not None and version.state is VersionState.DRAFT
    return WeekView(
        frame=around,
        said=said,
        code=week.code,
        address=address_of(week, scope),
        before=address_of(week.shifted(-1), scope),
        after=address_of(week.shifted(1), scope) if week < closed else "",
        open_week=week > closed,
        last_closed=(f"Ver semana {closed.number}", address_of(closed, scope)),
        silent=tuple(_silent(one) for one in summary.territories if one.unseen and one.sources),
        departments=tuple(Option(c, n, 0, scope.value == c and not country) for c, n in DEPARTMENTS.items()),
        offices=tuple(Option(one, one, 0, scope.value == one) for one in offices),
        numbers=tuple((one, rows(one.key)) for one in said.numbers),
        moves=tuple(
            (counted(len(found), one, many), rows(f"movimiento:{name}"))
            for name, one, many, found in (
                ("entered", "nuevo", "nuevos", moves.entered),
                ("reopened", "reabierto", "reabiertos", moves.reopened),
                ("closed", "terminado", "terminados", moves.closed),
                ("now", "abierto al corte", "abiertos al corte", moves.now),
                ("converted", "convertido", "convertidos", moves.converted),
                ("transferred", "cambió de oficina", "cambiaron de oficina", moves.transferred),
            )
            if found
        ),
        map=charts.change_map(summary.territories) if country else "",
        legend=charts.legend(),
        tiles=charts.tiles(summary.territories) if country else "",
        places=_linked(said.places, (_of_place(one, summary, rows) for one in summary.territories)),
        worsened=_linked(
            said.worsened,
            ({0: f"/registros/{quote(code)}"} if code in in_sight else {} for code in said.worsened.keys),
        ),
        watch=_linked(said.watch, (_of_watch(one, in_sight) for one in summary.watch)),
        agenda=_linked(said.agenda, (_of_watch(one, in_sight) for one in agenda_of(summary))),
        changed_title=CHANGED,
        chance=_path(summary.opportunity, in_sight) if summary.opportunity else "",
        timed=tuple(
            (words, rows(f"anuncios:{name}"))
            for words, name, found in (
                ("Con anuncio leído", "leidos", summary.foresight.rows),
                ("Sin anuncio", "sin_anuncio", summary.foresight.missed),
            )
            if found
        ),
        bars=_bars(summary, said, rows),
        owed=tuple(
            _linked(table, (_of_owed(table.key, one, rows) for one in found))
            for table, found in (
                (said.overdue, summary.overdue),
                (said.transfers, summary.transfers),
                (said.requests, summary.requests),
            )
        ),
        dots=charts.dots(summary.lead) if summary.lead.days else "",
        documents=tuple(
            (words, address_of(week, scope, part, **shown))
            for words, part in (("PDF", "pdf"), ("Excel", "excel"), ("Word", "word"), ("CSV", "csv"), ("JSON", "jsonl"))
        ),
        versions=tuple(_version(one, week, scope) for one in versions),
        draft=version.row_version if version and drafting else None,
        editing=editing_of(summary) if drafting else None,
        naming=naming(summary, version.correction, places) if version and drafting else (),
        published=version is not None and not drafting,
        others=tuple(_other(one, week) for one in sorted(others, key=_place_of) if one.scope != scope.key),
        hidden=scope_pairs(scope),
        short=short_text(summary, f"{base}{address_of(week, scope)}"),
    )


def _silent(one: Territory) -> str:
    """Say that a zero is none: nobody listened there."""
    several = f"sus {counted(one.sources, 'fuente', 'fuentes')} estuvieron caídas"
    sources = "su única fuente estuvo caída" if one.sources == 1 else several
    return f"Sin datos de {one.name} esta semana: {sources}."


def version_pairs(version: WeekVersion | None, versions: Sequence[VersionLine]) -> dict[str, str]:
    """Return what asks for exactly this version again; nothing for a preview, and for a draft with nothing before it.

    So a number of an old version opens the rows of that version, also when a newer one is out.
    """
    if version is None:
        return {}
    if version.state is not VersionState.DRAFT:
        return {"version": str(version.version)}
    return {"version": VersionState.DRAFT.value} if any(one.published_at for one in versions) else {}


def _linked(table: Table, links: Iterable[dict[int, str]]) -> Linked:
    """Return a table whose cells open what is said by column."""
    return Linked(table, tuple(tuple(one.get(n, "") for n in range(len(table.headers))) for one in links))


def _of_place(one: Territory, summary: WeekSummary, rows: Callable[[str], str]) -> dict[int, str]:
    """Return what a territory's name, its new and its open cases open."""
    own = one.code in DEPARTMENTS and summary.scope.kind is ScopeKind.COUNTRY
    place = address_of(summary.week, Scope(ScopeKind.DEPARTMENT, one.code, one.name)) if own else ""
    return {0: place, 2: rows(f"nuevos:{one.code}"), 4: rows(f"abiertos:{one.code}")}


def _of_owed(key: str, one: Owed, rows: Callable[[str], str]) -> dict[int, str]:
    """Return what the name, the count and the late ones of what waits somewhere open."""
    every = rows(f"{key}:{one.name}")
    return {0: every, 1: every, 2: rows(f"{key}{LATE}:{one.name}") if one.late_rows else ""}


def _bars(summary: WeekSummary, said: Printed, rows: Callable[[str], str]) -> tuple[BarBlock, ...]:
    found: tuple[tuple[Bar, ...], ...] = (summary.measures, summary.demands, summary.actors)
    return tuple(
        BarBlock(
            title,
            charts.bars(told, title) if told else "",
            tuple(
                (name, now, "s/d" if before is None else str(before), rows(f"{key}:{bar.name}") if now else "")
                for (name, now, before), bar in zip(told, bars, strict=True)
            ),
        )
        for (key, title, told), bars in zip(said.bars, found, strict=True)
    )


def _version(one: VersionLine, week: Week, scope: Scope) -> tuple[str, str]:
    words = f"Versión {one.version}"
    if one.published_at is None:
        return f"{words}: borrador", address_of(week, scope, version=VersionState.DRAFT.value)
    label = "automática" if one.state is VersionState.AUTOMATIC else "publicada"
    said = f"{words}, {label} {moment(one.published_at)}" + (f": {one.correction}" if one.correction else "")
    return said, address_of(week, scope, version=str(one.version))


_STATES = {
    VersionState.DRAFT: "borrador",
    VersionState.AUTOMATIC: "automático, sin revisar",
    VersionState.PUBLISHED: "publicado",
}


def _place_of(one: ScopeLine) -> tuple[int, str]:
    """Return where a scope stands in a list: country, departments by code, offices by name."""
    kind, value = scope_named(one.scope)
    return list(ScopeKind).index(kind), value


def _other(one: ScopeLine, week: Week) -> tuple[str, str, str]:
    """Return name, state and address of another summary of the week."""
    kind, value = scope_named(one.scope)
    name = COUNTRY.name if kind is ScopeKind.COUNTRY else DEPARTMENTS.get(value, value)
    return name, _STATES[one.state], address_of(week, Scope(kind, value, name))


def codes_of(summary: WeekSummary, said: Printed) -> tuple[frozenset[str], frozenset[str]]:
    """Return the codes of records and of rows of the queue that the page of a week would lead to."""
    chance = () if summary.opportunity is None else (summary.opportunity,)
    told = (*summary.watch, *agenda_of(summary), *chance)
    records = {*said.worsened.keys, *(one.record for one in told)} - {""}
    return frozenset(records), frozenset(one.entry for one in told if one.entry)


def _of_watch(one: Watch, in_sight: Container[str]) -> dict[int, str]:
    """Return what the day and the words of a line open: the record, and the source of what a person added."""
    return {0: _path(one, in_sight), 2: one.source}


def _path(one: Watch, in_sight: Container[str]) -> str:
    """Return the page of something to watch: its record, else its row of the queue; "" for what is out of sight."""
    if one.record:
        return f"/registros/{quote(one.record)}" if one.record in in_sight else ""
    return f"/cola/{quote(one.entry)}" if one.entry in in_sight else ""


def corrections_of(versions: Sequence[VersionLine], shown: int) -> tuple[str, ...]:
    """Return what was corrected up to a version, the newest first."""
    return tuple(
        f"Corregido el {moment(one.published_at)}: {one.correction}"
        for one in versions
        if one.correction and one.published_at is not None and one.version <= shown
    )


def lines_of(
    codes: Sequence[str], found: dict[str, RecordLine], words: Callable[[RecordLine], tuple[str, str]]
) -> tuple[tuple[str, str, str, str], ...]:
    """Return code, title, state and office of each row, a repeated one once."""
    unique = dict.fromkeys(codes)
    return tuple((code, found[code].title, *words(found[code])) for code in unique if code in found)
