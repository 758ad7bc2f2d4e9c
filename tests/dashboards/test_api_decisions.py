"""A program decides once, about the row as it saw it, with a way back; what it may not do is said without names."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conflict.lifecycle import RecordKind
from conflict.record import code_as_conflict, record_code
from conflict.roles import Role
from dashboards.api_orders import LinkIn
from territory.gazetteer import load_gazetteer
from territory.offices import load_offices
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.test_api import token_of
from tests.offices import CANARIES, PEOPLE, Filled, fill

DISCARD = {"decision": "descartar", "motivo": "hecho_pasado"}
NAMES = [person.name for person in PEOPLE.values()]


class Program:
    """A program with somebody's token; every problem it ever gets is looked through for names."""

    def __init__(self, site: Site, role: Role = Role.ANALYST) -> None:
        self.client, self.token = Browser(site.app()), token_of(site, role)

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers=self.token)

    def send(self, path: str, body: Any = None, version: int | None = 1, key: str = "a", **more: str) -> Any:
        headers = self.token | {"Idempotency-Key": key} | more
        headers |= {} if version is None else {"If-Match": f'"{version}"'}
        answer = self.client.post(f"/api/v1{path}", json=body or {}, headers=headers)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json", answer.text
            assert answer.json()["title"] and answer.json()["detail"]
            assert not any(part in answer.text for name in NAMES for part in (name, name.split()[0]))
        return answer


@pytest.fixture
def made(site: Site) -> Iterator[tuple[Site, Filled, Program]]:
    yield site, fill(site.register, ("suya",)), Program(site)


def journal_lines(site: Site) -> int:
    from sqlalchemy import text

    with site.register.reading() as session:
        return session.execute(text("SELECT count(*) FROM journal")).scalar_one()


def test_an_order_sent_twice_is_carried_out_once_and_answered_the_same(made: tuple[Site, Filled, Program]) -> None:
    site, codes, program = made
    path = f"/cola/{codes.rows['suya']}/decision"
    first = program.send(path, DISCARD)
    assert first.status_code == 200, first.text
    written = journal_lines(site)
    again = program.send(path, DISCARD)
    assert (again.status_code, again.json(), again.headers["etag"]) == (200, first.json(), first.headers["etag"])
    assert journal_lines(site) == written
    other = program.send(path, DISCARD | {"motivo": "sin_demanda"})
    assert other.status_code == 409
    assert "llave" in other.json()["title"]


def test_a_stale_row_is_refused_with_both_versions_and_stays(made: tuple[Site, Filled, Program]) -> None:
    site, codes, program = made
    path, before = f"/cola/{codes.rows['suya']}/decision", journal_lines(site)
    stale = program.send(path, DISCARD, version=7)
    assert stale.status_code == 412
    assert (stale.json()["version_enviada"], stale.json()["version_actual"]) == (7, 1)
    assert journal_lines(site) == before
    assert program.send(path, DISCARD).status_code == 200


def test_every_decision_can_be_taken_back(made: tuple[Site, Filled, Program]) -> None:
    _, codes, program = made
    version = program.get("/cola").json()["filas"][0]["version"]
    orders: list[dict[str, str]] = [
        DISCARD,
        {"decision": "posponer"},
        {"decision": "registrar", "tipo": "alerta", "nivel": "alto"},
        {"decision": "unir", "ficha": codes.records["suya"]},
    ]
    for order in orders:
        name = order["decision"]
        done = program.send(f"/cola/{codes.rows['suya']}/decision", order, version, name)
        assert done.status_code == 200, done.text
        assert bool(done.json()["ficha"]) == (name in ("registrar", "unir"))
        decided = program.send(f"/cola/{codes.rows['suya']}/decision", DISCARD, done.json()["version"], f"{name}-x")
        assert decided.status_code == (200 if name == "posponer" else 409)
        if name == "posponer":
            done = decided
        back = program.send(f"/decisiones/{done.json()['id']}/deshacer", None, done.json()["version"], f"{name}-b")
        assert back.status_code == 200, back.text
        version = back.json()["version"]
        twice = program.send(f"/decisiones/{done.json()['id']}/deshacer", None, version, f"{name}-c")
        assert twice.status_code == 422
        if name == "posponer":
            version = _take_back_first(program, version, done.json()["id"] - 1)
    assert program.get("/cola").json()["total"] == 1


