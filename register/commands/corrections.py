"""Put right what the machine read of a row of the queue: place, stage, measures, level, who asks whom for what.

What was read stays as it was. A corrected value is the person's from then on: later articles extend the row and leave
that value alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from conflict.claim import demanded, named
from conflict.codebook import DECIDABLE_QUEUE_STATES, LEVEL_STEPS, QueueState, Scope
from conflict.permissions import Ability
from conflict.queue import review_by
from conflict.record import Person, RuleError, said
from conflict.text import fold
from conflict.triage import Corrected, CorrectedField
from register.commands import guarding, journal
from register.searchindex import SearchKind, touch
from register.tables import QueueDepartment, QueueEntry
from register.triage_tables import CorrectionRow

LONGEST_REASON = 500
COLUMNS = {
    CorrectedField.PLACE: ("departments", "municipalities", "scope"),
    CorrectedField.STAGE: ("stage",),
    CorrectedField.MEASURES: ("measures",),
    CorrectedField.LEVEL: ("level", "urgency"),
    CorrectedField.CLAIMANTS: ("claimants",),
    CorrectedField.ADDRESSEES: ("addressees",),
    CorrectedField.DEMAND: ("demand",),
}
"""The columns of a row that a corrected field stands in."""
WORDED = (CorrectedField.CLAIMANTS, CorrectedField.ADDRESSEES, CorrectedField.DEMAND)
"""What a person puts in words of their own: the journal, which forgets nothing, keeps that it changed and no word."""


@dataclass(frozen=True, slots=True)
class PutRight:
    """The correction stands: its number, by which it is taken back, and the fields that changed."""

    correction_id: int
    fields: tuple[CorrectedField, ...]


def correct(
    session: Session, *, code: str, version: int, to: Corrected, reason: str, by: Person, now: datetime
) -> PutRight:
    """Write what differs from the row as it stands, each value with what stood before; return which fields those are.

    A graver level brings the review forward, a calmer one leaves it. Raise RuleError when there is no such row, it was
    decided or changed since the page was opened, nothing differs, the reason says too little, or a name or the demand
    cannot be kept.
    """
    entry = open_entry(session, code, by)
    if entry.row_version != version:
        raise RuleError(f"{code} changed", f"{entry.code} cambió mientras la miraba. Léala de nuevo y corrija después.")
    stood: dict[CorrectedField, Any] = {
        CorrectedField.PLACE: [list(entry.departments), list(entry.municipalities)],
        CorrectedField.STAGE: entry.stage,
        CorrectedField.MEASURES: list(entry.measures),
        CorrectedField.LEVEL: entry.level,
        CorrectedField.CLAIMANTS: list(entry.claimants),
        CorrectedField.ADDRESSEES: list(entry.addressees),
        CorrectedField.DEMAND: entry.demand,
    }
    told = stood | _values(to, entry)
    changed = tuple(field for field in CorrectedField if stood[field] != told[field])
    if not changed:
        raise RuleError("nothing to correct", "Nada cambió: lo que eligió es lo que la fila ya dice.")
    words = said(reason, "por qué se corrige", LONGEST_REASON, "motivo")
    beside = {
        CorrectedField.PLACE: [*stood[CorrectedField.PLACE], entry.scope],
        CorrectedField.LEVEL: [entry.level, entry.review_by.isoformat()],
    }  # what changes along with the field, for whoever takes the correction back
    numbers = session.scalars(
        insert(CorrectionRow).returning(CorrectionRow.id),
        [
            {
                "entry_id": entry.id,
                "field": field.value,
                "before": beside.get(field, stood[field]),
                "after": told[field],
                "reason": words,
                "at": now,
                "by": by.name,
                "office": by.office,
            }
            for field in changed
        ],
    )
    correction_id = max(numbers)
    _apply(session, entry, to, {field: told[field] for field in changed}, now)
    journal.append(
        session,
        now=now,
        actor=by,
        action="cola.corregir",
        object_type="cola",
        object_id=entry.code,
        details={field.value: True if field in WORDED else [stood[field], told[field]] for field in changed},
        version=version + 1,
    )
    return PutRight(correction_id, changed)


def open_entry(session: Session, code: str, by: Person) -> QueueEntry:
    """Return a row held for change; raise RuleError when there is none for this person or it was decided."""
    entry = session.scalars(select(QueueEntry).where(QueueEntry.code == code).with_for_update()).one_or_none()
    if entry is None:
        raise RuleError(f"no row {code[:40]!r}", guarding.no_entry(code))
    guarding.demand_entry(entry, Ability.REVIEW, by)
    if QueueState(entry.state) not in DECIDABLE_QUEUE_STATES:
        raise RuleError(f"{code} is {entry.state}", f"{entry.code} ya fue decidida. Deshaga la decisión primero.")
    return entry


def columns(session: Session, entry_id: int) -> frozenset[str]:
    """Return the columns of a row that a person has corrected, which later articles leave alone."""
    fields = session.scalars(select(CorrectionRow.field).where(CorrectionRow.entry_id == entry_id).distinct())
    return frozenset(column for field in fields for column in COLUMNS[CorrectedField(field)])


def set_departments(session: Session, entry: int, departments: Sequence[str]) -> None:
    """Write the departments by which a row is found; one row with "" where there is none."""
    session.execute(delete(QueueDepartment).where(QueueDepartment.entry_id == entry))
    session.execute(
        insert(QueueDepartment), [{"entry_id": entry, "department": code} for code in (departments or ("",))]
    )


def _values(to: Corrected, entry: QueueEntry) -> dict[CorrectedField, Any]:
    """Return what a person says of a row, without what they leave as it is."""
    values = {
        CorrectedField.PLACE: [list(to.departments), list(to.municipalities)],
        CorrectedField.STAGE: to.stage.value,
        CorrectedField.MEASURES: [measure.value for measure in to.measures],
        CorrectedField.LEVEL: to.level.value,
    }
    for side, typed, known in (
        (CorrectedField.CLAIMANTS, to.claimants, entry.claimants),
        (CorrectedField.ADDRESSEES, to.addressees, entry.addressees),
    ):
        if typed is not None:
            values[side] = list(named(typed, known, side.value))
    if to.demand is not None:
        values[CorrectedField.DEMAND] = demanded(to.demand, entry.demand)
    return values


def _apply(
    session: Session, entry: QueueEntry, to: Corrected, changed: dict[CorrectedField, Any], now: datetime
) -> None:
    values: dict[str, Any] = {"row_version": QueueEntry.row_version + 1}
    if CorrectedField.PLACE in changed:
        scope = Scope.LOCATED if to.departments else Scope.UNKNOWN
        words = fold(" ".join((entry.searchable, *to.municipalities)))[-4000:]
        values |= {"departments": list(to.departments), "municipalities": list(to.municipalities)}
        values |= {"scope": scope.value, "searchable": words}
        set_departments(session, entry.id, to.departments)
    if CorrectedField.STAGE in changed:
        values["stage"] = to.stage.value
    if CorrectedField.MEASURES in changed:
        values["measures"] = [measure.value for measure in to.measures]
    if CorrectedField.LEVEL in changed:
        values |= {"level": to.level.value, "urgency": LEVEL_STEPS[to.level]}
        if LEVEL_STEPS[to.level] > entry.urgency:
            values["review_by"] = min(entry.review_by, review_by(to.level, now))
    values |= {COLUMNS[field][0]: changed[field] for field in WORDED if field in changed}
    names = [name for side in (CorrectedField.CLAIMANTS, CorrectedField.ADDRESSEES) for name in changed.get(side, ())]
    if names:
        values["searchable"] = fold(" ".join((values.get("searchable", entry.searchable), *names)))[-4000:]
    session.execute(update(QueueEntry).where(QueueEntry.id == entry.id).values(**values))
    touch(session, SearchKind.ENTRY, [entry.id])
