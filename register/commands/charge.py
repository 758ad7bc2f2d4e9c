"""How grave a record is and who of its office has it in hand: both change during its life, each with its reason.

The office itself changes by a transfer only (`register/commands/transfers.py`).
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.clocks import Term
from conflict.codebook import Level
from conflict.lifecycle import DeadlineState, RecordState
from conflict.permissions import Ability, allowed
from conflict.record import Person, RuleError, said
from conflict.rulebook import PLAIN, Rulebook
from register.commands import recordkeeping as keep
from register.commands.guarding import thing_of
from register.queries.accounts import by_id
from register.record_tables import DeadlineRow, RecordRow

SHORTENED = "nivel crítico: plazo más corto"
WRONG_PERSON = "Esa persona no puede tener la ficha: elija a alguien de la oficina a cargo, con cuenta activa."


def regrade(
    session: Session, *, code: str, level: Level, words: str, by: Person, now: datetime, rules: Rulebook = PLAIN
) -> None:
    """Give an open record another level, with the reason in its timeline.

    Turned critical while it waits for its first action, that clock becomes the shorter one. The journal's line is what
    the weekly summary reads the levels of a past week from. Raise RuleError when it has that level already.
    """
    record = keep.find_open(session, code, by)
    if record.level == level.value:
        raise RuleError(f"{code} is {level.value}", f"{record.code} ya tiene ese nivel. Elija otro.", "level")
    before, text = record.level, said(words, "por qué cambia el nivel")
    if level is Level.CRITICAL:
        _hurry(session, record, by, now, rules)
    line = f"Nivel de {before} a {level.value}: {text}"
    keep.note(session, record, line, "ficha.nivel", by, now, {"nivel": level.value, "antes": before}, level=level.value)


def _hurry(session: Session, record: RecordRow, by: Person, now: datetime, rules: Rulebook) -> None:
    """Put the clock of critical records in the place of a later one that still waits for the first action."""
    waiting = session.scalars(
        select(DeadlineRow).where(
            DeadlineRow.record_id == record.id,
            DeadlineRow.term == Term.FIRST_ACTION.value,
            DeadlineRow.state == DeadlineState.OPEN.value,
        )
    ).first()
    due = rules.clocks.due(Term.FIRST_ACTION_CRITICAL, record.office, now)
    if waiting is None or waiting.due_at <= due:
        return
    keep.end_deadlines(session, DeadlineRow.id == waiting.id, DeadlineState.DROPPED, by, now, SHORTENED)
    keep.add_deadline(session, record.id, waiting.what, "", due, by, now, Term.FIRST_ACTION_CRITICAL)


def entrust(session: Session, *, code: str, account_id: int, words: str, by: Person, now: datetime) -> None:
    """Put an open record in the hands of another person of its office, with the reason in its timeline.

    A draft stays with who registered it: somebody else has to approve it, and must not become that person. Raise
    RuleError for an account that is closed, of another office or may not edit it, and for who has it already.
    """
    record = keep.find_open(session, code, by)
    if record.state == RecordState.DRAFT.value:
        raise RuleError(f"{code} is a draft", f"{record.code} espera aprobación. Apruébela o anúlela antes.")
    account = by_id(session, account_id)
    person = account.person() if account is not None and account.active else None
    if person is None or person.office != record.office or not allowed(person, Ability.EDIT, thing_of(session, record)):
        raise RuleError(f"account {account_id} cannot hold {code}", WRONG_PERSON, "account_id")
    if person.name == record.responsible:
        raise RuleError(f"{code} is theirs", f"{record.code} ya está a cargo de esa persona.", "account_id")
    before, text = record.responsible, said(words, "por qué cambia de manos")
    line = f"A cargo de {person.name} (antes {before}): {text}"
    keep.note(session, record, line, "ficha.asignar", by, now, {"cuenta": account_id}, responsible=person.name)
