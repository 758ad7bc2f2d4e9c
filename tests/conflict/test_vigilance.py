"""What is odd about a day of readings is said; a quiet Sunday or a day with few texts is not odd."""

import pytest

from conflict.vigilance import DayRead, Tone, psi, signs

SHAPE = (880, 30, 20, 10, 10, 10, 10, 10, 10, 10)


def a_day(flagged: int = 90, texts: int = 1000, empty: int = 0, tenths: tuple[int, ...] = SHAPE) -> DayRead:
    return DayRead(texts, flagged, empty, tenths)


USUAL = [a_day() for _ in range(28)]


def tones(today: DayRead, before: list[DayRead] = USUAL) -> list[Tone]:
    return [sign.tone for sign in signs(today, before)]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (a_day(), []),
        (a_day(flagged=300), []),
        (a_day(flagged=30), []),
        (a_day(flagged=450), [Tone.AMBER]),
        (a_day(flagged=18), [Tone.AMBER]),
        (a_day(flagged=900), [Tone.RED]),
        (a_day(flagged=9), [Tone.RED]),
        (a_day(flagged=0), [Tone.RED]),
        (a_day(flagged=0, texts=150), []),
        (a_day(empty=51), [Tone.RED]),
        (a_day(empty=50), []),
        (a_day(flagged=0, texts=20, empty=20), [Tone.RED]),
        (a_day(texts=0, flagged=0, tenths=(0,) * 10), []),
    ],
    ids=[
        "as always", "three times", "a third", "five times", "a fifth", "ten times", "a tenth", "nothing flagged",
        "nothing of few", "empty texts", "few empty texts", "all of few are empty", "nothing read",
    ],
)  # fmt: skip
def test_a_day_is_odd_or_not(today: DayRead, expected: list[Tone]) -> None:
    assert tones(today) == expected


def test_texts_without_a_word_are_never_taken_for_calm() -> None:
    (first, *_) = signs(a_day(flagged=0, texts=400, empty=400, tenths=(400, *([0] * 9))), USUAL)
    assert first.tone is Tone.RED
    assert "no significa calma" in first.sentence


def test_a_sunday_is_compared_with_sundays() -> None:
    weeks = [a_day(flagged=15) if back % 7 == 6 else a_day(flagged=100) for back in range(28)]
    assert tones(a_day(flagged=16), weeks) == []
    assert tones(a_day(flagged=16), [a_day(flagged=100)] * 28) == [Tone.AMBER]


def test_a_new_installation_has_nothing_to_compare_with() -> None:
    assert tones(a_day(flagged=900), [a_day()] * 6 + [a_day(texts=0, flagged=0)] * 22) == []


def test_probabilities_that_are_spread_otherwise_are_said() -> None:
    flat = a_day(tenths=(100,) * 10)
    assert tones(flat) == [Tone.RED]
    assert psi(SHAPE, SHAPE) == pytest.approx(0.0)
    some = a_day(tenths=(700, 60, 60, 60, 40, 20, 20, 20, 10, 10))
    assert tones(some) == [Tone.AMBER]
