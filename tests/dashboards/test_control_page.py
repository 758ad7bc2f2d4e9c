"""The control sample on the page: blind, one button each, and a way back."""

from datetime import timedelta

import pytest

from register.commands import control
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.dashboards.seen import Node, seen
from tests.make import an_article, no_conflict

TEXT = "Se exhiben mil libros en la plaza."


@pytest.fixture
def sampled(site: Site) -> Site:
    """Return a site the morning after a day of twelve quiet news."""
    site.fill(
        *(an_article(n, title=f"Feria número {n}", summary=TEXT) for n in range(12)), reading=lambda n: no_conflict()
    )
    site.now = NOW + timedelta(days=1)
    with site.register.writing() as session:
        control.draw_due(session, now=site.now)
    return site


def page(site: Site, path: str = "/muestra") -> Node:
    answer = site.client().get(path)
    assert answer.status_code == 200
    return seen(answer.text)


def first(site: Site) -> str:
    return page(site).all("form", "respuesta")[0].attrs["action"]


def test_the_sample_shows_ten_texts_and_nothing_of_what_the_machine_thought(sampled: Site) -> None:
    told = page(sampled)
    assert len(told.all("article", "control")) == 10
    assert told.said(cls="cuenta") == "10 notas por revisar"
    assert TEXT in told.text
    shown = told.said("article", "control")
    assert not [word for word in ("robable", "De cada 10", "%", "duda") if word in shown]
    assert "Faltan 40 revisiones de control" in told.text


def test_the_queue_leads_to_the_sample_while_it_waits(sampled: Site) -> None:
    assert "Muestra de control 10" in page(sampled, "/cola").text
    client = sampled.client()
    for _ in range(10):
        client.post(first(sampled), data={"respuesta": "sin_conflicto"})
    assert "Muestra de control" not in page(sampled, "/cola").text
    assert "Nada por revisar" in page(sampled).text


def test_no_conflict_is_one_button_and_can_be_taken_back(sampled: Site) -> None:
    action = first(sampled)
    done = sampled.client().post(action, data={"respuesta": "sin_conflicto"})
    assert done.status_code == 303
    after = page(sampled, done.headers["location"])
    assert after.said(cls="cuenta") == "9 notas por revisar"
    back = sampled.client().post(after.one("form", "hecho").attrs["action"])
    assert back.headers["location"] == "/muestra"
    assert page(sampled).said(cls="cuenta") == "10 notas por revisar"


def test_a_conflict_goes_to_the_queue_under_its_stage(sampled: Site) -> None:
    done = sampled.client().post(first(sampled), data={"respuesta": "conflicto", "etapa": "anuncio"})
    assert done.status_code == 303
    row = page(sampled, done.headers["location"])
    assert row.one("article", "detalle").attrs["data-codigo"] == done.headers["location"].rsplit("/", 1)[1]
    assert "Anuncio" in row.one("article", "detalle").text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Falta elegir si es un conflicto."),
        ({"respuesta": "quizás"}, "Falta elegir si es un conflicto."),
        ({"respuesta": "conflicto"}, "Falta elegir la etapa del conflicto."),
        ({"respuesta": "conflicto", "etapa": "no_conflicto"}, "Falta elegir la etapa del conflicto."),
    ],
)
def test_a_form_that_says_too_little_changes_nothing(sampled: Site, form: dict[str, str], words: str) -> None:
    answer = sampled.client().post(first(sampled), data=form)
    assert answer.status_code == 422
    assert words in seen(answer.text).said(cls="alarma")
    assert page(sampled).said(cls="cuenta") == "10 notas por revisar"


def test_a_text_that_somebody_judged_first_is_said(sampled: Site) -> None:
    action = first(sampled)
    sampled.client().post(action, data={"respuesta": "sin_conflicto"})
    answer = sampled.client().post(action, data={"respuesta": "conflicto", "etapa": "medida"})
    assert answer.status_code == 422
    assert "ya revisó esa nota" in seen(answer.text).said(cls="alarma")


def test_hostile_texts_are_shown_as_they_were_written(site: Site) -> None:
    title, text = "<script>alert(1)</script> Feria & «libros»", '"><img src=x onerror=alert(1)>'
    site.fill(an_article(1, title=title, summary=text), reading=lambda n: no_conflict())
    site.now = NOW + timedelta(days=1)
    with site.register.writing() as session:
        control.draw_due(session, now=site.now)
    told = page(site)
    card = told.one("article", "control")
    assert card.one("h2").text == title
    assert card.one("p", "extracto").text == text
    assert not card.all("script")
    assert not card.all("img")


def test_a_number_that_no_row_can_have_is_not_there(site: Site) -> None:
    answer = site.client().post(f"/muestra/{2**40}", data={"respuesta": "sin_conflicto"})
    assert answer.status_code == 404
