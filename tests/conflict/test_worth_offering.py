"""Forms of which only the office is known: those that the table of permissions is certain to refuse are not shown."""

import pytest

from conflict.permissions import Ability, worth_offering
from conflict.record import Person
from conflict.roles import Role


@pytest.mark.parametrize(
    ("role", "office", "offered"),
    [
        (Role.MANAGER, "Regional Llallagua", False),
        (Role.ANALYST, "Regional Llallagua", True),
        (Role.ANALYST, "Regional Uyuni", False),
        (Role.NATIONAL, "Regional Uyuni", False),
        (Role.DELEGATE, "Regional Uyuni", True),
    ],
)
def test_what_is_certain_to_be_refused_is_not_worth_offering(role: Role, office: str, offered: bool) -> None:
    by = Person("Ana Inventada", "Regional Llallagua", 1, role, ("05",))
    assert worth_offering(by, Ability.EDIT, office) is offered
