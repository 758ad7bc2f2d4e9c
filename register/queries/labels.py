"""Decisions of persons as labels: rows of the queue that were registered, joined or discarded; the control sample."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conflict.codebook import FLAGGED_STAGES, Stage
from conflict.control import ControlVerdict
from conflict.lifecycle import DiscardReason, ReviewDecision
from conflict.record import Person
from conflict.teaching import Label, author_mark, says, sift
from conflict.triage import CorrectedField
from register.loop_tables import ControlItem
from register.record_tables import ReviewRow
from register.tables import ArticleRow, GroupMember, QueueEntry, SignalRow, SourceRow
from register.triage_tables import CorrectionRow

DECISIVE = (ReviewDecision.REGISTER.value, ReviewDecision.LINK.value, ReviewDecision.DISCARD.value)


def labels(session: Session, until: datetime | None = None) -> list[Label]:
    """Return every text that a standing decision speaks of, in the order of the decisions.

    Only articles that the row held when it was decided: nobody has judged what joined it later. A text of the control
    sample whose row of the queue was decided is told by that decision.
    """
    queued = _queued(session, until)
    known = {one.article_id for one in queued}
    checked = [one for one in _checked(session, until) if one.article_id not in known]
    return sorted((*queued, *checked), key=lambda one: (one.at, one.article_id))


def _queued(session: Session, until: datetime | None) -> list[Label]:
    last = (
        select(func.max(ReviewRow.id))
        .where(ReviewRow.undone_at.is_(None), ReviewRow.decision.in_(DECISIVE))
        .group_by(ReviewRow.entry_id)
    )
    rows = session.execute(
        select(ReviewRow, QueueEntry.code, QueueEntry.departments, ArticleRow, SourceRow.name, _newest())
        .join(QueueEntry, QueueEntry.id == ReviewRow.entry_id)
        .join(GroupMember, GroupMember.group_id == QueueEntry.group_id)
        .join(ArticleRow, ArticleRow.id == GroupMember.article_id)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .where(ReviewRow.id.in_(last), GroupMember.placed_at <= ReviewRow.at, *_before(ReviewRow.at, until))
    )
    given, corrected = _given_stages(session), _corrected_stages(session)
    found = []
    for review, code, departments, article, outlet, stage in rows:
        reason = None if review.reason is None else DiscardReason(review.reason)
        signal, follows = says(ReviewDecision(review.decision), reason)
        if signal:
            follows = given.get(article.id) or _flagged(corrected.get(review.entry_id)) or _flagged(stage)
        by = Person(review.by, review.office)
        found.append(
            _label(
                article, outlet, departments, code, signal, follows, review.decision, review.reason or "", by, review.at
            )
        )
    return found


def _checked(session: Session, until: datetime | None) -> list[Label]:
    rows = session.execute(
        select(ControlItem, ArticleRow, SourceRow.name, SignalRow.departments)
        .join(ArticleRow, ArticleRow.id == ControlItem.article_id)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .join(SignalRow, SignalRow.id == ControlItem.signal_id)
        .where(ControlItem.verdict.is_not(None), *_before(ControlItem.decided_at, until))
    )
    return [
        _label(
            article,
            outlet,
            departments,
            f"muestra-{item.id}",
            item.verdict == ControlVerdict.CONFLICT.value,
            Stage(item.stage) if item.stage else Stage.NONE,
            f"muestra.{item.verdict}",
            "",
            Person(item.by, item.office),
            item.decided_at,
        )
        for item, article, outlet, departments in rows
    ]


def _given_stages(session: Session) -> dict[int, Stage]:
    """Return the stages that persons gave to texts of the control sample."""
    rows = session.execute(
        select(ControlItem.article_id, ControlItem.stage).where(
            ControlItem.verdict == ControlVerdict.CONFLICT.value, ControlItem.stage.is_not(None)
        )
    )
    return {article: Stage(stage) for article, stage in rows if stage}


def _corrected_stages(session: Session) -> dict[int, str]:
    """Return the stages that persons put right, the last word on each row of the queue."""
    rows = session.execute(
        select(CorrectionRow.entry_id, CorrectionRow.after)
        .where(CorrectionRow.field == CorrectedField.STAGE.value)
        .order_by(CorrectionRow.id)
    )
    return {entry: str(after) for entry, after in rows}


def _newest() -> Any:
    """Return the machine's newest stage of an article, as a column."""
    return (
        select(SignalRow.stage)
        .where(SignalRow.article_id == ArticleRow.id)
        .order_by(SignalRow.id.desc())
        .limit(1)
        .correlate(ArticleRow)
        .scalar_subquery()
    )


def _flagged(stage: str | None) -> Stage | None:
    """Return the machine's stage where it makes a signal: the person saw it and kept the row."""
    return Stage(stage) if stage and Stage(stage) in FLAGGED_STAGES else None


def _before(column: Any, until: datetime | None) -> list[Any]:
    return [] if until is None else [column <= until]


def _label(
    article: ArticleRow,
    outlet: str,
    departments: list[str],
    story: str,
    signal: bool | None,
    stage: Stage | None,
    decision: str,
    reason: str,
    by: Person,
    at: datetime,
) -> Label:
    return Label(
        article.id,
        article.title,
        article.summary,
        article.body,
        article.published_at,
        article.source_id,
        outlet,
        tuple(departments),
        story,
        signal,
        stage,
        decision,
        reason,
        by.office,
        author_mark(by),
        at,
    )


HEADS = (
    *("id", "titular", "bajada", "cuerpo", "fecha", "medio", "senal", "etapa", "departamentos", "historia"),
    *("decision", "motivo", "oficina", "autor", "decidida_en", "sin_uso"),
)
"""The names of an exported label."""


def as_rows(session: Session) -> Iterator[dict[str, Any]]:
    """Yield every label for export, with what keeps it from teaching; the author is a mark, never a name."""
    found = labels(session)
    _, unused = sift(found)
    for one in found:
        yield {
            "id": one.article_id,
            "titular": one.title,
            "bajada": one.summary,
            "cuerpo": one.body,
            "fecha": None if one.published_at is None else one.published_at.isoformat(),
            "medio": one.outlet,
            "senal": one.signal,
            "etapa": None if one.stage is None else one.stage.value,
            "departamentos": list(one.departments),
            "historia": one.story,
            "decision": one.decision,
            "motivo": one.reason,
            "oficina": one.office,
            "autor": one.author,
            "decidida_en": one.at.isoformat(),
            "sin_uso": unused[one.article_id].value if one.article_id in unused else "",
        }
