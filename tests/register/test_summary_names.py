"""Words like names of persons: whoever publishes answers for them, the clock for none, and the journal tells."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from conflict.errors import StaleError
from conflict.record import Person, RuleError
from conflict.roles import Role
from conflict.summary import summarise
from conflict.week import week_named
from conflict.weeksummary import COUNTRY
from conflict.weekversion import VersionState, WeekVersion
from register.commands import summaries
from register.engine import Register
from register.queries import summaries as summary_queries
from tests.golden import golden_facts

WEEK = week_named("2027-S01")
MONDAY = WEEK.end + timedelta(hours=10)
EVA = Person("Eva Inventada", "Unidad Nacional", 7, Role.NATIONAL)
NAME = "Zenobia Inventada Mamani"


@pytest.fixture
def drafted(register: Register) -> Register:
    with register.writing() as session:
        summaries.draft(session, summary=summarise(golden_facts(), WEEK), now=MONDAY)
    return register


def write(register: Register, *sentences: str, row_version: int = 1) -> None:
    with register.writing() as session:
        summaries.edit(
            session, scope=COUNTRY, week=WEEK, sentences=sentences, row_version=row_version, by=EVA, now=MONDAY
        )


def shown(register: Register) -> WeekVersion | None:
    with register.reading() as session:
        return summary_queries.shown(session, COUNTRY, WEEK)


def test_a_name_is_published_only_by_a_person_who_answers_for_the_words_they_read(drafted: Register) -> None:
    write(drafted, f"Habló {NAME} en el ampliado.")
    with pytest.raises(RuleError) as told, drafted.writing() as session:
        summaries.publish(session, scope=COUNTRY, week=WEEK, by=EVA, now=MONDAY)
    assert "Zenobia" not in f"{told.value} {told.value.spanish}"  # an error keeps no name
    write(drafted, f"Hablaron {NAME} y Guntram Wobblich.", row_version=2)
    with pytest.raises(StaleError), drafted.writing() as session:
        summaries.publish(session, scope=COUNTRY, week=WEEK, by=EVA, now=MONDAY, vouched=2)
    assert shown(drafted) is None
    with drafted.writing() as session:
        assert summaries.publish(session, scope=COUNTRY, week=WEEK, by=EVA, now=MONDAY, vouched=3) == 1
    with drafted.reading() as session:
        told = text("SELECT action, details FROM journal WHERE object_type = 'resumen' ORDER BY seq")
        lines = session.execute(told).all()
    assert [one[0] for one in lines][-1] == "resumen.publicar"
    assert "parecen_nombres" in str(lines[-1][1])
    assert "Zenobia" not in str(lines)
    published = shown(drafted)
    assert published is not None
    assert published.summary.sentences == (f"Hablaron {NAME} y Guntram Wobblich.",)  # nothing is altered
    assert published.summary.vouched is not None
    assert (published.summary.vouched.role, published.summary.vouched.office) == (Role.NATIONAL, "Unidad Nacional")


def test_names_of_places_and_the_words_of_the_machine_ask_nobody(drafted: Register) -> None:
    with drafted.writing() as session:
        assert summaries.publish(session, scope=COUNTRY, week=WEEK, by=EVA, now=MONDAY) == 1
    assert shown(drafted) is not None


def test_a_known_place_is_no_name(drafted: Register) -> None:
    write(drafted, "Sigue el bloqueo en Inventado Bilbao.")
    with pytest.raises(RuleError), drafted.writing() as session:
        summaries.publish(session, scope=COUNTRY, week=WEEK, by=EVA, now=MONDAY)
    with drafted.writing() as session:
        summaries.publish(session, scope=COUNTRY, week=WEEK, by=EVA, now=MONDAY, places=("Inventado Bilbao",))


def test_the_clock_publishes_what_nobody_answered_for_and_keeps_that_nobody_did(drafted: Register) -> None:
    write(drafted, f"Habló {NAME} en el ampliado.")
    with drafted.writing() as session:
        summaries.publish(session, scope=COUNTRY, week=WEEK, by=None, now=MONDAY)
    published = shown(drafted)
    assert published is not None
    assert (published.state, published.summary.vouched) == (VersionState.PUBLISHED, None)
