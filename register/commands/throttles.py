"""Slow down whoever guesses, and never lock anybody out: after some failures each try has to wait, a minute at most.

Keys: an account, an address, and a browser that was let in before; the last has a count of its own, so that the owner
enters while somebody else is guessing (OWASP Authentication Cheat Sheet, device cookies).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from register.account_tables import ThrottleRow

FREE_TRIES = 5
FREE_TRIES_OF_AN_ADDRESS = 20
"""An office stands behind one address."""
LONGEST_WAIT = 60
FORGOTTEN_AFTER = timedelta(hours=1)
OF_ADDRESS = "direccion:"


def delay(failures: int, free: int = FREE_TRIES) -> int:
    """Return the seconds to wait after so many failures: 0, then 1, 2, 4 … up to 60."""
    return 0 if failures < free else min(2 ** (failures - free), LONGEST_WAIT)


def wait(session: Session, keys: Sequence[str], now: datetime) -> int:
    """Return how many seconds are still to wait before a try under these keys, 0 when none."""
    longest = 0
    for row in session.scalars(select(ThrottleRow).where(ThrottleRow.key.in_(keys))):
        if now - row.last_at > FORGOTTEN_AFTER:
            continue
        pause = delay(min(row.failures, 99), _free(row.key)) - (now - row.last_at).total_seconds()
        longest = max(longest, int(pause + 0.999))
    return longest


def failed(session: Session, keys: Sequence[str], now: datetime) -> None:
    """Count a failure under each key."""
    known = {row.key: row for row in session.scalars(select(ThrottleRow).where(ThrottleRow.key.in_(keys)))}
    for key in sorted(keys):
        row = known.get(key)
        if row is None:
            session.execute(insert(ThrottleRow).values(key=key, failures=1, last_at=now))
            continue
        count = 1 if now - row.last_at > FORGOTTEN_AFTER else row.failures + 1
        session.execute(update(ThrottleRow).where(ThrottleRow.key == key).values(failures=count, last_at=now))
    session.execute(delete(ThrottleRow).where(ThrottleRow.last_at < now - 24 * FORGOTTEN_AFTER))


def passed(session: Session, keys: Sequence[str]) -> None:
    """Forget the failures of an account or browser whose owner entered; an address loses only the one of this try."""
    own = [key for key in keys if not key.startswith(OF_ADDRESS)]
    session.execute(delete(ThrottleRow).where(ThrottleRow.key.in_(own)))
    taken_back(session, [key for key in keys if key.startswith(OF_ADDRESS)])


def taken_back(session: Session, keys: Sequence[str]) -> None:
    """Take one counted failure back: the try was none."""
    session.execute(
        update(ThrottleRow)
        .where(ThrottleRow.key.in_(keys), ThrottleRow.failures > 0)
        .values(failures=ThrottleRow.failures - 1)
    )


def _free(key: str) -> int:
    return FREE_TRIES_OF_AN_ADDRESS if key.startswith(OF_ADDRESS) else FREE_TRIES
