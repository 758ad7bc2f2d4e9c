"""A program changes the fields of a record as it saw them, and learns what stands where somebody was before it."""

from collections.abc import Iterator
from typing import Any

import pytest

from conflict.casefields import FIELDS
from conflict.roles import Role
from dashboards.api_file import COLUMNS, FileIn, FileOut
from register.engine import Register
from tests.dashboards.conftest import Site
from tests.dashboards.test_api_decisions import NAMES, Program, journal_lines
from tests.offices import CANARIES, Filled, fill

CHANGES = {"demanda": "Pago de sueldos", "tipologia": "laboral", "derechos": ["trabajo"], "sin_simat": True}


@pytest.fixture
def made(register: Register) -> Iterator[tuple[Site, Filled, Program]]:
    site = Site(register)
    yield site, fill(register, ("suya", "ajena")), Program(site)


def patched(program: Program, code: str, body: Any, version: int | None, key: str, **more: str) -> Any:
    headers = program.token | {"Idempotency-Key": key} | more
    headers |= {} if version is None else {"If-Match": f'"{version}"'}
    answer = program.client.request("PATCH", f"/api/v1/registros/{code}", json=body, headers=headers)
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        assert not any(part in answer.text for name in NAMES for part in name.split())
    return answer


def test_every_field_of_a_record_has_one_name_for_programs() -> None:
    assert set(COLUMNS.values()) == set(FIELDS)
    assert set(FileOut.model_fields) == set(COLUMNS)
    assert set(FileIn.model_fields) == {*COLUMNS, "titulo"}


def test_only_what_was_sent_changes_and_once(made: tuple[Site, Filled, Program]) -> None:
    site, codes, program = made
    code = codes.records["suya"]
    before = program.get(f"/registros/{code}").json()
    done = patched(program, code, CHANGES | {"titulo": "Sueldos en Llallagua"}, before["version"], "uno")
    assert done.status_code == 200, done.text
    written = journal_lines(site)
    again = patched(program, code, CHANGES | {"titulo": "Sueldos en Llallagua"}, before["version"], "uno")
    assert (again.status_code, again.json(), journal_lines(site)) == (200, done.json(), written)
    after = program.get(f"/registros/{code}")
    assert after.headers["etag"].strip("W/").startswith('"')
    told = after.json()
    assert told["version"] == done.json()["version"] > before["version"]
    assert told["titulo"] == "Sueldos en Llallagua"
    assert told["datos"] == before["datos"] | CHANGES
    emptied = patched(program, code, {"tipologia": None, "derechos": [], "demanda": ""}, told["version"], "dos")
    assert emptied.status_code == 200, emptied.text
    left = program.get(f"/registros/{code}").json()["datos"]
    assert left == before["datos"] | {"sin_simat": True}


def test_who_comes_second_gets_412_with_what_stands_and_nothing_is_written(made: tuple[Site, Filled, Program]) -> None:
    site, codes, program = made
    code = codes.records["suya"]
    version = program.get(f"/registros/{code}").json()["version"]
    assert patched(program, code, CHANGES, version, "primero").status_code == 200
    written = journal_lines(site)
    late = patched(program, code, {"demanda": "Pago de aguinaldos", "titulo": "Otro título"}, version, "segundo")
    assert late.status_code == 412
    assert late.json()["actual"] == {
        "demanda": "Pago de sueldos",
        "titulo": program.get(f"/registros/{code}").json()["titulo"],
    }
    assert late.json()["version_actual"] > late.json()["version_enviada"] == version
    assert journal_lines(site) == written
    assert program.get(f"/registros/{code}").json()["datos"]["demanda"] == "Pago de sueldos"
    used = patched(program, code, {"demanda": "Otra cosa"}, late.json()["version_actual"], "primero")
    assert used.status_code == 409, "a key is of one order"


def test_what_is_no_value_of_a_field_is_refused(made: tuple[Site, Filled, Program]) -> None:
    site, codes, program = made
    code = codes.records["suya"]
    version, before = program.get(f"/registros/{code}").json()["version"], journal_lines(site)
    wrong: list[Any] = [
        {"tipologia": "inventada"},
        {"probabilidad": 4},
        {"fecha_prevista": "mañana"},
        {"nada": 1},
        {"derechos": "x"},
        [],
        {"demanda": "x" * 4_001},
        {"titulo": ""},
        {"resumen": "a\x00b"},
    ]
    for body in wrong:
        assert patched(program, code, body, version, "x").status_code == 422, body
    assert journal_lines(site) == before


def test_without_version_key_right_or_record_nothing_is_changed_or_told(made: tuple[Site, Filled, Program]) -> None:
    site, codes, program = made
    own, far = codes.records["suya"], codes.records["ajena"]
    assert patched(program, own, CHANGES, None, "a").status_code == 428
    assert patched(program, own, CHANGES, 1, "").status_code == 400
    hidden, none = (patched(program, code, CHANGES, 1, "b") for code in (far, "AT-2026-05-9999"))
    assert (hidden.status_code, hidden.json()) == (none.status_code, none.json()) == (404, none.json())
    assert CANARIES["ajena"] not in hidden.text
    for role in (Role.AUDITOR, Role.MANAGER, Role.ADMIN):
        assert patched(Program(site, role), own, CHANGES, 1, "c").status_code == 403
