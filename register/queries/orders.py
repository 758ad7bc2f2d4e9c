"""What became of an order that was sent from a page: was it carried out, and does its decision still stand."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from register.keeping_tables import CommandKey
from register.record_tables import ReviewRow


def carried_out(session: Session, begins: str) -> bool:
    """Say whether an order was carried out under a key that begins so; keys are forgotten after a week."""
    asked = select(CommandKey.key).where(CommandKey.key.startswith(begins, autoescape=True)).limit(1)
    return session.scalar(asked) is not None


def stands(session: Session, review_id: int) -> bool:
    """Say whether a decision is there and was not taken back."""
    asked = select(ReviewRow.id).where(ReviewRow.id == review_id, ReviewRow.undone_at.is_(None))
    return session.scalar(asked) is not None
