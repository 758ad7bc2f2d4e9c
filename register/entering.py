"""Let somebody in: throttle, password, second factor, session; what is slow is done outside every transaction."""

from dataclasses import dataclass
from datetime import datetime

from register.commands import accounts, journal, second_factor, sessions, throttles
from register.engine import Register
from register.queries import accounts as account_queries
from register.secret import digest, outdated, password_matches


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
        throttles.passed(session, keys)
        if outdated(kept):
            accounts.rehash(session, account_id=account.id, password=asked.password)
        secret = sessions.start(
            session, account_id=account.id, device=asked.device, keep=asked.keep, before=asked.before, now=now
        )
        by = account.person()
        journal.append(session, now=now, actor=by, action="cuenta.entrar", object_type="cuenta", object_id=account.id)
        return Let(account.id, secret)


def _keys(asked: Try, *, known: bool) -> list[str]:
    own = f"equipo:{digest(asked.device)}" if known else f"cuenta:{digest(asked.login.strip().lower())}"
    return [own] if known else [own, f"{throttles.OF_ADDRESS}{asked.address}"]
