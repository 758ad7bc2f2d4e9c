"""Agreements with commitments, and recommendations: what was promised or asked, until when, what came of it."""

from datetime import UTC, date, datetime, time

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from conflict.clocks import Term
from conflict.handling import (
    AGREEMENT_MOVES,
    COMMITMENT_MOVES,
    RECOMMENDATION_MOVES,
    AgreementState,
    CommitmentState,
    RecommendationState,
    move,
)
from conflict.lapaz import LA_PAZ, local_day
from conflict.lifecycle import DeadlineState
from conflict.record import Person, RuleError, said
from register.case_tables import EvidenceRow
from register.commands import recordkeeping as keep
from register.duty_tables import AgreementRow, CommitmentRow, RecommendationRow
from register.record_tables import DeadlineRow, RecordRow
from register.standing import lineage

NOT_IN_FORCE = "Ese acuerdo no existe o ya no está vigente."
NO_AGREEMENT = "Ese acuerdo no existe."
NO_COMMITMENT = "Ese compromiso no existe."
NO_RECOMMENDATION = "Esa recomendación no existe."
END_OF_DAY = time(18, 30)
"""When a promised day ends: the offices' general closing hour."""


def sign(
    session: Session,
    *,
    code: str,
    signed_on: date,
    signers: str,
    words: str,
    by: Person,
    now: datetime,
    evidence_id: int | None = None,
) -> int:
    """Write an agreement down and return its number."""
    record = keep.find_open(session, code, by)
    if signed_on > local_day(now):
        raise RuleError("agreement in the future", "La fecha del acuerdo es posterior a hoy.", "at")
    _own_document(session, record, evidence_id)
    number = session.execute(
        insert(AgreementRow)
        .values(
            record_id=record.id,
            signed_on=signed_on.isoformat(),
            signers=said(signers, "quiénes firman", 500, "signers"),
            words=said(words, "qué se acordó"),
            evidence_id=evidence_id,
            state=AgreementState.IN_FORCE.value,
            entered_at=now,
            by=by.name,
            row_version=1,
        )
        .returning(AgreementRow.id)
    ).scalar_one()
    keep.note(
        session,
        record,
        f"Acuerdo firmado: {said(words, 'qué se acordó')}",
        "acuerdo.alta",
        by,
        now,
        {"acuerdo": number},
    )
    return number


def promise(
    session: Session, *, agreement_id: int, words: str, owner: str, due_on: date, by: Person, now: datetime
) -> int:
    """Add a commitment of an agreement, with its clock, and return its number."""
    agreement = keep.held(session, AgreementRow, agreement_id)
    if agreement is None or agreement.state != AgreementState.IN_FORCE.value:
        raise RuleError(f"agreement {agreement_id} not in force", NOT_IN_FORCE)
    record = keep.behind_open(session, agreement.record_id, by, NOT_IN_FORCE)
    if due_on < local_day(now):
        raise RuleError("commitment due in the past", "El compromiso vence hoy o después.", "due")
    if len(owner.strip()) < 3:
        raise RuleError("commitment without owner", "Falta quién debe cumplir el compromiso.", "owner")
    text = said(words, "a qué se compromete")
    due = datetime.combine(due_on, END_OF_DAY, LA_PAZ).astimezone(UTC)
    owner = " ".join(owner.split())[:160]
    what = f"Compromiso: {text}"[:200]
    deadline = keep.add_deadline(session, record.id, what, owner, due, by, now, Term.COMMITMENT)
    number = session.execute(
        insert(CommitmentRow)
        .values(
            record_id=record.id,
            agreement_id=agreement_id,
            deadline_id=deadline,
            words=text,
            owner=owner,
            due_on=due_on.isoformat(),
            state=CommitmentState.PENDING.value,
            verification="",
            row_version=1,
        )
        .returning(CommitmentRow.id)
    ).scalar_one()
    keep.change(session, record, now)
    keep.tell(session, record, "compromiso.alta", by, now, {"compromiso": number})
    return number


