"""How a source is called, from its last attempts and its last days."""

from datetime import UTC, datetime, timedelta

import pytest

from conflict.codebook import FetchOutcome
from conflict.sourcehealth import SourceStatus, Vitals, coverage, move_proposed, status_of, usual_range

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
BUSY = (3, 4, 2, 5, 3, 4, 2, 3, 4, 3, 2, 4, 3, 2)


def vitals(daily: tuple[int | None, ...] = BUSY, **changes: object) -> Vitals:
    known = {
        "active": True,
        "paused": False,
        "cadence": timedelta(hours=3),
        "failures": 0.0,
        "last_outcome": FetchOutcome.OK,
        "last_attempt_at": NOW - timedelta(hours=1),
        "last_good_at": NOW - timedelta(hours=1),
        "daily_new": daily,
    }
    return Vitals(**(known | changes))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (vitals(), SourceStatus.FRESH),
        (vitals(active=False), SourceStatus.PAUSED),
        (vitals(paused=True), SourceStatus.PAUSED),
        (vitals(last_attempt_at=None, last_good_at=None, last_outcome=None), SourceStatus.UNREAD),
        (vitals(last_outcome=FetchOutcome.DNS, failures=1.0), SourceStatus.LATE),
        (vitals(last_outcome=FetchOutcome.DNS, failures=3.0), SourceStatus.DOWN),
        (vitals(last_outcome=FetchOutcome.DNS, last_good_at=None), SourceStatus.DOWN),
        (vitals(last_outcome=FetchOutcome.DNS, last_good_at=NOW - timedelta(hours=25)), SourceStatus.DOWN),
        (vitals(last_good_at=NOW - timedelta(hours=8)), SourceStatus.LATE),
        (vitals(reading=timedelta(hours=2)), SourceStatus.FRESH),
        (vitals(reading=timedelta(hours=2, minutes=1)), SourceStatus.LATE),
        (vitals(reading=timedelta(hours=11), cadence=timedelta(hours=12)), SourceStatus.FRESH),
        (vitals(reading=timedelta(hours=13), cadence=timedelta(hours=12)), SourceStatus.LATE),
        (vitals((0,) * 14, reading=timedelta(hours=5)), SourceStatus.SILENT),
        (vitals(reading=timedelta(hours=5), paused=True), SourceStatus.PAUSED),
        (vitals(last_outcome=FetchOutcome.LIMITED_429, failures=0.5), SourceStatus.LATE),
        (vitals(last_hours=0, same_hours=(2, 1, 3, 1, 2, 4, 1, 2)), SourceStatus.SILENT),
        (vitals(last_hours=1, same_hours=(2, 1, 3, 1, 2, 4, 1, 2)), SourceStatus.FRESH),
        (vitals(last_hours=0, same_hours=(2, 1, 3, 0, 2, 4, 1, 2)), SourceStatus.FRESH),
        (vitals(last_hours=None, same_hours=(2, 1, 3, 1, 2, 4, 1, 2)), SourceStatus.FRESH),
        (vitals(last_hours=0, same_hours=(None,) * 5 + (2, 4, 3)), SourceStatus.FRESH),
        (vitals(last_hours=0, same_hours=(None,) * 4 + (1, 2, 4, 3)), SourceStatus.SILENT),
        (vitals(last_hours=0, same_hours=(5,) * 8, last_outcome=FetchOutcome.DNS, failures=3.0), SourceStatus.DOWN),
        (vitals(last_outcome=FetchOutcome.HTTP_5XX, failures=0.5), SourceStatus.LATE),
    ],
)
def test_a_source_is_called_by_its_state(given: Vitals, expected: SourceStatus) -> None:
    assert status_of(given, NOW) is expected


def test_a_busy_source_that_brings_nothing_for_two_days_is_silent() -> None:
    assert status_of(vitals((*BUSY[:-2], 0, 0)), NOW) is SourceStatus.SILENT


def test_a_source_stays_silent_after_its_good_days_left_the_window() -> None:
    assert status_of(vitals((0,) * 14), NOW) is SourceStatus.SILENT


def test_a_source_that_writes_seldom_is_not_silent_after_two_days() -> None:
    assert status_of(vitals((0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0)), NOW) is SourceStatus.FRESH


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((), None), ((3, 4, None, 5), None), ((3, 4, None, 5, 9), (3, 9)), ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 9))],
)
def test_what_is_usual_is_told_of_four_weeks_or_more(
    counts: tuple[int | None, ...], expected: tuple[int, int] | None
) -> None:
    assert usual_range(counts) == expected


def test_days_without_an_answer_are_not_silence() -> None:
    assert status_of(vitals((*BUSY[:-2], None, None)), NOW) is SourceStatus.FRESH


def test_a_department_with_one_live_source_is_a_blind_spot() -> None:
    found = coverage([("02", SourceStatus.FRESH), ("02", SourceStatus.DOWN), ("05", SourceStatus.LATE)])
    assert [(c.department, c.live, c.active, c.blind) for c in found] == [("02", 1, 2, True), ("05", 1, 1, True)]


@pytest.mark.parametrize(
    ("since", "seen", "proposed"),
    [(None, 9, False), (timedelta(hours=24), 3, True), (timedelta(hours=23), 3, False), (timedelta(days=9), 2, False)],
)
def test_a_move_is_proposed_after_three_cycles_over_a_day(since: timedelta | None, seen: int, proposed: bool) -> None:
    assert move_proposed(NOW - since if since else None, seen, NOW) is proposed
    assert not move_proposed(NOW - since if since else None, seen, None)
