"""Make and change accounts: each change is one transaction with its line in the journal, and takes effect at once.

An account is made without a password: its owner sets one with a one-time token, so nobody else ever knows it.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.departments import DEPARTMENTS
from conflict.passwords import weakness
from conflict.permissions import Ability, Forbidden, allowed, refused_words
from conflict.record import Person, RuleError
from conflict.roles import OF_ACCOUNTS, Role
from register.account_tables import AccountRow, OnceTokenRow
from register.commands import journal, outgoing, person_notices, sessions
from register.queries.accounts import has_admin, once
from register.secret import digest, new_words, password_hash

ONCE_LASTS = timedelta(hours=48)
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._+-]{1,60}(@[a-z0-9-]+(\.[a-z0-9-]+)+)?")
ACCOUNT = "cuenta"
NO_TOKEN = "Esa llave no vale: ya se usó, venció o está mal escrita. Pida otra a quien administra las cuentas."  # noqa: S105


def create(
    session: Session,
    *,
    login: str,
    name: str,
    office: str,
    role: Role,
    departments: Sequence[str] = (),
    municipalities: Sequence[str] = (),
    by: Person,
    now: datetime,
) -> int:
    """Make an account without password and return its number. Raise RuleError for a value that is none or taken."""
    _demand(by)
    return _made(session, login, name, office, role, departments, municipalities, by, now)


def first_admin(session: Session, *, token: str, login: str, name: str, password: str, now: datetime) -> int:
    """Make the first administrator with the token that the console printed; return the account's number."""
    found = once(session, token, now)
    if found is None or found.account_id is not None or not _use(session, token, now) or has_admin(session):
        raise RuleError("first admin: token refused", NO_TOKEN)
    by = Person("consola", "Sistemas")
    number = _made(session, login, name, "Sistemas", Role.ADMIN, (), (), by, now)
    _store_password(session, number, password)
    return number


def token_for_first_admin(session: Session, *, now: datetime) -> str:
    """Return a one-time token for the first administrator; raise RuleError when there is one already."""
    if has_admin(session):
        raise RuleError("an admin exists", "Ya hay una cuenta que administra. Entre con ella y cree las demás.")
    return _token(session, None, now)


def token_for_password(session: Session, *, account_id: int, by: Person, now: datetime) -> str:
    """Return a one-time token with which the owner sets a password; the present one stays until then."""
    _demand(by)
    row = _row(session, account_id)
    _tell(session, row, "clave_ofrecida", by, now)
    return _token(session, row.id, now)


def password_by_token(session: Session, *, token: str, login: str, password: str, now: datetime) -> int:
    """Set the password of the account that a token was made for; every session of it ends. Return its number."""
    found = once(session, token, now)
    row = None if found is None or found.account_id is None else _row(session, found.account_id)
    if row is None or not row.active or row.login != login.strip().lower() or not _use(session, token, now):
        raise RuleError("password token refused", NO_TOKEN)
    _store_password(session, row.id, password)
    sessions.end_all(session, account_id=row.id, now=now)
    _tell(session, row, "clave_puesta", _self(row), now)
    return row.id


def change_password(session: Session, *, account_id: int, password: str, keep: str, now: datetime) -> None:
    """Set another password for an account whose owner gave the present one; other sessions than `keep` end."""
    row = _row(session, account_id)
    _store_password(session, row.id, password)
    sessions.end_all(session, account_id=row.id, now=now, but=keep)
    _tell(session, row, "clave_cambiada", _self(row), now)


def change_role(
    session: Session,
    *,
    account_id: int,
    role: Role,
    office: str,
    departments: Sequence[str],
    municipalities: Sequence[str],
    by: Person,
    now: datetime,
) -> None:
    """Give an account another role, office or territory; its sessions end."""
    _demand(by)
    _hold_admins(session)
    row = _row(session, account_id)
    _checked_place(role, office, departments)
    if row.role == Role.ADMIN.value and role is not Role.ADMIN:
        _not_the_last(session, row)
    session.execute(
        update(AccountRow)
        .where(AccountRow.id == row.id)
        .values(
            role=role.value,
            office=office.strip(),
            departments=sorted(departments),
            municipalities=sorted(municipalities),
            row_version=AccountRow.row_version + 1,
        )
    )
    sessions.end_all(session, account_id=row.id, now=now)
    outgoing.stop(session, row.id)  # it was written with what she could see before
    _tell(session, row, "rol", by, now, {"rol": role.value})


def set_active(session: Session, *, account_id: int, active: bool, by: Person, now: datetime) -> None:
    """Disable an account, and end its sessions, or enable it again. The last administrator cannot be disabled."""
    _demand(by)
    _hold_admins(session)
    row = _row(session, account_id)
    if not active and row.role == Role.ADMIN.value:
        _not_the_last(session, row)
    session.execute(
        update(AccountRow).where(AccountRow.id == row.id).values(active=active, row_version=AccountRow.row_version + 1)
    )
    sessions.end_all(session, account_id=row.id, now=now)
    outgoing.stop(session, row.id)
    _tell(session, row, "activar" if active else "desactivar", by, now)


def end_sessions(session: Session, *, account_id: int, by: Person, now: datetime, but: str = "") -> int:
    """End the sessions of an account, all or all but one, by its owner or an administrator; return how many."""
    if by.user_id != account_id:
        _demand(by)
    row = _row(session, account_id)
    ended = sessions.end_all(session, account_id=row.id, now=now, but=but)
    _tell(session, row, "cerrar_sesiones", by, now, {"sesiones": ended})
    return ended


