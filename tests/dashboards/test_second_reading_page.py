"""The second reading on the page: blind, never by who decided, one button, a way back; Calidad tells the agreement."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from conflict.lifecycle import DiscardReason
from conflict.record import Person
from conflict.roles import Role
from conflict.secondreading import Pairs
from dashboards.quality import agreement_words, chance_words
from register.commands import reviews, second_readings
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.dashboards.seen import Node, seen
from tests.make import an_article
from tests.offices import BENI

ANA = Person("Ana Inventada", "Regional Llallagua", 1, Role.ANALYST, ("05",), ("Llallagua",))
EVA = Person("Eva Inventada", "Delegación Potosí", 2, Role.DELEGATE, ("05",))
BEA = Person("Bea Inventada", BENI, 8, Role.DELEGATE, ("08",))
TEXT = "El ampliado dio 48 horas al Gobierno."


def decided(site: Site, *articles, size: int = 3) -> Site:
    """Fill a day of rows that Ana discarded, and draw the next morning."""
    site.fill(*articles, group=lambda n: f"new:{n}")
    with site.register.writing() as session:
        for code in session.scalars(text("SELECT code FROM queue_entry ORDER BY id")).all():
            reviews.discard(
                session, code=code, version=1, reason=DiscardReason.NO_DEMAND, comment="Nada", by=ANA, now=NOW
            )
    site.now = NOW + timedelta(days=1)
    with site.register.writing() as session:
        second_readings.draw_due(session, now=site.now, size=size)
    return site


@pytest.fixture
def drawn(site: Site) -> Site:
    return decided(site, *(an_article(n, title=f"Anuncian marcha número {n}", summary=TEXT) for n in range(5)))


def page(site: Site, by: Person = EVA, path: str = "/muestra") -> Node:
    answer = site.client(by).get(path)
    assert answer.status_code == 200
    return seen(answer.text)


def cards(told: Node) -> list[Node]:
    return told.all("article", "segunda")


def action(card: Node) -> str:
    return card.one("form", "respuesta").attrs["action"]


def test_another_person_reads_the_notes_and_nothing_of_the_decision(drawn: Site) -> None:
    told = page(drawn)
    assert len(cards(told)) == 3
    for card in cards(told):
        assert "Anuncian marcha número" in card.one("h3").text
        assert card.one("p", "extracto").text == TEXT
        assert not [
            word for word in (*ANA.name.split(), "Nada", "demanda", "P-26", "Alto", "Anuncio") if word in card.text
        ]
    assert "Nada por leer" not in told.text
    assert "Segunda lectura (3)" in told.one("p", "pestanas").text, "it lies under a long sample"


def test_who_decided_them_is_asked_about_none(drawn: Site) -> None:
    told = page(drawn, ANA)
    assert cards(told) == []
    assert "Segunda lectura" not in told.one("p", "pestanas").text
    assert "Nada por leer. Cada día se sortean tres filas de las que otras personas decidieron." in told.text
    refused = drawn.client(ANA).post(action(cards(page(drawn))[0]), data={"respuesta": "conflicto"})
    assert refused.status_code == 422
    assert "la lee otra persona" in seen(refused.text).said(cls="alarma")


def test_who_may_not_see_the_row_is_shown_nothing_and_may_not_answer(drawn: Site) -> None:
    assert cards(page(drawn, BEA)) == []
    assert "Muestra de control" not in page(drawn, BEA, "/cola").one("main").text
    refused = drawn.client(BEA).post(action(cards(page(drawn))[0]), data={"respuesta": "conflicto"})
    assert "no está en la segunda lectura" in refused.text
    assert len(cards(page(drawn))) == 3


def test_the_queue_counts_what_waits_for_its_reader_alone(drawn: Site) -> None:
    assert "Muestra de control 3" in page(drawn, EVA, "/cola").text
    assert "Muestra de control" not in page(drawn, ANA, "/cola").text


@pytest.mark.parametrize("said", ["conflicto", "sin_conflicto"])
def test_an_answer_is_one_button_and_can_be_taken_back(drawn: Site, said: str) -> None:
    done = drawn.client(EVA).post(action(cards(page(drawn))[0]), data={"respuesta": said})
    assert done.status_code == 303
    after = page(drawn, EVA, done.headers["location"])
    assert len(cards(after)) == 2
    back = drawn.client(EVA).post(after.one("form", "hecho").attrs["action"])
    assert back.status_code == 303
    assert len(cards(page(drawn))) == 3


def test_the_second_of_two_readers_is_told(drawn: Site) -> None:
    where = action(cards(page(drawn))[0])
    rosa = Person("Rosa Inventada", EVA.office, 3, Role.DELEGATE, ("05",))
    drawn.client(EVA).post(where, data={"respuesta": "conflicto"})
    answer = drawn.client(rosa).post(where, data={"respuesta": "sin_conflicto"})
    assert answer.status_code == 422
    assert "ya se hizo. Su respuesta no se aplicó" in seen(answer.text).said(cls="alarma")
    taken = drawn.client(rosa).post(f"{where}/deshacer")
    assert "Solo quien la hizo puede deshacerla." in seen(taken.text).said(cls="alarma")


@pytest.mark.parametrize("form", [{}, {"respuesta": "quizás"}])
def test_a_form_that_says_nothing_changes_nothing(drawn: Site, form: dict[str, str]) -> None:
    answer = drawn.client(EVA).post(action(cards(page(drawn))[0]), data=form)
    assert answer.status_code == 422
    assert "Falta elegir si es un conflicto." in seen(answer.text).said(cls="alarma")
    assert len(cards(page(drawn))) == 3


def test_a_number_that_no_row_can_have_is_not_there(site: Site) -> None:
    answer = site.client(EVA).post(f"/muestra/segunda/{2**40}", data={"respuesta": "sin_conflicto"})
    assert answer.status_code == 404


def test_hostile_texts_are_shown_as_they_were_written(site: Site) -> None:
    title, words = "<script>alert(1)</script> Marcha & «paro»", '"><img src=x onerror=alert(1)>'
    card = cards(page(decided(site, an_article(1, title=title, summary=words))))[0]
    assert card.one("h3").text == title
    assert card.one("p", "extracto").text == words
    assert not card.all("script")
    assert not card.all("img")


def test_quality_says_how_many_readings_are_lacking_and_then_the_agreement(site: Site) -> None:
    decided(site, *(an_article(n) for n in range(21)), size=21)
    assert "Faltan 20 segundas lecturas para calcularlo." in page(site, EVA, "/calidad").text
    client = site.client(EVA)
    for n, card in enumerate(cards(page(site))):
        client.post(action(card), data={"respuesta": "conflicto" if n < 3 else "sin_conflicto"})
    told = page(site, EVA, "/calidad").one("main").text
    assert "leyeron por separado 21 notas y en 18 dijeron lo mismo sobre si era un conflicto: 86 %" in told
    assert "entre 65 y 95 de cada 100" in told
    assert "Kappa de Cohen 0,00" in told
    assert not [name for name in (ANA.name, EVA.name) if name in told]


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        (Pairs(neither=19), ""),
        (Pairs(neither=20), "Todas las respuestas fueron la misma"),
        (Pairs(10, 0, 0, 10), "Kappa de Cohen 1,00: el acuerdo, descontado lo que coincidiría por azar, es muy bueno."),
        (Pairs(9, 1, 2, 8), "Kappa de Cohen 0,70: el acuerdo, descontado lo que coincidiría por azar, es bueno."),
        (Pairs(20, 5, 10, 15), "es débil."),
        (Pairs(5, 5, 5, 5), "Kappa de Cohen 0,00: el acuerdo, descontado lo que coincidiría por azar, es nulo."),
        (Pairs(0, 10, 10, 0), "Kappa de Cohen -1,00"),
    ],
)
def test_the_agreement_is_named_by_its_size(pairs: Pairs, words: str) -> None:
    assert words in chance_words(pairs)
    assert (chance_words(pairs) == "") == (pairs.lacking > 0)
    assert agreement_words(pairs).startswith("Falta 1 segunda lectura") == (pairs.lacking > 0)
