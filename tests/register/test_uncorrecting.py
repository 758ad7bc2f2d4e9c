"""A correction taken back: the row is as it was, nothing of it teaches, and the machine may read the row anew."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from conflict.codebook import Level, Measure, Stage
from conflict.lifecycle import DiscardReason, RecordKind
from conflict.record import Person, RuleError
from conflict.roles import Role
from conflict.triage import Corrected
from register.commands import corrections, reviews, uncorrecting
from register.commands.reviews import UNDO_WITHIN
from register.engine import Register
from register.queries import labels, triage
from register.queries import queue as queue_queries
from register.queries.search import find
from register.searchindex import SearchKind
from register.tables import QueueEntry
from register.triage_rows import LastStep
from tests.conftest import NOW
from tests.make import a_reading
from tests.register.test_triage import ANA, ROSA, WHY, to, told_again

SOON = timedelta(seconds=1)
EVERYTHING = {
    "departments": ("07",),
    "municipalities": ("Camiri",),
    "stage": Stage.DEMAND,
    "measures": (Measure.MARCH,),
    "level": Level.CRITICAL,
    "claimants": ("Junta Vecinal Inventada",),
    "addressees": ("Gobernación Inventada",),
    "demand": "Agua para el barrio nuevo",
}


@pytest.fixture
def row(rows: list[str]) -> str:
    """Return the code of one open row."""
    return rows[0]


def put(register: Register, code: str, by: Person = ANA, now=NOW, **changes: object) -> int:
    told: Corrected = to(register, code, **changes)
    with register.reading() as session:
        version = queue_queries.detail(session, code).row.version
    with register.writing() as session:
        done = corrections.correct(session, code=code, version=version, to=told, reason=WHY, by=by, now=now)
        return done.correction_id


def undo(register: Register, code: str, number: int, by: Person = ANA, now=NOW + SOON) -> None:
    with register.writing() as session:
        uncorrecting.undo(session, code=code, correction_id=number, by=by, now=now)


def stored(register: Register, code: str) -> dict[str, object]:
    """Return every column of a row but its version."""
    with register.reading() as session:
        entry = session.scalars(select(QueueEntry).where(QueueEntry.code == code)).one()
        return {c.name: getattr(entry, c.name) for c in QueueEntry.__table__.columns if c.name != "row_version"}


def refused(register: Register, code: str, number: int, **how: object) -> str:
    with pytest.raises(RuleError) as broken:
        undo(register, code, number, **how)
    return broken.value.spanish


def test_all_that_a_correction_changed_is_as_it_was_and_the_journal_tells_both(register: Register, row: str) -> None:
    before = stored(register, row)
    number = put(register, row, **EVERYTHING)
    changed = {name for name, value in stored(register, row).items() if value != before[name]}
    assert {"review_by", "searchable", "urgency", "demand", "claimants", "municipalities"} <= changed
    undo(register, row, number)
    assert stored(register, row) == before
    with register.reading() as session:
        assert triage.worked(session, row, ANA.office, NOW).corrections == ()
        assert not find(session, typed="vecinal", kind=SearchKind.ENTRY).hits
        assert [one.code for one in queue_queries.page(session, department="05", now=NOW).rows].count(row) == 1
        details = session.scalar(text("SELECT details FROM journal WHERE action = 'cola.deshacer_correccion'"))
    assert "Vecinal" not in details
    assert '"nivel"' in details
    assert refused(register, row, number) == "Esa corrección ya se deshizo."


def test_the_scope_that_was_read_comes_back_too(register: Register, row: str) -> None:
    with register.writing() as session:
        session.execute(
            text(
                "UPDATE queue_entry SET scope = 'nacional', departments = '[]', municipalities = '[]' WHERE code = :c"
            ),
            {"c": row},
        )
    before = stored(register, row)
    undo(register, row, put(register, row, departments=("07",), municipalities=("Camiri",)))
    assert stored(register, row) == before
    assert before["scope"] == "nacional"


def test_the_machine_writes_its_reading_again_once_the_correction_is_undone(register: Register, row: str) -> None:
    asks = replace(a_reading(), demand="Piden agua", stage=Stage.HANDLING)
    number = put(register, row, stage=Stage.DEMAND, demand="Que se abra la feria")
    told_again(register, row, 77, reading=asks)
    told = stored(register, row)
    assert (told["stage"], told["demand"], told["notes"]) == ("demanda", "Que se abra la feria", 2)
    undo(register, row, number)
    told = stored(register, row)
    assert (told["stage"], told["demand"]) == (a_reading().stage.value, "")
    told_again(register, row, 78, reading=asks)
    told = stored(register, row)
    assert (told["stage"], told["demand"], told["notes"]) == ("gestion", "Piden agua", 3)


def test_an_undone_stage_teaches_nothing(register: Register, row: str) -> None:
    number = put(register, row, stage=Stage.DEMAND)
    undo(register, row, number)
    with register.writing() as session:
        version = queue_queries.detail(session, row).row.version
        reviews.register(session, code=row, version=version, kind=RecordKind.ALERT, level=Level.LOW, by=ANA, now=NOW)
    with register.reading() as session:
        assert [one.stage for one in labels.labels(session)] == [a_reading().stage]


def test_only_who_made_it_takes_it_back_while_it_is_the_last_word(register: Register, row: str) -> None:
    number = put(register, row, level=Level.LOW)
    assert refused(register, row, number, by=ROSA) == "La corrigió otra persona. La deshace solo quien la hizo."
    assert "Ya no se puede" in refused(register, row, number, now=NOW + UNDO_WITHIN + SOON)
    theirs = put(register, row, by=ROSA, now=NOW + SOON, stage=Stage.DEMAND)
    told = stored(register, row)
    assert refused(register, row, number) == f"{row} se corrigió de nuevo después. No se deshizo nada."
    assert stored(register, row) == told
    undo(register, row, theirs, by=ROSA, now=NOW + 2 * SOON)
    undo(register, row, number)


def test_a_row_that_was_decided_since_stays_as_it_was_decided(register: Register, row: str) -> None:
    number = put(register, row, level=Level.LOW)
    with register.writing() as session:
        version = queue_queries.detail(session, row).row.version
        done = reviews.postpone(
            session, code=row, version=version, until=NOW + timedelta(hours=2), by=ROSA, now=NOW + SOON
        )
    assert refused(register, row, number) == f"{row} se decidió después. Deshaga primero la decisión."
    with register.writing() as session:
        reviews.undo(session, review_id=done.review_id, by=ROSA, now=NOW + SOON)
    with register.writing() as session:
        version = queue_queries.detail(session, row).row.version
        reviews.discard(
            session, code=row, version=version, reason=DiscardReason.PAST, comment="", by=ROSA, now=NOW + SOON
        )
    assert "Deshaga primero la decisión" in refused(register, row, number)


def test_an_earlier_correction_of_the_same_value_still_stands(register: Register, row: str) -> None:
    put(register, row, stage=Stage.DEMAND)
    second = put(register, row, stage=Stage.HANDLING, level=Level.LOW, now=NOW + SOON)
    undo(register, row, second, now=NOW + 2 * SOON)
    told_again(register, row, 77, reading=replace(a_reading(), stage=Stage.HANDLING))
    assert stored(register, row)["stage"] == "demanda"


def test_corrections_and_decisions_come_back_in_the_order_in_which_they_were_made(
    register: Register, rows: list[str]
) -> None:
    first, second, third = rows
    one = put(register, first, level=Level.LOW)
    with register.writing() as session:
        done = reviews.discard(
            session, code=second, version=1, reason=DiscardReason.PAST, comment="", by=ANA, now=NOW + SOON
        )
    other = put(register, third, now=NOW + 2 * SOON, stage=Stage.DEMAND)
    later = NOW + 3 * SOON
    with register.reading() as session:
        assert triage.last_step(session, ROSA, later) is None
        assert triage.last_step(session, ANA, later) == LastStep(correction=(third, other))
    undo(register, third, other, now=later)
    with register.writing() as session:
        assert triage.last_step(session, ANA, later) == LastStep(review=done.review_id)
        reviews.undo(session, review_id=done.review_id, by=ANA, now=later)
    with register.reading() as session:
        assert triage.last_step(session, ANA, later) == LastStep(correction=(first, one))


def test_a_number_of_another_row_undoes_nothing(register: Register, rows: list[str]) -> None:
    number = put(register, rows[0], level=Level.LOW)
    assert refused(register, rows[1], number) == "Esa corrección ya se deshizo."
    assert stored(register, rows[0])["level"] == "bajo"


def test_whoever_may_not_decide_the_row_is_told_what_whoever_names_none_is_told(register: Register, row: str) -> None:
    """The person has the name and office of who made it: what they may do now is what counts."""
    number = put(register, row, level=Level.LOW)
    elsewhere = Person(ANA.name, ANA.office, ANA.user_id, Role.DELEGATE, ("08",))
    for wrong in (number, 99):
        assert refused(register, row, wrong, by=elsewhere) == "Esa corrección ya se deshizo."
    assert stored(register, row)["level"] == "bajo"
