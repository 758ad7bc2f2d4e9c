"""Tokens for the API and for the addresses of channels: one person's, shown once, kept as a digest, taken back."""

from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.record import Person, RuleError
from register.account_rows import TokenUse
from register.account_tables import ApiTokenRow
from register.commands import journal
from register.secret import digest, new_secret

LASTS = timedelta(days=365)
PREFIX = "atalaya_"
USED_EVERY = timedelta(minutes=5)


def give(session: Session, *, label: str, by: Person, now: datetime, opens: TokenUse = TokenUse.API) -> str:
    """Make a token for the person who asks and return it, shown this once; it lasts a year."""
    name = " ".join(label.split())[:60]
    if len(name) < 3:
        raise RuleError("token without label", "Escriba para qué es la llave de acceso, en tres letras o más.")
    secret = PREFIX + new_secret()
    number = session.execute(
        insert(ApiTokenRow)
        .values(
            account_id=by.user_id,
            digest=digest(secret),
            label=name,
            made_at=now,
            until=now + LASTS,
            used_at=None,
            revoked_at=None,
            opens=opens.value,
        )
        .returning(ApiTokenRow.id)
    ).scalar_one()
    _tell(session, number, "alta", by, now)
    return secret


def revoke(session: Session, *, token_id: int, by: Person, now: datetime) -> None:
    """Take back a token of one's own; taken back twice changes nothing."""
    if _own(session, token_id, by).revoked_at is None:
        session.execute(update(ApiTokenRow).where(ApiTokenRow.id == token_id).values(revoked_at=now))
        _tell(session, token_id, "baja", by, now)


def renew(session: Session, *, token_id: int, by: Person, now: datetime) -> tuple[str, TokenUse]:
    """Give another token for the same use in place of one of one's own, which is good for nothing any more.

    Return it, shown this once, and what it opens. Raise RuleError for one that was taken back: it is made anew.
    """
    row = _own(session, token_id, by)
    if row.revoked_at is not None:
        raise RuleError(f"token {token_id} revoked", "Esa llave de acceso ya no vale. Cree otra.")
    revoke(session, token_id=token_id, by=by, now=now)
    opens = TokenUse(row.opens)
    return give(session, label=row.label, by=by, now=now, opens=opens), opens


def idle(session: Session, *, secret: str, now: datetime) -> bool:
    """Say whether a use of a token is to be written down: none was, or not for a few minutes."""
    at = session.scalar(select(ApiTokenRow.used_at).where(ApiTokenRow.digest == digest(secret)))
    return at is None or at < now - USED_EVERY


def used(session: Session, *, secret: str, now: datetime) -> None:
    """Write down that a token was used, every few minutes."""
    session.execute(
        update(ApiTokenRow)
        .where(
            ApiTokenRow.digest == digest(secret),
            (ApiTokenRow.used_at.is_(None)) | (ApiTokenRow.used_at < now - USED_EVERY),
        )
        .values(used_at=now)
    )


def _own(session: Session, token_id: int, by: Person) -> ApiTokenRow:
    row = session.scalars(
        select(ApiTokenRow).where(ApiTokenRow.id == token_id, ApiTokenRow.account_id == by.user_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise RuleError(f"no token {token_id}", "Esa llave de acceso no existe.")
    return row


def _tell(session: Session, number: int, what: str, by: Person, now: datetime) -> None:
    journal.append(session, now=now, actor=by, action=f"ficha_api.{what}", object_type="ficha_api", object_id=number)
