"""Is somebody guessing passwords: accounts and addresses that failed often within an hour, counted, never named."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from register.account_tables import ThrottleRow
from register.commands.throttles import FORGOTTEN_AFTER, FREE_TRIES_OF_AN_ADDRESS, OF_ADDRESS

MANY = 20
"""Failures of one account within an hour that its owner does not make: the wait is a minute from the eleventh on."""


@dataclass(frozen=True, slots=True)
class Guessing:
    """How many accounts (or browsers of theirs) and addresses failed so often that it is no mistake of a person."""

    accounts: int
    addresses: int


def guessing(session: Session, now: datetime) -> Guessing:
    """Return who is being guessed, zeros when nobody."""
    recent = (ThrottleRow.last_at > now - FORGOTTEN_AFTER,)
    of_address = ThrottleRow.key.startswith(OF_ADDRESS)
    count = select(func.count()).select_from(ThrottleRow).where(*recent)
    return Guessing(
        session.scalar(count.where(~of_address, ThrottleRow.failures >= MANY)) or 0,
        session.scalar(count.where(of_address, ThrottleRow.failures >= MANY + FREE_TRIES_OF_AN_ADDRESS)) or 0,
    )
