"""What waits for a person and no deadline keeps, on both engines: signatures, announced days, what goes higher."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from conflict.clocks import ORDINARY, Term
from conflict.codebook import Level
from conflict.lifecycle import ActionKind, Outcome, RecordKind, RecordStep
from conflict.permissions import sight_of
from conflict.record import Person
from conflict.roles import Role
from conflict.rulebook import OfficeRules, Rulebook
from register.commands import casefile, facts, records, reviews, signing, transfers
from register.engine import Register
from register.queries import awaited
from register.queries.awaited import EscalatedFact
from register.record_tables import DeadlineRow, RecordRow
from tests.conftest import NOW
from tests.offices import BENI, PEOPLE
from tests.register.test_records import ANA, ROSA, acted, completed, do, fact, registered
from tests.registercopies import more_of

SIGNED = Rulebook(general=OfficeRules(True, True, False))
EVA = Person("Eva S.", ANA.office)
ELSEWHERE = Person("Bea Inventada", BENI, 8, Role.DELEGATE, ("08",))
WHY = "Se anota lo que ocurrió hoy."


def higher(register: Register, now: datetime) -> list[EscalatedFact]:
    """Return all that goes to the superior, of whatever office."""
    with register.reading() as session:
        return [fact for one in awaited.escalated(session, ORDINARY, now) for fact in one.first]


def test_a_proposal_and_a_draft_wait_for_a_signature_until_somebody_gives_it(
    register: Register, rows: list[str]
) -> None:
    signed = {"version": 1, "kind": RecordKind.ALERT, "level": Level.HIGH, "rules": SIGNED}
    draft = do(register, reviews.register, code=rows[0], **signed).record
    code = registered(register, rows[1], RecordKind.CONFLICT)
    acted(register, code)
    completed(register, code)
    ending = {"asked": RecordStep.CONCLUDE, "words": WHY, "outcome": Outcome.FULL_AGREEMENT, "rules": SIGNED}
    do(register, records.advance, code=code, now=NOW + timedelta(hours=1), **ending)
    with register.reading() as session:
        found = awaited.signatures(session)
    assert [(one.code, one.step, one.by) for one in found] == [
        (draft, RecordStep.APPROVE, "Ana Q."),
        (code, RecordStep.CONCLUDE, "Ana Q."),
    ]
    with register.reading() as session:
        assert awaited.how_many_signatures(session) == 2
    with register.reading(sight_of(PEOPLE[Role.DELEGATE])) as session:
        assert len(awaited.signatures(session)) == awaited.how_many_signatures(session) == 2
    with register.reading(sight_of(ELSEWHERE)) as session:
        assert len(awaited.signatures(session)) == awaited.how_many_signatures(session) == 0
    assert [one.due(ORDINARY) for one in found] == [
        ORDINARY.due(Term.VALIDATION, ANA.office, NOW + timedelta(hours=h)) for h in (0, 1)
    ]
    do(register, records.advance, code=draft, asked=RecordStep.APPROVE, words=WHY, by=EVA)
    do(register, signing.sign, code=code, approve=True, words="", by=EVA)
    with register.reading() as session:
        assert awaited.signatures(session) == ()


def test_however_many_steps_wait_for_a_signature_each_is_counted_and_the_oldest_shown(
    register: Register, rows: list[str]
) -> None:
    signed = {"version": 1, "kind": RecordKind.ALERT, "level": Level.HIGH, "rules": SIGNED}
    draft = do(register, reviews.register, code=rows[0], **signed).record
    with register.reading() as session:
        like, deadline = session.execute(text("SELECT record_id, id FROM deadline")).one()
    with register.writing() as session:
        session.execute(text("UPDATE deadline SET state = 'cumplido', closed_at = made_at"))
    older = {"opened_at": lambda n: NOW - timedelta(minutes=n), "updated_at": lambda n: NOW + timedelta(minutes=n)}
    numbers = more_of(register, RecordRow, like, 250, code=lambda n: f"AT-2026-99-{n:04}", **older)
    late = more_of(register, DeadlineRow, deadline, 30, state=lambda n: "abierto", closed_at=lambda n: None)
    with register.reading() as session:
        assert awaited.how_many_signatures(session) == 251
        oldest = awaited.signatures(session, limit=3)
        (found,) = awaited.escalated(session, ORDINARY, NOW + timedelta(days=6), most=4)
    assert [one.code for one in oldest] == [f"AT-2026-99-{n:04}" for n in reversed(numbers[-3:])]
    assert (found.office, found.count) == (ANA.office, 251 + len(late))
    assert [one.code for one in found.first] == [draft] * 4, "their deadline ended before"
    later = [ORDINARY.due(Term.VALIDATION, ANA.office, NOW) + timedelta(hours=24, seconds=s) for s in (-1, 0)]
    with register.writing() as session:
        session.execute(text("UPDATE deadline SET state = 'cumplido', closed_at = made_at"))
    assert [len(higher(register, now)) for now in later] == [0, 20], "of each office the first due"
    with register.reading() as session:
        assert [one.count for one in awaited.escalated(session, ORDINARY, later[1])] == [251]


def test_an_alert_is_named_by_its_announced_day_until_a_measure_is_written_down(
    register: Register, rows: list[str]
) -> None:
    near, far = registered(register, rows[0]), registered(register, rows[1])
    for code, day in ((near, "2026-11-26"), (far, "2026-12-24")):
        do(register, casefile.edit, code=code, form={"foreseen_on": day}, before={})

    def named(until: date) -> list[str]:
        with register.reading() as session:
            found = awaited.foreseen(session, until)
            assert awaited.how_many_foreseen(session, until) == len(found)
        with register.reading(sight_of(ELSEWHERE)) as session:
            assert awaited.foreseen(session, until) == ()
            assert awaited.how_many_foreseen(session, until) == 0
        return [one.code for one in found]

    assert named(date(2026, 11, 25)) == []
    assert named(date(2026, 11, 26)) == [near]
    assert named(date(2027, 1, 31)) == [near, far]
    number = fact(register, near)
    assert named(date(2027, 1, 31)) == [far]
    do(register, facts.annul, fact_id=number, words=WHY)
    assert named(date(2027, 1, 31)) == [near, far]


@pytest.mark.parametrize(("hours", "expected"), [(24, 0), (47, 0), (48, 1)])
def test_a_deadline_goes_higher_only_after_what_its_term_allows(
    register: Register, rows: list[str], hours: int, expected: int
) -> None:
    code = registered(register, rows[0])
    assert [one.code for one in higher(register, NOW + timedelta(hours=hours))] == [code] * expected


def test_a_transfer_without_answer_goes_to_the_superior_of_who_owes_the_answer(
    register: Register, rows: list[str]
) -> None:
    code = registered(register, rows[0])
    acted(register, code, kind=ActionKind.APPROACH)
    do(register, transfers.ask, code=code, receiver=ROSA.office, reason="El asunto es de esa oficina.")
    (found,) = higher(register, NOW + timedelta(days=5))
    assert (found.office, found.code) == (ROSA.office, code)
    assert "Transferencia sin respuesta" in found.what


def test_a_critical_row_that_nobody_opened_goes_higher_after_half_an_hour(register: Register, rows: list[str]) -> None:
    with register.writing() as session:
        session.execute(text("UPDATE queue_entry SET level = 'critico' WHERE code = :c"), {"c": rows[0]})
    for minutes, expected in ((29, []), (30, [rows[0]])):
        with register.reading() as session:
            found = awaited.unseen(session, ORDINARY, NOW + timedelta(minutes=minutes))
        assert [one.code for one in found] == expected
    registered(register, rows[0])
    with register.reading() as session:
        assert awaited.unseen(session, ORDINARY, NOW + timedelta(hours=1)) == ()
