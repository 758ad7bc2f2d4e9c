"""A step rests on a dated fact, however far away the date is that somebody typed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from conflict.checklist import LAPSE_DAYS, Ground, refuse_without_ground
from conflict.lifecycle import RecordStep
from conflict.record import RuleError

NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)


def ground(foreseen: date) -> Ground:
    return Ground(executed=False, calmed=False, last_fact=None, foreseen=foreseen, opened_at=NOW)


def test_an_alert_lapses_a_week_after_its_day_and_not_before() -> None:
    today = NOW.date()
    refuse_without_ground(RecordStep.LAPSE, ground(today - timedelta(days=LAPSE_DAYS)), NOW)
    for foreseen in (today - timedelta(days=LAPSE_DAYS - 1), date.max):
        with pytest.raises(RuleError, match="lapsed too early"):
            refuse_without_ground(RecordStep.LAPSE, ground(foreseen), NOW)
