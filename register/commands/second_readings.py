"""The second reading: draw it among the rows that persons decided, and take what another person says of the text.

It changes nothing of the row: it is only counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import and_, exists, insert, not_, or_, select, update
from sqlalchemy.orm import Session

from conflict.control import LOOK_BACK_DAYS, ControlVerdict, first_waiting_day
from conflict.lapaz import LA_PAZ, local_day
from conflict.lifecycle import DiscardReason, ReviewDecision
from conflict.permissions import Ability, demand
from conflict.record import Person, RuleError
from conflict.secondreading import DAILY, drawn, first_verdict
from register.commands import guarding, journal
from register.entered_tables import EnteredRow
from register.loop_tables import SecondReading
from register.record_tables import ReviewRow
from register.tables import GroupMember, QueueEntry

NOT_THERE = "Esa nota no está en la segunda lectura."


@dataclass(frozen=True, slots=True)
class DrawnAgain:
    """The rows of a day that are to be read again: among how many, and how many were drawn."""

    day: date
    decided: int
    size: int


@dataclass(frozen=True, slots=True)
class _Decided:
    """A row that a person decided, and the note of it that is shown again."""

    code: str
    entry_id: int
    review_id: int
    article_id: int
    verdict: ControlVerdict


def draw_due(session: Session, *, now: datetime, size: int = DAILY) -> list[DrawnAgain]:
    """Draw among the decisions of the whole days before today of which nothing was drawn yet."""
    today = local_day(now)
    first = today - timedelta(days=LOOK_BACK_DAYS)
    known = set(session.scalars(select(SecondReading.day).where(SecondReading.day >= first.isoformat())))
    by_day = _decided(session, first, today)
    return [_draw(session, day, by_day[day], now, size) for day in sorted(by_day) if day.isoformat() not in known]


def _draw(session: Session, day: date, decided: Sequence[_Decided], now: datetime, size: int) -> DrawnAgain:
    by_code = {one.code: one for one in decided}
    chosen = [by_code[code] for code in drawn(by_code, day, size)]
    rows = [
        {
            "day": day.isoformat(),
            "entry_id": one.entry_id,
            "review_id": one.review_id,
            "article_id": one.article_id,
            "first_verdict": one.verdict.value,
            "verdict": None,
            "decided_at": None,
            "by": "",
            "office": "",
        }
        for one in chosen
    ]
    session.execute(insert(SecondReading), rows)
    journal.append(
        session,
        now=now,
        actor=journal.MACHINE,
        action="segunda_lectura.sortear",
        object_type="segunda_lectura",
        object_id=day.isoformat(),
        details={"decididas": len(by_code), "sorteadas": len(chosen)},
    )
    return DrawnAgain(day, len(by_code), len(chosen))


def _decided(session: Session, first: date, until: date) -> dict[date, list[_Decided]]:
    """Return by day what persons decided of rows that were never drawn, where it says whether there is a conflict.

    A row put into another row was said to be the same as that one, no more; one that a person brought was called a
    conflict before it was decided. Its first note is shown again, as the decision had it before it.
    """
    since, end = (datetime.combine(day, time(), LA_PAZ).astimezone(UTC) for day in (first, until))
    note = (
        select(GroupMember.article_id)
        .where(GroupMember.group_id == QueueEntry.group_id, GroupMember.placed_at <= ReviewRow.at)
        .order_by(GroupMember.placed_at, GroupMember.article_id)
        .limit(1)
        .correlate(QueueEntry, ReviewRow)
        .scalar_subquery()
    )
    kept = and_(
        ReviewRow.decision.in_((ReviewDecision.REGISTER.value, ReviewDecision.LINK.value)),
        ReviewRow.record_id.is_not(None),
    )
    rows = session.execute(
        select(QueueEntry.code, QueueEntry.id, ReviewRow.id, note, ReviewRow.decision, ReviewRow.reason, ReviewRow.at)
        .join(QueueEntry, QueueEntry.id == ReviewRow.entry_id)
        .where(
            ReviewRow.at >= since,
            ReviewRow.at < end,
            ReviewRow.undone_at.is_(None),
            or_(kept, ReviewRow.decision == ReviewDecision.DISCARD.value),
            not_(exists(select(SecondReading.id).where(SecondReading.entry_id == ReviewRow.entry_id))),
            not_(exists(select(EnteredRow.id).where(EnteredRow.entry_id == ReviewRow.entry_id))),
        )
        .order_by(ReviewRow.id)
    )
    found: dict[date, list[_Decided]] = {}
    for code, entry, review, article, decision, reason, at in rows:
        verdict = first_verdict(ReviewDecision(decision), None if reason is None else DiscardReason(reason))
        if verdict is not None and article is not None:
            found.setdefault(local_day(at), []).append(_Decided(code, entry, review, article, verdict))
    return found


def decide(session: Session, *, item_id: int, verdict: ControlVerdict, by: Person, now: datetime) -> None:
    """Take a second answer. Raise RuleError when it was given before, waits no more, or the person decided the row."""
    item, entry = _held(session, item_id, by)
    if item.decided_at is not None:
        raise RuleError(
            f"second reading {item_id} decided", "Esa segunda lectura ya se hizo. Su respuesta no se aplicó."
        )
    if by.name in set(session.scalars(select(ReviewRow.by).where(ReviewRow.entry_id == entry.id))):
        raise RuleError(
            f"second reading {item_id} by who decided", "Usted decidió esa fila antes: la lee otra persona."
        )
    first = session.get_one(ReviewRow, item.review_id)
    if first.undone_at is not None or item.day < first_waiting_day(local_day(now)).isoformat():
        raise RuleError(f"second reading {item_id} waits no more", "Esa nota ya no espera una segunda lectura.")
    given = {"verdict": verdict.value, "decided_at": now, "by": by.name, "office": by.office}
    session.execute(update(SecondReading).where(SecondReading.id == item_id).values(**given))
    _note(session, "segunda_lectura.responder", item_id, entry, by, now, verdict.value)


def take_back(session: Session, *, item_id: int, by: Person, now: datetime) -> None:
    """Take back one's own second answer. Raise RuleError for what nobody answered, and for what another person did."""
    item, entry = _held(session, item_id, by)
    if item.decided_at is None or item.by != by.name:
        raise RuleError(f"second reading {item_id} cannot be taken back", "Solo quien la hizo puede deshacerla.")
    nobody = {"verdict": None, "decided_at": None, "by": "", "office": ""}
    session.execute(update(SecondReading).where(SecondReading.id == item_id).values(**nobody))
    _note(session, "segunda_lectura.deshacer", item_id, entry, by, now)


def _held(session: Session, item_id: int, by: Person) -> tuple[SecondReading, QueueEntry]:
    """Hold an item and return it with its row; raise as for what is not there unless the person sees the row."""
    item = session.get(SecondReading, item_id, with_for_update=True)
    if item is None:
        raise RuleError(f"no second reading {item_id}", NOT_THERE)
    entry = session.get_one(QueueEntry, item.entry_id)
    demand(by, Ability.REVIEW, guarding.thing_of_entry(entry), "esa segunda lectura", NOT_THERE)
    return item, entry


def _note(
    session: Session, action: str, item_id: int, entry: QueueEntry, by: Person, now: datetime, said: str = ""
) -> None:
    journal.append(
        session,
        now=now,
        actor=by,
        action=action,
        object_type="segunda_lectura",
        object_id=item_id,
        reason=said,
        details={"oficina": by.office, "fila": entry.code},
    )
