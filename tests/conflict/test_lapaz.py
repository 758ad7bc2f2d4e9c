"""Weeks and days are those of La Paz, whatever the clock of the server says."""

import time
from datetime import UTC, datetime

import pytest

from conflict.lapaz import aware, local_day, told_moment
from conflict.week import week_at


def test_the_last_night_of_a_year_belongs_to_its_week_in_la_paz() -> None:
    assert week_at(datetime(2024, 12, 30, 3, 30, tzinfo=UTC)).code == "2024-S52"


def test_midnight_in_la_paz_is_four_in_the_morning_utc() -> None:
    assert local_day(datetime(2026, 11, 21, 3, 59, tzinfo=UTC)).day == 20
    assert local_day(datetime(2026, 11, 21, 4, 0, tzinfo=UTC)).day == 21


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        aware(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20T08:00", "2026-11-20T12:00:00+00:00"),
        ("2026-11-20", "2026-11-20T04:00:00+00:00"),
        ("2026-11-20T08:00-04:00", "2026-11-20T12:00:00+00:00"),
        ("2026-11-20T08:00Z", "2026-11-20T08:00:00+00:00"),
    ],
)
def test_an_hour_without_zone_is_one_of_la_paz_wherever_the_machine_stands(
    text: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert told_moment(text).isoformat() == expected
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("text", ["", "mañana", "2026-13-01", "0001-01-01T00:00+14:00", "9999-12-31T23:59-04:00"])
def test_what_is_no_moment_of_any_calendar_raises_one_kind_of_error(text: str) -> None:
    with pytest.raises(ValueError):
        told_moment(text)
