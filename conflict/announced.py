"""The calendar of announced actions: which announcement a text makes, and what later news says of one; pure.

One entry per announcement: the same story, measure and window, whatever the number of outlets. Nothing here changes the
state of an entry: later news makes a *proposal*, with its reason, and a person answers it (domain model, principle).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conflict.codebook import AnnouncedState, DateKind, Measure, Stage
from conflict.signal import Deadline, Turn

_S = AnnouncedState

LAPSES_AFTER = timedelta(days=7)
"""From the announced day, without a measure and without news, to the proposal that it passed without a fact (domain
model, life of an alert: a task to confirm, never automatic)."""
STARTS_WITHIN = timedelta(days=7)
"""How long after a beginning or a term a measure still counts as what was announced."""
SAME_TERM = timedelta(days=1)
"""`72 horas` told on two days makes two limits a day apart: one announcement."""

MOVES: Mapping[AnnouncedState, frozenset[AnnouncedState]] = {
    _S.ANNOUNCED: frozenset({_S.STARTED, _S.PUT_OFF, _S.CALLED_OFF, _S.PASSED_WITHOUT_FACT}),
    _S.PUT_OFF: frozenset({_S.STARTED, _S.PUT_OFF, _S.CALLED_OFF, _S.PASSED_WITHOUT_FACT}),
    _S.STARTED: frozenset({_S.CALLED_OFF}),
    _S.PASSED_WITHOUT_FACT: frozenset({_S.STARTED}),
    _S.UNKNOWN: frozenset({_S.STARTED, _S.CALLED_OFF}),
    _S.CALLED_OFF: frozenset(),
}
"""What later news may propose from each state; a person may correct any state to any other."""

AWAITED = frozenset({_S.ANNOUNCED, _S.PUT_OFF})
"""States in which the day is still to be watched."""


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day of what is announced; the last is the first when none is told."""

    first: date
    last: date

    def near(self, other: "Window", days: timedelta = timedelta(0)) -> bool:
        """Say whether two windows share a day, or lie no further apart than some days."""
        return self.first - other.last <= days and other.first - self.last <= days


def window_of(day: date, last: date | None) -> Window:
    """Return the window of a day and, where one is told, a last day."""
    return Window(day, last or day)


@dataclass(frozen=True, slots=True)
class Entry:
    """One announcement as the calendar knows it.

    `windows` are the one that counts and, where a person corrected it, the one that was read. `waiting` are the states
    that an open proposal asks for; `refused` those that a person refused, with the day of the news that asked last.
    """

    id: int
    group: int
    kind: DateKind
    measure: Measure | None
    windows: tuple[Window, ...]
    state: AnnouncedState
    municipalities: frozenset[str]
    articles: frozenset[int]
    waiting: frozenset[AnnouncedState]
    refused: Mapping[AnnouncedState, date]


@dataclass(frozen=True, slots=True)
class News:
    """One article as the calendar sees it; `day` is the La Paz day of its publication, or of its reading."""

    article: int
    group: int
    day: date
    stage: Stage
    measures: frozenset[Measure]
    dates: tuple[Deadline, ...]
    turn: Turn | None
    municipalities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Open:
    """A new entry, in this state."""

    date: Deadline
    state: AnnouncedState


@dataclass(frozen=True, slots=True)
class Join:
    """One more article that announces what an entry announces."""

    entry: int
    date: Deadline


@dataclass(frozen=True, slots=True)
class Propose:
    """Another state for an entry; `reason` is a Spanish sentence, `words` those of the text, `window` the new one."""

    entry: int
    state: AnnouncedState
    reason: str
    words: str = ""
    window: Window | None = None


Decision = Open | Join | Propose


def same(entry: Entry, told: Deadline) -> bool:
    """Say whether a date is what an entry of the same story announces.

    A limit is one whatever measure is threatened with it; a day and a beginning need measures that do not differ.
    """
    window = window_of(told.day, told.last)
    if (entry.kind is DateKind.LIMIT) != (told.kind is DateKind.LIMIT):
        return False
    if told.kind is DateKind.LIMIT:
        return any(window.near(own, SAME_TERM) for own in entry.windows)
    agreed = entry.measure is None or told.measure is None or entry.measure is told.measure
    return agreed and any(window.near(own) for own in entry.windows)


