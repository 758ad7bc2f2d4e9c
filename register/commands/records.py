"""Open a record and do to it what its life allows: act, set and close deadlines, conclude, reopen, transfer.

Each command is the caller's one transaction: the change, its place in the timeline, and its line in the journal.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from conflict.checklist import refuse_without_ground
from conflict.clocks import Term
from conflict.codebook import Level
from conflict.endday import ABOUT, check_end_day
from conflict.fieldwork import Modality
from conflict.killpoint import RegisterPoint, reached
from conflict.lapaz import local_day
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
from conflict.permissions import Ability
from conflict.record import (
    TITLE_CHARS,
    NotYet,
    Person,
    RuleError,
    code_as_conflict,
    said,
    step,
)
from conflict.rulebook import PLAIN, Rulebook
from conflict.vocabulary import Phase
from register.case_tables import FactRow
from register.claims import claim_in, claim_values
from register.commands import approvals, casefile, requests
from register.commands import recordkeeping as keep
from register.commands.codes import next_code
from register.record_tables import ActionRow, DeadlineRow, RecordEntry, RecordRow
from register.searchindex import SearchKind, touch
from register.standing import checklist_of, ground_of
from register.tables import QueueEntry

FIRST_ACTIONS = (Term.FIRST_ACTION, Term.FIRST_ACTION_CRITICAL, Term.AFTER_TRANSFER)
ABILITIES = dict.fromkeys(CLOSING, Ability.CONCLUDE) | {RecordStep.APPROVE: Ability.APPROVE}
STEP_WORDS = {RecordStep.REST: "Queda latente", RecordStep.REACTIVATE: "Reactivado"}
FIRST_ACTION = "Primera acción: verificación en sitio o gestión"
NO_DEADLINE = "Ese plazo no existe."


def open_from_entry(
    session: Session,
    *,
    entry: QueueEntry,
    kind: RecordKind,
    level: Level,
    by: Person,
    now: datetime,
    rules: Rulebook = PLAIN,
) -> RecordRow:
    """Make a record of a queue row, with the deadline of its first action; return it.

    An alert of an office that approves its registrations begins as a draft.
    """
    departments = list(entry.departments)
    code = next_code(session, kind, by.office, departments, now)
    reached(RegisterPoint.AFTER_NUMBER)
    waits = kind is RecordKind.ALERT and rules.of(by.office).approve_registration
    record = _opened(
        session,
        kind,
        now,
        state=(RecordState.DRAFT if waits else FIRST_STATE[kind]).value,
        code=code,
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
    casefile.begin(session, record.id, kind, rules.vocabulary, by, now)
    term = Term.FIRST_ACTION_CRITICAL if level is Level.CRITICAL else Term.FIRST_ACTION
    due = rules.clocks.due(term, by.office, now)
    keep.add_deadline(session, record.id, FIRST_ACTION, "", due, by, now, term)
    keep.tell(session, record, "ficha.alta", by, now, {"cola": entry.code, "nivel": level.value})
    return record


def open_past(
    session: Session,
    *,
    kind: RecordKind,
    department: str,
    at: datetime,
    by: Person,
    rules: Rulebook = PLAIN,
    **known: Any,
) -> RecordRow:
    """Make a record of what an office kept elsewhere before, numbered in the year it was opened; no deadline begins."""
    departments = [department] if department else []
    record = _opened(
        session,
        kind,
        at,
        state=FIRST_STATE[kind].value,
        code=next_code(session, kind, str(known["office"]), departments, at),
        departments=departments,
        measures=[],
        **known,
    )
    casefile.begin(session, record.id, kind, rules.vocabulary, by, at)
    return record


def _opened(session: Session, kind: RecordKind, now: datetime, **known: Any) -> RecordRow:
    """Add a record and return it with its number."""
    record = RecordRow(
        kind=kind.value,
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
    modality: Modality | None = None,
    place: str = "",
    cite: str = "",
    rules: Rulebook = PLAIN,
) -> int:
    """Add an action and return its number; the deadline of the first action is met by it.

    A written request needs an addressee and opens the deadline of its answer; `cite` is the number of its note or route
    sheet, and only a request has one. `at` is not in the future.
    """
    record = keep.find_open(session, code, by)
    if at > now:
        raise NotYet("action in the future")
    text = said(words, "qué se hizo y con qué resultado")
    state = step(RecordKind(record.kind), RecordState(record.state), RecordStep.ACT)
    if kind is ActionKind.WRITTEN_REPORT and not addressee.strip():
        raise RuleError("request without addressee", "Falta la entidad a la que se pidió el informe.", "addressee")
    if cite.strip() and kind is not ActionKind.WRITTEN_REPORT:
        words = "El CITE es de un «Informe escrito requerido»; elija ese tipo o quítelo."
        raise RuleError("cite of no request", words, "cite")
    number = keep.write_down(session, record, kind, at, text, proof, by, now, modality, place)
    first = (DeadlineRow.record_id == record.id) & DeadlineRow.term.in_([one.value for one in FIRST_ACTIONS])
    keep.end_deadlines(session, first, DeadlineState.MET, by, now)
    if kind is ActionKind.WRITTEN_REPORT:
        due = next_due or rules.clocks.due(Term.REPORT, record.office, now)
        requests.send(session, record, number, addressee.strip()[:160], proof, due, by, now, cite)
    elif next_due is not None:
        keep.add_deadline(session, record.id, said(next_what, "qué vence", 200, "next_what"), "", next_due, by, now)
    keep.change(session, record, now, state=state.value)
    keep.tell(session, record, "ficha.accion", by, now, {"accion": number, "tipo": kind.value})
    return number


def add_deadline(session: Session, *, code: str, what: str, due_at: datetime, by: Person, now: datetime) -> None:
    """Add a deadline to an open record; it lies ahead."""
    record = keep.find_open(session, code, by)
    if due_at <= now:
        raise RuleError("deadline in the past", "El plazo ya pasó. Ponga una fecha y hora por venir.", "due")
    keep.add_deadline(session, record.id, said(what, "qué vence", 200, "what"), "", due_at, by, now)
    keep.change(session, record, now)
    keep.tell(session, record, "ficha.plazo", by, now, {})


def close_deadline(session: Session, *, deadline_id: int, met: bool, by: Person, now: datetime) -> str:
    """Close a deadline as met or as no longer due; return the code of its record. Closed twice changes nothing.

    The clock of a request closes the request with it: met is answered, no longer due is withdrawn.
    """
    deadline = keep.held(session, DeadlineRow, deadline_id)
    if deadline is None:
        raise RuleError(f"no deadline {deadline_id}", NO_DEADLINE)
    record = keep.behind(session, deadline.record_id, by, NO_DEADLINE)
    if deadline.state == DeadlineState.OPEN.value:
        state = DeadlineState.MET if met else DeadlineState.DROPPED
        keep.end_deadlines(session, DeadlineRow.id == deadline_id, state, by, now)
        requests.settle_with(session, deadline_id, met, now)
        keep.change(session, record, now)
        keep.tell(session, record, f"plazo.{state.value}", by, now, {"plazo": deadline_id})
    return str(record.code)


def reschedule(session: Session, *, deadline_id: int, due_at: datetime, words: str, by: Person, now: datetime) -> str:
    """Move an open deadline to a later moment, with the reason in the timeline; return the code of its record."""
    deadline = keep.held(session, DeadlineRow, deadline_id)
    if deadline is None:
        raise RuleError(f"no deadline {deadline_id}", NO_DEADLINE)
    record = keep.behind(session, deadline.record_id, by, NO_DEADLINE)
    if deadline.state != DeadlineState.OPEN.value:
        raise RuleError(f"deadline {deadline_id} not open", "Ese plazo ya se cerró.")
    if due_at <= now:
        raise RuleError("deadline in the past", "El plazo ya pasó. Ponga una fecha y hora por venir.", "due")
    text = said(words, "por qué se reprograma", 300)
    session.execute(update(DeadlineRow).where(DeadlineRow.id == deadline_id).values(due_at=due_at, why=text))
    keep.note(
        session,
        record,
        f"Plazo reprogramado ({deadline.what}): {text}",
        "plazo.reprogramar",
        by,
        now,
        {"plazo": deadline_id},
    )
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
    ended_on: date | None = None,
    rules: Rulebook = PLAIN,
) -> RecordState:
    """Take a record to another state — conclude, call off, reopen, annul … — with the words that say why.

    `ended_on` is the day on which what the record tells of was over, for the steps that end it.
    Where the office wants a second signature, concluding is only proposed: the state returned is then the one before.
    """
    record = keep.find(session, code, by, ABILITIES.get(asked, Ability.EDIT))
    state, text = allowed(session, record, asked, words, now, outcome)
    if asked is RecordStep.APPROVE and by.name == record.responsible:
        raise RuleError("approved by who registered", "La aprueba una persona distinta de quien la registró.")
    if ended_on is not None:
        if asked not in CLOSING:
            words = "La fecha en que terminó va solo con lo que termina la ficha."
            raise RuleError(f"end day with {asked.value}", words, ABOUT)
        check_end_day(ended_on, _began(session, record), local_day(now))
    if asked is RecordStep.CONCLUDE and rules.of(record.office).approve_conclusion:
        due = rules.clocks.due(Term.VALIDATION, record.office, now)
        approvals.propose(session, record, asked, outcome, text, ended_on, due, by, now)
        return RecordState(record.state)
    return carry_out(session, record, asked, state, text, outcome, ended_on, by, now)


def _began(session: Session, record: RecordRow) -> date:
    """Return the day of the oldest that a record, or the alert that it was, tells of."""
    ids = [record.id] if record.origin_id is None else [record.id, record.origin_id]
    fact = select(func.min(FactRow.at)).where(FactRow.record_id.in_(ids), FactRow.annulled_at.is_(None))
    opened = session.scalars(select(RecordRow.opened_at).where(RecordRow.id.in_(ids))).all()
    first = session.scalar(fact)
    return min(local_day(one) for one in (*opened, *filter(None, [first])))


def allowed(
    session: Session, record: RecordRow, asked: RecordStep, words: str, now: datetime, outcome: Outcome | None
) -> tuple[RecordState, str]:
    """Return the state that a step reaches and its tidied words; raise RuleError with the rule that forbids it."""
    if asked in (RecordStep.MERGE, RecordStep.UNMERGE, RecordStep.ACT):
        raise RuleError(f"{asked.value} is no step of its own", "Eso se hace con su propio formulario.")
    open_work = checklist_of(session, record)
    state = step(
        RecordKind(record.kind),
        RecordState(record.state),
        asked,
        open_deadlines=open_work.deadlines,
        transfer_open=open_work.transfer,
        outcome=outcome,
    )
    refuse_without_ground(asked, ground_of(session, record), now)
    open_work.refuse(RecordKind(record.kind), asked)
    return state, said(words, "el motivo")


def carry_out(
    session: Session,
    record: RecordRow,
    asked: RecordStep,
    state: RecordState,
    text: str,
    outcome: Outcome | None,
    ended_on: date | None,
    by: Person,
    now: datetime,
) -> RecordState:
    """Do a step that is allowed: what waits moves or ends, then the state, the timeline and the journal."""
    if asked is RecordStep.ANNUL:
        keep.drop_what_waits(session, record, by, now)
    if asked is RecordStep.BECOME_CONFLICT:
        _conflict_of(session, record, by, now)
    closing = asked in CLOSING
    kept = record.ended_on if asked is RecordStep.ARCHIVE else None
    ends = ended_on.isoformat() if closing and ended_on else kept
    told: dict[str, object] = {"termino_el": ends} if ends else {}
    if record.ended_on and not ends:
        told["termino_el_quitado"] = record.ended_on
    keep.note(
        session,
        record,
        f"{STEP_WORDS.get(asked, asked.value.capitalize())}: {text}",
        f"ficha.{asked.value}",
        by,
        now,
        {"estado": state.value} | told,
        state=state.value,
        ended_on=ends,
        closed_at=None if state in OPEN_STATES else record.closed_at or now,
        outcome=outcome.value if closing and outcome else record.outcome if asked is RecordStep.ARCHIVE else None,
        closing_words=text if closing else record.closing_words if asked is RecordStep.ARCHIVE else "",
    )
    return state


def _conflict_of(session: Session, alert: RecordRow, by: Person, now: datetime) -> None:
    """Open the conflict that an alert becomes: its number stays, and what still waits goes with it.

    That is the open deadlines, the pending requests, the rows of the queue, and a transfer on its way: whoever accepts
    it takes over the conflict, not a closed alert.
    """
    conflict = _opened(
        session,
        RecordKind.CONFLICT,
        now,
        state=FIRST_STATE[RecordKind.CONFLICT].value,
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
    casefile.copy(session, alert.id, conflict.id, Phase.HANDLING, by, now)
    session.execute(update(RecordEntry).where(RecordEntry.record_id == alert.id).values(record_id=conflict.id))
    keep.hand_on(session, alert.id, conflict.id)
    keep.tell(session, conflict, "ficha.alta", by, now, {"alerta": alert.code})


def annul_untouched(session: Session, *, record_id: int, by: Person, now: datetime) -> None:
    """Annul a record that nobody has worked on, so that its number stays explained. Raise RuleError for any other."""
    record = session.get_one(RecordRow, record_id, with_for_update=True, populate_existing=True)
    done = session.scalar(select(func.count()).select_from(ActionRow).where(ActionRow.record_id == record_id))
    joined = session.scalar(select(func.count()).select_from(RecordEntry).where(RecordEntry.record_id == record_id))
    if done or joined or RecordState(record.state) not in OPEN_STATES:
        raise RuleError(
            f"{record.code} has been worked on", f"{record.code} ya tiene acciones o notas; anúlela desde su ficha."
        )
    keep.drop_what_waits(session, record, by, now)
    keep.change(session, record, now, state=RecordState.VOID.value, closed_at=now)
    keep.tell(session, record, "ficha.anular", by, now, {"motivo": "decisión deshecha"})
