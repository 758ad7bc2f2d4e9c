"""Who gets what is said by who manages it, or by whoever types the commands of the machine."""

import pytest

from conflict.message import MessageKind
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
