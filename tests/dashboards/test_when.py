"""Words for times: a day of the week alone is one of the next six; a day of the register has its year."""

from datetime import timedelta

import pytest

from dashboards.when import dated, review_words
from tests.conftest import NOW

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (-DAY, "Venció hace 1 d"),
        (timedelta(minutes=50), "Antes de 12:50"),
        (DAY, "Sábado 12:00"),
        (6 * DAY, "Jueves 12:00"),
        (7 * DAY, "vie 27 nov, 12:00"),
        (30 * DAY, "dom 20 dic, 12:00"),
    ],
)
def test_a_deadline_is_told_so_that_nobody_takes_it_for_another_week(left: timedelta, words: str) -> None:
    assert review_words(NOW + left, NOW)[0] == words


def test_a_day_of_the_register_is_told_with_its_year() -> None:
    assert dated("2026-12-20") == "dom 20 dic 2026"
    assert dated("") == ""
