"""Who demands, before whom and what, put right on the page of a row as a browser without JavaScript does."""

import pytest

from dashboards.keyed import KEY
from register.queries import queue as queue_queries
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.seen import Node, seen
from tests.make import an_article

CODE = "P-261120-001"
PATH = f"/cola/{CODE}/corregir"
HOSTILE = "Junta «Sur» <script>alert(1)</script> & \"hijos'"


@pytest.fixture
def client(site: Site) -> Browser:
    site.fill(*(an_article(n) for n in range(3)))
    return site.client()


def form_of(page: str) -> dict[str, Node]:
    """Return the fields of the form by name."""
    (form,) = [one for one in seen(page).all("form") if one.attrs.get("action") == PATH]
    return {one.attrs["name"]: one for one in form.all("input") if "name" in one.attrs}


def sent(client: Browser, **told: str) -> dict[str, object]:
    """Return the form as it is drawn, with what somebody wrote."""
    page = client.get(PATH).text
    (form,) = [one for one in seen(page).all("form") if one.attrs.get("action") == PATH]
    as_drawn: dict[str, object] = {}
    for select in form.all("select"):
        ticked = [one.attrs["value"] for one in select.all("option") if "selected" in one.attrs]
        as_drawn[select.attrs["name"]] = (ticked or [select.all("option")[0].attrs["value"]])[0]
    measures = [one for one in form.all("input") if one.attrs.get("name") == "medida" and "checked" in one.attrs]
    fields = {name: one.attrs.get("value", "") for name, one in form_of(page).items() if name != "medida"}
    return as_drawn | fields | {"medida": [one.attrs["value"] for one in measures]} | told


def claim_of(site: Site) -> tuple:
    with site.register.reading() as session:
        claim = queue_queries.detail(session, CODE).row.claim
        return claim.claimants, claim.addressees, claim.demand


def test_actor_and_demand_are_written_shown_and_found(site: Site, client: Browser) -> None:
    told = {"demandantes_1": "Gremiales de la Feria Inventada", "demandantes_2": "COB", "demandados_1": "ABC"}
    told |= {"demanda": "Que se abra la feria", "motivo": "La nota nombra a los gremiales"}
    assert client.post(PATH, data=sent(client, **told)).headers["location"] == f"/cola/{CODE}?corregida=3"
    assert claim_of(site) == (("Gremiales de la Feria Inventada", "COB"), ("ABC",), "Que se abra la feria")
    page = client.get(f"/cola/{CODE}").text
    claim = seen(page).one("dl", "pedido").text
    for words in ("Gremiales de la Feria Inventada; COB", "ABC", "Que se abra la feria"):
        assert words in claim
    for words in ("corrigió quién demanda", "corrigió ante quién", "corrigió la demanda", "La nota nombra"):
        assert words in page
    for query, found in (("actor=gremiales", True), ("demanda=feria", True), ("actor=choferes", False)):
        assert (f"/cola/{CODE}?" in client.get(f"/cola?{query}").text) is found, query
    fields = form_of(client.get(PATH).text)
    assert [fields[f"demandantes_{n}"].attrs["value"] for n in (1, 2, 3)] == [*claim_of(site)[0], ""]


def test_the_form_offers_the_vocabulary_and_takes_what_is_not_in_it(client: Browser) -> None:
    page = seen(client.get(PATH).text)
    offered = {one.attrs["id"]: {option.attrs["value"] for option in one.all("option")} for one in page.all("datalist")}
    assert {"COB", "transportistas"} <= offered["k-nombres"]
    assert {"Uyuni, Potosí", "Llallagua, Potosí"} <= offered["k-municipios"]
    labels = {one.attrs["for"]: one.text for one in page.all("label") if "for" in one.attrs}
    for one in form_of(client.get(PATH).text).values():
        if one.attrs.get("list"):
            assert one.attrs["list"] in offered
            assert labels[one.attrs["id"]]


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"demandantes_2": "x"}, "demandantes_2", "de 3 a 160 letras"),
        ({"demandados_1": "y" * 200}, "demandados_1", "de 3 a 160 letras"),
        ({"demanda": "agua " * 70}, "demanda", "en una línea"),
        ({"motivo": "no"}, "motivo", "por qué se corrige"),
    ],
)
def test_a_refused_correction_comes_back_as_written_with_the_error_at_its_field(
    site: Site, client: Browser, told: dict[str, str], field: str, words: str
) -> None:
    before = claim_of(site)
    written = sent(client, demandantes_1=HOSTILE, nivel="critico", motivo="Porque así es") | told
    answer = client.post(PATH, data=written)
    assert answer.status_code == 422
    fields = form_of(answer.text)
    for name, value in written.items():
        if name in fields and name not in ("medida", "version", KEY):
            assert fields[name].attrs.get("value", "") == value, name
    assert fields[field].attrs["aria-describedby"] == "falla"
    assert words in seen(answer.text).one("span", "falla").text
    (level,) = [one for one in seen(answer.text).all("select") if one.attrs["name"] == "nivel"]
    assert [one.attrs["value"] for one in level.all("option") if "selected" in one.attrs] == ["critico"]
    assert "<script>alert" not in answer.text
    assert claim_of(site) == before


def test_with_javascript_the_error_alone_comes_back(client: Browser) -> None:
    answer = client.post(PATH, data=sent(client, demanda="agua " * 70), headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#fallo-corregir"
    assert "La demanda va en una línea" in answer.text


def test_what_anybody_writes_stays_text(site: Site, client: Browser) -> None:
    told = sent(client, demandantes_1=HOSTILE, demanda=HOSTILE, motivo="Así lo dice la nota")
    assert client.post(PATH, data=told).status_code == 303
    assert claim_of(site)[0] == (HOSTILE,)
    for path in (f"/cola/{CODE}", PATH, "/cola"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "alert(1)" in seen(page).text or "alert(1)" in str(form_of(page)), path


def test_a_form_without_the_fields_leaves_who_and_what_alone(site: Site, client: Browser) -> None:
    told = sent(client, demandantes_1="COB", demanda="Que haya agua", motivo="Así lo dice la nota")
    assert client.post(PATH, data=told).status_code == 303
    kept = claim_of(site)
    older = {"version": 2, "etapa": "demanda", "nivel": "bajo", "motivo": "El hecho es menor"}
    assert client.post(PATH, data=older).status_code == 303
    assert claim_of(site) == kept
    emptied = sent(client, demandantes_1="", demanda="", motivo="No pide nada")
    assert client.post(PATH, data=emptied).status_code == 303
    assert claim_of(site) == ((), (), "")


def test_a_row_is_taken_off_the_map_without_javascript(site: Site, client: Browser) -> None:
    page = seen(client.get(PATH).text)
    (where,) = [one for one in page.all("select") if one.attrs["name"] == "departamento"]
    (nowhere,) = [one.attrs["value"] for one in where.all("option") if one.text == "Sin territorio"]
    told = sent(client, departamento=nowhere, motivo="La nota no dice dónde")
    assert client.post(PATH, data=told).status_code == 303
    with site.register.reading() as session:
        assert queue_queries.detail(session, CODE).row.departments == ()
