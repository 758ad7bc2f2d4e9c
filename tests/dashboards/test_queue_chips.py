"""The queue by measure, outlet, day, announced day and actor; each set filter with its way out; why nothing is left."""

from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from conflict.actor import ActorKind, ActorMention, ActorReach, ActorRole, Sector
from conflict.codebook import Measure, Scope
from conflict.lapaz import local_day
from conflict.place import Location
from conflict.record import Person
from conflict.roles import Role
from conflict.signal import Deadline
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.dashboards.seen import Node, rows, seen, titles
from tests.make import LLALLAGUA, a_reading, an_article

DAY = local_day(NOW) + timedelta(days=6)
TEACHERS = ActorMention(
    "maestros", "Federación de Maestros", "los maestros", ActorKind.ORGANISATION, ActorRole.CLAIMANT, Sector.LABOUR,
    ActorReach.LOCAL, "", "", "", 0, 3, "hace la medida",
)  # fmt: skip
SUCRE = Location((), Scope.LOCATED, ("01",), ("Sucre",), ("010101",), "nombrado en el titular")
CASES = {
    "Bloqueo con fecha": a_reading(deadline=Deadline(DAY, "el jueves", 0, 9, measure=Measure.ROAD_BLOCKADE)),
    "Vigilia de anteayer": a_reading(measures=(Measure.VIGIL,)),
    "Marcha de maestros": a_reading(measures=(Measure.MARCH,), actors=(TEACHERS,), demand="créditos de vivienda"),
}
ALL = set(CASES)


def filled(site: Site) -> None:
    """Bring the three stories, the second of the day before yesterday and in Sucre, the third by another outlet."""
    sources = ("radio-cerro", "radio-cerro", "diario-sur")
    days = (0, 2, 0)
    site.fill(
        *(
            an_article(n, sources[n], title=title, published_at=NOW - timedelta(days=days[n], hours=1))
            for n, title in enumerate(CASES)
        ),
        reading=lambda n: list(CASES.values())[n],
        where=lambda n: SUCRE if n == 1 else LLALLAGUA,
    )


@pytest.fixture(scope="module")
def client(lasting_site: Site) -> TestClient:
    filled(lasting_site)
    return lasting_site.client()


def page(client: TestClient, path: str) -> Node:
    answer = client.get(path)
    assert answer.status_code == 200
    return seen(answer.text)


def chips(found: Node) -> dict[str, str]:
    """Return what each set filter says and where the queue is without it."""
    filters = found.one("details", "filtros")
    return {one.text: one.attrs["href"] for one in filters.all("a", "boton") if one.text != "Quitar filtros"}


QUERIES = [
    ("medida=bloqueo", {"Bloqueo con fecha"}, "Quitar Medida: Bloqueo"),
    ("medida=vigilia", {"Vigilia de anteayer"}, "Quitar Medida: Vigilia"),
    ("fuente=diario-sur", {"Marcha de maestros"}, "Quitar Fuente: «diario-sur»"),
    ("dia_desde=2026-11-20", ALL - {"Vigilia de anteayer"}, "Quitar Desde: vie 20 nov 2026"),
    ("dia_hasta=2026-11-18", {"Vigilia de anteayer"}, "Quitar Hasta: mié 18 nov 2026"),
    ("plazo=si", {"Bloqueo con fecha"}, "Quitar Con plazo anunciado"),
    ("actor=FEDERACION", {"Marcha de maestros"}, "Quitar Actor: «FEDERACION»"),
    ("demanda=CREDITOS", {"Marcha de maestros"}, "Quitar Demanda: «CREDITOS»"),
    ("municipio=llallagua", ALL - {"Vigilia de anteayer"}, "Quitar Municipio: «llallagua»"),
    ("municipio=Sucre%2C+Chuquisaca", {"Vigilia de anteayer"}, "Quitar Municipio: «Sucre, Chuquisaca»"),
    ("repetidas=si", set(), "Quitar Solo repetidas"),
    ("pasadas=si", set(), "Quitar Transferidas a mi oficina"),
    ("departamento=05", ALL - {"Vigilia de anteayer"}, "Quitar Territorio: Potosí"),
    ("departamento=sin", set(), "Quitar Territorio: Sin territorio"),
    ("nivel=alto", {"Bloqueo con fecha"}, "Quitar Nivel: Alto"),
    ("etapa=anuncio", ALL, "Quitar Etapa: Anuncio"),
    ("asignada=nadie", ALL, "Quitar A cargo de: De nadie en particular"),
    ("oficina=ninguna", set(), "Quitar Oficina: ninguna"),
    ("texto=marcha", {"Marcha de maestros"}, "Quitar Texto"),
]


