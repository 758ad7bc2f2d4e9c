"""A thousand guesses within an hour: a hundred are looked at, at most; the owner still enters; somebody is told."""

from datetime import timedelta

import pytest

from register.engine import Register
from register.entering import Let, Wrong, enter
from register.guesses import Guessing, guessing
from tests.conftest import NOW
from tests.register.test_accounts import a_try, an_account

GUESSES, LOOKED_AT = 1_000, 100
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    "guess",
    [
        pytest.param(
            lambda n: {"address": f"6.6.6.{n % 50}", "device": f"nuevo-{n}"}, id="one account, fifty addresses"
        ),
        pytest.param(
            lambda n: {"address": "6.6.6.6", "login": f"a{n}@x.example"}, id="a thousand accounts, one address"
        ),
    ],
)
def test_of_a_thousand_guesses_in_an_hour_a_hundred_are_looked_at(register: Register, guess) -> None:
    an_account(register)
    assert isinstance(enter(register, a_try(), NOW), Let)
    tried = 0
    for n in range(GUESSES):
        now = NOW + n * HOUR / GUESSES
        asked = a_try(**{"password": "x", "device": ""} | guess(n))
        tried += isinstance(enter(register, asked, now), Wrong)
    assert tried <= LOOKED_AT
    assert isinstance(enter(register, a_try(), now), Let), "from the browser that she entered with before"
    with register.reading() as session:
        assert guessing(session, now) != Guessing(0, 0)
        assert guessing(session, now + 2 * HOUR) == Guessing(0, 0)


def test_mistakes_of_an_office_are_no_alarm(register: Register) -> None:
    an_account(register)
    for n in range(15):
        enter(register, a_try(password="x", device=f"d{n % 3}"), NOW + n * timedelta(minutes=2))
    assert isinstance(enter(register, a_try(), NOW + timedelta(minutes=40)), Let)
    with register.reading() as session:
        assert guessing(session, NOW + timedelta(minutes=41)) == Guessing(0, 0)
