"""A second signature, where the office wants one: a step is proposed by one person and decided by another."""

from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.lifecycle import Outcome, RecordStep
from conflict.record import Person, RuleError
from register.commands import recordkeeping as keep
from register.duty_tables import ProposalRow
from register.record_tables import RecordRow


def propose(
    session: Session,
    record: RecordRow,
    asked: RecordStep,
    outcome: Outcome | None,
    text: str,
    ended_on: date | None,
    due: datetime,
    by: Person,
    now: datetime,
) -> int:
    """Write a proposal down and return its number. Raise RuleError when one waits already."""
    if waiting(session, record.id) is not None:
        raise RuleError(f"{record.code} has a proposal", "Ya hay una propuesta que espera aprobación.")
    number = session.execute(
        insert(ProposalRow)
        .values(
            record_id=record.id,
            step=asked.value,
            outcome=outcome.value if outcome else None,
            words=text,
            proposed_at=now,
            proposed_by=by.name,
            due_at=due,
            decided_at=None,
            decided_by="",
            approved=False,
            answer="",
            ended_on=ended_on.isoformat() if ended_on else None,
        )
        .returning(ProposalRow.id)
    ).scalar_one()
    keep.note(
        session,
        record,
        f"Propuesta de {asked.value}: {text}",
        "ficha.proponer",
        by,
        now,
        {"propuesta": number, "paso": asked.value},
    )
    return number


def waiting(session: Session, record_id: int) -> ProposalRow | None:
    """Return the proposal of a record that waits for somebody; None when none does."""
    return session.scalars(
        select(ProposalRow).where(ProposalRow.record_id == record_id, ProposalRow.decided_at.is_(None))
    ).one_or_none()


def decide(session: Session, proposal: ProposalRow, approve: bool, words: str, by: Person, now: datetime) -> None:
    """Close a proposal. Raise RuleError when who decides is who proposed."""
    if by.name == proposal.proposed_by:
        raise RuleError("approved by who proposed", "La aprueba una persona distinta de quien la propuso.")
    session.execute(
        update(ProposalRow)
        .where(ProposalRow.id == proposal.id)
        .values(decided_at=now, decided_by=by.name, approved=approve, answer=words)
    )
