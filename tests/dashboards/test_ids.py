"""What stands in an address in the place of a number or a code, parents that are swapped, rights that change meanwhile.

On SQLite, and on PostgreSQL as the role of the pages: what is too large for a column is refused there in another way.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from conflict.permissions import WHOLE
from conflict.record import Person
from conflict.roles import Role
from dashboards.policies import POLICIES
from register.commands import accounts, tokens, transfers
from register.engine import open_register
from register.journal_key import make_key
from register.queries import accounts as account_queries
from register.settings import Storage
from tests.conftest import NOW
from tests.dashboards.conftest import Browser, Site, opened_copy
from tests.dashboards.test_access import CONSOLE
from tests.dashboards.test_api import token_of
from tests.offices import BENI, CANARIES, PEOPLE, REGIONAL, Filled, fill
from tests.register.test_out_of_sight import hung

IDS = (
    *("-1", "0", "1.5", "٣", str(2**31), str(10**30), "9" * 300, "6f1c1f0e-6f3b-4a55-9e1e-1b1a2c3d4e5f"),
    *("P-261120-999", "AT-2026-08-0001", "1 OR 1=1"),
)
"""A number, a code of the other kind, and what is neither."""
FOREIGN = ("Camelia", "Begonia", "Dalia")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def site(
    request: pytest.FixtureRequest, empty_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("numeros")
    if request.param == "sqlite":
        with opened_copy(empty_database, folder) as made:
            yield made
        return
    cluster = request.getfixturevalue("cluster")
    make_key(folder)
    storage = Storage(cluster.new_database(), folder)
    pages = open_register(cluster.bound(storage))
    yield Site(pages)
    pages.close()


@pytest.fixture(scope="module")
def made(site: Site, request: pytest.FixtureRequest) -> Filled:
    register = site.register
    if register.dialect == "sqlite":
        return fill(register)
    url = str(register._writer.url.set(username="atalaya", drivername="postgresql"))
    owner = open_register(Storage(url, register.folder))
    try:
        return fill(owner)
    finally:
        owner.close()


@pytest.fixture(scope="module")
def analyst(site: Site, made: Filled) -> Browser:
    return site.client(PEOPLE[Role.ANALYST])


def stored(site: Site) -> dict[str, list[Any]]:
    """Return what the queue, the records and what hangs from them say."""
    tables = {"queue_entry": "id", "record": "id", "deadline": "id", "transfer": "id", "review": "id"}
    with site.register.reading(WHOLE) as session:
        return {
            table: [tuple(row) for row in session.execute(text(f"SELECT * FROM {table} ORDER BY {key}"))]
            for table, key in tables.items()
        }


def sent(browser: Browser, method: str, path: str, token: dict[str, str]) -> Any:
    if path.startswith("/api/"):
        headers = token | {"If-Match": '"1"', "Idempotency-Key": "k"}
        return browser.request(method, path, headers=headers, **({} if method == "GET" else {"json": {}}))
    return browser.request(method, path, **({} if method == "GET" else {"data": {"version": "1"}}))


def test_whatever_stands_in_the_place_of_a_number_or_a_code_is_nothing(
    site: Site, made: Filled, analyst: Browser
) -> None:
    before, token, wrong = stored(site), token_of(site, Role.ANALYST), []
    named = [(method, path) for method, path in sorted(POLICIES) if re.search(r"\{(code|number|\w+_id)\}", path)]
    assert len(named) > 60
    for method, path in named:
        own = made.rows if "cola" in path else made.records
        for odd in IDS:
            asked = re.sub(r"\{(number|\w+_id)\}", odd, path)
            asked = asked.replace("{code}", odd if asked == path else own["suya"]).replace("{kind}", "excel")
            answer = sent(analyst, method, asked, token)
            told = [word for word in FOREIGN if word in answer.text]
            if answer.status_code >= 500 or told or (method == "GET" and answer.status_code == 200):
                wrong.append((method, path, odd[:30], answer.status_code, told))
    assert wrong == []
    assert stored(site) == before


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_a_method_that_tells_without_a_body_tells_nothing_of_others(
    site: Site, made: Filled, analyst: Browser, method: str
) -> None:
    for kind, known in (("cola", made.rows), ("registros", made.records), ("api/v1/registros", made.records)):
        answers = []
        for code in (known["suya"], known["ajena"], "XX-0000-0000"):
            answer = analyst.request(method, f"/{kind}/{code}")
            headers = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
            answers.append((answer.status_code, answer.text.replace(code, ""), headers))
        assert answers[0] == answers[1] == answers[2], kind
        assert answers[0][0] in (401, 405)


def test_what_hangs_from_a_record_of_others_is_not_under_ones_own(
    site: Site, made: Filled, analyst: Browser, tmp_path: Path
) -> None:
    far = hung(site.register, made.records["ajena"], site.register.folder)
    own = made.records["suya"]
    before = stored(site)
    assert analyst.get(f"/registros/{own}/evidencia/{far['evidence_id']}").status_code == 404
    shown = re.search(r'name="version" value="(\d+)"', analyst.get(f"/registros/{own}").text)
    assert shown is not None
    form = {"version": shown[1], "texto": "Se anota lo que ocurrió hoy.", "numero": "1"}
    names = ("acuerdo", "compromiso", "recomendacion", "requerimiento", "evidencia", "hecho", "afectacion", "actor")
    numbers = dict(zip(names, map(str, far.values()), strict=False)) | {"anular": str(far["fact_id"])}
    for path in sorted(path for method, path in POLICIES if method == "POST" and "/registros/{code}/" in path):
        answer = analyst.post(path.replace("{code}", own), data=form | numbers)
        assert answer.status_code < 500, path
        assert CANARIES["ajena"] not in answer.text, path
    for path in (f"/transferencias/{far['transfer_id']}", f"/plazos/{far['deadline_id']}"):
        answer = analyst.post(path, data=form | {"respuesta": "retirar", "hecho": "cumplido"})
        assert answer.status_code in (404, 409, 422)
        assert CANARIES["ajena"] not in answer.text
    after = stored(site)
    assert [row for row in before["record"] if row[1] != own] == [row for row in after["record"] if row[1] != own]
    assert after["transfer"] == before["transfer"]


def test_another_territory_holds_from_the_next_request_on_for_pages_programs_and_channels(
    site: Site, made: Filled
) -> None:
    moving = Person("Mara Inventada", REGIONAL, 31, Role.REGIONAL, ("05",), ("Llallagua",))
    client = site.client(moving)
    with site.register.writing() as session:
        account = next(one for one in account_queries.listed(session) if one.name == moving.name)
        secret = tokens.give(session, label="prueba", by=account.person(), now=NOW)
    bearer = {"Authorization": f"Bearer {secret}"}
    api = Browser(site.app())

    def reads() -> tuple[set[str], set[str]]:
        pages = {place for place, code in made.records.items() if client.get(f"/registros/{code}").status_code == 200}
        program = {
            place
            for place, code in made.records.items()
            if api.get(f"/api/v1/registros/{code}", headers=bearer).status_code == 200
        }
        return pages, program

    assert reads() == ({"suya"}, {"suya"})
    with site.register.writing() as session:
        accounts.change_role(session, account_id=account.id, role=Role.DELEGATE, office=BENI, departments=("08",),
                             municipalities=(), by=CONSOLE, now=NOW)  # fmt: skip
    assert reads() == (set(), {"ajena", "sin_territorio"}), "its sessions end; its token has the new territory"
    del site.secrets[moving]
    with site.register.writing() as session:
        accounts.set_active(session, account_id=account.id, active=False, by=CONSOLE, now=NOW)
    assert reads() == (set(), set())


def test_a_transfer_taken_back_is_out_of_sight_at_the_next_request(site: Site, made: Filled) -> None:
    bea = site.client(Person("Bea Inventada", BENI, 8, Role.DELEGATE, ("08",)))
    code = made.records["suya"]
    assert bea.get(f"/registros/{code}").status_code == 404
    with site.register.writing() as session:
        number = transfers.ask(session, code=code, receiver=BENI, reason="El asunto es de allá; se pide que lo lleve.",
                               by=PEOPLE[Role.ANALYST], now=NOW)  # fmt: skip
    assert bea.get(f"/registros/{code}").status_code == 200
    with site.register.writing() as session:
        transfers.withdraw(session, transfer_id=number, by=PEOPLE[Role.ANALYST], now=NOW)
    assert bea.get(f"/registros/{code}").status_code == 404
    assert CANARIES["suya"] not in bea.get("/transferencias").text
