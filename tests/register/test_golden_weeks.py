"""The register gives back the golden weeks exactly, on both engines, year end and week borders included."""

from dataclasses import replace

import pytest

from conflict.summary import summarise
from conflict.week import week_named
from register.engine import Register
from register.queries import week as week_queries
from tests.golden import golden_facts, table
from tests.golden_register import write_golden


@pytest.fixture
def golden(register: Register) -> Register:
    with register.writing() as session:
        write_golden(session)
    return register


def test_what_the_register_gives_is_what_was_written(golden: Register) -> None:
    facts = golden_facts()
    for row in table("cifras"):
        week = week_named(row["semana"])
        with golden.reading() as session:
            found = week_queries.facts(session, week)
        steps = {one.code: tuple(s for s in one.steps if s[1].value != "en_seguimiento") for one in facts.records}
        assert set(found.records) == {
            replace(one, steps=steps[one.code]) for one in facts.records if one.opened_at < week.end
        }
        assert {one for one in found.sources if one.week == week} == {one for one in facts.sources if one.week == week}
        assert set(found.transfers) == set(facts.transfers)
        whole = replace(
            found,
            announcements=facts.announcements,
            noticed=facts.noticed,
        )
        assert summarise(whole, week) == summarise(facts, week)
