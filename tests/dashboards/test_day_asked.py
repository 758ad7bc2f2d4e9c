"""A day in an address that nobody means is no filter, on the page of the journal as in the queue."""

from datetime import date

import pytest

from conflict.permissions import NATIONAL_UNIT
from conflict.record import Person
from conflict.roles import Role
from dashboards.forms import day_asked
from tests.dashboards.conftest import Site


@pytest.mark.parametrize("typed", ["", "ayer", "9999-12-31", "0001-01-01", "2026-02-30"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert day_asked(typed) is None


def test_a_day_is_itself() -> None:
    assert day_asked("2026-11-20") == date(2026, 11, 20)


def test_the_journal_opens_whatever_day_is_asked(site: Site) -> None:
    who = site.client(Person("Aida", NATIONAL_UNIT, 41, Role.ADMIN))
    for typed in ("9999-12-31", "0001-01-01"):
        assert who.get(f"/ajustes/bitacora?desde={typed}&hasta={typed}").status_code == 200
