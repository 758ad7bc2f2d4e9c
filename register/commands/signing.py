"""The second signature: somebody else decides a step that was proposed, under the same rules as the first time."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from conflict.lifecycle import Outcome, RecordState, RecordStep
from conflict.permissions import Ability
from conflict.record import Person, RuleError, said
from register.commands import approvals, records
from register.commands import recordkeeping as keep


def sign(session: Session, *, code: str, approve: bool, words: str, by: Person, now: datetime) -> RecordState:
    """Approve or refuse what waits in a record and return its state; a refusal needs its reason.

    Raise Forbidden for whoever may not approve, however much they may write in the record; RuleError when nothing
    waits, when who decides is who proposed, or when something opened meanwhile.
    """
    record = keep.find(session, code, by, Ability.APPROVE)
    proposal = approvals.waiting(session, record.id)
    if proposal is None:
        raise RuleError(f"{code} has no proposal", "No hay ninguna propuesta que espere aprobación.")
    text = " ".join(words.split()) if approve else said(words, "por qué no se aprueba")
    approvals.decide(session, proposal, approve, text, by, now)
    if not approve:
        keep.note(session, record, f"No se aprobó: {text}", "ficha.rechazar", by, now, {"propuesta": proposal.id})
        return RecordState(record.state)
    asked = RecordStep(proposal.step)
    outcome = Outcome(proposal.outcome) if proposal.outcome else None
    state, tidy = records.allowed(session, record, asked, proposal.words, now, outcome)
    ended_on = date.fromisoformat(proposal.ended_on) if proposal.ended_on else None
    return records.carry_out(session, record, asked, state, tidy, outcome, ended_on, by, now)