def _take_back_first(program: Program, version: int, review_id: int) -> int:
    back = program.send(f"/decisiones/{review_id}/deshacer", None, version, "primera")
    assert back.status_code == 200, back.text
    return int(back.json()["version"])


def test_a_program_may_join_a_row_to_a_record_of_any_office() -> None:
    tables = Path(__file__).parents[2] / "data" / "gazetteer"
    offices = load_offices(tables, load_gazetteer(tables).municipalities)
    marks = {office.mark for office in offices.by_id.values()} | {"00", "05"}
    assert {"NAC", "POT", "POT-LLA"} < marks
    for mark in marks:
        alert = record_code(RecordKind.ALERT, mark, 2026, 1)
        for code in (alert, code_as_conflict(alert), record_code(RecordKind.CONFLICT, mark, 2026, 12_345)):
            assert LinkIn(decision="unir", ficha=code).ficha == code


def test_an_order_without_version_or_key_or_sense_is_explained_without_repeating_it(
    made: tuple[Site, Filled, Program],
) -> None:
    _, codes, program = made
    path = f"/cola/{codes.rows['suya']}/decision"
    assert program.send(path, DISCARD, version=None).status_code == 428
    assert program.send(path, DISCARD, key="").status_code == 400
    assert program.send(path, DISCARD, key="x" * 65).status_code == 400
    assert program.send(path, DISCARD, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    for body in (
        {"decision": NAMES[0]},
        {NAMES[0]: "x"},
        [NAMES[0]],
        DISCARD | {"motivo": NAMES[0]},
        DISCARD | {NAMES[0]: "x"},
        {"decision": "unir", "ficha": NAMES[0]},
        {"decision": "unir", "ficha": "AT-2026-05-9999"},
        {"decision": "posponer", "hasta": "2020-01-01T00:00:00Z"},
        {"decision": "posponer", "hasta": NAMES[0]},
    ):
        assert program.send(path, body).status_code == 422, body
    assert program.send(f"/cola/{NAMES[0]}/decision", DISCARD).status_code == 404
    assert program.send("/decisiones/99999999999/deshacer").status_code == 404
    assert program.send(f"/decisiones/{NAMES[0]}/deshacer").status_code == 422
    assert program.send(f"/nada/{NAMES[0]}").status_code == 404


def test_whoever_may_not_decide_learns_nothing(site: Site) -> None:
    codes = fill(site.register, ("suya", "ajena"))
    analyst, auditor = Program(site), Program(site, Role.AUDITOR)
    far = analyst.send(f"/cola/{codes.rows['ajena']}/decision", DISCARD)
    none = analyst.send("/cola/P-000000-000/decision", DISCARD, key="b")
    assert (far.status_code, far.json()) == (none.status_code, none.json()) == (404, none.json())
    assert analyst.send(f"/decisiones/{codes.reviews['ajena']}/deshacer", key="c").status_code == 404
    assert auditor.send(f"/cola/{codes.rows['suya']}/decision", DISCARD).status_code == 403
    assert CANARIES["ajena"] not in far.text
    other = Program(site, Role.NATIONAL)
    unsaid = DISCARD | {"motivo": "otro"}
    assert analyst.send(f"/cola/{codes.rows['suya']}/decision", unsaid, key="igual").status_code == 200
    assert other.send(f"/cola/{codes.rows['ajena']}/decision", DISCARD, key="igual").status_code == 200
