"""Open, touch and end sessions on the server's side; the browser holds a random secret and we its digest."""

from datetime import datetime, timedelta

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from register.account_tables import SessionRow
from register.secret import digest, new_secret

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
"""OWASP ASVS 5.0.0, 7.3: idle and absolute limits; half an hour and a working day with its extra hours."""
TOUCH_EVERY = timedelta(seconds=60)


def start(session: Session, *, account_id: int, device: str, keep: bool, before: str, now: datetime) -> str:
    """Open a session and return its secret, shown this once; the session that the browser had before ends.

    `keep` lets it idle as long as it lasts at all. `device` is the secret of the browser, kept as a digest.
    """
    if before:
        end(session, secret=before, now=now)
    secret = new_secret()
    session.execute(
        insert(SessionRow).values(
            digest=digest(secret),
            account_id=account_id,
            device=digest(device),
            made_at=now,
            seen_at=now,
            idle_seconds=int((ABSOLUTE if keep else IDLE).total_seconds()),
            until=now + ABSOLUTE,
            ended_at=None,
        )
    )
    return secret


def touch(session: Session, *, secret: str, now: datetime) -> None:
    """Say that a session is in use."""
    session.execute(
        update(SessionRow).where(SessionRow.digest == digest(secret), SessionRow.ended_at.is_(None)).values(seen_at=now)
    )


def end(session: Session, *, secret: str, now: datetime) -> None:
    """End one session; ended twice changes nothing."""
    session.execute(
        update(SessionRow)
        .where(SessionRow.digest == digest(secret), SessionRow.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_all(session: Session, *, account_id: int, now: datetime, but: str = "") -> int:
    """End every session of an account, except one when its secret is given; return how many."""
    ended = session.execute(
        update(SessionRow)
        .where(
            SessionRow.account_id == account_id, SessionRow.ended_at.is_(None), SessionRow.digest != digest(but or "-")
        )
        .values(ended_at=now)
        .returning(SessionRow.digest)
    ).all()
    return len(ended)
