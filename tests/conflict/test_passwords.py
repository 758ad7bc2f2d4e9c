"""What everybody would try first is refused, however it is dressed; a phrase of one's own is not (ASVS 5.0.0, 6.2)."""

import itertools

import pytest

from conflict.firstwords import ANYWHERE, FIRST_TRIED, LOCAL
from conflict.passwords import FIRST, LEAST_CHARS, weakness

ENDS = (
    "1",
    "12",
    "123",
    "1234",
    "12345",
    "123456",
    "2024",
    "2025",
    "2026",
    "!",
    "!!",
    "123!",
    "2026!",
    ".",
    "01",
    "007",
)
STARTS = ("", "el", "mi ", "1", "El_")
KNOWN = [
    *[
        "qwertyuiop12",
        "qwerty123456",
        "password1234",
        "passwordpassword",
        "iloveyou1234",
        "123456qwerty",
        "1q2w3e4r5t6y",
    ],
    *["q1w2e3r4t5y6", "qazwsxedcrfv", "zaq1xsw2cde3", "1qaz2wsx3edc", "123qweasdzxc", "asdfghjkl123", "administrator"],
    *[
        "unbelievable",
        "trustno1trustno1",
        "manchester1!",
        "liverpool123",
        "football2024",
        "welcome12345",
        "letmein12345",
    ],
    *["123456789012", "112233445566", "147258369147", "102030405060", "123123123123", "987654321987", "123321123321"],
    *[
        "contraseña12",
        "Contrasena2026",
        "tequieromucho",
        "diosesamor12",
        "mipassword12",
        "Passw0rd2026",
        "P@ssw0rd1234",
    ],
]
OWN = [
    "caballo grapa batería correcta",
    "perro azul verano libertad",
    "siete llamas bajan al río Desaguadero",
    "nF7!kq0Zt-vP2",
    "mi tía vende api en la plaza",
]


def dressed() -> list[str]:
    return sorted(
        {
            one
            for word, start, end in itertools.product(sorted(FIRST_TRIED), STARTS, ENDS)
            for one in (start + word + end, start + word.capitalize() + end)
            if len(one) >= LEAST_CHARS
        }
    )


def test_more_than_ten_thousand_of_what_is_tried_first_are_refused() -> None:
    tried = dressed()
    assert len(tried) > 30_000
    assert [one for one in tried[::3] if not weakness(one)] == []


@pytest.mark.parametrize("password", KNOWN)
def test_what_lists_of_stolen_passwords_begin_with_is_refused(password: str) -> None:
    assert weakness(password) == FIRST or len(set(password)) < 5


@pytest.mark.parametrize("password", OWN)
def test_a_phrase_of_ones_own_is_taken(password: str) -> None:
    assert weakness(password) == ""


@pytest.mark.parametrize("word", sorted(word for word in LOCAL.split() if len(word) > 6))
def test_a_word_of_the_office_is_no_password_with_figures_behind_it(word: str) -> None:
    assert weakness(f"{word.capitalize()}2026!")


def test_words_stand_once_in_their_list_and_as_letters_are_folded() -> None:
    for words in (LOCAL.split(), ANYWHERE.split()):
        assert len(words) == len(set(words))
        assert all(word.isascii() and word.islower() and word.isalpha() for word in words)
