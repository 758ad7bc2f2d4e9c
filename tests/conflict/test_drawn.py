"""When what moved a reading is worth a sentence: where people read another number of ten, or another verdict."""

import pytest

from conflict.drawn import Drawn, in_ten, noticeable


@pytest.mark.parametrize(
    ("alone", "now", "worth"),
    [
        (0.32, 0.71, True),
        (0.71, 0.32, True),
        (0.5, 0.5, False),
        (0.549, 0.551, False),  # 5 becomes 6 by rounding alone
        (0.5, 0.59, False),
        (0.02, 0.14, False),  # «una» before and after
        (0.98, 0.999, False),
    ],
)
def test_it_is_where_people_read_another_number_of_ten(alone: float, now: float, worth: bool) -> None:
    assert noticeable(alone, now, signal_alone=True, signal=True) is worth


def test_it_always_is_where_company_alone_marks_a_note_or_leaves_it_out() -> None:
    assert noticeable(0.19, 0.21, signal_alone=False, signal=True)
    assert noticeable(0.21, 0.19, signal_alone=True, signal=False)


@pytest.mark.parametrize(("probability", "share"), [(0.0, 1), (0.04, 1), (0.16, 2), (0.74, 7), (1.0, 10)])
def test_a_probability_is_said_in_notes_of_ten_and_never_as_none(probability: float, share: int) -> None:
    assert in_ten(probability) == share


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_what_is_no_probability_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="not within"):
        Drawn(wrong, True, ())
