"""A record is found by the numbers of its notes however they are typed, and a wrong one is corrected in the open."""

import pytest
from sqlalchemy import text

from conflict.lifecycle import ActionKind, RecordKind
from conflict.permissions import Forbidden, sight_of
from conflict.record import Person, RuleError
from conflict.roles import Role
from conflict.vocabulary import OutsideSystem
from register import searchindex
from register.commands import involved, renumbering
from register.engine import Register
from register.queries import casefile as case_queries
from register.queries.records import page
from register.queries.search import find
from register.searchindex import SearchKind
from tests.register.test_domain_fields import filed
from tests.register.test_records import acted, do, registered, shown

CITE = "DP-DD/POT-LLG 012/2026"
WHY = "La nota salió con otro número."


def found(register: Register, typed: str) -> list[str]:
    with register.reading() as session:
        return [hit.code for hit in find(session, typed=typed, kind=SearchKind.RECORD).hits]


@pytest.fixture
def code(register: Register, rows: list[str]) -> str:
    """Return a conflict with a written request, beside two records that have none."""
    made = registered(register, rows[0], RecordKind.CONFLICT)
    acted(register, made, kind=ActionKind.WRITTEN_REPORT, addressee="Alcaldía de Prueba", cite=CITE)
    registered(register, rows[1])
    return made


@pytest.mark.parametrize(
    "typed",
    [
        CITE,
        "dp-dd/pot-llg 012/2026",
        "DP DD POT LLG 012 2026",
        "dpdd potllg / 0122026",
        "DP-DD/POTLLG012/2026",
        " 012 - 2026 ",
        "12/2026",
        "cite 012/2026",
        "llg 012",
    ],
)
def test_a_record_is_found_by_its_cite_however_it_is_typed(register: Register, code: str, typed: str) -> None:
    assert found(register, typed) == [code]


@pytest.mark.parametrize("typed", ["013/2026", "DP-DD/POT-UNC 012/2026", "012/2027", "dpddpotllg"])
def test_another_number_does_not_find_it(register: Register, code: str, typed: str) -> None:
    assert found(register, typed) == []


def test_the_code_of_another_system_is_found_as_well_and_named_in_the_hit(register: Register, code: str) -> None:
    do(register, involved.note_code, code=code, system=OutsideSystem.ROUTE_SHEET, text="hr-0456/2026-LLG")
    assert found(register, "HR 456 2026") == found(register, "hr0456/2026llg") == [code]
    assert found(register, "hoja de ruta 0456") == [code]
    with register.reading() as session:
        (hit,) = find(session, typed="HR-0456", kind=SearchKind.RECORD).hits
    assert hit.numbers == ((OutsideSystem.CITE, CITE), (OutsideSystem.ROUTE_SHEET, "HR-0456/2026-LLG"))


@pytest.mark.parametrize(("typed", "met"), [(CITE.lower(), 1), ("llg 012", 1), ("llg 013", 0)])
def test_the_list_of_records_is_narrowed_by_a_cite(register: Register, code: str, typed: str, met: int) -> None:
    with register.reading() as session:
        assert [one.code for one in page(session, closed=False, text=typed, limit=9).records] == [code] * met


def test_who_may_not_see_the_record_does_not_find_it_by_its_cite(register: Register, code: str) -> None:
    far = Person("Rosa M.", "Delegación La Paz", role=Role.ANALYST, departments=("02",), municipalities=("El Alto",))
    with register.reading(sight_of(far)) as session:
        assert find(session, typed=CITE, kind=SearchKind.RECORD).hits == ()


def test_a_cite_is_corrected_with_its_reason_and_the_one_before_stays_to_be_read(register: Register, code: str) -> None:
    (request,) = filed(register, code).requests
    asked = {"request_id": request.id, "words": WHY}
    before = shown(register, code).record.version
    assert do(register, renumbering.correct_cite, cite=" dp-dd/pot-llg 021/2026 ", **asked) == code
    assert [one.cite for one in filed(register, code).requests] == ["DP-DD/POT-LLG 021/2026"]
    newest = shown(register, code).timeline[0]
    assert newest.words == (f"CITE (Alcaldía de Prueba) corregido: antes {CITE}, ahora DP-DD/POT-LLG 021/2026. {WHY}")
    with register.reading() as session:
        line = case_queries.journal_of(session, code)[0]
    assert (line.action, line.reason) == ("cite.corregir", WHY)
    assert line.details == {"requerimiento": request.id, "antes": CITE, "despues": "DP-DD/POT-LLG 021/2026"}
    assert shown(register, code).record.version == before + 1
    assert found(register, "dpddpotllg0212026") == [code]
    assert found(register, CITE) == [code], "the history says it"
    assert do(register, renumbering.correct_cite, cite="", **asked) == code
    assert [one.cite for one in filed(register, code).requests] == [""]


@pytest.mark.parametrize(
    ("cite", "words", "why"),
    [(CITE.lower(), WHY, "unchanged"), ("021/2026", "mal", "too short"), ("¡nota!", WHY, "outside code")],
)
def test_a_correction_that_says_nothing_changes_nothing(
    register: Register, code: str, cite: str, words: str, why: str
) -> None:
    (request,) = filed(register, code).requests
    with pytest.raises(RuleError, match=why):
        do(register, renumbering.correct_cite, request_id=request.id, cite=cite, words=words)
    with pytest.raises(RuleError, match="no request"):
        do(register, renumbering.correct_cite, request_id=request.id + 99, cite="1/2026", words=WHY)
    assert [one.cite for one in filed(register, code).requests] == [CITE]


def test_who_may_not_edit_the_record_corrects_no_number(register: Register, code: str) -> None:
    (request,) = filed(register, code).requests
    far = Person("Rosa M.", "Delegación La Paz", role=Role.ANALYST)
    with pytest.raises(Forbidden):
        do(register, renumbering.correct_cite, request_id=request.id, cite="1/2026", words=WHY, by=far)
    assert [one.cite for one in filed(register, code).requests] == [CITE]


def test_the_code_of_another_system_is_corrected_only_from_what_the_page_showed(register: Register, code: str) -> None:
    system = OutsideSystem.SIMAT
    for typed in ("SIMAT-2026/77", "SIMAT-2026/90"):
        do(register, involved.note_code, code=code, system=system, text=typed)
    asked = {"code": code, "system": system, "words": WHY}
    with pytest.raises(RuleError, match="twice"):
        do(register, renumbering.correct_code, before="SIMAT-2026/77", after="simat-2026/90", **asked)
    do(register, renumbering.correct_code, before="SIMAT-2026/90", after="simat-2026/91", **asked)
    assert [one.code for one in filed(register, code).codes] == ["SIMAT-2026/77", "SIMAT-2026/91"]
    assert shown(register, code).record.external_code == "SIMAT-2026/91"
    with pytest.raises(RuleError, match="no code of simat"):
        do(register, renumbering.correct_code, before="SIMAT-2026/90", after="simat-2026/92", **asked)
    assert found(register, "simat 2026 91") == [code]


def test_records_of_before_are_indexed_again_with_their_numbers(register: Register, code: str) -> None:
    with register.writing() as session:
        session.execute(text("UPDATE report_request SET cite = 'GAM-LLG 007/2026'"))
    assert found(register, "GAM-LLG 7/2026") == []
    with register.writing() as session:
        assert searchindex.reindex(session, SearchKind.RECORD) == 2
    assert found(register, "GAM-LLG 7/2026") == [code]
