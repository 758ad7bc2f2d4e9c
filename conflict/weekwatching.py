"""A person arranges «Para vigilar»: order, lines that are not shown, lines of their own; pure.

Nothing of the machine is lost: a line that is not shown is kept aside and comes back with one step. Lines that a person
added are marked as such wherever they are printed.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from conflict.departments import DEPARTMENTS
from conflict.hand import Hand
from conflict.record import RuleError, said, short
from conflict.weekfacts import WatchKind
from conflict.weeksummary import Watch, WeekSummary
from conflict.weekwork import AGENDA

WHAT_CHARS, PLACE_CHARS, OFFICE_CHARS, LINK_CHARS = 200, 60, 120, 500
MOST_LINES = 20


def name_of(one: Watch) -> str:
    """Return by what a line is known in a form: the same for the same matter, whatever its place in the list."""
    parts = (one.at.isoformat(), one.kind.value, one.record, one.entry, one.what)
    return hashlib.sha256("\x1f".join(parts).encode(errors="backslashreplace")).hexdigest()[:12]


def arranged(summary: WeekSummary, order: Sequence[str]) -> WeekSummary:
    """Return the summary with the lines of these names in this order; all others are kept aside.

    Raise RuleError for a name that is no line of it.
    """
    known = {name_of(one): one for one in (*summary.watch, *summary.hidden)}
    asked = tuple(dict.fromkeys(order))
    if any(name not in known for name in asked):
        raise RuleError("watch line not there", "Una de las líneas ya no está en este borrador. Vuelva a la página.")
    _demand_short(len(asked))
    shown = tuple(known[name] for name in asked)
    aside = tuple(one for name, one in known.items() if name not in set(asked))
    return replace(summary, watch=shown, hidden=aside, arranged=True)


def line_of(
    summary: WeekSummary,
    *,
    at: datetime,
    what: str,
    departments: Sequence[str],
    place: str,
    office: str,
    source: str,
    hand: Hand,
) -> Watch:
    """Return a line that a person adds; raise RuleError for a day out of reach, a place or a source that is none."""
    if not summary.cut <= at < summary.cut + AGENDA:
        raise RuleError("watch line out of reach", "La fecha tiene que caer en los catorce días que siguen al corte.")
    if any(code not in DEPARTMENTS for code in departments):
        raise RuleError("department of a watch line", "Elija un departamento de la lista, o ninguno.")
    tidy_place, tidy_office = short(place, PLACE_CHARS), short(office, OFFICE_CHARS)
    if not tidy_office:
        raise RuleError("watch line without office", "Falta quién lo sigue: el nombre de una oficina.")
    return Watch(
        at=at,
        kind=WatchKind.ADDED,
        what=said(what, "qué hay que vigilar", WHAT_CHARS),
        departments=tuple(departments),
        record="",
        office=tidy_office,
        place=tidy_place,
        source=source_of(source),
        added=hand,
    )


def source_of(text: str) -> str:
    """Return the address of a source; raise RuleError for what is no address of the web, or hides who is asked."""
    tidy = text.strip()
    try:
        parts = urlsplit(tidy)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        good = False
    if not good or len(tidy) > LINK_CHARS or any(char.isspace() or not char.isprintable() for char in tidy):
        raise RuleError("source of a watch line", "Falta la fuente: una dirección que empiece con https:// o http://.")
    return tidy


def added(summary: WeekSummary, line: Watch) -> WeekSummary:
    """Return the summary with one more line, at its place in time; raise RuleError where it stands already."""
    if name_of(line) in {name_of(one) for one in (*summary.watch, *summary.hidden)}:
        raise RuleError("watch line twice", "Esa línea ya está en la lista.")
    _demand_short(len(summary.watch) + 1)
    return replace(summary, watch=_put(summary.watch, line), arranged=True)


def _demand_short(lines: int) -> None:
    """Raise RuleError for more lines than a page of decisions bears."""
    if lines > MOST_LINES:
        raise RuleError(f"{lines} lines", f"«Para vigilar» lleva hasta {MOST_LINES} líneas.")


def restored(summary: WeekSummary) -> WeekSummary:
    """Return the list as the machine made it; lines of persons are kept aside, so that this too can be taken back."""
    every = (*summary.watch, *summary.hidden)
    if not summary.arranged:
        raise RuleError("watch list not arranged", "Nadie cambió «Para vigilar»: no hay qué deshacer.")
    own = tuple(sorted((one for one in every if one.added is None), key=lambda one: (one.at, one.record, one.what)))
    return replace(summary, watch=own, hidden=tuple(one for one in every if one.added is not None), arranged=False)


def rearranged(fresh: WeekSummary, before: WeekSummary) -> WeekSummary:
    """Return fresh lines in the order that persons gave, without those they put aside, with those they added.

    A line that is new stands at its place in time; one that the register no longer gives is gone.
    """
    aside_by_hand = tuple(one for one in before.hidden if one.added is not None)
    if not before.arranged:
        return replace(fresh, hidden=aside_by_hand)
    now = {name_of(one): one for one in fresh.watch}
    aside = {name_of(one) for one in before.hidden}
    shown: tuple[Watch, ...] = tuple(
        now.get(name_of(one), one) for one in before.watch if one.added is not None or name_of(one) in now
    )
    placed = {name_of(one) for one in shown}
    for name, one in now.items():
        if name not in placed and name not in aside:
            shown = _put(shown, one)
    hidden = (*(one for name, one in now.items() if name in aside), *aside_by_hand)
    return replace(fresh, watch=shown, hidden=hidden, arranged=True)


def agenda_of(summary: WeekSummary) -> tuple[Watch, ...]:
    """Return what is announced for the fourteen days after the cut, as persons left it, in the order of time."""
    aside = {name_of(one) for one in summary.hidden}
    own = (one for one in summary.watch if one.added is not None)
    kept = (one for one in summary.agenda if name_of(one) not in aside)
    return tuple(sorted((*kept, *own), key=lambda one: (one.at, one.record, one.what)))


def _put(lines: Sequence[Watch], line: Watch) -> tuple[Watch, ...]:
    """Return the lines with one more before the first that comes later."""
    place = next((n for n, one in enumerate(lines) if one.at > line.at), len(lines))
    return (*lines[:place], line, *lines[place:])
