"""Take a correction of a row of the queue back: its values as they stood, and the machine may read them anew."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from conflict.codebook import DECIDABLE_QUEUE_STATES, LEVEL_STEPS, Level, QueueState, Scope
from conflict.permissions import Ability, demand
from conflict.queue import review_by
from conflict.record import Person, RuleError
from conflict.text import fold
from conflict.triage import CorrectedField
from register.commands import guarding, journal
from register.commands.corrections import COLUMNS, WORDED, set_departments
from register.commands.matching import hold_rows
from register.commands.reviews import UNDO_WITHIN
from register.record_tables import ReviewRow
from register.searchindex import SearchKind, touch
from register.tables import QueueEntry
from register.triage_tables import CorrectionRow

UNDONE = "Esa corrección ya se deshizo."
_ORDER = list(CorrectedField)


def undo(session: Session, *, code: str, correction_id: int, by: Person, now: datetime) -> str:
    """Take back all that one correction changed and return the code of the row; what it taught goes with it.

    Nothing of it stays but the lines of the journal: a row that says it was corrected is one that no reading changes.
    Raise RuleError when it was taken back before, is somebody else's or too old, and when somebody corrected or
    decided the row since.
    """
    hold_rows(session, QueueEntry.code == code)
    last = session.get(CorrectionRow, correction_id)
    entry = None if last is None else session.get_one(QueueEntry, last.entry_id, populate_existing=True)
    if last is None or entry is None or entry.code != code:
        raise RuleError(f"correction {correction_id} not standing", UNDONE)
    demand(by, Ability.REVIEW, guarding.thing_of_entry(entry), f"la fila {code}", UNDONE)
    if (last.by, last.office) != (by.name, by.office):
        raise RuleError(
            f"correction {correction_id} is another's", "La corrigió otra persona. La deshace solo quien la hizo."
        )
    if now - last.at > UNDO_WITHIN:
        raise RuleError(f"correction {correction_id} too old", "Ya no se puede deshacer esa corrección.")
    _demand_last(session, entry, last)
    act = _act(session, last)
    before = {CorrectedField(one.field): one.before for one in act}
    after = {CorrectedField(one.field): one.after for one in act}
    values = _values(entry, before, after, last.at)
    session.execute(
        update(QueueEntry).where(QueueEntry.id == entry.id).values(row_version=QueueEntry.row_version + 1, **values)
    )
    if "departments" in values:
        set_departments(session, entry.id, values["departments"])
    session.execute(delete(CorrectionRow).where(CorrectionRow.id.in_([one.id for one in act])))
    touch(session, SearchKind.ENTRY, [entry.id])
    journal.append(
        session,
        now=now,
        actor=by,
        action="cola.deshacer_correccion",
        object_type="cola",
        object_id=code,
        details={
            field.value: True if field in WORDED else [after[field], _told(field, before[field])] for field in before
        },
    )
    return code


def _demand_last(session: Session, entry: QueueEntry, last: CorrectionRow) -> None:
    """Raise RuleError when the row was corrected or decided since."""
    later = CorrectionRow.entry_id == entry.id, CorrectionRow.id > last.id
    if session.scalar(select(CorrectionRow.id).where(*later).limit(1)) is not None:
        raise RuleError(
            f"correction {last.id} is not the last", f"{entry.code} se corrigió de nuevo después. No se deshizo nada."
        )
    decided = ReviewRow.entry_id == entry.id, ReviewRow.undone_at.is_(None), ReviewRow.at > last.at
    standing = session.scalar(select(ReviewRow.id).where(*decided).limit(1))
    if standing is not None or QueueState(entry.state) not in DECIDABLE_QUEUE_STATES:
        raise RuleError(f"{entry.code} decided since", f"{entry.code} se decidió después. Deshaga primero la decisión.")


def _act(session: Session, last: CorrectionRow) -> list[CorrectionRow]:
    """Return what was corrected at once, up to the line that was written last."""
    lines = session.scalars(
        select(CorrectionRow)
        .where(CorrectionRow.entry_id == last.entry_id, CorrectionRow.id <= last.id)
        .order_by(CorrectionRow.id.desc())
    )
    act: list[CorrectionRow] = []
    for one in lines:
        same = (one.at, one.by, one.office, one.reason) == (last.at, last.by, last.office, last.reason)
        if not same or (act and _place(one) >= _place(act[-1])):
            break
        act.append(one)
    return act


def _place(one: CorrectionRow) -> int:
    return _ORDER.index(CorrectedField(one.field))


def _values(
    entry: QueueEntry, before: dict[CorrectedField, Any], after: dict[CorrectedField, Any], at: datetime
) -> dict[str, Any]:
    """Return the columns of the row as they stood; a review that the correction brought forward goes back too."""
    values: dict[str, Any] = {}
    for field, stood in before.items():
        match field:
            case CorrectedField.PLACE:
                departments, municipalities, *more = stood
                scope = more[0] if more else (Scope.LOCATED if departments else Scope.UNKNOWN).value
                values |= {"departments": departments, "municipalities": municipalities, "scope": scope}
            case CorrectedField.LEVEL:
                values |= _level(entry, stood, Level(after[field]), at)
            case _:
                values[COLUMNS[field][0]] = stood
    names = [field for field in before if field in WORDED and field is not CorrectedField.DEMAND]
    put = [word for field in names for word in after[field]]
    had = [word for field in names for word in before[field]]
    if CorrectedField.PLACE in before:
        put, had = put + after[CorrectedField.PLACE][1], had + values["municipalities"]
    return values | {"searchable": _without(entry.searchable, put, had)}


def _level(entry: QueueEntry, stood: Any, put: Level, at: datetime) -> dict[str, Any]:
    level, due = (stood, None) if isinstance(stood, str) else (stood[0], datetime.fromisoformat(stood[1]))
    values: dict[str, Any] = {"level": level, "urgency": LEVEL_STEPS[Level(level)]}
    brought = LEVEL_STEPS[put] > values["urgency"] and entry.review_by == review_by(put, at)
    return values | {"review_by": due} if due is not None and brought else values


def _without(searchable: str, put: Sequence[str], had: Iterable[str]) -> str:
    """Return the words by which a row is found without those that the correction brought, with those it took away."""
    for word in put:
        found = list(re.finditer(rf"(?<!\w){re.escape(fold(word))}(?!\w)", searchable))
        if found:
            searchable = f"{searchable[: found[-1].start()]}{searchable[found[-1].end() :]}"
    missing = [word for word in had if fold(word) not in searchable]
    return " ".join([*searchable.split(), *map(fold, missing)])[-4000:]


def _told(field: CorrectedField, stood: Any) -> Any:
    """Return what stood before as the journal tells it: the value alone, without what changed along with it."""
    if field is CorrectedField.PLACE:
        return stood[:2]
    return stood[0] if field is CorrectedField.LEVEL and not isinstance(stood, str) else stood
