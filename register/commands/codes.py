"""Permanent codes: the next number of a series, taken inside the caller's transaction so that none is skipped."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.lapaz import local
from conflict.lifecycle import RecordKind
from conflict.record import code_series, record_code
from register.inserting import insert_on
from register.office_tables import OfficeRow
from register.tables import CodeCounter


def next_code(session: Session, kind: RecordKind, office: str, departments: Sequence[str], at: datetime) -> str:
    """Return the next code of the records that an office (its name) registers, of the year of a moment in La Paz.

    An office that the table does not name, or whose letters no cycle has brought yet, numbers by the department of the
    record, as every office did before.
    """
    known = select(OfficeRow.mark).where(OfficeRow.name == office).order_by(OfficeRow.working.desc(), OfficeRow.id)
    mark = session.scalar(known.limit(1)) or (departments[0] if len(departments) == 1 else "")
    year = local(at).year
    return record_code(kind, mark, year, next_number(session, code_series(kind, mark, year)))


def next_number(session: Session, series: str) -> int:
    """Return the next number of a series, beginning with 1.

    Two transactions never get the same one, not even the first of a year: on SQLite only one writes at a time, on
    PostgreSQL whoever comes second waits for the row.
    """
    number = session.execute(
        insert_on(session, CodeCounter)
        .values(prefix=series, last=1)
        .on_conflict_do_update(index_elements=["prefix"], set_={"last": CodeCounter.last + 1})
        .returning(CodeCounter.last)
    ).scalar_one()
    return int(number)
