"""A program decides several rows at once, all or none, and takes them back at once."""

from typing import Any

import pytest

from conflict.roles import Role
from conflict.triage import MOST_AT_ONCE
from tests.dashboards.conftest import Site
from tests.dashboards.test_api_decisions import DISCARD, Program, journal_lines
from tests.make import an_article
from tests.offices import fill

CODES = [f"P-261120-00{n}" for n in (1, 2, 3)]
ROWS = [{"codigo": code, "version": 1} for code in CODES]
DROP = {"hacer": "descartar", "motivo": "hecho_pasado"}


@pytest.fixture
def program(site: Site) -> Program:
    site.fill(*(an_article(n) for n in range(4)))
    return Program(site, Role.NATIONAL)


def waiting(program: Program) -> dict[str, int]:
    return {one["codigo"]: one["notas"] for one in program.get("/cola").json()["filas"]}


@pytest.mark.parametrize(
    ("how", "left", "stays"),
    [(DROP, 1, None), ({"hacer": "posponer"}, 1, None), ({"hacer": "unir"}, 2, CODES[0])],
    ids=["descartar", "posponer", "unir"],
)
def test_what_is_decided_at_once_comes_back_at_once(
    site: Site, program: Program, how: dict[str, str], left: int, stays: str | None
) -> None:
    before = waiting(program)
    done = program.send("/cola/lotes", how | {"filas": ROWS}, None)
    assert done.status_code == 200, done.text
    told = done.json()
    assert [one["codigo"] for one in told["filas"]] == CODES
    assert {one["codigo"] for one in told["filas"] if one["decision"] is None} == ({stays} if stays else set())
    assert all(one["version"] > 1 for one in told["filas"])
    assert len(waiting(program)) == left
    written = journal_lines(site)
    again = program.send("/cola/lotes", how | {"filas": ROWS}, None)
    assert (again.status_code, again.json(), journal_lines(site)) == (200, told, written)
    other = program.send("/cola/lotes", how | {"filas": ROWS[:2]}, None)
    assert (other.status_code, other.json()["title"]) == (409, "Esa llave ya se usó para otra orden")
    back = program.send(f"/lotes/{told['id']}/deshacer", None, None, "b")
    assert back.status_code == 200, back.text
    assert waiting(program) == before
    versions = {one["codigo"]: one["version"] for one in program.get("/cola").json()["filas"]}
    assert all(versions[one["codigo"]] == one["version"] for one in back.json()["filas"])
    assert program.send(f"/lotes/{told['id']}/deshacer", None, None, "c").status_code == 422


def test_one_row_that_is_not_as_it_was_seen_stops_all_and_every_such_row_is_told(site: Site, program: Program) -> None:
    for code in CODES[:2]:
        assert program.send(f"/cola/{code}/asignar", {"persona": 0}, 1, code).status_code == 200
        put = {"nivel": "bajo", "motivo": "No es para tanto."}
        assert program.send(f"/cola/{code}/correcciones", put, 1, f"{code}c").status_code == 200
    written = journal_lines(site)
    stale = program.send("/cola/lotes", DROP | {"filas": ROWS}, None)
    assert stale.status_code == 412
    assert stale.json()["filas"] == [{"codigo": code, "version_enviada": 1, "version_actual": 2} for code in CODES[:2]]
    assert (len(waiting(program)), journal_lines(site)) == (4, written)


def test_a_row_that_was_decided_stops_all_and_nobody_is_named(site: Site, program: Program) -> None:
    version = program.send(f"/cola/{CODES[1]}/decision", DISCARD, 1).json()["version"]
    rows = [ROWS[0], {"codigo": CODES[1], "version": version}]
    refused = program.send("/cola/lotes", DROP | {"filas": rows}, None, "b")
    assert refused.status_code == 409, refused.text
    assert refused.json()["filas"] == [{"codigo": CODES[1], "estado": "descartada", "ficha": ""}]
    assert len(waiting(program)) == 3


@pytest.mark.parametrize(
    "body",
    [
        DROP | {"filas": []},
        DROP | {"filas": [ROWS[0]] * 2},
        DROP | {"filas": [{"codigo": f"P-261120-{n:03}", "version": 1} for n in range(MOST_AT_ONCE + 1)]},
        {"hacer": "descartar", "filas": ROWS},
        {"hacer": "unir", "filas": ROWS[:1]},
        {"hacer": "posponer", "filas": ROWS, "hasta": "2027-11-20T08:30:00-04:00"},
        {"hacer": "registrar", "filas": ROWS},
        DROP | {"filas": [{"codigo": "Ana Inventada", "version": 1}]},
    ],
)
def test_a_batch_beyond_the_limits_of_the_page_changes_nothing(
    site: Site, program: Program, body: dict[str, Any]
) -> None:
    before, written = waiting(program), journal_lines(site)
    refused = program.send("/cola/lotes", body, None)
    assert refused.status_code == 422, refused.text
    assert (waiting(program), journal_lines(site)) == (before, written)


def test_rows_of_others_are_not_there_and_their_batches_not_ones_own(site: Site) -> None:
    codes, program, unit = fill(site.register, ("suya", "ajena")), Program(site), Program(site, Role.NATIONAL)
    mine, theirs = ({"codigo": codes.rows[place], "version": 1} for place in ("suya", "ajena"))
    refused = program.send("/cola/lotes", DROP | {"filas": [mine, theirs]}, None)
    assert (refused.status_code, refused.json()["filas"]) == (404, [theirs["codigo"]])
    done = unit.send("/cola/lotes", DROP | {"filas": [mine, theirs]}, None)
    assert done.status_code == 200, done.text
    assert program.send(f"/lotes/{done.json()['id']}/deshacer", None, None, "b").status_code == 422
    assert unit.send(f"/lotes/{done.json()['id']}/deshacer", None, None, "b").status_code == 200


def test_without_a_key_nothing_is_done(program: Program) -> None:
    assert program.send("/cola/lotes", DROP | {"filas": ROWS}, None, key="").status_code == 400
    assert len(waiting(program)) == 4
