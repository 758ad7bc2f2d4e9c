"""Let somebody in: throttle, password, second factor, session; what is slow is done outside every transaction.

Or let in whom a provider vouches for. The second factor of an account is then the provider's: it must say that it
asked for one, else the owner enters with password and code.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete

from register.account_tables import OnceTokenRow
from register.advisory import Advisory, hold
from register.commands import accounts, journal, second_factor, sessions, throttles
from register.engine import Register, Transaction
from register.inserting import insert_on
from register.queries import accounts as account_queries
from register.secret import digest, outdated, password_matches

ATTEMPT_LASTS = timedelta(minutes=10)
"""From the button to the way back from the provider; RFC 6749, 4.1.2 gives a code the same."""
KEPT = timedelta(days=7)
"""How long a token that was used is kept, so that it is known as used."""


@dataclass(frozen=True, slots=True)
class Try:
    """What somebody sent: `device` is the secret of the browser, `before` its session so far, "" for none."""

    login: str
    password: str
    code: str
    address: str
    device: str
    before: str
    keep: bool


@dataclass(frozen=True, slots=True)
class Let:
    """Entered: the secret of the new session."""

    account_id: int
    secret: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom a provider vouches for, its answer checked: `attempt` is the secret that was made for this entering alone.

    `strong` when the provider asked for more than a password; `device` and `before` as in `Try`.
    """

    login: str
    attempt: str
    strong: bool
    device: str
    before: str


class NotLet(StrEnum):
    """Why somebody is not let in whom a provider vouches for."""

    NO_ACCOUNT = "sin_cuenta"
    USED = "ya_usado"
    WEAK = "sin_segundo_factor"


@dataclass(frozen=True, slots=True)
class Wait:
    """Not even looked at: so many seconds must pass first."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """Login and password do not go together; or they do and the second factor is missing or wrong."""

    code_asked: bool


def enter(register: Register, asked: Try, now: datetime) -> Let | Wait | Wrong:
    """Try to let somebody in. The answer takes the same time whether or not there is such an account.

    A try counts as a failure before its password is looked at, so that a thousand at once are not all looked at.
    """
    with register.writing() as session:
        hold(session, Advisory.ENTERING)
        account = account_queries.by_login(session, asked.login)
        known = account is not None and account_queries.knows_device(session, account.id, asked.device)
        keys = _keys(asked, known=known)
        seconds = throttles.wait(session, keys, now)
        if seconds:
            return Wait(seconds)
        throttles.failed(session, keys, now)
        kept = account_queries.hash_of(session, account.id) if account is not None and account.active else ""
    if not password_matches(kept, asked.password) or account is None:
        return Wrong(code_asked=False)
    with register.writing() as session:
        if not second_factor.accept(session, account_id=account.id, code=asked.code, now=now):
            if not asked.code.strip():
                throttles.taken_back(session, keys)
            return Wrong(code_asked=True)
        if account_queries.hash_of(session, account.id) != kept:  # it was changed while this one was looked at
            return Wrong(code_asked=False)
        throttles.passed(session, keys)
        if outdated(kept):
            accounts.rehash(session, account_id=account.id, password=asked.password)
        secret = sessions.start(
            session, account_id=account.id, device=asked.device, keep=asked.keep, before=asked.before, now=now
        )
        by = account.person()
        journal.append(session, now=now, actor=by, action="cuenta.entrar", object_type="cuenta", object_id=account.id)
        return Let(account.id, secret)


def enter_vouched(register: Register, vouched: Vouched, now: datetime) -> Let | NotLet:
    """Let in whom a provider vouches for, once for each attempt; never makes an account nor changes one."""
    with register.writing() as session:
        account = account_queries.by_login(session, vouched.login)
        if account is None or not account.active:
            return NotLet.NO_ACCOUNT
        if account.totp and not vouched.strong:
            return NotLet.WEAK
        if not _spent(session, vouched.attempt, account.id, now):
            return NotLet.USED
        secret = sessions.start(
            session, account_id=account.id, device=vouched.device, keep=False, before=vouched.before, now=now
        )
        by, told = account.person(), {"por": "cuenta institucional"}
        journal.append(
            session,
            now=now,
            actor=by,
            action="cuenta.entrar",
            object_type="cuenta",
            object_id=account.id,
            details=told,
        )
        return Let(account.id, secret)


def _spent(session: Transaction, attempt: str, account_id: int, now: datetime) -> bool:
    """Use up an attempt; return False when it was used before. It is kept as a token that opens nothing any more."""
    session.execute(delete(OnceTokenRow).where(OnceTokenRow.used_at.is_not(None), OnceTokenRow.until < now - KEPT))
    taken = session.execute(
        insert_on(session, OnceTokenRow)
        .values(digest=digest(attempt), account_id=account_id, made_at=now, until=now + ATTEMPT_LASTS, used_at=now)
        .on_conflict_do_nothing(index_elements=["digest"])
        .returning(OnceTokenRow.digest)
    )
    return taken.scalar_one_or_none() is not None


def _keys(asked: Try, *, known: bool) -> list[str]:
    own = f"equipo:{digest(asked.device)}" if known else f"cuenta:{digest(asked.login.strip().lower())}"
    return [own] if known else [own, f"{throttles.OF_ADDRESS}{asked.address}"]
