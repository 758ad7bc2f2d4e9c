"""Change a row of the institution's tables from a day on: a word, a term, a switch, an office's hours, a day off.

Nothing is rewritten: a change is a row of its own. It is in force from tomorrow at the earliest, so that nothing that
was counted today is counted otherwise; until then it can be withdrawn.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from conflict.amendment import CELL_CHARS, EDITED, AmendedTable, Amendment
from conflict.errors import DataError
from conflict.lapaz import local_day
from conflict.permissions import Ability, Forbidden, allowed, refused_words
from conflict.record import Person, RuleError, said
from conflict.roles import Role
from register import amending
from register.advisory import Advisory, hold
from register.amendment_tables import AmendmentRow
from register.commands import journal
from register.queries.amendments import standing

MISSING = "Ese cambio no existe, ya se retiró o ya rige."


def amend(
    session: Session,
    *,
    resources: Path,
    table: AmendedTable,
    key: str,
    cells: Mapping[str, str],
    since: date,
    words: str,
    seen: int,
    by: Person,
    now: datetime,
) -> int:
    """Put a row into a table from a day on and return the number of the change.

    `key` names the row, `cells` are the edited columns, `seen` is the newest change of that row that the page showed, 0
    for none. Raise RuleError for a row that is none, a day that is not ahead or has a change on it or after it, a value
    that no table takes, and a row that somebody changed meanwhile; Forbidden for who may not change tables.
    """
    _demand(by)
    hold(session, Advisory.TABLES)
    known = standing(session)
    newest = max((one.id for one in known if one.table is table and one.key == key), default=0)
    if newest != seen:
        raise RuleError(f"{table.value} {key} changed", "Otra persona cambió esa fila. Abra la página y mírela antes.")
    if any(one.table is table and one.key == key and one.since >= since for one in known):  # it is a whole row too
        raise RuleError(
            f"{key} twice from {since}", "Ya hay un cambio de esa fila para ese día o para después. Retírelo antes."
        )
    day = _checked_day(table, key, since, now)
    before = dict(_row(resources, table, key, known, day))
    edited = {name: " ".join(cells.get(name, before.get(name, "")).split()) for name in EDITED[table]}
    long = next((name for name, text in edited.items() if len(text) > CELL_CHARS), None)
    if long is not None:
        raise RuleError(f"{long} too long", f"Es muy largo para «{long.replace('_', ' ')}»: hasta {CELL_CHARS} letras.")
    why = said(words, "por qué se cambia", 500)
    if all(before.get(name) == text for name, text in edited.items()):
        raise RuleError(f"{table.value} {key} unchanged", "No cambió nada: escriba un valor distinto.")
    row = before | edited | ({} if table is AmendedTable.DAYS else {"desde": since.isoformat()})
    row |= {"procedencia": why} if "procedencia" in before else {}
    change = Amendment(newest, table, key, row, since, why, by.name)
    try:
        amending.check(resources, (*known, change), day)
    except DataError as wrong:
        raise RuleError(f"{table.value} {key}: {wrong}", f"Ese cambio no se acepta. {wrong.spanish}") from wrong
    number = _stored(session, change, by, now)
    shown = {name: {"antes": before.get(name, ""), "despues": text} for name, text in edited.items()}
    details = {"cambio": number, "desde": since.isoformat(), "valores": shown}
    _tell(session, "tabla.cambiar", f"{table.value}/{key}", details, by, now)
    return number


def withdraw(session: Session, *, number: int, by: Person, now: datetime) -> None:
    """Take back a change that is not in force yet. Raise RuleError when there is none, it is in force, or a later one
    of that row was made from it and would keep its values."""
    _demand(by)
    hold(session, Advisory.TABLES)
    row = session.get(AmendmentRow, number, with_for_update=True)
    if row is None or row.withdrawn_at is not None or row.since <= local_day(now).isoformat():
        raise RuleError(f"amendment {number} not ahead", MISSING)
    if any(one.table.value == row.of_table and one.key == row.row_key and one.id > number for one in standing(session)):
        raise RuleError(f"amendment {number} has a later one", "Otro cambio posterior parte de ese. Retírelo antes.")
    session.execute(
        update(AmendmentRow).where(AmendmentRow.id == number).values(withdrawn_at=now, withdrawn_by=by.name)
    )
    _tell(session, "tabla.retirar", f"{row.of_table}/{row.row_key}", {"cambio": number}, by, now)


def _checked_day(table: AmendedTable, key: str, since: date, now: datetime) -> date:
    """Return the day on which a change is tried out; raise RuleError when it is not ahead."""
    if since <= local_day(now) or since > local_day(now) + timedelta(days=3_650):
        raise RuleError(f"since {since}", "El cambio rige desde mañana o después, y a lo más en diez años.")
    if table is AmendedTable.DAYS and not key.startswith(f"{since.isoformat()}/"):
        raise RuleError(f"{key} since {since}", "Un feriado rige su propio día.")
    return since


def _row(resources: Path, table: AmendedTable, key: str, known: tuple[Amendment, ...], on: date) -> Mapping[str, str]:
    """Return the row that a change starts from; a new day off starts empty."""
    rows = amending.rows_of(resources, table, known, on)
    if key in rows:
        return rows[key]
    day, _, office = key.partition("/")
    if table is AmendedTable.DAYS and office in amending.office_names(resources, known, on):
        return {"fecha": day, "oficina": office, "clase": "", "motivo": ""}
    raise RuleError(f"no row {key[:60]!r} in {table.value}", "Esa fila no existe en la tabla.")


def _stored(session: Session, change: Amendment, by: Person, now: datetime) -> int:
    return session.execute(
        insert(AmendmentRow)
        .values(
            of_table=change.table.value,
            row_key=change.key,
            cells=dict(change.cells),
            since=change.since.isoformat(),
            words=change.words,
            at=now,
            by=by.name,
            office=by.office,
            withdrawn_at=None,
            withdrawn_by="",
        )
        .returning(AmendmentRow.id)
    ).scalar_one()


def _demand(by: Person) -> None:
    if by.role is not Role.SYSTEM and not allowed(by, Ability.CHANGE_VOCABULARIES):
        raise Forbidden("tables: not for this role", refused_words(by, "las tablas"), hidden=False)


def _tell(session: Session, action: str, object_id: str, details: dict[str, object], by: Person, now: datetime) -> None:
    journal.append(session, now=now, actor=by, action=action, object_type="tabla", object_id=object_id, details=details)
