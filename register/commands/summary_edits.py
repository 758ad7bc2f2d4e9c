"""Change what the machine said in the draft of a week: the class of a territory, and the lines of «Para vigilar».

Each in the caller's one transaction with its journal line; what was published is left alone, a correction opens a new
draft. A change that came in between is a StaleError.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from conflict.asjson import plain, revived
from conflict.change import Change
from conflict.hand import hand_of
from conflict.record import Person, said
from conflict.week import Week
from conflict.weekhands import touched
from conflict.weekjudging import judged, unjudged
from conflict.weeksummary import Scope, WeekSummary
from conflict.weekwatching import added, arranged, line_of, name_of, restored
from register.commands.summary_rows import change, demand, draft_of, tell
from register.summary_tables import SummaryVersion

REASON_CHARS = 300


def judge(
    session: Session,
    *,
    scope: Scope,
    week: Week,
    territory: str,
    to: Change,
    reason: str,
    row_version: int,
    by: Person,
    now: datetime,
) -> None:
    """Give a territory another class, with the reason that is printed beside it.

    Raise RuleError without a reason, or for a class that may not be said there.
    """
    row, summary = _draft(session, scope, week, row_version, by)
    why = said(reason, "por qué cambia la clase", REASON_CHARS)
    made = judged(summary, territory, to, why, hand_of(by, now))
    before = next(one.change for one in summary.territories if one.code == territory)
    _keep(session, row, made, by, now)
    details: dict[str, object] = {"territorio": territory, "de": before.value, "a": to.value}
    tell(session, row, "resumen.clase", by, now, details, why)


def unjudge(
    session: Session, *, scope: Scope, week: Week, territory: str, row_version: int, by: Person, now: datetime
) -> None:
    """Take back the class that a person gave a territory: the rule's stands again."""
    row, summary = _draft(session, scope, week, row_version, by)
    made = unjudged(summary, territory)
    _keep(session, row, made, by, now)
    classes = {one.code: one.change.value for one in made.territories}
    tell(session, row, "resumen.clase_deshecha", by, now, {"territorio": territory, "a": classes[territory]})


def arrange_watch(
    session: Session, *, scope: Scope, week: Week, order: Sequence[str], row_version: int, by: Person, now: datetime
) -> None:
    """Show these lines of «Para vigilar» in this order; the others are kept aside and can be shown again.

    `order` are names of `conflict.weekwatching`; raise RuleError for one that is no line of the draft.
    """
    row, summary = _draft(session, scope, week, row_version, by)
    made = arranged(summary, order)
    _keep(session, row, made, by, now)
    tell(session, row, "resumen.vigilar", by, now, {"lineas": len(made.watch), "ocultas": len(made.hidden)})


def add_watch(
    session: Session,
    *,
    scope: Scope,
    week: Week,
    at: datetime,
    what: str,
    departments: Sequence[str],
    place: str,
    office: str,
    source: str,
    row_version: int,
    by: Person,
    now: datetime,
) -> None:
    """Add a line to «Para vigilar» with its day, place, source and owner; it is printed as added by a person."""
    row, summary = _draft(session, scope, week, row_version, by)
    hand = hand_of(by, now)
    line = line_of(
        summary, at=at, what=what, departments=departments, place=place, office=office, source=source, hand=hand
    )
    _keep(session, row, added(summary, line), by, now)
    tell(session, row, "resumen.vigilar_agregar", by, now, {"linea": name_of(line), "dia": at.date().isoformat()})


def restore_watch(session: Session, *, scope: Scope, week: Week, row_version: int, by: Person, now: datetime) -> None:
    """Give «Para vigilar» back as the machine made it; lines of persons are kept aside."""
    row, summary = _draft(session, scope, week, row_version, by)
    made = restored(summary)
    _keep(session, row, made, by, now)
    tell(session, row, "resumen.vigilar_deshecho", by, now, {"lineas": len(made.watch), "ocultas": len(made.hidden)})


def _draft(
    session: Session, scope: Scope, week: Week, row_version: int, by: Person
) -> tuple[SummaryVersion, WeekSummary]:
    """Return the draft, held for this transaction, with what it says, for a person who may change it."""
    demand(by)
    row = draft_of(session, scope, week, row_version)
    return row, revived(WeekSummary, row.content)


def _keep(session: Session, row: SummaryVersion, summary: WeekSummary, by: Person, now: datetime) -> None:
    """Write a changed summary; one in which nothing of a person is left counts as read by nobody again."""
    ours = summary.worded or touched(summary)
    edited = {"edited_at": now if ours else None, "edited_by": by.name if ours else ""}
    change(session, row, content=plain(summary), **edited)
