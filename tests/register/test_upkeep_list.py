"""What a list tells of many records at once is what the page of each tells, and nothing out of its reader's sight."""

from datetime import timedelta

import pytest

from conflict.checklist import upkeep_of
from conflict.lifecycle import DeadlineState
from conflict.permissions import sight_of
from conflict.roles import Role
from register.commands import records
from register.engine import Register
from register.queries import casefile, upkeep
from register.queries import records as record_queries
from tests.conftest import NOW
from tests.offices import PEOPLE, fill
from tests.register.populated import ANA, populate


@pytest.mark.parametrize("days", [0, 1, 9, 40])
def test_a_list_tells_of_each_record_what_its_own_page_tells(register: Register, days: int) -> None:
    made = populate(register)
    now = NOW + timedelta(days=days)
    with register.writing() as session:
        records.add_deadline(
            session, code=made["second"], what="Llamar al sindicato", due_at=NOW + timedelta(hours=30), by=ANA, now=NOW
        )
    with register.reading() as session:
        found = (*record_queries.listed(session), *record_queries.listed(session, closed=True))
        kept = upkeep.kept(session, found, now)
        assert set(kept) == {one.code for one in found} >= set(made.values())
        for code, told in kept.items():
            file, detail = casefile.case(session, code), record_queries.detail(session, code)
            assert file is not None
            assert detail is not None
            late = sum(one.state is DeadlineState.OPEN and one.due_at < now for one in detail.deadlines)
            assert told.upkeep == upkeep_of(file.checklist, detail.record.last_action, late, now), code
            assert told.phase is file.file.phase
    gaps = {code: {name for name, _ in told.upkeep.missing} for code, told in kept.items()}
    assert "demander" in gaps[made["second"]]
    assert "demander" not in gaps[made["closed"]]
    assert ("overdue" in gaps[made["second"]]) is (days > 1)


def test_what_the_alert_has_counts_for_the_conflict_it_became(register: Register) -> None:
    made = populate(register)
    with register.reading() as session:
        found = record_queries.listed(session)
        kept = upkeep.kept(session, found, NOW)
    missing = {name for name, _ in kept[made["conflict"]].upkeep.missing}
    assert "measure_or_none" not in missing


@pytest.mark.parametrize("role", [Role.ANALYST, Role.DELEGATE, Role.NATIONAL], ids=lambda role: role.value)
def test_nothing_is_told_of_a_record_out_of_sight(register: Register, role: Role) -> None:
    fill(register)
    with register.reading() as session:
        everything = record_queries.listed(session)
    with register.reading(sight_of(PEOPLE[role])) as session:
        own = {one.code for one in record_queries.listed(session)}
        assert set(upkeep.kept(session, everything, NOW)) == own
    assert (len(own) < len(everything)) is (role is not Role.NATIONAL)
