"""What a person was refused is counted by the hour, on both engines, and the count cannot be lowered."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from conflict.errors import StaleError, StorageError
from conflict.permissions import Forbidden
from conflict.record import Person, RuleError
from conflict.refusal import MANY, MOST_IN_AN_HOUR, Refusal, object_of, refusal_of
from conflict.roles import Role
from register.commands import attempts
from register.engine import Register
from register.queries import attempts as attempt_queries
from tests.conftest import NOW

ANA = Person("Ana Q.", "Regional Llallagua", 7, Role.ANALYST)
CODE = "CS-2026-05-0001"


def refuse(register: Register, times: int = 1, **how: object) -> None:
    asked = {"action": "POST /registros/{code}/paso", "of": CODE, "why": Refusal.PERMISSION, "by": ANA, "now": NOW}
    for _ in range(times):
        with register.writing() as session:
            attempts.note(session, **(asked | how))


def listed(register: Register) -> tuple[attempt_queries.Attempts, ...]:
    with register.reading() as session:
        return attempt_queries.since(session, NOW - timedelta(days=1))


def test_a_person_who_hammers_makes_one_row_an_hour(register: Register) -> None:
    refuse(register, 5)
    refuse(register, now=NOW + timedelta(hours=1))
    later, first = listed(register)
    assert (first.times, later.times) == (5, 1)
    assert (first.actor, first.office, first.role, first.object_id) == ("u-7", ANA.office, "analista", CODE)
    assert (first.why, first.first_at, later.last_at) == (Refusal.PERMISSION, NOW, NOW + timedelta(hours=1))


def test_reasons_and_objects_are_counted_apart(register: Register) -> None:
    refuse(register)
    refuse(register, why=Refusal.VERSION)
    refuse(register, of="CS-2026-05-0002")
    assert sorted(one.times for one in listed(register)) == [1, 1, 1]


def test_a_storm_over_many_objects_is_one_count_after_sixty(register: Register) -> None:
    with register.writing() as session:
        for number in range(MOST_IN_AN_HOUR + 25):
            attempts.note(session, action="POST /x", of=f"CS-{number}", why=Refusal.HIDDEN, by=ANA, now=NOW)
    found = listed(register)
    assert len(found) == MOST_IN_AN_HOUR + 1
    assert sum(one.times for one in found) == MOST_IN_AN_HOUR + 25
    assert [(one.times, one.object_id) for one in found if one.action == MANY] == [(25, "")]


def test_what_is_no_code_is_not_kept(register: Register) -> None:
    refuse(register, of="Persona Inventada")
    assert [one.object_id for one in listed(register)] == [""]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(CODE, CODE), ("AT-2026-00-0012", "AT-2026-00-0012"), ("2026-S47", "2026-S47"), ("31", "31")]
    + [(wrong, "") for wrong in ("", "JUAN-PEREZ", "juan1", "CS 1", "CS-" + "1" * 60, "CS-1\n")],
)
def test_only_codes_and_numbers_name_an_object(typed: str, kept: str) -> None:
    assert object_of(typed) == kept


def test_each_refusal_has_its_reason() -> None:
    assert refusal_of(Forbidden("x", "x", hidden=True)) is Refusal.HIDDEN
    assert refusal_of(Forbidden("x", "x", hidden=False)) is Refusal.PERMISSION
    assert refusal_of(RuleError("x", "x")) is Refusal.RULE
    assert refusal_of(StaleError("x", "x")) is Refusal.VERSION
    assert refusal_of(ValueError("x")) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE refused_attempt SET times = 1",
        "UPDATE refused_attempt SET times = times + 1, actor = 'u-8'",
        "DELETE FROM refused_attempt",
    ],
)
def test_the_database_refuses_to_lower_or_rewrite_a_count(register: Register, statement: str) -> None:
    refuse(register, 2)
    with pytest.raises(StorageError), register.writing() as session:
        session.execute(text(statement))
    assert [one.times for one in listed(register)] == [2]


def test_a_count_of_three_years_ago_may_go(register: Register) -> None:
    refuse(register, now=NOW.replace(year=NOW.year - 3))
    with register.writing() as session:
        session.execute(text("DELETE FROM refused_attempt"))
    with register.reading() as session:
        assert attempt_queries.since(session, NOW.replace(year=NOW.year - 4)) == ()
