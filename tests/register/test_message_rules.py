"""Who gets what is said by who manages it, or by whoever types the commands of the machine."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from conflict.message import Letter, MessageKind
from conflict.permissions import Ability, Forbidden, allowed
from conflict.roles import Role
from register.commands import messages
from register.engine import Register
from tests.conftest import NOW
from tests.offices import PEOPLE


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
def test_a_rule_is_added_by_who_manages_messages_and_nobody_else(register: Register, role: Role) -> None:
    by = PEOPLE[role]
    rule = {"address": "alguien@ejemplo.bo", "office": "", "kinds": [MessageKind.DAILY], "approval": False, "now": NOW}
    if allowed(by, Ability.MANAGE_MESSAGES):
        with register.writing() as session:
            assert messages.add_rule(session, by=by, **rule)
        return
    with pytest.raises(Forbidden), register.writing() as session:
        messages.add_rule(session, by=by, **rule)


def waiting(register: Register, count: int) -> None:
    """Put messages in the outbox that may go now."""
    with register.writing() as session:
        for n in range(count):
            letter = Letter(f"llave-{n}", MessageKind.DAILY, f"a{n}@oficina.example", "Asunto", "Texto", "<p>", NOW)
            assert messages.put(session, letter=letter, now=NOW)


def taken(register: Register, seconds: int = 0) -> list[int]:
    with register.writing() as session:
        now = NOW + timedelta(seconds=seconds)
        return [one.id for one in messages.due(session, now=now, domain="oficina.example")]


def test_senders_at_once_never_get_the_same_message(register: Register) -> None:
    waiting(register, 5)
    with ThreadPoolExecutor(4) as pool:
        given = sorted(one for some in pool.map(lambda _: taken(register), range(4)) for one in some)
    assert len(given) == len(set(given)) == 5


def test_what_a_dead_sender_left_behind_goes_when_its_turn_is_over(register: Register) -> None:
    waiting(register, 3)
    first, second, third = taken(register)
    turn = int(messages.EACH_TAKES.total_seconds())
    assert taken(register, turn - 1) == []
    assert taken(register, turn) == [first]
    assert sorted(taken(register, 3 * turn)) == [first, second, third]
