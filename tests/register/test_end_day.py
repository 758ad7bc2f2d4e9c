"""The day on which a conflict ended, beside the moment its record was closed: asked, bounded, kept, taken away."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from conflict.errors import StorageError
from conflict.lapaz import local_day
from conflict.lifecycle import Outcome, RecordKind, RecordState, RecordStep
from conflict.record import RuleError
from conflict.rulebook import OfficeRules, Rulebook
from register.commands import records, signing
from register.engine import Register
from tests.conftest import NOW
from tests.register.test_records import ROSA, completed, do, fact, registered, shown

TODAY = local_day(NOW)


@pytest.fixture
def code(register: Register, rows: list[str]) -> str:
    found = registered(register, rows[0], RecordKind.CONFLICT)
    do(register, records.close_deadline, deadline_id=shown(register, found).deadlines[0].id, met=True)
    completed(register, found)
    return found


def end(register: Register, code: str, day: date | None, **changes: object) -> RecordState:
    close = {"asked": RecordStep.CONCLUDE, "words": "Se levantó la medida sin acuerdo.", "outcome": Outcome.LIFTED}
    return do(register, records.advance, code=code, **(close | {"ended_on": day} | changes))


def told(register: Register, action: str) -> str:
    with register.reading() as session:
        return str(session.scalar(text("SELECT details FROM journal WHERE action = :a"), {"a": action}))


def test_it_is_kept_apart_from_the_moment_of_closing_and_goes_when_it_is_reopened(
    register: Register, code: str
) -> None:
    assert end(register, code, TODAY) is RecordState.CONCLUDED
    found = shown(register, code)
    assert (found.ended_on, found.record.closed_at) == (TODAY, NOW)
    assert TODAY.isoformat() in told(register, "ficha.concluir")
    do(register, records.advance, code=code, asked=RecordStep.REOPEN, words="Volvió el bloqueo del camino.")
    assert shown(register, code).ended_on is None
    assert TODAY.isoformat() in told(register, "ficha.reabrir")


def test_nobody_has_to_know_it_and_an_archived_record_keeps_it(register: Register, code: str) -> None:
    assert end(register, code, None) is RecordState.CONCLUDED
    assert shown(register, code).ended_on is None
    do(register, records.advance, code=code, asked=RecordStep.REOPEN, words="Faltaba la fecha de su fin.")
    end(register, code, TODAY)
    do(register, records.advance, code=code, asked=RecordStep.ARCHIVE, words="Pasó el mes sin novedad.")
    assert shown(register, code).ended_on == TODAY


def test_it_is_neither_after_today_nor_before_the_first_that_the_record_tells(register: Register, code: str) -> None:
    with pytest.raises(RuleError, match="after today"):
        end(register, code, TODAY + timedelta(days=1))
    three = TODAY - timedelta(days=3)
    with pytest.raises(RuleError, match="begun on"):
        end(register, code, three)
    fact(register, code, at=NOW - timedelta(days=4))
    assert end(register, code, three) is RecordState.CONCLUDED
    assert shown(register, code).ended_on == three


def test_a_step_that_ends_nothing_takes_no_day(register: Register, code: str) -> None:
    with pytest.raises(RuleError, match="end day with anular"):
        end(register, code, TODAY, asked=RecordStep.ANNUL, outcome=None)


def test_the_second_signature_carries_it(register: Register, code: str) -> None:
    end(register, code, TODAY, rules=Rulebook(general=OfficeRules(approve_conclusion=True)))
    assert shown(register, code).ended_on is None
    do(register, signing.sign, code=code, approve=True, words="", by=ROSA, now=NOW + timedelta(days=1))
    assert shown(register, code).ended_on == TODAY


@pytest.mark.parametrize(
    ("closed", "day"), [(False, TODAY), (True, TODAY + timedelta(days=2))], ids=["open", "after its closing"]
)
def test_the_database_itself_refuses_it(register: Register, code: str, closed: bool, day: date) -> None:
    if closed:
        end(register, code, TODAY)
    with pytest.raises(StorageError, match=r"IntegrityError|RaiseException"), register.writing() as session:
        session.execute(text("UPDATE record SET ended_on = :d WHERE code = :c"), {"d": day.isoformat(), "c": code})
