"""What a person brings to the queue is kept as it can be shown."""

from datetime import UTC, datetime

from conflict.codebook import Stage
from conflict.entered import Told, Way, checked

NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)


def test_signs_that_turn_a_line_around_are_left_out_of_a_title_and_of_who_said_it() -> None:
    told = Told(
        Way.CALL, "Comunarios \u202eavisan  bloqueo", "", "Central\u200b campesina", "", NOW, Stage.ANNOUNCEMENT
    )
    found = checked(told, NOW)
    assert (found.title, found.said_by) == ("Comunarios avisan bloqueo", "Central campesina")
