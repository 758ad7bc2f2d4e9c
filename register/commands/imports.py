"""Bring in an office's past register: all rows of a workbook in one transaction, and all of it back within seven days.

A row that is in the register already, by its own code or by title, day and place, is left out and counted with its
reason. Nothing that came in is ever erased: what is taken back is annulled, so that every number stays explained.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.lapaz import LA_PAZ
from conflict.lifecycle import OPEN_STATES, RecordKind, RecordState, RecordStep, after
from conflict.pastrecords import Fault, PastRecord
from conflict.record import Person, RuleError
from conflict.text import fold
from register.advisory import Advisory, hold
from register.commands import journal, records
from register.commands import recordkeeping as keep
from register.keeping_tables import ImportBatch, ImportRow
from register.queries.imports import UNDO_WITHIN
from register.record_tables import RecordRow

_CLOSING = {RecordKind.ALERT: RecordStep.LAPSE, RecordKind.CONFLICT: RecordStep.CONCLUDE}


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: its number, the codes given, and the rows left out with the reason."""

    batch: int
    codes: tuple[str, ...]
    skipped: tuple[Fault, ...]


def store(
    session: Session,
    *,
    file_name: str,
    digest: str,
    columns: Mapping[str, str],
    rows: Sequence[PastRecord],
    by: Person,
    now: datetime,
) -> Imported:
    """Make a record of every row that is not there yet; `columns` are the heads by field, as they were confirmed.

    Raise RuleError when this very file is in already, or when there is nothing to bring in.
    """
    hold(session, Advisory.IMPORTS)
    there = session.scalars(
        select(ImportBatch.id).where(ImportBatch.digest == digest, ImportBatch.undone_at.is_(None))
    ).first()
    if there is not None:
        raise RuleError(f"file imported as {there}", f"Ese archivo ya se importó (n.º {there}). Deshágalo primero.")
    fresh, skipped = _fresh(session, rows)
    if not fresh:
        raise RuleError("nothing to import", "Ninguna fila es nueva: no hay nada que guardar.")
    batch = session.execute(
        insert(ImportBatch)
        .values(
            file_name=file_name,
            digest=digest,
            columns=dict(columns),
            at=now,
            by=by.name,
            office=by.office,
            rows=len(fresh),
            skipped=[[one.row, one.sentence] for one in skipped],
            undone_at=None,
            undone_by="",
        )
        .returning(ImportBatch.id)
    ).scalar_one()
    codes = [_bring_in(session, batch, row, by, now) for row in fresh]
    _tell(session, "importacion.alta", batch, by, now, {"fichas": len(codes), "omitidas": len(skipped)})
    return Imported(batch, tuple(codes), tuple(skipped))


def _fresh(session: Session, rows: Sequence[PastRecord]) -> tuple[list[PastRecord], list[Fault]]:
    """Return the rows that the register does not have, and why it has the others."""
    known = session.execute(
        select(RecordRow.code, RecordRow.external_code, RecordRow.title, RecordRow.opened_at, RecordRow.municipalities)
        .where(RecordRow.state != RecordState.VOID.value)
        .order_by(RecordRow.id)
    )
    codes: dict[str, str] = {}
    likes: dict[tuple[str, date, str], str] = {}
    for code, external, title, opened_at, municipalities in known:
        if external:
            codes[fold(external)] = code
        likes[(fold(title), opened_at.astimezone(LA_PAZ).date(), fold(next(iter(municipalities), "")))] = code
    fresh: list[PastRecord] = []
    skipped: list[Fault] = []
    for row in rows:
        own, like = fold(row.external_code), (fold(row.title), row.opened_on, fold(row.municipality))
        same = codes.get(own) if own else likes.get(like)
        if same:
            skipped.append(Fault(row.row, f"Fila {row.row}: ya está en el registro como {same}; se omite."))
            continue
        fresh.append(row)
        here = f"la fila {row.row} de esta hoja"
        likes[like] = here
        if own:
            codes[own] = here
    return fresh, skipped


