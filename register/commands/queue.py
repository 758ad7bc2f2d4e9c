"""Put read articles into groups, and groups into the queue: a row for each story, extended by later articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.orm import Session

from conflict.claim import Claim, claim_of, joined
from conflict.codebook import LEVEL_STEPS, Level, QueueState
from conflict.office import Route, RouteBasis
from conflict.queue import Enqueue
from conflict.text import fold
from register.claims import claim_in, claim_values
from register.commands import corrections, journal, routing
from register.commands.assessed import Assessed, Counts
from register.commands.corrections import set_departments
from register.commands.matching import hold_rows
from register.commands.opening import open_row
from register.searchindex import SearchKind, touch
from register.tables import ArticleRow, GroupMember, QueueEntry, StoryGroup

EXPIRES_AFTER = timedelta(days=7)
"""A row that nobody looked at this long after its review was due leaves the open queue, with its line in the journal
and its place in the view of those that expired (domain model, life of a signal; the number of days is ours)."""


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    state: QueueState
    level: Level
    review_by: datetime
    newest_at: datetime
    title: str
    departments: tuple[str, ...]
    municipalities: tuple[str, ...]
    measures: tuple[str, ...]
    code: str
    route: Route
    claim: Claim


def place(session: Session, *, assessed: Sequence[Assessed], counts: Counts, now: datetime) -> None:
    """Give every queued article its group and its group a row; a changed article marks the row that it is in.

    The rows are held before they are read: what a person decides or corrects of one meanwhile stands.
    """
    _hold(session, assessed)
    for one in assessed:
        member = session.execute(
            select(GroupMember.group_id).where(GroupMember.article_id == one.pending.id)
        ).scalar_one_or_none()
        if member is not None:
            _mark_updated(session, member, now)
            if isinstance(one.group, str) and one.group:
                counts.groups.setdefault(one.group, member)
        elif isinstance(one.decision, Enqueue):
            _join(session, one, one.decision, counts, now)


def _hold(session: Session, assessed: Sequence[Assessed]) -> None:
    """Hold the rows that these articles lie in or go to."""
    groups = {one.group for one in assessed if isinstance(one.group, int)}
    articles = [one.pending.id for one in assessed]
    for start in range(0, len(articles), 500):
        known = GroupMember.article_id.in_(articles[start : start + 500])
        groups |= set(session.scalars(select(GroupMember.group_id).where(known)))
    if groups:
        hold_rows(session, QueueEntry.group_id.in_(groups))


def _join(session: Session, one: Assessed, decision: Enqueue, counts: Counts, now: datetime) -> None:
    at = one.pending.published_at or one.pending.first_seen_at
    group = counts.groups.get(one.group) if isinstance(one.group, str) else one.group
    if group is None:
        group = session.execute(
            insert(StoryGroup).values(opened_at=now, newest_at=at).returning(StoryGroup.id)
        ).scalar_one()
        counts.groups[str(one.group)] = group
    session.execute(
        insert(GroupMember).values(article_id=one.pending.id, group_id=group, placed_by=journal.MACHINE, placed_at=now)
    )
    row = _row_of(session, group)
    if row is None:
        _open(session, group, one, decision, at, now)
        counts.queued += 1
    else:
        _extend(session, group, row, one, decision, at, now)
        counts.extended += 1


def _row_of(session: Session, group: int) -> _Row | None:
    held = select(QueueEntry).where(QueueEntry.group_id == group).with_for_update()
    found = session.scalars(held, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        return None
    return _Row(
        found.id,
        QueueState(found.state),
        Level(found.level),
        found.review_by,
        found.newest_at,
        found.title,
        tuple(found.departments),
        tuple(found.municipalities),
        tuple(found.measures),
        found.code,
        Route(found.office, RouteBasis(found.office_basis)),
        claim_in(found),
    )


def _open(session: Session, group: int, one: Assessed, decision: Enqueue, at: datetime, now: datetime) -> None:
    code, _ = open_row(
        session,
        group=group,
        level=decision.level,
        departments=one.location.departments,
        measures=one.reading.measures,
        route=one.route,
        notes=1,
        now=now,
        stage=one.reading.stage.value,
        scope=one.location.scope.value,
        title=one.pending.title or one.pending.summary[:160],
        searchable=_searchable(one, ()),
        municipalities=list(one.location.municipalities),
        floor=one.reading.floor,
        newest_at=at,
        review_by=decision.review_by,
        **claim_values(claim_of(one.reading)),
    )
    journal.append(
        session,
        now=now,
        actor=journal.MACHINE,
        action="cola.alta",
        object_type="cola",
        object_id=code,
        details={
            "articulo": one.pending.id,
            "modelo": one.reading.model_version,
            "nivel": decision.level.value,
            "oficina": one.route.office,
        },
    )


def _extend(
    session: Session, group: int, row: _Row, one: Assessed, decision: Enqueue, at: datetime, now: datetime
) -> None:
    """Add an article to a row; while nobody has decided it, the row follows the news."""
    notes, outlets = session.execute(
        select(func.count(), func.count(func.distinct(ArticleRow.source_id)))
        .select_from(GroupMember)
        .join(ArticleRow, ArticleRow.id == GroupMember.article_id)
        .where(GroupMember.group_id == group)
    ).one()
    values: dict[str, Any] = {
        "notes": notes,
        "outlets": outlets,
        "row_version": QueueEntry.row_version + 1,
        "searchable": _searchable(one, (row.title, *row.municipalities, *row.claim.claimants, *row.claim.addressees)),
    }
    if at > row.newest_at:
        values["newest_at"] = at
        session.execute(update(StoryGroup).where(StoryGroup.id == group).values(newest_at=at))
    if row.state in (QueueState.NEW, QueueState.EXPIRED):
        values |= _followed(session, row, one, decision, at)
        routing.reroute(session, entry_id=row.id, code=row.code, old=row.route, new=one.route, now=now)
    else:
        values["updated"] = True
    session.execute(update(QueueEntry).where(QueueEntry.id == row.id).values(**values))
    touch(session, SearchKind.ENTRY, [row.id])


def _followed(session: Session, row: _Row, one: Assessed, decision: Enqueue, at: datetime) -> dict[str, Any]:
    """Return what an undecided row takes over from a further article: what is graver, newer or better placed."""
    values: dict[str, Any] = {}
    if row.state is QueueState.EXPIRED:
        values |= {"state": QueueState.NEW.value, "review_by": decision.review_by, "updated": True}
    else:
        values |= {"review_by": min(row.review_by, decision.review_by)}
    if LEVEL_STEPS[decision.level] > LEVEL_STEPS[row.level]:
        values |= {"level": decision.level.value, "urgency": LEVEL_STEPS[decision.level]}
    if at >= row.newest_at:
        values |= {"stage": one.reading.stage.value, "title": one.pending.title or row.title}
    measures = tuple(dict.fromkeys((*row.measures, *(m.value for m in one.reading.measures))))
    departments = tuple(dict.fromkeys((*row.departments, *one.location.departments)))
    municipalities = tuple(dict.fromkeys((*row.municipalities, *one.location.municipalities)))
    values |= {"measures": list(measures), "municipalities": list(municipalities)}
    values |= claim_values(joined(row.claim, claim_of(one.reading)))
    corrected = corrections.columns(session, row.id)
    if departments != row.departments and "departments" not in corrected:
        values |= {"departments": list(departments), "scope": one.location.scope.value}
        set_departments(session, row.id, departments)
    return {name: value for name, value in values.items() if name not in corrected}


def _mark_updated(session: Session, group: int, now: datetime) -> None:
    session.execute(
        update(QueueEntry)
        .where(QueueEntry.group_id == group)
        .values(updated=True, row_version=QueueEntry.row_version + 1)
    )


def _searchable(one: Assessed, more: Sequence[str]) -> str:
    """Return the folded words by which a row is found."""
    actors = (actor.name for actor in one.reading.actors)
    words = (one.pending.title, one.pending.summary[:500], *one.location.municipalities, *more, *actors)
    return fold(" ".join(words))[:4000]


def expire(session: Session, *, now: datetime) -> int:
    """Move rows that nobody looked at in time out of the open queue; return how many, each with its line."""
    unseen = and_(
        QueueEntry.state.in_([QueueState.NEW.value, QueueState.POSTPONED.value]),
        QueueEntry.review_by < now - EXPIRES_AFTER,
    )
    hold_rows(session, unseen)
    gone = session.execute(
        update(QueueEntry)
        .where(unseen)
        .values(state=QueueState.EXPIRED.value, row_version=QueueEntry.row_version + 1)
        .returning(QueueEntry.code)
    ).scalars()
    codes = sorted(gone)
    for code in codes:
        journal.append(
            session,
            now=now,
            actor=journal.MACHINE,
            action="cola.vencida",
            object_type="cola",
            object_id=code,
            reason=f"nadie la revisó en {EXPIRES_AFTER.days} días",
        )
    return len(codes)
