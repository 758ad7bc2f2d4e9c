"""Plantillas de mensaje: seen before it counts, refused at its field, versions that meet, back to the house's."""

import pytest

from conflict.roles import Role
from conflict.wording import WORDING_RULES, LetterKind
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.seen import Node, seen
from tests.offices import PEOPLE

PAGE = "/ajustes/plantillas"
NORA = PEOPLE[Role.NATIONAL]
FORM = {
    "tipo": "propios",
    "asunto": "{plazos} suyos",
    "apertura": "Tiene {plazos}:",
    "cierre": "Gracias.",
    "version": "0",
}


def page(client: Browser, kind: str = "propios") -> Node:
    return seen(client.get(f"{PAGE}?tipo={kind}").text)


def letter(node: Node) -> str:
    return node.one("blockquote", "extracto").text


@pytest.mark.parametrize("kind", LetterKind)
def test_each_kind_shows_its_words_its_data_and_how_it_looks(site: Site, kind: LetterKind) -> None:
    shown = page(site.client(NORA), kind.value)
    rule = WORDING_RULES[kind]
    codes = [one.text for one in shown.all("code")]
    assert codes == [f"{{{hole}}}" for hole in rule.holes]
    values = {one.attrs["name"]: one.attrs["value"] for one in shown.all("input") if one.attrs.get("name") in FORM}
    assert values["asunto"] == rule.wording.subject
    assert "{" not in letter(shown)
    assert "Rige el texto de origen." in shown.text
    assert "Volver al texto de origen" not in shown.text


def test_it_is_looked_at_without_saving_saved_and_put_back(site: Site) -> None:
    client = site.client(NORA)
    tried = client.post(PAGE, data=FORM | {"hacer": "ver"})
    assert tried.status_code == 200
    assert "2 plazos vencidos suyos" in letter(seen(tried.text))
    assert "Cómo quedaría, sin guardar" in tried.text
    assert "Rige el texto de origen." in page(client).text
    assert client.post(PAGE, data=FORM).status_code == 303
    kept = page(client)
    assert "Rige la versión 1" in kept.text
    assert "Tiene 2 plazos vencidos:" in letter(kept)
    assert client.post(PAGE, data=FORM | {"version": "1", "hacer": "origen"}).status_code == 303
    assert "Rige el texto de origen." in page(client).text


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"asunto": "{plazos} {codigo}"}, "asunto", "{codigo}, que no existe"),
        ({"asunto": "Vencidos", "apertura": "Vencieron:"}, "apertura", "Falta {plazos}"),
        ({"asunto": "{plazos}\r\nBcc: otra@oficina.example"}, "asunto", "una sola línea"),
        ({"apertura": "{plazos} {{7*7}}"}, "apertura", "que no existe"),
        ({"asunto": " "}, "asunto", "está vacío"),
        ({"cierre": "x" * 401}, "cierre", "muy larga"),
    ],
)
@pytest.mark.parametrize("how", ["guardar", "ver"])
def test_what_is_refused_is_said_at_its_field(
    site: Site, how: str, change: dict[str, str], field: str, sentence: str
) -> None:
    client = site.client(NORA)
    answer = client.post(PAGE, data=FORM | change | {"hacer": how})
    assert answer.status_code == 422
    shown = seen(answer.text)
    assert sentence in shown.one("span", "falla").text
    assert [one.attrs["name"] for one in shown.all("input") if "aria-invalid" in one.attrs] == [field]
    assert "Rige el texto de origen." in page(client).text


def test_words_that_look_like_a_page_stay_words(site: Site) -> None:
    client = site.client(NORA)
    plain = page(client)
    hostile = FORM | {"cierre": '"><script>alert(1)</script><img src=x onerror=alert(1)>'}
    assert client.post(PAGE, data=hostile).status_code == 303
    shown = page(client)
    assert "<script>alert(1)</script>" in letter(shown)
    for tag in ("script", "img"):
        assert len(shown.all(tag)) == len(plain.all(tag))


def test_who_comes_second_is_told_and_nothing_is_lost(site: Site) -> None:
    client = site.client(NORA)
    client.post(PAGE, data=FORM)
    answer = client.post(PAGE, data=FORM | {"asunto": "{plazos} de otra mano"})
    assert answer.status_code == 422
    assert "Otra persona cambió estas frases" in answer.text
    assert "{plazos} de otra mano" in answer.text
    assert "suyos" in letter(page(client))


def test_a_kind_that_is_none_is_the_first_to_look_at_and_nothing_to_save(site: Site) -> None:
    client = site.client(NORA)
    assert "{pendientes}" in page(client, "otro").text
    assert client.post(PAGE, data=FORM | {"tipo": "otro"}).status_code == 422