@pytest.mark.parametrize(("query", "left", "chip"), QUERIES)
def test_each_filter_leaves_its_rows_and_says_so_with_its_way_out(
    client: TestClient, query: str, left: set[str], chip: str
) -> None:
    found = page(client, f"/cola?{query}&estado=abiertas")
    assert set(titles(found)) == left
    assert found.one(cls="cuenta").text == f"{len(left)} por revisar"
    assert chips(found) == {chip: "/cola"}
    assert "open" in found.one("details", "filtros").attrs


@pytest.mark.parametrize(
    "query",
    [
        "medida=ninguna",
        "medida=Bloqueo",
        "fuente=%20%22%2C%5B",
        "dia_desde=ayer",
        "dia_desde=2026-02-30",
        "dia_hasta=9999-12-31",
        "dia_hasta=0001-01-01",
        "plazo=no",
        "actor=%22%2C%22",
        "demanda=%5B%5D",
        "municipio=%2C",
        "repetidas=no",
        "pasadas=1",
    ],
)
def test_a_value_that_is_none_is_no_filter(client: TestClient, query: str) -> None:
    found = page(client, f"/cola?{query}")
    assert set(titles(found)) == ALL
    assert chips(found) == {}


@pytest.mark.parametrize(
    "name", ["medida", "municipio", "demanda", "fuente", "dia_desde", "dia_hasta", "plazo", "repetidas", "actor"]
)
@pytest.mark.parametrize(
    "value", ["%27%20OR%201%3D1--", "%25%25", "_", "%ED%A0%80", "%E2%80%AE", "1e309", "%5C", "x" * 300]
)
def test_no_value_breaks_the_page(client: TestClient, name: str, value: str) -> None:
    assert client.get(f"/cola?{name}={value}").status_code in (200, 422)


def test_every_form_and_link_of_the_page_keeps_the_filters(client: TestClient) -> None:
    asked = "medida=marcha&fuente=diario-sur&dia_desde=2026-11-01&dia_hasta=2026-11-30&actor=maestros"
    found = page(client, f"/cola?{asked}")
    (row,) = rows(found)
    kept = "/cola/P-261120-003?" + asked
    assert row.attrs["href"] == kept
    actions = {form.attrs.get("action", "") for form in found.all("form") if form.attrs.get("method") == "post"}
    decisions = {one for one in actions if "/P-261120-003/" in one and "original" not in one}
    assert decisions
    assert all(one.endswith(asked) for one in decisions)
    assert f"/cola/vistas?{asked}" in actions
    assert len(chips(found)) == 5
    assert chips(found)["Quitar Fuente: «diario-sur»"] == "/cola?" + asked.replace("fuente=diario-sur&", "")


def test_the_form_shows_what_is_set_and_sends_it_again(client: TestClient) -> None:
    found = page(client, "/cola?medida=bloqueo&fuente=cerro&dia_desde=2026-11-01&plazo=si&actor=x%22y")
    typed = {one.attrs["name"]: one.attrs for one in found.all("input") if one.attrs.get("id", "").startswith("f-")}
    assert {name: told["value"] for name, told in typed.items()} == {
        "municipio": "", "demanda": "", "fuente": "cerro", "actor": 'x"y', "dia_desde": "2026-11-01",
        "dia_hasta": "", "texto": "",
    }  # fmt: skip
    (ticked,) = [one for one in found.all("input") if one.attrs.get("name") == "plazo"]
    assert "checked" in ticked.attrs
    assert "bloqueo" in {one.attrs["value"] for one in found.all("option") if "selected" in one.attrs}


def test_a_saved_view_keeps_them_and_a_decision_stays_among_their_rows(site: Site) -> None:
    filled(site)
    client = site.client()
    asked = "fuente=diario-sur&medida=marcha&plazo=si"
    assert client.post(f"/cola/vistas?{asked}", data={"nombre": "Marchas"}).status_code == 303
    assert f'href="/cola?{asked.replace("&", "&amp;")}"' in client.get("/cola").text
    asked = "fuente=radio-cerro"
    first, second = (one.attrs["id"][2:] for one in rows(page(client, f"/cola?{asked}")))
    done = client.post(f"/cola/{first}/descartar?{asked}", data={"version": 1, "motivo": "otro"})
    assert done.headers["location"].startswith(f"/cola/{second}?{asked}")


