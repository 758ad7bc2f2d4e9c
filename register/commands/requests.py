"""Written requests: sent, repeated, taken higher, answered in full or in part, or never; each with its clock."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.clocks import Term
from conflict.handling import PENDING_REQUESTS, REQUEST_MOVES, RequestState, move
from conflict.lifecycle import DeadlineState
from conflict.outsidecode import outside_code
from conflict.record import Person, RuleError, said
from conflict.rulebook import PLAIN, Rulebook
from conflict.vocabulary import OutsideSystem
from register.commands import recordkeeping as keep
from register.duty_tables import RequestRow
from register.record_tables import DeadlineRow, RecordRow
from register.searchindex import grow, words_of_number

MISSING = "Ese requerimiento no existe."
WHAT = "Respuesta al informe escrito"


def send(
    session: Session,
    record: RecordRow,
    action_id: int,
    addressee: str,
    note: str,
    due: datetime,
    by: Person,
    now: datetime,
    cite: str = "",
) -> int:
    """Add a request with the deadline of its answer and return its number; `cite` is its note's number, "" for none."""
    numbered = outside_code(cite) if cite.strip() else ""
    if numbered:
        grow(session, record.id, words_of_number(OutsideSystem.CITE, numbered))
    deadline = keep.add_deadline(session, record.id, WHAT, addressee, due, by, now, Term.REPORT)
    return session.execute(
        insert(RequestRow)
        .values(
            record_id=record.id,
            action_id=action_id,
            deadline_id=deadline,
            addressee=addressee,
            note=" ".join(note.split())[:300],
            state=RequestState.SENT.value,
            sent_at=now,
            repeated_at=None,
            escalated_to="",
            answered_at=None,
            answer="",
            row_version=1,
            cite=numbered,
        )
        .returning(RequestRow.id)
    ).scalar_one()


def advance(
    session: Session,
    *,
    request_id: int,
    asked: RequestState,
    words: str,
    by: Person,
    now: datetime,
    rules: Rulebook = PLAIN,
) -> str:
    """Repeat a request, take it higher, or write down its answer or silence; return the code of its record.

    `words` are the answer, the superior, or the reason. Repeated or escalated, the clock runs anew. A partial answer
    leaves the clock of the rest as it is.
    """
    request = keep.held(session, RequestRow, request_id)
    if request is None:
        raise RuleError(f"no request {request_id}", MISSING)
    record = keep.behind(session, request.record_id, by, MISSING)
    state = move(REQUEST_MOVES, RequestState(request.state), asked, f"Requerimiento a {request.addressee}")
    text = said(words, "qué respondió o por qué")
    changes: dict[str, object] = {"state": state.value, "row_version": RequestRow.row_version + 1}
    clock = DeadlineRow.id == request.deadline_id
    match state:
        case RequestState.REPEATED | RequestState.ESCALATED:
            keep.end_deadlines(session, clock, DeadlineState.DROPPED, by, now, f"{state.value}: {text}"[:300])
            due = rules.clocks.due(Term.REPORT, record.office, now)
            changes["deadline_id"] = keep.add_deadline(
                session, record.id, WHAT, request.addressee, due, by, now, Term.REPORT
            )
            changes |= {"repeated_at": now} if state is RequestState.REPEATED else {"escalated_to": text[:300]}
        case RequestState.ANSWERED:
            keep.end_deadlines(session, clock, DeadlineState.MET, by, now)
            changes |= {"answered_at": now, "answer": text}
        case RequestState.PARTLY:
            changes |= {"answered_at": now, "answer": text}
        case _:
            keep.end_deadlines(session, clock, DeadlineState.DROPPED, by, now, text[:300])
            changes |= {"answer": text}
    session.execute(update(RequestRow).where(RequestRow.id == request_id).values(**changes))
    spoken = state.value.replace("_", " ").capitalize()
    keep.note(
        session,
        record,
        f"{spoken} ({request.addressee}): {text}",
        f"requerimiento.{state.value}",
        by,
        now,
        {"requerimiento": request_id},
    )
    return str(record.code)


def settle_with(session: Session, deadline_id: int, met: bool, now: datetime) -> None:
    """Close the pending request whose clock was closed by hand; does nothing for the clock of anything else."""
    state = RequestState.ANSWERED if met else RequestState.WITHDRAWN
    found = session.scalars(
        select(RequestRow).where(
            RequestRow.deadline_id == deadline_id, RequestRow.state.in_([one.value for one in PENDING_REQUESTS])
        )
    ).one_or_none()
    if found is not None:
        session.execute(
            update(RequestRow)
            .where(RequestRow.id == found.id)
            .values(state=state.value, answered_at=now if met else None, row_version=RequestRow.row_version + 1)
        )
