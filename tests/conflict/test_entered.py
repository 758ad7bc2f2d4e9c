"""What a person brings to the queue is kept as it can be shown."""

from datetime import UTC, datetime

import pytest

from conflict.codebook import Stage
from conflict.entered import Told, Town, Way, checked, town_of

NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)


def test_signs_that_turn_a_line_around_are_left_out_of_a_title_and_of_who_said_it() -> None:
    told = Told(
        Way.CALL, "Comunarios \u202eavisan  bloqueo", "", "Central\u200b campesina", "", NOW, Stage.ANNOUNCEMENT
    )
    found = checked(told, NOW)
    assert (found.title, found.said_by) == ("Comunarios avisan bloqueo", "Central campesina")


TOWNS = (Town("051201", "Uyuni", "05"), Town("080301", "San Javier", "08"), Town("071101", "San Javier", "07"))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("051201", "051201"),
        ("Uyuni", "051201"),
        ("  UYUNÍ ", "051201"),
        ("uyuni,  potosi", "051201"),
        ("San Javier, Beni", "080301"),
        ("san javier", ""),
        ("Uyuni, Beni", ""),
        ("Uyun", ""),
        ("", ""),
    ],
)
def test_a_municipality_is_what_was_typed_and_no_guess(typed: str, code: str) -> None:
    found = town_of(typed, TOWNS)
    assert (found.code if found else "") == code