def follow(news: News, entries: Sequence[Entry], today: date) -> tuple[Decision, ...]:
    """Decide what one article means for the calendar; `entries` are those of its story and others that are awaited."""
    own = [entry for entry in entries if entry.group == news.group]
    decided: list[Decision] = []
    told = {entry.id for one in news.dates for entry in own if same(entry, one)}
    for one in news.dates:
        known = next((entry for entry in own if same(entry, one)), None)
        moved = _moved(news, one, [entry for entry in own if entry.id not in told]) if known is None else None
        if known is not None:
            if news.article not in known.articles:
                decided.append(Join(known.id, one))
        elif moved is not None:
            decided.append(moved)
        else:
            over = window_of(one.day, one.last).last < today
            decided.append(Open(one, _S.UNKNOWN if over else _S.ANNOUNCED))
    moved_ids = {one.entry for one in decided if isinstance(one, Propose)}
    for entry in entries:
        if entry.id not in moved_ids and (entry.group == news.group or _beside(entry, news)):
            decided.extend(_turned(entry, news, told=entry.id in told))
    return tuple(decided)


def _moved(news: News, one: Deadline, others: Iterable[Entry]) -> Propose | None:
    """Propose the new day of what a text puts off, or of what the same article gave another day before; else None."""
    off = news.turn is not None and news.turn.state is _S.PUT_OFF
    for entry in others:
        agreed = entry.measure is None or one.measure is None or entry.measure is one.measure
        kinds = (entry.kind is DateKind.LIMIT) == (one.kind is DateKind.LIMIT)
        own_article = news.article in entry.articles
        if (off or own_article) and agreed and kinds and _worth(entry, _S.PUT_OFF, news.day):
            what = "la pasa a otra fecha" if off else "cambió la fecha que daba"
            words = news.turn.text if news.turn and off else one.text
            return Propose(entry.id, _S.PUT_OFF, _reason(what, news.day), words, window_of(one.day, one.last))
    return None


def _beside(entry: Entry, news: News) -> bool:
    """Say whether another story tells of the same measure in the same municipality."""
    return entry.measure in news.measures and bool(entry.municipalities & news.municipalities)


def _turned(entry: Entry, news: News, *, told: bool) -> Iterable[Propose]:
    """Propose what one article says became of one entry; `told` when it is the article's own announcement."""
    agreed = entry.measure is None or entry.measure in news.measures
    turn = news.turn
    if turn is not None and turn.state is _S.PUT_OFF and not news.dates:
        if agreed and _worth(entry, _S.PUT_OFF, news.day):
            yield Propose(entry.id, _S.PUT_OFF, _reason("dice que se posterga", news.day), turn.text)
        return
    off = turn is not None and turn.state is _S.CALLED_OFF
    if (off or news.stage is Stage.WITHDRAWAL) and not told:
        if agreed and _worth(entry, _S.CALLED_OFF, news.day):
            reason = _reason("dice que se suspende o levanta", news.day)
            yield Propose(entry.id, _S.CALLED_OFF, reason, turn.text if turn else "")
        return
    if news.stage in (Stage.MEASURE, Stage.VIOLENCE) and _began(entry, news, agreed=agreed):
        what = "cuenta una medida en curso" if news.stage is Stage.MEASURE else "cuenta hechos de violencia"
        yield Propose(entry.id, _S.STARTED, _reason(f"{what} dentro de lo anunciado", news.day))


def _began(entry: Entry, news: News, *, agreed: bool) -> bool:
    """Say whether news of a measure lies where the announcement put it; after a term any measure of the story does.

    A day for which no measure was named (a meeting, an answer) is begun by none.
    """
    window = entry.windows[0]
    limit = entry.kind is DateKind.LIMIT
    late = timedelta(days=1) if entry.kind is DateKind.DAY else STARTS_WITHIN
    held = window.first < news.day if limit else window.first <= news.day
    return (
        held
        and news.day - window.last <= late
        and (limit or (agreed and entry.measure is not None))
        and _worth(entry, _S.STARTED, news.day)
    )


def _worth(entry: Entry, state: AnnouncedState, day: date) -> bool:
    """Say whether a person should be asked: the move is possible, nobody waits for it, and this is newer than a no."""
    refused = entry.refused.get(state)
    return state in MOVES[entry.state] and state not in entry.waiting and (refused is None or refused < day)


def lapsed(entry: Entry, today: date) -> Propose | None:
    """Propose that an announcement passed without a fact, a week after its last day; None before, or when asked."""
    last = entry.windows[0].last
    if today - last <= LAPSES_AFTER or not _worth(entry, _S.PASSED_WITHOUT_FACT, today - LAPSES_AFTER):
        return None
    reason = f"Pasaron {(today - last).days} días de la fecha anunciada sin ninguna nota de que ocurriera."
    return Propose(entry.id, _S.PASSED_WITHOUT_FACT, reason)


def _reason(what: str, day: date) -> str:
    return f"Una nota del {day.day}/{day.month}/{day.year} {what}."
