"""Offices as pages show them, and the moves of one row between them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.office import OfficeKind
from conflict.permissions import TABLE, Ability, Extent
from conflict.record import RuleError
from conflict.roles import Role
from conflict.text import fold
from register.account_tables import AccountRow
from register.office_tables import OfficeRow, QueueMove
from register.remembered import once_read
from register.rows import MoveFact, OfficeFact

_ORDER = {kind.value: rank for rank, kind in enumerate(OfficeKind)}


def names(session: Session) -> dict[str, str]:
    """Return the short name of every office there is or was, by its id."""
    return {row.id: row.short for row in _all(session)}


def working(session: Session) -> tuple[OfficeFact, ...]:
    """Return the offices at work: delegations, then regional offices, then the national unit."""
    rows = (row for row in _all(session) if row.working)
    return tuple(
        OfficeFact(row.id, row.name, row.short, OfficeKind(row.kind), row.department)
        for row in sorted(rows, key=lambda row: (_ORDER[row.kind], row.department, row.name))
    )


def name_of(session: Session, office: str) -> str:
    """Return the name of the office with that id, "" for none."""
    return next((row.name for row in _all(session) if row.id == office), "")


def named(session: Session, name: str) -> frozenset[str]:
    """Return the ids of the offices with that name: one, or none for a name that no office has."""
    return frozenset(row.id for row in _all(session) if row.name == name)


def called(known: Iterable[OfficeFact], text: str) -> tuple[OfficeFact, ...]:
    """Return the offices with that name or short name, accents and capitals forgiven."""
    name = fold(text)
    return tuple(one for one in known if name in (fold(one.name), fold(one.short)))


def _all(session: Session) -> Sequence[OfficeRow]:
    """Return every office there is or was: a few dozen, asked for several times on one page."""
    return once_read(session, _all, lambda: session.scalars(select(OfficeRow)).all())


def chosen(session: Session, text: str, role: Role) -> str:
    """Return the name of the office that an account gets, found by its name or its short one, accents forgiven.

    Whoever edits records belongs to an office of the table, since rows and transfers find them by its name; others may
    write any. Before the first cycle has brought the table the text is taken as it is, and `atalaya doctor` names what
    fits no office. Raise RuleError for an office that does not exist.
    """
    tidy = " ".join(text.split())
    known = working(session)
    if not known or not edits(role):
        return tidy
    for one in called(known, tidy):
        return one.name
    names_ = "; ".join(one.name for one in known)
    raise RuleError(f"no office {tidy[:40]!r}", f"No hay ninguna oficina «{tidy[:80]}». Elija una de estas: {names_}.")


def misnamed(session: Session) -> tuple[tuple[str, str], ...]:
    """Return (login, office) of active accounts that edit records and whose office is none of the table's names."""
    known = {one.name for one in working(session)}
    rows = session.execute(
        select(AccountRow.login, AccountRow.office, AccountRow.role).where(AccountRow.active).order_by(AccountRow.login)
    )
    return tuple((login, office) for login, office, role in rows if known and edits(Role(role)) and office not in known)


def edits(role: Role) -> bool:
    """Say whether a role edits records and so needs an office that answers for them."""
    return TABLE[role, Ability.EDIT] is not Extent.NONE


def moves(session: Session, entry_id: int) -> tuple[MoveFact, ...]:
    """Return who gave a row to which office and why, oldest first."""
    known = names(session)
    rows = session.scalars(select(QueueMove).where(QueueMove.entry_id == entry_id).order_by(QueueMove.id))
    return tuple(
        MoveFact(
            known.get(row.sender, row.sender),
            known.get(row.receiver, row.receiver),
            row.at,
            row.by,
            row.office,
            row.reason,
        )
        for row in rows
    )
