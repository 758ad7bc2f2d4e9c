"""The control sample: draw it, and take what a person says of a drawn text.

A text said to be a conflict opens its row of the queue in the same transaction: it was missed, not decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import exists, func, insert, not_, select, update
from sqlalchemy.orm import Session

from conflict.codebook import FLAGGED_STAGES, Stage
from conflict.control import DAILY, LOOK_BACK_DAYS, ControlVerdict, drawn
from conflict.lapaz import LA_PAZ, local_day
from conflict.permissions import Ability, Thing, demand
from conflict.queue import Enqueue, review_by, suggested_level
from conflict.record import Person, RuleError
from register.commands import journal, queue
from register.commands.assessed import Assessed, Counts
from register.loop_tables import ControlDay, ControlItem
from register.pending import pending_of
from register.signals import location_of, reading_of
from register.tables import ArticleRow, GroupMember, QueueEntry, SignalRow, SourceRow

OUTSIDE = ("sin_senal", "en_duda", "extranjero")
"""What became of readings among which a conflict may have been missed; old articles are left out on purpose."""
GROUP = "new:control"
NOT_THERE = "Esa nota no está en la muestra de control."


@dataclass(frozen=True, slots=True)
class Drawn:
    """The sample of a day: from how many texts, and how many were drawn."""

    day: date
    unflagged: int
    size: int


@dataclass(frozen=True, slots=True)
class ControlDecided:
    """The verdict stands. `entry` is the code of the row of the queue that came of it, "" for none."""

    item_id: int
    entry: str


def draw_due(session: Session, *, now: datetime, size: int = DAILY) -> list[Drawn]:
    """Draw the whole days before today that have no sample yet; one without any unflagged text is left for later."""
    days = [local_day(now) - timedelta(days=back) for back in range(LOOK_BACK_DAYS, 0, -1)]
    known = set(session.scalars(select(ControlDay.day).where(ControlDay.day >= days[0].isoformat())))
    done = [draw(session, day=day, now=now, size=size) for day in days if day.isoformat() not in known]
    return [one for one in done if one is not None]


def draw(session: Session, *, day: date, now: datetime, size: int = DAILY) -> Drawn | None:
    """Draw the sample of one day of La Paz; None when it was drawn before or holds no unflagged text."""
    if session.get(ControlDay, day.isoformat()) is not None:
        return None
    signals = _unflagged(session, day)
    if not signals:
        return None
    chosen = drawn([(ident, key) for ident, key, _ in signals], day, size)
    newest = {ident: signal for ident, _, signal in signals}
    session.execute(
        insert(ControlDay).values(day=day.isoformat(), drawn_at=now, unflagged=len(signals), size=len(chosen))
    )
    nobody = {"verdict": None, "stage": None, "decided_at": None, "by": "", "office": "", "entry_id": None}
    rows = [{"day": day.isoformat(), "article_id": one, "signal_id": newest[one]} | nobody for one in chosen]
    session.execute(insert(ControlItem), rows)
    journal.append(
        session,
        now=now,
        actor=journal.MACHINE,
        action="muestra.sortear",
        object_type="muestra",
        object_id=day.isoformat(),
        details={"sin_senal": len(signals), "sorteadas": len(chosen)},
    )
    return Drawn(day, len(signals), len(chosen))


def _unflagged(session: Session, day: date) -> Sequence[tuple[int, str, int]]:
    """Return (article, key, newest reading) of what was read that day, is in no group and was never drawn."""
    since = datetime.combine(day, time(), LA_PAZ).astimezone(UTC)
    rows = session.execute(
        select(ArticleRow.id, ArticleRow.key, func.max(SignalRow.id))
        .join(SignalRow, SignalRow.article_id == ArticleRow.id)
        .where(
            SignalRow.read_at >= since,
            SignalRow.read_at < since + timedelta(days=1),
            SignalRow.decision.in_(OUTSIDE),
            not_(exists(select(GroupMember.article_id).where(GroupMember.article_id == ArticleRow.id))),
            not_(exists(select(ControlItem.id).where(ControlItem.article_id == ArticleRow.id))),
        )
        .group_by(ArticleRow.id, ArticleRow.key)
    )
    return [(ident, key, signal) for ident, key, signal in rows]


def decide(
    session: Session, *, item_id: int, verdict: ControlVerdict, stage: Stage | None, by: Person, now: datetime
) -> ControlDecided:
    """Take a verdict. Raise RuleError when the text was judged before, or a conflict comes without its stage."""
    item = session.get(ControlItem, item_id, with_for_update=True)
    if item is None:
        raise RuleError(f"no control item {item_id}", NOT_THERE)
    _demand(session, item, by)
    if item.decided_at is not None:
        raise RuleError(
            f"control item {item_id} decided", "Otra persona ya revisó esa nota. Su respuesta no se aplicó."
        )
    if verdict is ControlVerdict.CONFLICT and stage not in FLAGGED_STAGES:
        raise RuleError("conflict without stage", "Falta elegir la etapa del conflicto.")
    entry = None
    if verdict is ControlVerdict.CONFLICT and stage is not None:
        entry = _into_queue(session, item, stage, now)
    session.execute(
        update(ControlItem)
        .where(ControlItem.id == item_id)
        .values(
            verdict=verdict.value,
            stage=stage.value if stage is not None and verdict is ControlVerdict.CONFLICT else None,
            decided_at=now,
            by=by.name,
            office=by.office,
            entry_id=None if entry is None else entry.id,
        )
    )
    code = "" if entry is None else str(entry.code)
    journal.append(
        session,
        now=now,
        actor=by,
        action="muestra.revisar",
        object_type="muestra",
        object_id=item_id,
        reason=verdict.value,
        details={"oficina": by.office, "fila": code, "articulo": item.article_id},
    )
    return ControlDecided(item_id, code)


def take_back(session: Session, *, item_id: int, by: Person, now: datetime) -> None:
    """Take back that a text is no conflict. Raise RuleError for any other: its row of the queue is decided there."""
    item = session.get(ControlItem, item_id, with_for_update=True)
    if item is None or item.verdict != ControlVerdict.NO_CONFLICT.value:
        raise RuleError(f"control item {item_id} cannot be taken back", "Ya no se puede deshacer esa revisión.")
    _demand(session, item, by)
    nobody = {"verdict": None, "stage": None, "decided_at": None, "by": "", "office": ""}
    session.execute(update(ControlItem).where(ControlItem.id == item_id).values(**nobody))
    journal.append(
        session,
        now=now,
        actor=by,
        action="muestra.deshacer",
        object_type="muestra",
        object_id=item_id,
        details={"oficina": by.office},
    )


def _demand(session: Session, item: ControlItem, by: Person) -> None:
    """Raise Forbidden unless a person may judge what happens where the text places it."""
    read = session.get_one(SignalRow, item.signal_id)
    thing = Thing(tuple(read.departments), tuple(read.municipalities))
    demand(by, Ability.REVIEW, thing, "esa nota de la muestra", NOT_THERE)


def _into_queue(session: Session, item: ControlItem, stage: Stage, now: datetime) -> QueueEntry:
    """Open the row of a missed conflict under the stage that the person gave; the machine's reading stays as it was."""
    article, source = session.execute(
        select(ArticleRow, SourceRow)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .where(ArticleRow.id == item.article_id)
    ).one()
    stored = session.get_one(SignalRow, item.signal_id)
    reading = replace(reading_of(stored), signal=True, stage=stage)
    level = suggested_level(reading)
    pending = pending_of(article, source.name, source.department, source.municipality)
    one = Assessed(pending, reading, location_of(stored), Enqueue(level, review_by(level, now)), GROUP)
    counts = Counts()
    queue.place(session, assessed=[one], counts=counts, now=now)
    return session.scalars(select(QueueEntry).where(QueueEntry.group_id == counts.groups[GROUP])).one()
