"""A month's work has its codes, and two lists are compared without trusting either."""

import pytest
from sqlalchemy import text

from conflict.record import RuleError
from register.commands import merging
from register.engine import Register
from register.queries.worked import month_of, of_month, reconcile
from tests.register.populated import populate
from tests.register.test_records import do, registered


def test_every_number_of_a_person_has_its_codes(register: Register) -> None:
    codes = populate(register)
    with register.reading() as session:
        ana, rosa = of_month(session, "2026-11")
        assert of_month(session, "2026-10") == ()
    assert (len(ana.reviewed), ana.registered) == (4, (codes["alert"],))
    assert sorted(ana.acted) == sorted((codes["alert"], codes["second"], codes["closed"]))
    assert rosa.registered == (codes["second"], codes["closed"])
    assert (ana.concluded, rosa.concluded) == ((), (codes["closed"],))


def test_a_record_joined_to_another_is_no_concluded_one(register: Register, rows: list[str]) -> None:
    one, other = (registered(register, code) for code in rows[:2])
    do(register, merging.merge, code=one, into=other, words="Es el mismo asunto.")
    with register.reading() as session:
        (ana,) = of_month(session, "2026-11")
    assert (ana.registered, ana.concluded) == ((one, other), ())


def test_ours_and_theirs_are_told_apart(register: Register) -> None:
    codes = populate(register)
    with register.writing() as session:
        session.execute(
            text("UPDATE record SET external_code = 'SÍM 001' WHERE code = :code"), {"code": codes["closed"]}
        )
    with register.reading() as session:
        found = reconcile(session, month="2026-11", listed=["sim001\tSIM 777", "", "  sim 001 "])
    assert found.both == ((codes["closed"], "SÍM 001"),)
    assert {code for code, _ in found.ours} == {codes["alert"], codes["conflict"], codes["second"]}
    assert (found.theirs, found.twice) == (("SIM 777",), ())


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "2026-1", "11-2026", "２０２６-11"])
def test_a_month_that_is_none_is_refused(month: str) -> None:
    with pytest.raises(RuleError):
        month_of(month)


def test_a_month_begins_and_ends_in_la_paz() -> None:
    start, stop = month_of("2026-12")
    assert (start.isoformat(), stop.isoformat()) == ("2026-12-01T04:00:00+00:00", "2027-01-01T04:00:00+00:00")
