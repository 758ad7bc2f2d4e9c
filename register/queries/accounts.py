"""Accounts as pages and verbs show them, and whose session or token a secret is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conflict.roles import Role
from register.account_rows import Account, ApiToken, OpenSession, TokenUse
from register.account_tables import AccountRow, ApiTokenRow, OnceTokenRow, SessionRow
from register.secret import digest


@dataclass(frozen=True, slots=True)
class Entered:
    """A live session: whose it is, and when it was last written down as in use."""

    account: Account
    seen_at: datetime


def of_session(session: Session, secret: str, now: datetime) -> Entered | None:
    """Return whose session a secret is; None when it is none, has ended, idled too long, or its owner is disabled."""
    if not secret:
        return None
    found = session.execute(
        select(SessionRow, AccountRow)
        .join(AccountRow, AccountRow.id == SessionRow.account_id)
        .where(SessionRow.digest == digest(secret), SessionRow.ended_at.is_(None), AccountRow.active)
    ).one_or_none()
    if found is None:
        return None
    row, account = found
    if now >= row.until or now - row.seen_at > timedelta(seconds=row.idle_seconds):
        return None
    return Entered(_account(account), row.seen_at)


def of_token(session: Session, secret: str, now: datetime, opens: TokenUse = TokenUse.API) -> Account | None:
    """Return whose token for that use a secret is; None for none, revoked, run out, or of a disabled owner."""
    found = session.execute(
        select(ApiTokenRow, AccountRow)
        .join(AccountRow, AccountRow.id == ApiTokenRow.account_id)
        .where(
            ApiTokenRow.digest == digest(secret),
            ApiTokenRow.opens == opens.value,
            ApiTokenRow.revoked_at.is_(None),
            AccountRow.active,
        )
    ).one_or_none()
    if found is None or now >= found[0].until:
        return None
    return _account(found[1])


def by_login(session: Session, login: str) -> Account | None:
    """Return the account with that login, None when there is none."""
    found = session.scalars(select(AccountRow).where(AccountRow.login == login.strip().lower())).one_or_none()
    return None if found is None else _account(found)


def by_id(session: Session, account_id: int) -> Account | None:
    """Return the account with that number, None when there is none."""
    found = session.get(AccountRow, account_id)
    return None if found is None else _account(found)


def hash_of(session: Session, account_id: int) -> str:
    """Return what is kept of an account's password; "" when it has none."""
    return session.scalar(select(AccountRow.password_hash).where(AccountRow.id == account_id)) or ""


def second_factor(session: Session, account_id: int) -> tuple[str, int]:
    """Return the secret of an account's second factor and the last step used; ("", 0) when it has none."""
    row = session.get_one(AccountRow, account_id)
    return row.totp_secret, row.totp_last_step


def listed(session: Session) -> tuple[Account, ...]:
    """Return every account, the active ones first, by name."""
    rows = session.scalars(select(AccountRow).order_by(AccountRow.active.desc(), AccountRow.name, AccountRow.id))
    return tuple(_account(row) for row in rows)


def colleagues(session: Session, office: str) -> tuple[Account, ...]:
    """Return the active accounts of an office, by name."""
    rows = session.scalars(
        select(AccountRow)
        .where(AccountRow.office == office, AccountRow.active)
        .order_by(AccountRow.name, AccountRow.id)
    )
    return tuple(_account(row) for row in rows)


def has_admin(session: Session) -> bool:
    """Say whether an active administrator with a password exists."""
    found = select(func.count()).where(
        AccountRow.role == Role.ADMIN.value, AccountRow.active, AccountRow.password_hash != ""
    )
    return bool(session.scalar(found))


def sessions_of(session: Session, account_id: int, secret: str, now: datetime) -> tuple[OpenSession, ...]:
    """Return the live sessions of an account, the one of `secret` marked."""
    rows = session.scalars(
        select(SessionRow)
        .where(SessionRow.account_id == account_id, SessionRow.ended_at.is_(None), SessionRow.until > now)
        .order_by(SessionRow.seen_at.desc())
    )
    return tuple(
        OpenSession(row.made_at, row.seen_at, row.until, row.digest == digest(secret))
        for row in rows
        if now - row.seen_at <= timedelta(seconds=row.idle_seconds)
    )


def tokens_of(session: Session, account_id: int) -> tuple[ApiToken, ...]:
    """Return the API tokens of an account, the newest first."""
    rows = session.scalars(
        select(ApiTokenRow).where(ApiTokenRow.account_id == account_id).order_by(ApiTokenRow.id.desc()).limit(50)
    )
    return tuple(
        ApiToken(
            row.id, row.label, row.made_at, row.until, row.used_at, row.revoked_at is not None, TokenUse(row.opens)
        )
        for row in rows
    )


def knows_device(session: Session, account_id: int, device: str) -> bool:
    """Say whether an account entered before from a browser with that secret."""
    found = select(func.count()).where(SessionRow.account_id == account_id, SessionRow.device == digest(device))
    return bool(device) and bool(session.scalar(found))


def once(session: Session, secret: str, now: datetime) -> OnceTokenRow | None:
    """Return the live one-time token that a secret is, None when it is none, was used or has run out."""
    found = session.get(OnceTokenRow, digest(secret.strip().lower()))
    return found if found is not None and found.used_at is None and now < found.until else None


def _account(row: AccountRow) -> Account:
    return Account(
        row.id,
        row.login,
        row.name,
        row.office,
        Role(row.role),
        tuple(row.departments),
        tuple(row.municipalities),
        row.active,
        bool(row.password_hash),
        bool(row.totp_secret),
        len(row.recovery),
        row.made_at,
        row.row_version,
    )