@pytest.mark.parametrize(
    ("query", "words", "links"),
    [
        (
            "departamento=05&texto=vigilia",
            "Nada con «vigilia» en Potosí. Hay 1 en todo Potosí y 1 descartada.",
            {"Buscar en Potosí": "/cola?departamento=05", "Quitar filtros": "/cola"},
        ),
        (
            "departamento=05&medida=paro",
            "Nada en Potosí con los demás filtros. Hay 1 en todo Potosí.",
            {"Buscar en Potosí": "/cola?departamento=05", "Quitar filtros": "/cola"},
        ),
        (
            "departamento=01",
            "Nada en Chuquisaca. Sin filtros hay 1 por revisar.",
            {"Quitar filtros": "/cola"},
        ),
        (
            "texto=vigilia",
            "Nada con «vigilia». Hay 1 descartada. Sin filtros hay 1 por revisar.",
            {"Quitar filtros": "/cola"},
        ),
        ("medida=paro", "Nada con esos filtros. Sin filtros hay 1 por revisar.", {"Quitar filtros": "/cola"}),
        (
            "departamento=sin&texto=x",
            "Nada con «x» sin territorio. Hay 1 sin territorio.",
            {"Ver sin territorio": "/cola?departamento=sin", "Quitar filtros": "/cola"},
        ),
        (
            "departamento=05&texto=nada&estado=descartada",
            "Nada con «nada» en Potosí. Hay 1 en todo Potosí.",
            {"Buscar en Potosí": "/cola?departamento=05&estado=descartada", "Quitar filtros": "/cola"},
        ),
    ],
)
def test_nothing_left_says_what_there_is_in_the_department(
    site: Site, query: str, words: str, links: dict[str, str]
) -> None:
    nowhere = replace(LLALLAGUA, departments=(), municipalities=(), municipality_codes=(), scope=Scope.UNKNOWN)
    where = nowhere if "sin" in query else LLALLAGUA
    site.fill(an_article(1, title="Vigilia en la plaza"), an_article(2, title="Marcha"), where=lambda n: where)
    client = site.client()
    assert client.post("/cola/P-261120-001/descartar", data={"version": 1, "motivo": "otro"}).status_code == 303
    empty = page(client, f"/cola?{query}").one(cls="vacio")
    assert empty.text == f"{words} {' '.join(links)}"
    assert {one.text: one.attrs["href"] for one in empty.all("a")} == links


def test_what_lies_out_of_sight_is_not_counted_where_nothing_is_left(site: Site) -> None:
    site.fill(an_article(1, title="Vigilia en la plaza"), an_article(2, title="Marcha"))
    client = site.client()
    assert client.post("/cola/P-261120-001/descartar", data={"version": 1, "motivo": "otro"}).status_code == 303
    elsewhere = site.client(Person("Rita Inventada", "Regional de Prueba", 9, Role.ANALYST, ("07",)))
    told = page(elsewhere, "/cola?departamento=05&texto=vigilia").one(cls="vacio").text
    assert told == "Nada con «vigilia» en Potosí. Quitar filtros"


def test_the_fields_of_the_rarer_filters_come_when_asked_for_and_stay_where_one_is_set(client: TestClient) -> None:
    def fields(found: Node) -> set[str]:
        form = found.one("details", "filtros")
        return {one.attrs["name"] for kind in ("input", "select") for one in form.all(kind)}

    rarer = {"medida", "municipio", "demanda", "fuente", "actor", "dia_desde", "dia_hasta", "plazo", "repetidas"}
    plain = page(client, "/cola?texto=marcha")
    assert not fields(plain) & rarer
    (way,) = [one for one in plain.one("details", "filtros").all("button") if one.text == "Más filtros"]
    spread = page(client, f"/cola?texto=marcha&{way.attrs['name']}={way.attrs['value']}")
    assert fields(spread) >= rarer | {"texto"}
    assert "open" in page(client, "/cola?mas=si").one("details", "filtros").attrs
    assert titles(spread) == ["Marcha de maestros"]
    assert fields(page(client, "/cola?plazo=si")) >= rarer


def test_a_municipality_is_chosen_from_the_list_with_or_without_its_accents(client: TestClient) -> None:
    found = page(client, "/cola?mas=si")
    field = next(one for one in found.all("input") if one.attrs.get("name") == "municipio")
    offered = found.one("datalist")
    assert field.attrs["list"] == offered.attrs["id"]
    names = {one.attrs["value"]: one.text for one in offered.all("option")}
    assert len(names) > 330
    assert names["Uncía, Potosí"] == "uncia"
    assert names["Llallagua, Potosí"] == ""
    assert "datalist" not in client.get("/cola").text


def test_a_view_of_passed_rows_stays_when_other_filters_are_applied(client: TestClient) -> None:
    hidden = [one.attrs for one in page(client, "/cola?pasadas=si").one("details", "filtros").all("input")]
    assert ("pasadas", "si") in {(one["name"], one.get("value")) for one in hidden}
