"""Codes of records by office and year, on both engines: no gap, no code twice, and none that is there ever changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from conflict.codebook import Level
from conflict.lifecycle import RecordKind, RecordStep
from conflict.office import Office, OfficeKind, mark_of
from conflict.permissions import NATIONAL_UNIT
from conflict.record import Person, RuleError
from register.commands import offices, records, reviews
from register.engine import Register
from register.queries import records as record_queries
from tests.conftest import NOW
from tests.register.populated import fill
from tests.register.test_records import do, fact

LLALLAGUA = Person("Ana Q.", "Coordinación Regional Llallagua")
POTOSI = Person("Rosa M.", "Delegación Potosí")
NATIONAL = Person("Luis V.", NATIONAL_UNIT)
NEW = Person("Eva R.", "Oficina que ninguna tabla nombra")
MIDNIGHT = datetime(2027, 1, 1, 4, 0, tzinfo=UTC)  # in La Paz


def table(register: Register, *, marked: bool = True) -> None:
    """Bring three offices, without their letters where a register is of before them."""
    known = (
        ("of-05", POTOSI.office, OfficeKind.DELEGATION, "05", ""),
        ("of-llallagua", LLALLAGUA.office, OfficeKind.COORDINATION, "05", "LLA"),
        ("of-nacional", NATIONAL.office, OfficeKind.NATIONAL, "", ""),
    )
    with register.writing() as session:
        offices.sync(
            session,
            offices=[
                Office(ident, name, name, kind, at, "", "inventada", mark_of(kind, at, own) if marked else "")
                for ident, name, kind, at, own in known
            ],
            now=NOW,
        )


def opened(register: Register, row: str, by: Person, kind: RecordKind = RecordKind.ALERT, now=NOW) -> str:
    return do(register, reviews.register, code=row, version=1, kind=kind, level=Level.HIGH, by=by, now=now).record


def test_every_office_numbers_its_own_records_by_kind_and_year(register: Register) -> None:
    codes = fill(register, 8)
    table(register)
    given = [
        opened(register, codes[0], LLALLAGUA),
        opened(register, codes[1], POTOSI),
        opened(register, codes[2], LLALLAGUA),
        opened(register, codes[3], NATIONAL),
        opened(register, codes[4], LLALLAGUA, RecordKind.CONFLICT),
        opened(register, codes[5], LLALLAGUA, now=MIDNIGHT - timedelta(seconds=1)),
        opened(register, codes[6], LLALLAGUA, now=MIDNIGHT),
        opened(register, codes[7], NEW),
    ]
    assert given == [
        *("AT-2026-POT-LLA-0001", "AT-2026-POT-0001", "AT-2026-POT-LLA-0002", "AT-2026-NAC-0001"),
        *("CS-2026-POT-LLA-0001", "AT-2026-POT-LLA-0003", "AT-2027-POT-LLA-0001", "AT-2026-05-0001"),
    ]


def test_codes_of_before_stay_and_are_found_beside_the_new_ones(register: Register) -> None:
    codes = fill(register, 3)
    table(register, marked=False)
    old = [opened(register, code, LLALLAGUA) for code in codes[:2]]
    table(register)
    new = opened(register, codes[2], LLALLAGUA)
    assert (old, new) == (["AT-2026-05-0001", "AT-2026-05-0002"], "AT-2026-POT-LLA-0001")
    with register.reading() as session:
        for code in (*old, new):
            assert record_queries.detail(session, code).record.code == code
            assert [one.code for one in record_queries.listed(session, text=code.lower())] == [code]


def test_an_alert_of_either_form_becomes_a_conflict_that_keeps_its_number(register: Register) -> None:
    codes = fill(register, 2)
    first = opened(register, codes[0], LLALLAGUA)
    table(register)
    for alert in (first, opened(register, codes[1], LLALLAGUA)):
        fact(register, alert)
        do(register, records.advance, code=alert, asked=RecordStep.BECOME_CONFLICT, words="Empezó lo anunciado.")
        with register.reading() as session:
            assert record_queries.detail(session, f"CS-{alert}").origin == alert


def test_thirty_at_once_leave_no_gap_though_some_break_off(register: Register) -> None:
    codes = fill(register, 30)
    table(register)

    def one(n: int) -> str:
        by = (LLALLAGUA, POTOSI)[n % 2]
        try:
            with register.writing() as session:
                done = reviews.register(
                    session, code=codes[n], version=1, kind=RecordKind.ALERT, level=Level.HIGH, by=by, now=NOW
                )
                if n % 5 == 3:  # the number goes back with everything else
                    raise RuleError("interrupted", "Se cortó.")
                return done.record
        except RuleError:
            return ""

    with ThreadPoolExecutor(8) as pool:
        given = sorted(code for code in pool.map(one, range(30)) if code)
    for mark in ("POT", "POT-LLA"):
        numbers = [code for code in given if code.rpartition("-")[0] == f"AT-2026-{mark}"]
        assert numbers == [f"AT-2026-{mark}-{n:04d}" for n in range(1, 13)]


@pytest.mark.parametrize(
    ("kind", "department", "letters", "mark"),
    [
        (OfficeKind.DELEGATION, "05", "", "POT"),
        (OfficeKind.COORDINATION, "05", "LLA", "POT-LLA"),
        (OfficeKind.BORDER, "04", "PIS", "ORU-PIS"),
        (OfficeKind.NATIONAL, "", "", "NAC"),
    ],
)
def test_what_stands_for_an_office(kind: OfficeKind, department: str, letters: str, mark: str) -> None:
    assert mark_of(kind, department, letters) == mark
