"""What goes to the queue, how urgent it is, and until when somebody should look."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from conflict.codebook import Level, Measure, Scope, Stage
from conflict.lapaz import LA_PAZ
from conflict.place import Location
from conflict.queue import Enqueue, Ignore, decide, review_by, suggested_level
from conflict.signal import Deadline, Reading

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=LA_PAZ)  # a Friday
LLALLAGUA = Location((), Scope.LOCATED, ("05",), ("Llallagua",), ("050203",), "nombrado en el titular")


def a_reading(stage: Stage = Stage.ANNOUNCEMENT, *measures: Measure, floor: str = "", dated: bool = False) -> Reading:
    deadline = Deadline(NOW.date(), "este viernes", 0, 12) if dated else None
    return Reading(0.9, True, False, stage, measures, deadline, (), floor, "", "prueba")


@pytest.mark.parametrize(
    ("reading", "level"),
    [
        (a_reading(Stage.VIOLENCE), Level.CRITICAL),
        (a_reading(Stage.MEASURE, Measure.RETENTION), Level.CRITICAL),
        (a_reading(Stage.DEMAND, floor="dinamita"), Level.CRITICAL),
        (a_reading(Stage.ANNOUNCEMENT, Measure.ROAD_BLOCKADE), Level.HIGH),
        (a_reading(Stage.ANNOUNCEMENT, Measure.MARCH, dated=True), Level.HIGH),
        (a_reading(Stage.MEASURE, Measure.MARCH), Level.MEDIUM),
        (a_reading(Stage.DEMAND), Level.LOW),
        (a_reading(Stage.WITHDRAWAL), Level.LOW),
        (a_reading(Stage.HANDLING), Level.MEDIUM),
    ],
)
def test_the_level_follows_persons_at_risk_then_dates_then_demands(reading: Reading, level: Level) -> None:
    assert suggested_level(reading) is level


def test_a_critical_row_is_due_in_half_an_hour_at_any_hour() -> None:
    night = datetime(2026, 11, 22, 2, 0, tzinfo=LA_PAZ)
    assert review_by(Level.CRITICAL, night) == night + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("hour", "day"), [(9, 20), (14, 20), (15, 23), (22, 23)], ids=["mañana", "tarde", "casi cierre", "noche"]
)
def test_other_rows_are_due_the_same_working_day_or_the_next(hour: int, day: int) -> None:
    due = review_by(Level.HIGH, NOW.replace(hour=hour))
    assert (due.astimezone(LA_PAZ).day, due.astimezone(LA_PAZ).hour) == (day, 16)


@pytest.mark.parametrize(
    ("now", "day", "due"),
    [
        (NOW, 27, (20, 16, 30)),
        (NOW, 21, (20, 12, 0)),
        (NOW, 22, (20, 16, 30)),
        (NOW.replace(hour=18), 21, (20, 20, 0)),
        (NOW.replace(hour=18), 22, (21, 0, 0)),
        (NOW.replace(hour=18), 20, (20, 20, 0)),
        (NOW, 19, (20, 16, 30)),
    ],
    ids=["lejos", "mañana", "pasado", "viernes de noche", "domingo", "hoy", "ya pasó"],
)
def test_an_announced_day_shortens_the_clock_and_never_lengthens_it(
    now: datetime, day: int, due: tuple[int, int, int]
) -> None:
    reading = replace(a_reading(Stage.ANNOUNCEMENT, Measure.MARCH), deadline=Deadline(date(2026, 11, day), "x", 0, 1))
    decided = decide(reading, LLALLAGUA, now, now)
    assert isinstance(decided, Enqueue)
    here = decided.review_by.astimezone(LA_PAZ)
    assert (here.day, here.hour, here.minute) == due


def test_what_happens_abroad_stays_out_with_its_reason() -> None:
    abroad = Location((), Scope.ABROAD, (), (), (), "Perú")
    assert decide(a_reading(), abroad, NOW, NOW) == Ignore("extranjero")


def test_a_reposted_old_article_is_no_news() -> None:
    assert decide(a_reading(), LLALLAGUA, NOW - timedelta(days=31), NOW) == Ignore("nota_antigua")


def test_an_article_without_a_date_is_still_queued() -> None:
    assert isinstance(decide(a_reading(), LLALLAGUA, None, NOW), Enqueue)


def test_a_reading_cannot_be_a_signal_of_no_conflict() -> None:
    with pytest.raises(ValueError, match="stage"):
        Reading(0.9, True, False, Stage.NONE, (), None, (), "", "", "prueba")


def test_a_probability_lies_between_zero_and_one() -> None:
    with pytest.raises(ValueError, match="probability"):
        Reading(float("nan"), False, False, Stage.NONE, (), None, (), "", "", "prueba")


def test_times_are_compared_across_zones() -> None:
    assert decide(a_reading(), LLALLAGUA, NOW.astimezone(UTC), NOW) == Enqueue(
        Level.MEDIUM, review_by(Level.MEDIUM, NOW)
    )
