"""When something is due, as people write it: read in La Paz, never guessed."""

from datetime import UTC, datetime, time

import pytest

from conflict.duewords import due_of
from conflict.esbo import moment
from conflict.lapaz import LA_PAZ
from conflict.record import RuleError

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
"""Friday, ten in the morning in La Paz."""
CLOSING = time(16, 30)


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("mañana 16:00", "2026-11-21T16:00"),
        ("Mañana a las 9:05", "2026-11-21T09:05"),
        ("hoy", "2026-11-20T16:30"),
        ("pasado mañana", "2026-11-22T16:30"),
        ("lunes", "2026-11-23T16:30"),
        ("el lunes 12:30", "2026-11-23T12:30"),
        ("viernes", "2026-11-27T16:30"),
        ("miércoles, 8.15", "2026-11-25T08:15"),
        ("en 48 h", "2026-11-22T10:00"),
        ("en 90 minutos", "2026-11-20T11:30"),
        ("dentro de 10 días", "2026-11-30T10:00"),
        ("en 1 semana", "2026-11-27T10:00"),
        ("23/11/2026", "2026-11-23T16:30"),
        ("23/11/2026 9:30", "2026-11-23T09:30"),
        ("lun 23/11", "2026-11-23T16:30"),
        ("3/2", "2027-02-03T16:30"),
        ("2026-11-25", "2026-11-25T16:30"),
        ("2026-11-25T10:00", "2026-11-25T10:00"),
        ("2026-11-25 10:00", "2026-11-25T10:00"),
        ("2020-01-01T10:00", "2020-01-01T10:00"),
    ],
)
def test_a_day_and_an_hour_are_read_as_they_are_written(said: str, when: str) -> None:
    found = due_of(said, CLOSING, NOW)
    assert found is not None
    assert found.tzinfo is UTC
    assert found.astimezone(LA_PAZ).strftime("%Y-%m-%dT%H:%M") == when, moment(found)


@pytest.mark.parametrize("said", ["", "  "])
def test_nothing_written_is_nothing_due(said: str) -> None:
    assert due_of(said, CLOSING, NOW) is None


@pytest.mark.parametrize(
    "said",
    [
        "ayer",
        "cuando se pueda",
        "31/02/2026",
        "25:00",
        "lunes 25:00",
        "en 3 lunas",
        "en 9999 semanas",
        "23/13",
        "16:00",
    ],
)
def test_what_is_no_day_is_refused_with_an_example(said: str) -> None:
    with pytest.raises(RuleError) as refused:
        due_of(said, CLOSING, NOW, "vence")
    assert refused.value.about == "vence"
    assert "mañana 16:00" in refused.value.spanish
