"""The second reading as pages show it: what waits for a person, and how often two persons said the same."""

from datetime import date

from sqlalchemy import ColumnElement, exists, func, not_, select
from sqlalchemy.orm import Session, aliased

from conflict.control import ControlVerdict, first_waiting_day
from conflict.record import Person
from conflict.secondreading import Pairs
from register.loop_tables import SecondReading
from register.queries.control import MOST_SHOWN, ControlRow, row_of
from register.record_tables import ReviewRow
from register.tables import ArticleRow, SourceRow


def waiting(session: Session, person: Person, today: date) -> list[ControlRow]:
    """Return the notes that wait for a second reading by this person, oldest day first; nothing of the decision."""
    rows = session.execute(
        select(SecondReading, ArticleRow, SourceRow)
        .join(ReviewRow, ReviewRow.id == SecondReading.review_id)
        .join(ArticleRow, ArticleRow.id == SecondReading.article_id)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .where(*_waits(person, today))
        .order_by(SecondReading.day, SecondReading.id)
        .limit(MOST_SHOWN)
    )
    return [row_of(item.id, item.day, article, source) for item, article, source in rows]


def how_many_wait(session: Session, person: Person, today: date) -> int:
    """Return how many notes wait for a second reading by this person."""
    asked = select(func.count(SecondReading.id)).join(ReviewRow, ReviewRow.id == SecondReading.review_id)
    return session.scalar(asked.where(*_waits(person, today))) or 0


def agreement(session: Session, first: date) -> Pairs:
    """Return the pairs of answers about rows decided from a day on; a decision that was taken back makes no pair."""
    rows = session.execute(
        select(SecondReading.first_verdict, SecondReading.verdict, func.count())
        .join(ReviewRow, ReviewRow.id == SecondReading.review_id)
        .where(
            SecondReading.day >= first.isoformat(), SecondReading.verdict.is_not(None), ReviewRow.undone_at.is_(None)
        )
        .group_by(SecondReading.first_verdict, SecondReading.verdict)
    )
    found = {(one, other): count for one, other, count in rows}
    yes, no = ControlVerdict.CONFLICT.value, ControlVerdict.NO_CONFLICT.value
    return Pairs(*(found.get(pair, 0) for pair in ((yes, yes), (yes, no), (no, yes), (no, no))))


def _waits(person: Person, today: date) -> list[ColumnElement[bool]]:
    """Return the conditions for what waits for a person: nobody is asked about a row that he or she ever decided."""
    own = aliased(ReviewRow)
    return [
        SecondReading.decided_at.is_(None),
        SecondReading.day >= first_waiting_day(today).isoformat(),
        ReviewRow.undone_at.is_(None),
        not_(exists(select(own.id).where(own.entry_id == SecondReading.entry_id, own.by == person.name))),
    ]
