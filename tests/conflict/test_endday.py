"""The day on which a conflict ended: read as people say it, always behind, and bounded."""

from datetime import date

import pytest

from conflict.endday import check_end_day, end_day_of
from conflict.record import RuleError

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("", None),
        ("Hoy", SUNDAY),
        ("ayer", date(2026, 11, 21)),
        ("domingo", date(2026, 11, 15)),
        ("el sábado pasado", date(2026, 11, 21)),
        ("lunes", date(2026, 11, 16)),
        ("20/11/2026", date(2026, 11, 20)),
        ("20/11", date(2026, 11, 20)),
        ("23/11", date(2025, 11, 23)),
        ("2026-11-20", date(2026, 11, 20)),
        ("30/11/2026", date(2026, 11, 30)),
    ],
)
def test_a_day_is_read_as_people_say_it(said: str, day: date | None) -> None:
    assert end_day_of(said, SUNDAY) == day


@pytest.mark.parametrize("said", ["pronto", "31/02/2026", "99/99", "29/02"])
def test_what_is_no_day_is_refused_with_examples(said: str) -> None:
    with pytest.raises(RuleError) as told:
        end_day_of(said, SUNDAY)
    assert told.value.about == "ended_on"
    assert f"«{said}» no es una fecha" in told.value.spanish


def test_it_lies_between_the_first_that_is_told_and_today() -> None:
    began = date(2026, 11, 18)
    for day in (began, SUNDAY):
        check_end_day(day, began, SUNDAY)
    with pytest.raises(RuleError, match="after today") as late:
        check_end_day(date(2026, 11, 23), began, SUNDAY)
    assert late.value.spanish == "La fecha es posterior a hoy."
    with pytest.raises(RuleError, match="begun on") as early:
        check_end_day(date(2026, 11, 17), began, SUNDAY)
    assert "18/11/2026" in early.value.spanish