def verify(
    session: Session,
    *,
    commitment_id: int,
    asked: CommitmentState,
    words: str,
    by: Person,
    now: datetime,
    settled_on: date | None = None,
    evidence_id: int | None = None,
) -> str:
    """Write down whether a commitment was kept, on which day, and how that was verified; return the record's code.

    Without a day it is today. Raise RuleError for a day to come or a document of another record.
    """
    commitment = keep.held(session, CommitmentRow, commitment_id)
    if commitment is None:
        raise RuleError(f"no commitment {commitment_id}", NO_COMMITMENT)
    record = keep.behind(session, commitment.record_id, by, NO_COMMITMENT)
    state = move(COMMITMENT_MOVES, CommitmentState(commitment.state), asked, "Compromiso")
    text = said(words, "cómo se verificó")
    day = settled_on or local_day(now)
    if day > local_day(now):
        raise RuleError("commitment settled in the future", "La fecha del cumplimiento es posterior a hoy.", "at")
    _own_document(session, record, evidence_id)
    session.execute(
        update(CommitmentRow)
        .where(CommitmentRow.id == commitment_id)
        .values(
            state=state.value,
            verification=text,
            settled_on=day.isoformat(),
            evidence_id=evidence_id,
            row_version=CommitmentRow.row_version + 1,
        )
    )
    met = DeadlineState.MET if state is CommitmentState.MET else DeadlineState.DROPPED
    keep.end_deadlines(session, DeadlineRow.id == commitment.deadline_id, met, by, now, state.value)
    spoken = state.value.replace("_", " ")
    keep.note(
        session,
        record,
        f"Compromiso {spoken}: {text}",
        f"compromiso.{state.value}",
        by,
        now,
        {"compromiso": commitment_id},
    )
    return str(record.code)


def _own_document(session: Session, record: RecordRow, evidence_id: int | None) -> None:
    """Raise RuleError for a document of another record, or one that was annulled; None is no document."""
    if evidence_id is None:
        return
    found = session.get(EvidenceRow, evidence_id)
    if found is None or found.record_id not in lineage(record) or found.annulled_at is not None:
        raise RuleError(
            f"evidence {evidence_id} not of this record", "Ese documento no es de esta ficha o se anuló.", "evidence"
        )


def settle(session: Session, *, agreement_id: int, asked: AgreementState, words: str, by: Person, now: datetime) -> str:
    """Take an agreement to another state; return the record's code."""
    agreement = keep.held(session, AgreementRow, agreement_id)
    if agreement is None:
        raise RuleError(f"no agreement {agreement_id}", NO_AGREEMENT)
    record = keep.behind(session, agreement.record_id, by, NO_AGREEMENT)
    state = move(AGREEMENT_MOVES, AgreementState(agreement.state), asked, "Acuerdo")
    text = said(words, "por qué")
    session.execute(
        update(AgreementRow)
        .where(AgreementRow.id == agreement_id)
        .values(state=state.value, row_version=AgreementRow.row_version + 1)
    )
    keep.note(
        session, record, f"Acuerdo {state.value}: {text}", f"acuerdo.{state.value}", by, now, {"acuerdo": agreement_id}
    )
    return str(record.code)


def recommend(
    session: Session,
    *,
    code: str,
    document: str,
    addressee: str,
    words: str,
    sent_on: date,
    by: Person,
    now: datetime,
) -> int:
    """Add a recommendation of a Resolución or Informe Defensorial and return its number."""
    record = keep.find_open(session, code, by)
    if len(document.strip()) < 3:
        raise RuleError(
            "recommendation without document", "Falta el documento: la resolución o el informe.", "document"
        )
    if len(addressee.strip()) < 3:
        raise RuleError("recommendation without addressee", "Falta la entidad destinataria.", "addressee")
    number = session.execute(
        insert(RecommendationRow)
        .values(
            record_id=record.id,
            document=" ".join(document.split())[:160],
            addressee=" ".join(addressee.split())[:160],
            words=said(words, "qué se recomienda"),
            sent_on=sent_on.isoformat(),
            state=RecommendationState.SENT.value,
            state_at=now,
            by=by.name,
            row_version=1,
        )
        .returning(RecommendationRow.id)
    ).scalar_one()
    keep.change(session, record, now)
    keep.tell(session, record, "recomendacion.alta", by, now, {"recomendacion": number})
    return number


def follow(
    session: Session, *, recommendation_id: int, asked: RecommendationState, words: str, by: Person, now: datetime
) -> str:
    """Write down what became of a recommendation; return the record's code. A concluded record takes it too."""
    found = keep.held(session, RecommendationRow, recommendation_id)
    if found is None:
        raise RuleError(f"no recommendation {recommendation_id}", NO_RECOMMENDATION)
    record = keep.behind(session, found.record_id, by, NO_RECOMMENDATION)
    state = move(RECOMMENDATION_MOVES, RecommendationState(found.state), asked, "Recomendación")
    text = said(words, "qué respondió")
    session.execute(
        update(RecommendationRow)
        .where(RecommendationRow.id == recommendation_id)
        .values(state=state.value, state_at=now, row_version=RecommendationRow.row_version + 1)
    )
    keep.note(
        session,
        record,
        f"Recomendación {state.value}: {text}",
        f"recomendacion.{state.value}",
        by,
        now,
        {"recomendacion": recommendation_id},
    )
    return str(record.code)
