"""What the forms that change a week's draft show, and what they send: classes of territories, lines to watch; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from conflict.change import CHANGES, Change
from conflict.departments import DEPARTMENTS
from conflict.errors import DataError
from conflict.lapaz import LA_PAZ
from conflict.weekjudging import SETTABLE, sayable
from conflict.weeksummary import Watch, WeekSummary
from conflict.weekwatching import WHAT_CHARS, name_of
from dashboards.pages import Option
from reports.watchwords import KINDS, moment_of, where


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A line in the form: its name, its number, whether it is shown, what it says."""

    name: str
    place: int
    shown: bool
    words: str


@dataclass(frozen=True, slots=True)
class Editing:
    """The forms of a draft. `changed` are the territories whose class a person changed, each with what it says now."""

    territories: tuple[Option, ...]
    classes: tuple[Option, ...]
    changed: tuple[tuple[str, str], ...]
    lines: tuple[WatchLine, ...]
    arranged: bool
    first: str
    last: str
    departments: tuple[Option, ...]


def editing_of(summary: WeekSummary) -> Editing:
    """Return the forms of a summary."""
    shown = [_line(one, place, shown=True) for place, one in enumerate(summary.watch, start=1)]
    aside = [_line(one, 0, shown=False) for one in summary.hidden]
    following = summary.week.shifted(1)
    return Editing(
        territories=tuple(
            Option(one.code, f"{one.name}: {CHANGES[one.change]}", 0, False)
            for one in summary.territories
            if any(sayable(one.judged.machine if one.judged else one.change, to) for to in SETTABLE)
        ),
        classes=tuple(Option(one.value, CHANGES[one], 0, False) for one in SETTABLE),
        changed=tuple(
            (one.code, f"{one.name}: «{CHANGES[one.change]}», la regla da «{CHANGES[one.judged.machine]}»")
            for one in summary.territories
            if one.judged is not None
        ),
        lines=(*shown, *aside),
        arranged=summary.arranged,
        first=following.monday.isoformat(),
        last=summary.week.shifted(2).sunday.isoformat(),
        departments=tuple(Option(code, name, 0, False) for code, name in DEPARTMENTS.items()),
    )


def _line(one: Watch, place: int, *, shown: bool) -> WatchLine:
    words = f"{moment_of(one.at)} · {KINDS[one.kind]} · {one.what} · {where(one)}"
    return WatchLine(name_of(one), place, shown, words[: WHAT_CHARS + 100])


def order_of(fields: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the names of the lines that a form shows, in the order of the numbers typed beside them.

    Fields are `ver` with a name for each line that is shown and `n-NAME` with its number; without one it comes last.
    Raise DataError for what is no number.
    """
    pairs = tuple(fields)
    numbers = {name.removeprefix("n-"): value.strip() for name, value in pairs if name.startswith("n-")}
    if any(not value.isdecimal() or len(value) > 3 for value in numbers.values() if value):
        raise DataError("watch order", "El orden de cada línea es un número, por ejemplo 1, 2, 3.")
    shown = [value for name, value in pairs if name == "ver"]
    return tuple(sorted(dict.fromkeys(shown), key=lambda name: int(numbers.get(name) or 999)))


def change_named(text: str) -> Change:
    """Return the class of a form; raise DataError for none that a person may say."""
    found = next((one for one in SETTABLE if one.value == text), None)
    if found is None:
        raise DataError(f"class {text[:20]!r}", "Elija la clase de la lista.")
    return found


def moment_named(day: str, hour: str) -> datetime:
    """Return the moment of a day and an hour of La Paz; without hour its midnight. Raise DataError for what is none."""
    try:
        return datetime.combine(date.fromisoformat(day), time.fromisoformat(hour) if hour.strip() else time(0), LA_PAZ)
    except ValueError:
        raise DataError(
            "day of a watch line", "Falta la fecha, como 2026-11-24, y la hora, si la tiene, como 09:00."
        ) from None