def _bring_in(session: Session, batch: int, row: PastRecord, by: Person, now: datetime) -> str:
    at = _noon(row.opened_on)
    record = records.open_past(
        session,
        kind=row.kind,
        department=row.department,
        at=at,
        by=by,
        level=row.level.value,
        title=row.title,
        searchable=fold(f"{row.title} {row.municipality} {row.summary}")[:4000],
        municipalities=[row.municipality] if row.municipality else [],
        office=row.office or by.office,
        responsible=row.responsible or by.name,
    )
    words = row.summary or row.title
    keep.write_down(session, record, None, at, f"Traído de un registro anterior: {words}", "", by, now)
    closing: dict[str, object] = {}
    if row.closed_on is not None:
        state = after(row.kind, RecordState(record.state), _CLOSING[row.kind])
        assert state is not None and row.outcome is not None
        closing = {
            "state": state.value,
            "closed_at": _noon(row.closed_on),
            "ended_on": row.closed_on.isoformat(),
            "outcome": row.outcome.value,
            "closing_words": "Cerrado en el registro anterior",
        }
    keep.change(session, record, now, external_code=row.external_code, **closing)
    keep.tell(session, record, "ficha.importar", by, now, {"importacion": batch, "fila": row.row})
    session.flush()
    session.refresh(record)
    session.execute(
        insert(ImportRow).values(batch_id=batch, row=row.row, record_id=record.id, row_version=record.row_version)
    )
    return str(record.code)


def undo(session: Session, *, batch: int, by: Person, now: datetime) -> int:
    """Take a whole import back: its records are annulled; return how many.

    Raise RuleError when it was taken back before, is older than seven days, or somebody has worked on one of them.
    """
    found = session.get(ImportBatch, batch, with_for_update=True)
    if found is None or found.undone_at is not None:
        raise RuleError(f"import {batch} not there", "Esa importación no existe o ya se deshizo.")
    if now - found.at > UNDO_WITHIN:
        raise RuleError(f"import {batch} too old", "Pasaron más de 7 días: ya no se puede deshacer la importación.")
    rows = session.execute(
        select(RecordRow, ImportRow.row_version)
        .join(ImportRow, ImportRow.record_id == RecordRow.id)
        .where(ImportRow.batch_id == batch)
        .order_by(RecordRow.id)
        .with_for_update(of=RecordRow)
        .execution_options(populate_existing=True)
    ).all()
    touched = [record.code for record, version in rows if record.row_version != version]
    if touched:
        raise RuleError(
            f"{len(touched)} of import {batch} worked on",
            f"No se deshizo nada: ya se trabajó en {len(touched)} de sus fichas ({', '.join(touched[:5])}). Anule las "
            "que sobren desde cada ficha.",
        )
    for record, _ in rows:
        if RecordState(record.state) not in OPEN_STATES:  # a closed one is annulled by way of being open, as by hand
            state = after(RecordKind(record.kind), RecordState(record.state), RecordStep.REOPEN)
            assert state is not None
            reopened = {"closed_at": None, "ended_on": None, "outcome": None, "closing_words": ""}
            keep.change(session, record, now, state=state.value, **reopened)
        keep.change(session, record, now, state=RecordState.VOID.value, closed_at=now)
        keep.tell(session, record, "ficha.anular", by, now, {"importacion": batch})
    session.execute(update(ImportBatch).where(ImportBatch.id == batch).values(undone_at=now, undone_by=by.name))
    _tell(session, "importacion.deshacer", batch, by, now, {"fichas": len(rows)})
    return len(rows)


def _noon(day: date) -> datetime:
    """Return noon in La Paz, for a day whose hour nobody kept."""
    return datetime.combine(day, time(12), LA_PAZ)


def _tell(session: Session, action: str, batch: int, by: Person, now: datetime, details: dict[str, object]) -> None:
    journal.append(
        session, now=now, actor=by, action=action, object_type="importacion", object_id=batch, details=details
    )
