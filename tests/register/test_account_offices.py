"""The office of an account is one of the table: chosen by name, refused when there is none, named by the doctor."""

import pytest

from conflict.office import Office, OfficeKind
from conflict.record import Person, RuleError
from conflict.roles import Role
from register import doctor
from register.commands import accounts, offices
from register.engine import Register
from register.queries import offices as office_queries
from register.settings import Storage
from tests.conftest import NOW

POTOSI = Office(
    "of-05", "Delegación Defensorial Departamental Potosí", "Delegación Potosí", OfficeKind.DELEGATION, "05", "", ""
)
CONSOLE = Person("consola", "Sistemas")


@pytest.fixture
def told(register: Register) -> Register:
    with register.writing() as session:
        offices.sync(session, offices=[POTOSI], now=NOW)
    return register


@pytest.mark.parametrize("typed", [POTOSI.name, "Delegación Potosí", "  delegacion   POTOSI "])
def test_an_office_is_found_by_its_name_or_its_short_one(told: Register, typed: str) -> None:
    with told.reading() as session:
        assert office_queries.chosen(session, typed, Role.ANALYST) == POTOSI.name


@pytest.mark.parametrize("role", [Role.ANALYST, Role.REGIONAL, Role.DELEGATE, Role.NATIONAL])
def test_an_office_that_is_none_is_refused_and_the_offices_are_named(told: Register, role: Role) -> None:
    with told.reading() as session, pytest.raises(RuleError) as refused:
        office_queries.chosen(session, "Potosí centro", role)
    assert POTOSI.name in refused.value.spanish


def test_who_edits_no_record_may_belong_anywhere(told: Register) -> None:
    with told.reading() as session:
        assert office_queries.chosen(session, " Auditoría  interna ", Role.AUDITOR) == "Auditoría interna"


def test_the_doctor_names_accounts_whose_office_is_none(register: Register, storage: Storage) -> None:
    with register.writing() as session:
        assert office_queries.chosen(session, "Potosí de antes", Role.ANALYST) == "Potosí de antes"
        for login, office, role in (
            ("ana.q", "Potosí de antes", Role.ANALYST),
            ("delia.m", POTOSI.name, Role.DELEGATE),
            ("aida.f", "Auditoría interna", Role.AUDITOR),
        ):
            accounts.create(
                session, login=login, name="Persona Inventada", office=office, role=role, departments=("05",),
                by=CONSOLE, now=NOW,
            )  # fmt: skip
        assert office_queries.misnamed(session) == ()
        offices.sync(session, offices=[POTOSI], now=NOW)
        assert office_queries.misnamed(session) == (("ana.q", "Potosí de antes"),)
    (found,) = (one for one in doctor.examine(storage, NOW) if one.name == "Oficinas de las cuentas")
    assert not found.ok
    assert "ana.q («Potosí de antes»)" in found.sentence
