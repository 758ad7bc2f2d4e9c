"""Open a record and do to it what its life allows: act, set and close deadlines, conclude, reopen, transfer.

Each command is the caller's one transaction: the change, its place in the timeline, and its line in the journal.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from conflict.codebook import Level
from conflict.lapaz import local
from conflict.lifecycle import (
    CLOSING,
    FIRST_STATE,
    OPEN_STATES,
    ActionKind,
    DeadlineState,
    Outcome,
    RecordKind,
    RecordState,
    RecordStep,
)
from conflict.permissions import Ability, demand
from conflict.record import (
    REPORT_DAYS,
    TITLE_CHARS,
    Person,
    RuleError,
    answer_by,
    code_as_conflict,
    code_series,
    first_action_by,
    record_code,
    said,
    step,
)
from register.claims import claim_in, claim_values
from register.commands import recordkeeping as keep
from register.commands.codes import next_number
from register.commands.guarding import thing_of
from register.record_tables import ActionRow, DeadlineRow, RecordEntry, RecordRow
from register.searchindex import SearchKind, touch
from register.tables import QueueEntry

FIRST_ACTION = "Primera acción: verificación en sitio o gestión"
NO_DEADLINE = "Ese plazo no existe."


def open_from_entry(
    session: Session, *, entry: QueueEntry, kind: RecordKind, level: Level, by: Person, now: datetime
) -> RecordRow:
    """Make a record of a queue row, with the deadline of its first action; return it."""
    departments = list(entry.departments)
    place = departments[0] if len(departments) == 1 else ""
    year = local(now).year
    number = next_number(session, code_series(kind, place, year))
    record = _opened(
        session,
        kind,
        now,
        code=record_code(kind, place, year, number),
        level=level.value,
        title=entry.title[:TITLE_CHARS],
        searchable=entry.searchable,
        departments=departments,
        municipalities=list(entry.municipalities),
        measures=list(entry.measures),
        **claim_values(claim_in(entry)),
        office=by.office,
        responsible=by.name,
    )
    session.execute(insert(RecordEntry).values(record_id=record.id, entry_id=entry.id))
    keep.add_deadline(session, record.id, FIRST_ACTION, "", first_action_by(level, now), by, now)
    keep.tell(session, record, "ficha.alta", by, now, {"cola": entry.code, "nivel": level.value})
    return record


def _opened(session: Session, kind: RecordKind, now: datetime, **known: Any) -> RecordRow:
    """Add a record in the first state of its kind and return it with its number."""
    record = RecordRow(
        kind=kind.value,
        state=FIRST_STATE[kind].value,
        external_code="",
        opened_at=now,
        updated_at=now,
        closing_words="",
        row_version=1,
        **known,
    )
    session.add(record)
    session.flush()
    touch(session, SearchKind.RECORD, [record.id])
    return record


def act(
    session: Session,
    *,
    code: str,
    kind: ActionKind,
    at: datetime,
    words: str,
    proof: str,
    by: Person,
    now: datetime,
    next_due: datetime | None = None,
    next_what: str = "",
    addressee: str = "",
) -> int:
    """Add an action and return its number; the deadline of the first action is met by it.

    A written request needs an addressee and opens the deadline of its answer. `at` is not in the future.
    """
    record = keep.find_open(session, code, by)
    if at > now:
        raise RuleError("action in the future", "La acción tiene fecha futura. Anótela cuando se haya hecho.")
    text = said(words, "qué se hizo y con qué resultado")
    state = step(RecordKind(record.kind), RecordState(record.state), RecordStep.ACT)
    if kind is ActionKind.WRITTEN_REPORT and not addressee.strip():
        raise RuleError("request without addressee", "Falta la entidad a la que se pidió el informe.")
    number = keep.write_down(session, record, kind, at, text, proof, by, now)
    session.execute(
        update(DeadlineRow)
        .where(
            DeadlineRow.record_id == record.id,
            DeadlineRow.state == DeadlineState.OPEN.value,
            DeadlineRow.what == FIRST_ACTION,
        )
        .values(state=DeadlineState.MET.value, closed_at=now, closed_by=by.name)
    )
    if kind is ActionKind.WRITTEN_REPORT:
        due = next_due or answer_by(now, REPORT_DAYS)
        keep.add_deadline(session, record.id, "Respuesta al informe escrito", addressee.strip()[:160], due, by, now)
    elif next_due is not None:
        keep.add_deadline(session, record.id, said(next_what, "qué vence", 200), "", next_due, by, now)
    keep.change(session, record, now, state=state.value)
    keep.tell(session, record, "ficha.accion", by, now, {"accion": number, "tipo": kind.value})
    return number


def add_deadline(session: Session, *, code: str, what: str, due_at: datetime, by: Person, now: datetime) -> None:
    """Add a deadline to an open record; it lies ahead."""
    record = keep.find_open(session, code, by)
    if due_at <= now:
        raise RuleError("deadline in the past", "El plazo ya pasó. Ponga una fecha y hora por venir.")
    keep.add_deadline(session, record.id, said(what, "qué vence", 200), "", due_at, by, now)
    keep.change(session, record, now)
    keep.tell(session, record, "ficha.plazo", by, now, {})


def close_deadline(session: Session, *, deadline_id: int, met: bool, by: Person, now: datetime) -> str:
    """Close a deadline as met or as no longer due; return the code of its record. Closed twice changes nothing."""
    deadline = session.get(DeadlineRow, deadline_id, with_for_update=True)
    if deadline is None:
        raise RuleError(f"no deadline {deadline_id}", NO_DEADLINE)
    record = session.get_one(RecordRow, deadline.record_id)
    demand(by, Ability.EDIT, thing_of(session, record), f"un plazo de {record.code}", NO_DEADLINE)
    if deadline.state == DeadlineState.OPEN.value:
        state = DeadlineState.MET if met else DeadlineState.DROPPED
        session.execute(
            update(DeadlineRow)
            .where(DeadlineRow.id == deadline_id)
            .values(state=state.value, closed_at=now, closed_by=by.name)
        )
        keep.change(session, record, now)
        keep.tell(session, record, f"plazo.{state.value}", by, now, {"plazo": deadline_id})
    return str(record.code)


def advance(
    session: Session,
    *,
    code: str,
    asked: RecordStep,
    words: str,
    by: Person,
    now: datetime,
    outcome: Outcome | None = None,
) -> RecordState:
    """Take a record to another state — conclude, call off, reopen, annul … — with the words that say why."""
    record = keep.find(session, code, by, Ability.CONCLUDE if asked in CLOSING else Ability.EDIT)
    open_deadlines = session.scalars(
        select(DeadlineRow.what)
        .where(DeadlineRow.record_id == record.id, DeadlineRow.state == DeadlineState.OPEN.value)
        .order_by(DeadlineRow.due_at)
    ).all()
    state = step(
        RecordKind(record.kind),
        RecordState(record.state),
        asked,
        open_deadlines=open_deadlines,
        transfer_open=keep.waiting_transfer(session, record.id) is not None,
        outcome=outcome,
    )
    text = said(words, "el motivo")
    closing = asked in CLOSING
    keep.write_down(session, record, None, now, f"{asked.value.capitalize()}: {text}", "", by, now)
    keep.change(
        session,
        record,
        now,
        state=state.value,
        closed_at=None if state in OPEN_STATES else now,
        outcome=outcome.value if closing and outcome else None,
        closing_words=text if closing else "",
    )
    keep.tell(session, record, f"ficha.{asked.value}", by, now, {"estado": state.value})
    if asked is RecordStep.BECOME_CONFLICT:
        _conflict_of(session, record, by, now)
    return state


def _conflict_of(session: Session, alert: RecordRow, by: Person, now: datetime) -> None:
    """Open the conflict that an alert became: its number stays, the open deadlines and the queue rows go with it."""
    conflict = _opened(
        session,
        RecordKind.CONFLICT,
        now,
        code=code_as_conflict(alert.code),
        level=alert.level,
        title=alert.title,
        searchable=alert.searchable,
        departments=list(alert.departments),
        municipalities=list(alert.municipalities),
        measures=list(alert.measures),
        **claim_values(claim_in(alert)),
        office=alert.office,
        responsible=alert.responsible,
        origin_id=alert.id,
    )
    session.execute(update(RecordEntry).where(RecordEntry.record_id == alert.id).values(record_id=conflict.id))
    session.execute(
        update(DeadlineRow)
        .where(DeadlineRow.record_id == alert.id, DeadlineRow.state == DeadlineState.OPEN.value)
        .values(record_id=conflict.id)
    )
    keep.tell(session, conflict, "ficha.alta", by, now, {"alerta": alert.code})


def annul_untouched(session: Session, *, record_id: int, by: Person, now: datetime) -> None:
    """Annul a record that nobody has worked on, so that its number stays explained. Raise RuleError for any other."""
    record = session.get_one(RecordRow, record_id)
    done = session.scalar(select(func.count()).select_from(ActionRow).where(ActionRow.record_id == record_id))
    joined = session.scalar(select(func.count()).select_from(RecordEntry).where(RecordEntry.record_id == record_id))
    if done or joined or RecordState(record.state) not in OPEN_STATES:
        raise RuleError(
            f"{record.code} has been worked on", f"{record.code} ya tiene acciones o notas; anúlela desde su ficha."
        )
    session.execute(
        update(DeadlineRow)
        .where(DeadlineRow.record_id == record_id, DeadlineRow.state == DeadlineState.OPEN.value)
        .values(state=DeadlineState.DROPPED.value, closed_at=now, closed_by=by.name)
    )
    keep.change(session, record, now, state=RecordState.VOID.value, closed_at=now)
    keep.tell(session, record, "ficha.anular", by, now, {"motivo": "decisión deshecha"})
