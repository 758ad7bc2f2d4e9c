"""What people made of what the machine flagged: the figures of the quality page. Offices and outlets, never persons."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import ColumnElement, Integer, and_, case, cast, extract, func, not_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from conflict.lifecycle import DiscardReason, ReviewDecision
from conflict.shares import Share
from register.entered_tables import EnteredRow
from register.record_tables import ReviewRow
from register.tables import ArticleRow, GroupMember, QueueEntry, SignalRow, SourceRow

DECISIVE = (ReviewDecision.REGISTER.value, ReviewDecision.LINK.value, ReviewDecision.DISCARD.value)
KEPT = frozenset({ReviewDecision.REGISTER.value, ReviewDecision.LINK.value})
BINS = 10
UNREAD = -1.0
"""In place of a probability while no article of a row was read."""


@dataclass(frozen=True, slots=True)
class Tenth:
    """Decided rows whose best probability lies in one tenth: what was said on average, what people kept."""

    low: float
    said: float
    kept: Share


@dataclass(frozen=True, slots=True)
class Quality:
    """The figures of a period. `precision` are kept rows among the decided ones; hours are from opening to decision."""

    precision: Share
    registered: int
    linked: int
    discarded: dict[DiscardReason, int]
    by_office: dict[str, Share]
    by_outlet: dict[str, Share]
    tenths: tuple[Tenth, ...]
    median_hours: float | None
    doubt: Share


@dataclass(slots=True)
class _Decided:
    decision: str
    reason: str | None
    office: str
    seconds: int
    probability: float
    certain: int
    outlets: set[str]

    @property
    def kept(self) -> bool:
        return self.decision in KEPT


def quality(session: Session, since: datetime) -> Quality:
    """Return the figures of the decisions that stand, taken from then on."""
    decided = _decided(session, since)
    reasons = Counter(one.reason for one in decided)
    decisions = Counter(one.decision for one in decided)
    return Quality(
        precision=_share(decided),
        registered=decisions[ReviewDecision.REGISTER.value],
        linked=decisions[ReviewDecision.LINK.value],
        discarded={reason: reasons[reason.value] for reason in DiscardReason if reason.value in reasons},
        by_office=_by(Counter((one.office, one.kept) for one in decided)),
        by_outlet=_by(Counter((outlet, one.kept) for one in decided for outlet in one.outlets)),
        tenths=_tenths(decided),
        median_hours=median(one.seconds for one in decided) / 3600 if decided else None,
        doubt=_share([one for one in decided if not one.certain]),
    )


def _decided(session: Session, since: datetime) -> list[_Decided]:
    """Return the decisions that stand about rows that the machine flagged, with what was read of their articles.

    One line comes for each article, of plain numbers and texts: the page is about thousands of decisions.
    """
    sure = case((and_(SignalRow.signal, not_(SignalRow.doubtful)), 1), else_=0)
    seconds = _second(session, ReviewRow.at) - _second(session, QueueEntry.opened_at)
    brought = select(EnteredRow.entry_id)
    rows = session.execute(
        select(
            *(ReviewRow.id, ReviewRow.decision, ReviewRow.reason, ReviewRow.office, seconds),
            *(SignalRow.probability, sure, SourceRow.name),
        )
        .join(QueueEntry, QueueEntry.id == ReviewRow.entry_id)
        .join(GroupMember, GroupMember.group_id == QueueEntry.group_id)
        .join(ArticleRow, ArticleRow.id == GroupMember.article_id)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .outerjoin(SignalRow, SignalRow.article_id == ArticleRow.id)
        .where(ReviewRow.at >= since, ReviewRow.undone_at.is_(None), ReviewRow.decision.in_(DECISIVE))
        .where(QueueEntry.id.not_in(brought))
    )
    found: dict[int, _Decided] = {}
    for number, decision, reason, office, took, probability, certain, outlet in rows:
        one = found.get(number)
        if one is None:
            one = found[number] = _Decided(decision, reason, office, took, UNREAD, 0, set())
        one.outlets.add(outlet)
        if probability is not None:
            one.probability, one.certain = max(one.probability, probability), one.certain or certain
    return [found[number] for number in sorted(found) if found[number].probability > UNREAD]


def _second(session: Session, moment: InstrumentedAttribute[datetime]) -> ColumnElement[int]:
    """Return the second of a moment, counted from 1970, as the engine computes it."""
    if session.get_bind().dialect.name == "sqlite":
        return cast(func.strftime("%s", moment), Integer)
    return cast(func.floor(extract("epoch", moment)), Integer)


def _share(decided: list[_Decided]) -> Share:
    return Share(sum(one.kept for one in decided), len(decided))


def _by(counted: Mapping[tuple[str, bool], int]) -> dict[str, Share]:
    """Return the share that was kept under each name, the names with most decisions first."""
    names = {name for name, _ in counted}
    parts = {name: Share(counted.get((name, True), 0), _whole(counted, name)) for name in names}
    return dict(sorted(parts.items(), key=lambda pair: (-pair[1].whole, pair[0])))


def _whole(counted: Mapping[tuple[str, bool], int], name: str) -> int:
    return counted.get((name, True), 0) + counted.get((name, False), 0)


def _tenths(decided: list[_Decided]) -> tuple[Tenth, ...]:
    filled: dict[int, list[_Decided]] = {}
    for one in decided:
        filled.setdefault(min(int(one.probability * BINS), BINS - 1), []).append(one)
    return tuple(
        Tenth(place / BINS, sum(one.probability for one in part) / len(part), _share(part))
        for place, part in sorted(filled.items())
    )
