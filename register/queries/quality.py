"""What people made of what the machine flagged: the figures of the quality page. Offices and outlets, never persons."""

from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import func, not_, select
from sqlalchemy.orm import Session

from conflict.lifecycle import DiscardReason, ReviewDecision
from conflict.shares import Share
from register.entered_tables import EnteredRow
from register.record_tables import ReviewRow
from register.tables import ArticleRow, GroupMember, QueueEntry, SignalRow, SourceRow

DECISIVE = (ReviewDecision.REGISTER.value, ReviewDecision.LINK.value, ReviewDecision.DISCARD.value)
KEPT = frozenset({ReviewDecision.REGISTER.value, ReviewDecision.LINK.value})
BINS = 10


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


@dataclass(frozen=True, slots=True)
class _Decided:
    decision: str
    reason: str | None
    office: str
    hours: float
    probability: float
    outlets: tuple[str, ...]
    doubtful: bool

    @property
    def kept(self) -> bool:
        return self.decision in KEPT


def quality(session: Session, since: datetime) -> Quality:
    """Return the figures of the decisions that stand, taken from then on."""
    decided = _decided(session, since)
    reasons = [DiscardReason(one.reason) for one in decided if one.reason]
    return Quality(
        precision=_share(decided),
        registered=sum(one.decision == ReviewDecision.REGISTER.value for one in decided),
        linked=sum(one.decision == ReviewDecision.LINK.value for one in decided),
        discarded={reason: reasons.count(reason) for reason in DiscardReason if reason in reasons},
        by_office=_by([(one.office, one) for one in decided]),
        by_outlet=_by([(outlet, one) for one in decided for outlet in one.outlets]),
        tenths=_tenths(decided),
        median_hours=median(one.hours for one in decided) if decided else None,
        doubt=_share([one for one in decided if one.doubtful]),
    )


def _decided(session: Session, since: datetime) -> list[_Decided]:
    best = (
        select(func.max(SignalRow.probability))
        .join(GroupMember, GroupMember.article_id == SignalRow.article_id)
        .where(GroupMember.group_id == QueueEntry.group_id)
        .correlate(QueueEntry)
        .scalar_subquery()
    )
    review = ReviewRow
    rows = session.execute(
        select(
            review.decision, review.reason, review.office, review.at, QueueEntry.opened_at, QueueEntry.group_id, best
        )
        .join(QueueEntry, QueueEntry.id == review.entry_id)
        .where(review.at >= since, review.undone_at.is_(None), review.decision.in_(DECISIVE))
        .where(QueueEntry.id.not_in(select(EnteredRow.entry_id)))  # what a person brought was not flagged
    ).all()
    outlets = _outlets(session, since)
    certain = _certain(session, since)
    return [
        _Decided(
            decision,
            reason,
            office,
            (at - opened).total_seconds() / 3600,
            probability,
            tuple(sorted(outlets.get(group, ()))),
            group not in certain,
        )
        for decision, reason, office, at, opened, group, probability in rows
        if probability is not None
    ]


def _outlets(session: Session, since: datetime) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for group, name in session.execute(
        select(GroupMember.group_id, SourceRow.name)
        .join(ArticleRow, ArticleRow.id == GroupMember.article_id)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .where(GroupMember.group_id.in_(_groups(since)))
    ):
        found.setdefault(group, set()).add(name)
    return found


def _certain(session: Session, since: datetime) -> set[int]:
    """Return the decided groups with an article that was read outside the band of doubt."""
    return set(
        session.scalars(
            select(GroupMember.group_id)
            .join(SignalRow, SignalRow.article_id == GroupMember.article_id)
            .where(SignalRow.signal, not_(SignalRow.doubtful), GroupMember.group_id.in_(_groups(since)))
        )
    )


def _groups(since: datetime) -> Any:
    return (
        select(QueueEntry.group_id)
        .join(ReviewRow, ReviewRow.entry_id == QueueEntry.id)
        .where(ReviewRow.at >= since, ReviewRow.undone_at.is_(None), ReviewRow.decision.in_(DECISIVE))
    )


def _share(decided: list[_Decided]) -> Share:
    return Share(sum(one.kept for one in decided), len(decided))


def _by(named: list[tuple[str, _Decided]]) -> dict[str, Share]:
    parts: dict[str, list[_Decided]] = {}
    for name, one in named:
        parts.setdefault(name, []).append(one)
    return {name: _share(part) for name, part in sorted(parts.items(), key=lambda pair: (-len(pair[1]), pair[0]))}


def _tenths(decided: list[_Decided]) -> tuple[Tenth, ...]:
    filled: dict[int, list[_Decided]] = {}
    for one in decided:
        filled.setdefault(min(int(one.probability * BINS), BINS - 1), []).append(one)
    return tuple(
        Tenth(place / BINS, sum(one.probability for one in part) / len(part), _share(part))
        for place, part in sorted(filled.items())
    )