def suppress(session: Session, *, account_id: int, by: Person, now: datetime) -> None:
    """Forget who an account was; its number stays, for the journal's lines, and nobody enters with it again."""
    set_active(session, account_id=account_id, active=False, by=by, now=now)
    session.execute(
        update(AccountRow)
        .where(AccountRow.id == account_id)
        .values(
            login=f"suprimida-{account_id}",
            name="Persona suprimida",
            password_hash="",
            totp_secret="",
            recovery=[],
        )
    )
    person_notices.forget(session, account_id=account_id)
    journal.suppress(
        session, object_type=ACCOUNT, object_id=account_id, reason="datos personales suprimidos", by=by, now=now
    )


def _made(
    session: Session,
    login: str,
    name: str,
    office: str,
    role: Role,
    departments: Sequence[str],
    municipalities: Sequence[str],
    by: Person,
    now: datetime,
) -> int:
    login, name = login.strip().lower(), " ".join(name.split())
    if not _LOGIN.fullmatch(login):
        raise RuleError("login not readable", "El usuario debe ser un correo, o letras sin tilde, cifras y puntos.")
    if not 3 <= len(name) <= 80 or not name.isprintable():
        raise RuleError("name missing", "Falta el nombre de la persona, de 3 a 80 letras.")
    _checked_place(role, office, departments)
    if session.scalar(select(AccountRow.id).where(AccountRow.login == login)) is not None:
        raise RuleError("login taken", "Ya existe una cuenta con ese usuario.")
    number = session.execute(
        insert(AccountRow)
        .values(
            login=login,
            name=name,
            office=office.strip(),
            role=role.value,
            departments=sorted(departments),
            municipalities=sorted(municipalities),
            active=True,
            password_hash="",
            totp_secret="",
            totp_last_step=0,
            recovery=[],
            made_at=now,
            row_version=1,
        )
        .returning(AccountRow.id)
    ).scalar_one()
    _tell(session, session.get_one(AccountRow, number), "alta", by, now, {"rol": role.value})
    return number


def _checked_place(role: Role, office: str, departments: Sequence[str]) -> None:
    if role not in OF_ACCOUNTS:
        raise RuleError(f"role {role.value}", "Ese rol no es para cuentas de personas.")
    if not 3 <= len(office.strip()) <= 80:
        raise RuleError("office missing", "Falta la oficina, de 3 a 80 letras.")
    unknown = set(departments) - set(DEPARTMENTS)
    if unknown:
        raise RuleError(f"departments {unknown}", "Los departamentos se escriben con su código: de 01 a 09.")
    bound = role in (Role.ANALYST, Role.REGIONAL, Role.DELEGATE)
    if bound and not departments:
        raise RuleError(f"{role.value} without territory", "Falta el departamento: sin él esa cuenta no vería nada.")


def _store_password(session: Session, account_id: int, password: str) -> None:
    row = _row(session, account_id)
    weak = weakness(password, (row.name, row.login, row.office))
    if weak:
        raise RuleError("weak password", weak)
    session.execute(
        update(AccountRow)
        .where(AccountRow.id == account_id)
        .values(password_hash=password_hash(password), row_version=AccountRow.row_version + 1)
    )


def rehash(session: Session, *, account_id: int, password: str) -> None:
    """Store the same password, which the account still has, with the parameters of today."""
    session.execute(update(AccountRow).where(AccountRow.id == account_id).values(password_hash=password_hash(password)))


def _token(session: Session, account_id: int | None, now: datetime) -> str:
    secret = new_words()
    session.execute(
        update(OnceTokenRow)
        .where(OnceTokenRow.account_id.is_(None) if account_id is None else OnceTokenRow.account_id == account_id)
        .values(used_at=now)
    )
    session.execute(
        insert(OnceTokenRow).values(
            digest=digest(secret), account_id=account_id, made_at=now, until=now + ONCE_LASTS, used_at=None
        )
    )
    return secret


def _use(session: Session, token: str, now: datetime) -> bool:
    """Use a one-time token up; return False when somebody used it meanwhile."""
    used = session.execute(
        update(OnceTokenRow)
        .where(OnceTokenRow.digest == digest(token.strip().lower()), OnceTokenRow.used_at.is_(None))
        .values(used_at=now)
        .returning(OnceTokenRow.digest)
        .execution_options(synchronize_session=False)
    )
    return used.first() is not None


def _row(session: Session, account_id: int) -> AccountRow:
    row = session.get(AccountRow, account_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise RuleError(f"no account {account_id}", "Esa cuenta no existe.")
    return row


def _hold_admins(session: Session) -> None:
    """Hold the accounts that administer, so that two of them do not take each other's role in the same moment."""
    admins = select(AccountRow.id).where(AccountRow.role == Role.ADMIN.value).order_by(AccountRow.id)
    session.execute(admins.with_for_update()).all()


def _not_the_last(session: Session, row: AccountRow) -> None:
    others = select(AccountRow.id).where(
        AccountRow.role == Role.ADMIN.value, AccountRow.active, AccountRow.password_hash != "", AccountRow.id != row.id
    )
    if row.active and row.password_hash and session.scalar(others.limit(1)) is None:
        raise RuleError("last admin", "Es la única cuenta que administra. Dé antes ese rol a otra persona.")


def _demand(by: Person) -> None:
    if not allowed(by, Ability.MANAGE_USERS):
        raise Forbidden("accounts: not for this role", refused_words(by, "las cuentas"), hidden=False)


def _self(row: AccountRow) -> Person:
    return Person(row.name, row.office, row.id, Role(row.role))


def _tell(
    session: Session, row: AccountRow, what: str, by: Person, now: datetime, details: dict[str, object] | None = None
) -> None:
    journal.append(
        session,
        now=now,
        actor=by,
        action=f"{ACCOUNT}.{what}",
        object_type=ACCOUNT,
        object_id=row.id,
        details=details,
        version=row.row_version,
    )
