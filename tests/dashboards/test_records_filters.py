"""The list of records narrowed by its address: chips with their way out, the map, similar words, the same workbook."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from conflict.codebook import Level
from conflict.departments import DEPARTMENTS
from conflict.record import Person
from conflict.roles import Role
from dashboards.record_filters import NAMES
from register.record_tables import RecordRow
from tests.dashboards.conftest import Site
from tests.dashboards.seen import Node, seen
from tests.dashboards.test_records_page import book_of
from tests.offices import BENI, PEOPLE, Filled, fill
from tests.registercopies import more_of
from tests.statements import statements

NORA = PEOPLE[Role.NATIONAL]


@pytest.fixture(scope="module")
def made(lasting_site: Site) -> Filled:
    return fill(lasting_site.register)


@pytest.fixture(scope="module")
def nora(lasting_site: Site, made: Filled) -> TestClient:
    return lasting_site.client(NORA)


def page(client: TestClient, path: str) -> Node:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return seen(answer.text)


def listed(node: Node) -> set[str]:
    return {one.text for one in node.all("a", "codigo")}


def chips(node: Node) -> dict[str, str]:
    found = [one for one in node.one("main").all("a", "boton") if one.text.startswith("Quitar ")]
    return {one.text: one.attrs["href"] for one in found}


FILTERS = {
    "departamento=08": "Quitar Departamento: Beni",
    "tipo=alerta": "Quitar Tipo: Alerta temprana",
    "tipo=conflicto": "Quitar Tipo: Conflicto",
    "nivel=alto": "Quitar Nivel: Alto",
    "nivel=bajo": "Quitar Nivel: Bajo",
    "etapa=prevencion": "Quitar Etapa: Prevención",
    "estado=registrada": "Quitar Estado: Registrada",
    "cargo=mi": "Quitar A cargo: Usted",
    "cargo=oficina": "Quitar A cargo: Su oficina",
    "texto=camelia": "Quitar Texto",
}


@pytest.mark.parametrize(("query", "chip"), FILTERS.items(), ids=FILTERS)
def test_each_filter_that_is_set_has_its_way_out(nora: TestClient, made: Filled, query: str, chip: str) -> None:
    whole = listed(page(nora, "/registros"))
    assert whole == set(made.records.values())
    node = page(nora, f"/registros?{query}")
    assert chips(node) == {chip: "/registros"}
    assert listed(node) <= whole
    lines, told = book_of(nora, f"?{query}")
    assert {line[0] for line in lines[1:]} == listed(node)
    label = next(name for name in NAMES.values() if f"Quitar {name}" in chip)
    assert told[label]


def test_filters_meet_and_each_way_out_keeps_the_others(nora: TestClient, made: Filled) -> None:
    node = page(nora, "/registros?departamento=05&texto=bloqueo&cargo=oficina&columnas=etapa")
    assert chips(node) == {
        "Quitar Departamento: Potosí": "/registros?cargo=oficina&texto=bloqueo&columnas=etapa",
        "Quitar A cargo: Su oficina": "/registros?departamento=05&texto=bloqueo&columnas=etapa",
        "Quitar Texto": "/registros?departamento=05&cargo=oficina&columnas=etapa",
    }
    assert listed(node) == set()
    assert "Sin registros en esta vista." in node.one("p", "vacio").text
    both = page(nora, "/registros?departamento=05&texto=bloqueo")
    assert listed(both) == {made.records["suya"], made.records["del_departamento"]}


def test_ones_own_records_are_those_of_who_asks(lasting_site: Site, made: Filled) -> None:
    for by, own in (
        (Person("Bea Inventada", BENI, 8, Role.DELEGATE, ("08",)), {made.records["ajena"]}),
        (PEOPLE[Role.ANALYST], {made.records["suya"]}),
        (NORA, {made.records["sin_territorio"]}),
    ):
        client = lasting_site.client(by)
        assert listed(page(client, "/registros?cargo=mi")) == own
        assert listed(page(client, "/registros?cargo=oficina")) == own


@pytest.mark.parametrize("query", ["tipo=baile", "nivel=", "etapa=xx", "estado=anulada", "cargo=todos", "mapa=no"])
def test_what_is_no_value_is_no_filter(nora: TestClient, made: Filled, query: str) -> None:
    node = page(nora, f"/registros?{query}")
    assert (chips(node), listed(node)) == ({}, set(made.records.values()))


def test_a_slip_of_the_keys_finds_what_is_like_it_and_says_so(nora: TestClient, made: Filled) -> None:
    node = page(nora, "/registros?texto=camelya")
    assert listed(node) == {made.records["ajena"]}
    assert "por parecido: «camelya»: camelia" in node.one("main").text
    _, told = book_of(nora, "?texto=camelya")
    assert told["Parecido"] == "«camelya»: camelia"
    assert listed(page(nora, "/registros?texto=camelya&departamento=05")) == set()
    assert "Sin registros en esta vista." in page(nora, "/registros?texto=zzzzzz").one("main").text


def test_a_similar_word_of_what_is_out_of_sight_is_never_told(lasting_site: Site, made: Filled) -> None:
    told = page(lasting_site.client(PEOPLE[Role.ANALYST]), "/registros?texto=camelya").one("main")
    assert listed(told) == set()
    assert "camelia" not in told.text


def test_the_map_says_in_its_table_what_it_draws_and_leads_to_each_list(nora: TestClient, made: Filled) -> None:
    plain = page(nora, "/registros")
    (turn,) = [one for one in plain.one("div", "cabeza").all("a") if one.text == "Ver en el mapa"]
    node = page(nora, turn.attrs["href"])
    assert listed(node) == set()
    drawing = node.one("section", "tarjeta").one("svg")
    lines = node.one("tbody").all("tr")
    assert [one.one("th").text for one in lines] == [*DEPARTMENTS.values(), "Sin ubicar"]
    for line in lines:
        name, count = line.one("th").text, int(line.all("td")[0].text)
        assert name == "Sin ubicar" or f"{name} {count}" in drawing.attrs["aria-label"]
        assert count == sum(int(one.text) for one in line.all("td")[1:] if one.text != "–")
        if count:
            assert len(listed(page(nora, line.one("a").attrs["href"]))) == count
    assert [one.text for one in node.one("thead").all("th")][2:] == ["Crítico", "Alto", "Medio", "Bajo"]
    (back,) = [one for one in node.one("div", "cabeza").all("a") if one.text == "Ver la lista"]
    assert back.attrs["href"] == "/registros"


def test_the_map_keeps_the_other_filters_and_one_statement_counts_it(nora: TestClient, made: Filled) -> None:
    node = page(nora, "/registros?mapa=si&texto=camelia&departamento=05")
    counts = {one.one("th").text: one.all("td")[0].text for one in node.one("tbody").all("tr")}
    assert counts["Beni"] == "1"
    assert set(counts.values()) == {"0", "1"}
    assert list(chips(node)) == ["Quitar Texto"]
    assert "1 ficha" in node.one("div", "cabeza").text
    with statements() as asked:
        page(nora, "/registros?mapa=si")
    assert sum("GROUP BY record.departments" in one.sql for one in asked) == 1


def test_a_list_that_is_whole_is_not_counted_again(site: Site) -> None:
    codes = fill(site.register, ("suya",))
    client = site.client(PEOPLE[Role.ANALYST])
    counting = "SELECT count(*) AS count_1 FROM record WHERE"
    with statements() as asked:
        assert "1 ficha<" in client.get("/registros").text
    assert not [one for one in asked if one.sql.startswith(counting)]
    with site.register.reading() as session:
        like = session.scalars(select(RecordRow.id).where(RecordRow.code == codes.records["suya"])).one()
    earlier = {"updated_at": lambda n: site.now - timedelta(days=n), "code": lambda n: f"AT-2026-99-{n:04}"}
    more_of(site.register, RecordRow, like, 200, level=lambda n: Level.LOW.value, **earlier)
    with statements() as asked:
        assert "201 fichas" in client.get("/registros").text
    assert len([one for one in asked if one.sql.startswith(counting)]) == 1
