"""Notificaciones: a person says for herself what she is told of; nothing before, nobody else's, no address told."""

import re

import pytest
from sqlalchemy import text

from conflict.personnotice import Urgency, Way, Wish
from conflict.roles import Role
from register.queries import person_notices as notice_queries
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.hostile import TEXTS
from tests.dashboards.seen import Node, seen
from tests.offices import PEOPLE

PAGE = "/ajustes/notificaciones"
ANA, GEMA, TITA = (PEOPLE[role] for role in (Role.ANALYST, Role.MANAGER, Role.ADMIN))
ADDRESS = "ana@oficina.example"
FORM = {
    "correo": ADDRESS,
    "diario": "si",
    "hora": "7",
    "urgente": "critico_y_alto",
    "por": "telegram",
    "chat": "555000111",
    "recordatorios": "si",
    "silencio": "si",
}


def wishes(site: Site) -> list[Wish]:
    with site.register.reading() as session:
        numbers = session.scalars(text("SELECT account_id FROM person_notices ORDER BY 1")).all()
        return [notice_queries.wish_of(session, number) for number in numbers]


def chosen(form: Node, name: str) -> str:
    (select,) = [one for one in form.all("select") if one.attrs["name"] == name]
    return next(one.attrs["value"] for one in select.all("option") if "selected" in one.attrs)


def form_of(client: Browser) -> Node:
    return next(one for one in seen(client.get(PAGE).text).all("form") if one.attrs.get("action") == PAGE)


def test_at_first_nothing_is_asked_for_and_eight_is_offered(site: Site) -> None:
    form = form_of(site.client(ANA))
    assert not [one for one in form.all("input") if "checked" in one.attrs]
    assert (chosen(form, "hora"), chosen(form, "urgente"), chosen(form, "por")) == ("8", "nada", "correo")
    assert "Usted no pidió ninguno." in site.client(ANA).get("/ajustes").text
    assert wishes(site) == []


def test_what_is_asked_for_is_kept_shown_and_taken_back(site: Site) -> None:
    client = site.client(ANA)
    answer = client.post(PAGE, data=FORM)
    assert answer.status_code == 303
    assert "oficina.example" not in answer.headers["location"]
    assert "Guardado." in client.get(answer.headers["location"]).text
    assert wishes(site) == [Wish(ADDRESS, "555000111", 7, Urgency.HIGH, Way.TELEGRAM, silence=True, reminders=True)]
    form = form_of(client)
    values = {one.attrs["name"]: one.attrs["value"] for one in form.all("input") if "value" in one.attrs}
    assert (values["correo"], values["chat"], chosen(form, "hora")) == (ADDRESS, "555000111", "7")
    told = client.get("/ajustes").text
    assert "correo a las 07:00; crítico y alto al momento, por Telegram; recordatorios por Telegram; nada fuera" in told
    assert ADDRESS not in told
    assert client.post(PAGE, data={"urgente": "nada", "por": "correo"}).status_code == 303
    assert wishes(site) == [Wish()]


def test_the_page_says_plainly_that_critical_ones_wait_too(site: Site) -> None:
    page = site.client(ANA).get(PAGE).text
    assert "también lo crítico espera a la próxima apertura" in page
    assert re.search(r"horario de mi oficina \(\d\d:\d\d–\d\d:\d\d", page)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"correo": "ana"}, "correo", "un solo correo"),
        ({"correo": f"{ADDRESS}\r\nBcc: otra@oficina.example"}, "correo", "un solo correo"),
        ({"correo": f"{ADDRESS},otra@oficina.example"}, "correo", "un solo correo"),
        ({"correo": ""}, "correo", "Falta su correo"),
        ({"chat": "-1001234567"}, "chat", "de 5 a 15 cifras"),
        ({"chat": ""}, "chat", "Falta su número de chat"),
        ({"hora": "25"}, "hora", "una de las horas"),
        ({"urgente": "todo"}, "urgente", "Falta elegir"),
        ({"por": "sms"}, "por", "Falta elegir"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_with_what_was_typed(
    site: Site, change: dict[str, str], field: str, sentence: str
) -> None:
    answer = site.client(ANA).post(PAGE, data=FORM | change)
    assert answer.status_code == 422
    page = seen(answer.text)
    assert sentence in page.one("span", "falla").text
    wrong = [one for tag in ("input", "select") for one in page.all(tag) if "aria-invalid" in one.attrs]
    assert [one.attrs["name"] for one in wrong] == [field]
    assert [one for one in page.all("input") if one.attrs.get("name") == "silencio" and "checked" in one.attrs]
    assert wishes(site) == []


def test_what_is_typed_never_takes_the_page_over(site: Site) -> None:
    client = site.client(ANA)
    plain = seen(client.get(PAGE).text)
    for hostile in TEXTS:
        answer = client.post(PAGE, data=FORM | {"correo": hostile[:200], "chat": hostile[:200]})
        assert answer.status_code in (400, 422), hostile
        page = seen(answer.text)
        for tag in ("script", "img", "iframe"):
            assert len(page.all(tag)) <= len(plain.all(tag)), hostile
    assert wishes(site) == []


def test_who_sees_nothing_to_be_told_of_has_no_form_and_no_row(site: Site) -> None:
    client = site.client(TITA)
    page = seen(client.get(PAGE).text)
    assert PAGE not in [one.attrs.get("action") for one in page.all("form")]
    assert PAGE not in client.get("/ajustes").text
    answer = client.post(PAGE, data=FORM)
    assert answer.status_code == 422
    assert "no hay de qué avisarle" in answer.text
    assert wishes(site) == []


def test_each_has_her_own_and_sees_no_others(site: Site) -> None:
    ana, gema = site.client(ANA), site.client(GEMA)
    ana.post(PAGE, data=FORM)
    assert ADDRESS not in gema.get(PAGE).text
    gema.post(
        PAGE, data={"correo": "gema@oficina.example", "diario": "si", "hora": "10", "urgente": "nada", "por": "correo"}
    )
    assert [one.mail for one in wishes(site)] == [ADDRESS, "gema@oficina.example"]
    assert not [
        page
        for page in ("/ajustes/avisos", "/ajustes/bitacora")
        if ADDRESS in site.client(PEOPLE[Role.NATIONAL]).get(page).text
    ]
