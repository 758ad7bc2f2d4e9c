"""What narrows the list of records, and what is counted of it, on both engines and within one's sight."""

from typing import Any

import pytest

from conflict.codebook import Level
from conflict.lifecycle import RecordKind, RecordState
from conflict.permissions import sight_of
from conflict.roles import Role
from conflict.vocabulary import Phase
from register.engine import Register
from register.queries import records as record_queries
from register.queries.chances import chances
from register.queries.queue import page as queue_page
from register.queries.record_narrowing import narrowing
from tests.conftest import NOW
from tests.offices import PEOPLE, Filled, fill


@pytest.fixture
def made(register: Register) -> Filled:
    return fill(register)


def codes(register: Register, also: list[Any], **view: Any) -> set[str]:
    with register.reading() as session:
        found = {one.code for one in record_queries.listed(session, also=also, **view)}
        assert len(found) == record_queries.how_many_listed(session, also=also, **view)
    return found


def test_each_condition_keeps_the_records_that_meet_it_and_no_other(register: Register, made: Filled) -> None:
    with register.reading() as session:
        everything = record_queries.listed(session)
    for one in everything:
        alone = narrowing(codes=[one.code])
        assert codes(register, alone) == {one.code}
        assert codes(register, [*alone, *narrowing(kind=one.kind, level=one.level, state=one.state)]) == {one.code}
        for other in ({"level": Level.LOW}, {"state": RecordState.DORMANT}):
            assert codes(register, [*alone, *narrowing(**other)]) == set(), other
        kinds = [codes(register, [*alone, *narrowing(kind=kind)]) for kind in RecordKind]
        assert sorted(map(len, kinds)) == [0, 1]
    phases = [codes(register, narrowing(phase=phase)) for phase in Phase]
    assert sorted(code for some in phases for code in some) == sorted(one.code for one in everything)
    assert codes(register, narrowing(codes=[])) == set()


def test_records_that_name_no_department_are_a_place_of_their_own(register: Register, made: Filled) -> None:
    assert codes(register, [], department=record_queries.NOWHERE) == {made.records["sin_territorio"]}
    assert codes(register, [], department="08") == {made.records["ajena"]}


@pytest.mark.parametrize("role", [Role.NATIONAL, Role.DELEGATE, Role.ANALYST], ids=str)
def test_the_counts_by_department_are_those_of_the_list(register: Register, made: Filled, role: Role) -> None:
    with register.reading(sight_of(PEOPLE[role])) as session:
        counted = record_queries.by_department(session)
        listed = record_queries.listed(session)
        for code in {"", *(code for one in listed for code in one.departments)}:
            here = [one for one in listed if code in (one.departments or ("",))]
            assert {level: sum(one.level is level for one in here) for level in counted.get(code, {})} == counted.get(
                code, {}
            )
            assert sum(counted.get(code, {}).values()) == len(here)
        assert record_queries.by_department(session, text="Camelia") == (
            {"08": {one.level: 1 for one in listed if one.code == made.records["ajena"]}}
            if role is Role.NATIONAL
            else {}
        )


def test_the_probability_of_a_row_is_the_most_of_its_notes_read_last(register: Register, made: Filled) -> None:
    with register.reading() as session:
        rows = queue_page(session, now=NOW).rows
        found = chances(session, [row.id for row in rows])
        assert found.keys() == {row.id for row in rows}
        assert all(0 < one <= 1 for one in found.values())
        assert chances(session, []) == {}
    with register.reading(sight_of(PEOPLE[Role.ANALYST])) as session:
        seen = {row.id for row in queue_page(session, now=NOW).rows}
        assert chances(session, [row.id for row in rows]).keys() == seen < found.keys()
