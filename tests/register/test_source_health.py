"""What a source brought: by the day, on the same weekday of other weeks, and in the same hours of these."""

from datetime import timedelta

import pytest

from conflict.codebook import CycleKind, FetchOutcome
from conflict.sourcehealth import WEEKS
from register.commands import cycles, fetches
from register.commands import sources as source_commands
from register.engine import Register
from register.queries.sourcehealth import health
from register.rows import SourceHealth
from tests.conftest import NOW
from tests.make import a_source, an_article, an_attempt, an_update

WEEK, HOUR = timedelta(weeks=1), timedelta(hours=1)


@pytest.fixture
def told(register: Register) -> SourceHealth:
    """Tell of a source that brought two notes in the morning of every Friday but one, and now brings none.

    Friday noon it is asked; three weeks ago it did not answer, and six weeks ago it was read in the evening only.
    """
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source()], now=NOW)
        cycle = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
    number = 0
    for back in range(WEEKS, -1, -1):
        at = NOW - back * WEEK - (-6 if back == 6 else 2) * HOUR
        outcome = FetchOutcome.DNS if back == 3 else FetchOutcome.OK
        articles = [] if back in (0, 3) else [an_article(number + one) for one in (1, 2)]
        number += len(articles)
        with register.writing() as session:
            fetches.record(
                session,
                cycle_id=cycle.cycle_id,
                attempt=an_attempt(outcome=outcome, articles=len(articles), at=at),
                articles=articles,
                update=an_update(),
                now=at,
            )
    with register.reading() as session:
        (found,) = health(session, NOW)
    return found


def test_the_same_hours_of_other_weeks_are_told_and_no_answer_is_no_count(told: SourceHealth) -> None:
    assert told.same_hours == (2, 2, None, 2, 2, None, 2, 2)
    assert told.last_hours == 0


def test_the_same_weekdays_are_those_of_la_paz(told: SourceHealth) -> None:
    assert told.same_weekdays == (2, 2, 2, 2, 2, None, 2, 2)
    assert told.daily_new[-8] == 2
    assert told.daily_new[-1] == 0
