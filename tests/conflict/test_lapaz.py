"""Weeks and days are those of La Paz, whatever the clock of the server says."""

from datetime import UTC, datetime

import pytest

from conflict.lapaz import aware, local_day
from conflict.week import week_at


def test_the_last_night_of_a_year_belongs_to_its_week_in_la_paz() -> None:
    assert week_at(datetime(2024, 12, 30, 3, 30, tzinfo=UTC)).code == "2024-S52"


def test_midnight_in_la_paz_is_four_in_the_morning_utc() -> None:
    assert local_day(datetime(2026, 11, 21, 3, 59, tzinfo=UTC)).day == 20
    assert local_day(datetime(2026, 11, 21, 4, 0, tzinfo=UTC)).day == 21


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        aware(datetime(2026, 1, 1))  # noqa: DTZ001
