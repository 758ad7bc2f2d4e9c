"""The quality page says what is known, and says so when it is too little; no person is ranked."""

from datetime import timedelta
from pathlib import Path

import pytest

from conflict.control import ControlVerdict
from conflict.lapaz import local_day
from conflict.record import Person
from conflict.roles import Role
from register.commands import control, models
from register.engine import open_register
from register.journal_key import make_key
from register.queries import control as control_queries
from register.settings import Storage
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.dashboards.seen import Node, seen
from tests.make import a_reading, an_article, no_conflict
from tests.postgres import Cluster

CARD = {
    "made_at": "2026-11-18T12:00:00+00:00", "corpus_digest": "0a4b56acdd0ba55831", "examples": 6413, "signals": 2500,
    "threshold": 0.19, "band": [0.19, 0.65], "precision": 0.5006, "recall": 0.7304, "average_precision": 0.66,
    "stage_accuracy": 0.722, "calibration_error": 0.009,
}  # fmt: skip


def page(site: Site) -> Node:
    answer = site.client().get("/calidad")
    assert answer.status_code == 200
    return seen(answer.text)


def test_an_empty_register_says_what_is_lacking(site: Site) -> None:
    text = page(site).text
    assert "Faltan 40 revisiones de control" in text
    assert "Faltan 40 decisiones" in text
    assert "Todavía no leyó ninguna nota." in text


def test_the_card_of_the_model_is_shown(site: Site) -> None:
    with site.register.writing() as session:
        models.used(session, version="abc123", card=CARD, now=NOW)
    text = page(site).text
    for words in ("abc123", "0a4b56acdd0b", "6413 ejemplos", "0,730", "en duda entre 0,19 y 0,65", "18 de noviembre"):
        assert words in text


def test_a_damaged_card_does_not_break_the_page(site: Site) -> None:
    with site.register.writing() as session:
        models.used(session, version="abc123", card={"made_at": 7, "band": "x", "recall": None}, now=NOW)
    assert "abc123" in page(site).text


def test_the_missed_rate_comes_with_its_interval(site: Site) -> None:
    site.fill(*(an_article(n) for n in range(60)), reading=lambda n: no_conflict())
    site.now = NOW + timedelta(days=1)
    by = Person("Ana Q.", "Regional Llallagua")
    with site.register.writing() as session:
        control.draw_due(session, now=site.now, size=50)
    with site.register.writing() as session:
        for row in control_queries.waiting(session, local_day(site.now))[:40]:
            control.decide(session, item_id=row.id, verdict=ControlVerdict.NO_CONFLICT, stage=None, by=by, now=site.now)
    text = page(site).text
    assert "se revisaron 40 notas no marcadas; 0 hablaban de un conflicto: 0,0 %" in text
    assert "entre 0,0 y 8,8 de cada 100" in text
    assert "Revisar la muestra de control (10)" in text


def test_offices_are_shown_and_persons_are_not(site: Site) -> None:
    site.fill(*(an_article(n) for n in range(45)), reading=lambda n: a_reading(probability=0.95))
    demo = site.client()
    for _ in range(41):
        code = seen(demo.get("/cola").text).one("article", "detalle").attrs["data-codigo"]
        demo.post(f"/cola/{code}/descartar", data={"version": "1", "motivo": "sin_demanda"})
    text = page(site).one("main").text
    assert "Regional Llallagua" in text
    assert "Persona de la demostración" not in text
    assert "El sistema exagera" in text
    assert "No hay demanda ni medida de presión" in text


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR, Role.ADMIN])
def test_who_works_on_no_queue_reads_the_figures_of_the_country_and_is_led_to_no_row(site: Site, role: Role) -> None:
    site.fill(*(an_article(n) for n in range(45)), reading=lambda n: a_reading(probability=0.95))
    demo = site.client()
    for _ in range(41):
        code = seen(demo.get("/cola").text).one("article", "detalle").attrs["data-codigo"]
        demo.post(f"/cola/{code}/descartar", data={"version": "1", "motivo": "sin_demanda"})
    known = page(site).one("main")
    read = seen(site.client(Person("Gil Inventado", "Gerencia", 31, role)).get("/calidad").text).one("main")
    for title in ("decisiones", "calibracion"):
        assert _under(read, title) == _under(known, title), title
    assert "Regional Llallagua" in read.text
    assert not [one for one in read.all("a") if one.attrs["href"].startswith(("/cola", "/muestra"))]


@pytest.mark.postgres
def test_the_figures_of_the_country_are_told_under_the_second_net_too(cluster: Cluster, tmp_path: Path) -> None:
    make_key(tmp_path)
    storage = Storage(cluster.new_database(), tmp_path)
    owned, bound = open_register(storage), open_register(cluster.bound(storage))
    Site(owned).fill(*(an_article(n) for n in range(3)))
    assert Site(bound).client(Person("Gil Inventado", "Gerencia", 31, Role.MANAGER)).get("/calidad").status_code == 200
    owned.close()
    bound.close()


def test_who_works_on_a_queue_reads_the_figures_of_it_alone(site: Site) -> None:
    site.fill(*(an_article(n) for n in range(45)), reading=lambda n: a_reading(probability=0.95))
    demo = site.client()
    code = seen(demo.get("/cola").text).one("article", "detalle").attrs["data-codigo"]
    demo.post(f"/cola/{code}/descartar", data={"version": "1", "motivo": "sin_demanda"})
    elsewhere = site.client(Person("Beto Inventado", "Delegación Beni", 32, Role.DELEGATE, ("08",)))
    assert "Regional Llallagua" not in seen(elsewhere.get("/calidad").text).one("main").text


def _under(page: Node, title: str) -> list[str]:
    return [one.text for one in page.all("section") if one.attrs.get("aria-labelledby") == title]
