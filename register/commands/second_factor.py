"""The optional second factor: six digits of an authenticator (RFC 6238), each used once, and ten recovery codes.

A recovery code has 119 bits, so that a digest is enough of it (OWASP ASVS 5.0.0, 6.5.2).
"""

import hmac
from datetime import datetime

import pyotp
from sqlalchemy import update
from sqlalchemy.orm import Session

from conflict.record import Person, RuleError
from conflict.roles import Role
from register.account_tables import AccountRow
from register.commands import journal
from register.secret import digest, new_words

STEP_SECONDS = 30
CODES = 10
WRONG = "El código no coincide. Revise la hora del teléfono y escriba el que muestra ahora."


def new_secret() -> str:
    """Return a secret to put in an authenticator."""
    return pyotp.random_base32()


def address(secret: str, login: str) -> str:
    """Return the address that an authenticator reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Atalaya")


def matching_step(secret: str, code: str, now: datetime) -> int:
    """Return the step whose code this is, of the present one and its two neighbours; 0 when of none."""
    present = int(now.timestamp()) // STEP_SECONDS
    generator = pyotp.TOTP(secret)
    digits = "".join(code.split())
    for step in (present, present - 1, present + 1):
        if hmac.compare_digest(generator.generate_otp(step).encode(), digits.encode("utf-8", "replace")):
            return step
    return 0


def turn_on(session: Session, *, account_id: int, secret: str, code: str, now: datetime) -> tuple[str, ...]:
    """Ask for a second factor from now on; return the recovery codes, shown this once."""
    step = matching_step(secret, code, now)
    if not step:
        raise RuleError("second factor: wrong code", WRONG)
    codes = tuple(new_words() for _ in range(CODES))
    row = _row(session, account_id)
    _change(session, row, totp_secret=secret, totp_last_step=step, recovery=[digest(one) for one in codes])
    _tell(session, row, "segundo_factor", now)
    return codes


def turn_off(session: Session, *, account_id: int, now: datetime) -> None:
    """Ask for the password alone again."""
    row = _row(session, account_id)
    _change(session, row, totp_secret="", totp_last_step=0, recovery=[])
    _tell(session, row, "sin_segundo_factor", now)


def accept(session: Session, *, account_id: int, code: str, now: datetime) -> bool:
    """Take a code of the authenticator, or a recovery code; each is good once. Return whether it was."""
    row = _row(session, account_id)
    if not row.totp_secret:
        return True
    step = matching_step(row.totp_secret, code, now)
    if step > row.totp_last_step:
        _change(session, row, totp_last_step=step)
        return True
    spent = digest(code.strip().lower())
    if spent not in row.recovery:
        return False
    _change(session, row, recovery=[one for one in row.recovery if one != spent])
    _tell(session, row, "codigo_de_recuperacion", now)
    return True


def _row(session: Session, account_id: int) -> AccountRow:
    return session.get_one(AccountRow, account_id, with_for_update=True, populate_existing=True)


def _change(session: Session, row: AccountRow, **values: object) -> None:
    session.execute(update(AccountRow).where(AccountRow.id == row.id).values(**values))


def _tell(session: Session, row: AccountRow, what: str, now: datetime) -> None:
    by = Person(row.name, row.office, row.id, Role(row.role))
    journal.append(session, now=now, actor=by, action=f"cuenta.{what}", object_type="cuenta", object_id=row.id)
