"""The queue: what a row says, in what order, what filters and pages leave, and what an empty one means."""

from datetime import timedelta

import pytest

from conflict.codebook import CycleState, Level, Measure, Stage
from conflict.record import Person
from conflict.roles import Role
from register.commands import queue
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.dashboards.seen import Node, rows, seen, titles
from tests.make import a_reading, an_article

YESTERDAY = timedelta(days=1)


def page(site: Site, path: str = "/cola") -> Node:
    answer = site.client().get(path)
    assert answer.status_code == 200
    return seen(answer.text)


def test_a_row_says_what_where_when_and_until_when(site: Site) -> None:
    site.fill(an_article(1, title="Mineros anuncian bloqueo en Llallagua"))
    (row,) = rows(page(site))
    assert row.said(cls="titulo") == "Mineros anuncian bloqueo en Llallagua"
    assert row.said(cls="lugar") == "Llallagua, Potosí"
    assert row.said("time") == "hace 1 h"
    assert "1 nota" in row.text
    assert row.said(cls="reloj") == "Antes de 16:30"
    assert row.said(cls="ficha") == "Bloqueo"
    assert row.one(cls="nivel").text == "Nivel sugerido Alto"
    assert row.attrs["href"] == "/cola/P-261120-001"


def test_articles_of_one_fact_are_one_row(site: Site) -> None:
    site.fill(an_article(1), an_article(2, "diario-sur"), group=lambda n: "new:1")
    (row,) = rows(page(site))
    assert "2 notas" in row.text


def test_the_head_counts_what_waits_and_tells_day_and_hour_in_la_paz(site: Site) -> None:
    site.fill(an_article(1), an_article(2))
    head = page(site).one(cls="cabeza").text
    assert "2 por revisar" in head
    assert "viernes 20 de noviembre, 12:00" in head


def test_times_for_machines_carry_the_zone_of_la_paz(site: Site) -> None:
    site.fill(an_article(1, published_at=NOW.replace(hour=2)))
    (moment,) = rows(page(site))[0].all("time")
    assert moment.attrs == {"datetime": "2026-11-19T22:00-04:00", "title": "jue 19 nov, 22:00"}


def test_what_is_due_comes_first_then_what_is_for_today_then_the_rest(site: Site) -> None:
    site.now = NOW - YESTERDAY
    site.fill(an_article(1, title="De ayer"))
    site.now = NOW + timedelta(hours=3)  # Friday 15:00: too late for today but for what is critical
    site.fill(
        an_article(2, title="Para el lunes"),
        an_article(3, title="Hay heridos"),
        reading=lambda n: a_reading(stage=Stage.VIOLENCE) if n == 1 else a_reading(),
    )
    found = page(site)
    assert [group.text for group in found.all("h2", "grupo")] == ["Vencidas 1", "Para hoy 1", "Después 1"]
    assert titles(found) == ["De ayer", "Hay heridos", "Para el lunes"]
    clocks = [row.said(cls="reloj") for row in rows(found)]
    assert clocks == ["Venció hace 22 h", "Antes de 15:30", "Lunes 16:30"]
    assert rows(found)[1].one(cls="nivel").text == "Nivel sugerido Crítico"


def test_today_ends_at_midnight_in_la_paz(site: Site) -> None:
    site.now = NOW.replace(hour=23) + timedelta(hours=4, minutes=15)  # Friday 23:15 there, already Saturday in UTC
    site.fill(an_article(1), reading=lambda n: a_reading(stage=Stage.VIOLENCE))
    assert [group.text for group in page(site).all("h2", "grupo")] == ["Para hoy 1"]


def test_a_row_without_measure_is_tagged_with_its_stage(site: Site) -> None:
    site.fill(an_article(1), reading=lambda n: a_reading(stage=Stage.DEMAND, measures=()))
    assert rows(page(site))[0].said(cls="ficha") == "Demanda"


def test_a_row_that_got_news_says_so(site: Site) -> None:
    site.fill(an_article(1))
    site.now += timedelta(hours=1)
    site.fill(an_article(1, title="Transportistas anuncian bloqueo, corrigen la hora"))
    assert "Actualizada" in rows(page(site))[0].text


def test_rows_nobody_looked_at_are_kept_apart_and_called_by_their_name(site: Site) -> None:
    site.fill(an_article(1))
    site.now += timedelta(days=9)
    with site.register.writing() as session:
        assert queue.expire(session, now=site.now) == 1
    assert rows(page(site)) == []
    (row,) = rows(page(site, "/cola?estado=vencida"))
    assert "Venció sin revisar" in row.text


def test_the_first_row_is_open_beside_the_list(site: Site) -> None:
    site.fill(an_article(1, title="Primera"))
    found = page(site)
    assert found.one("article", "detalle").one("h2").text == "Primera"
    assert rows(found)[0].attrs["aria-current"] == "true"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CycleState.NO_NETWORK, "no encontró red"),
        (CycleState.STOPPED_DISK, "el disco está lleno"),
        (CycleState.FAILED, "no terminó"),
        (CycleState.CANCELLED, "no terminó"),
    ],
)
def test_a_run_that_went_wrong_is_told_above_the_queue_and_the_rows_stay(
    site: Site, state: CycleState, words: str
) -> None:
    site.fill(an_article(1))
    site.begin()
    site.end(state)
    found = page(site)
    assert words in found.said(cls="alarma")
    assert "Se muestra lo último leído" in found.said(cls="alarma")
    assert len(rows(found)) == 1


def test_what_a_run_asks_people_to_know_is_told_above_the_queue(site: Site) -> None:
    site.begin()
    site.end(CycleState.PARTIAL, avisos=["Hoy se ordena por palabras clave: el clasificador no está disponible."])
    assert "palabras clave" in page(site).said(cls="alarma")


def test_before_any_run_the_page_says_so_and_what_to_do(site: Site) -> None:
    found = page(site)
    assert "atalaya ciclo" in found.said(cls="alarma")
    assert "todavía no se recolectó" in found.said(cls="vacio")
    assert "Aún sin recolección" in found.one(cls="cabeza").text


def test_an_empty_queue_tells_when_it_was_last_filled(site: Site) -> None:
    site.begin()
    site.end()
    found = page(site)
    assert found.said(cls="vacio") == "Cola en cero. Última recolección a las 12:00. Ver mis plazos"
    assert found.said(cls="alarma") == ""


def test_a_queue_that_was_emptied_says_what_was_done_today_and_where_to_go_on(site: Site) -> None:
    site.fill(*(an_article(n) for n in (1, 2, 3)), group=lambda n: f"new:{n}")
    client = site.client()
    for row, motive in (("P-261120-001", "sin_demanda"), ("P-261120-002", "otro")):
        assert client.post(f"/cola/{row}/descartar", data={"version": 1, "motivo": motive}).status_code == 303
    kept = {"version": 1, "tipo": "alerta", "nivel": "alto"}
    assert client.post("/cola/P-261120-003/registrar", data=kept).status_code == 303
    empty = seen(client.get("/cola").text).one(cls="vacio")
    assert empty.text.startswith(
        "Cola en cero. 3 revisadas hoy: 1 registrada y 2 descartadas. Última recolección a las "
    )
    assert [one.attrs["href"] for one in empty.all("a")] == ["/plazos?ver=mios"]
    elsewhere = site.client(Person("Rita Inventada", "Regional de Prueba", 9, Role.ANALYST, ("07",)))
    assert "revisadas hoy" not in seen(elsewhere.get("/cola").text).said(cls="vacio"), "what lies out of sight"
    site.now += timedelta(days=1)
    assert "revisadas hoy" not in seen(client.get("/cola").text).said(cls="vacio")


def test_nothing_with_those_filters_is_not_an_empty_queue(site: Site) -> None:
    site.fill(an_article(1))
    found = page(site, "/cola?texto=inundaci%C3%B3n")
    assert found.said(cls="vacio").startswith("Nada con «inundación». Sin filtros hay 1 por revisar.")
    assert "Cola en cero" not in found.text
    assert "/cola" in [a.attrs["href"] for a in found.one(cls="vacio").all("a")]


def test_nothing_expired_is_not_an_empty_queue(site: Site) -> None:
    site.fill(an_article(1))
    found = page(site, "/cola?estado=vencida")
    assert found.said(cls="vacio") == "Ninguna fila en «Vencieron sin revisar»."
    assert "por revisar" not in found.one(cls="cuenta").text


@pytest.mark.parametrize("path", ["/cola", "/cola?texto=nada", "/cola?estado=vencida", "/fuentes"])
def test_the_count_in_the_menu_is_of_all_that_waits_whatever_is_shown(site: Site, path: str) -> None:
    site.fill(an_article(1), an_article(2))
    assert page(site, path).one(cls="pastilla").text == "2"


def test_an_error_page_claims_no_count(site: Site) -> None:
    site.fill(an_article(1))
    assert seen(site.client().get("/no-hay").text).all(cls="pastilla") == []


def test_levels_and_measures_are_words_people_use(site: Site) -> None:
    measures = list(Measure)
    site.fill(
        *(an_article(n) for n in range(len(measures))),
        reading=lambda n: a_reading(measures=(measures[n],)),
    )
    found = rows(page(site))
    assert len(found) == len(measures)
    assert {row.one(cls="nivel").text for row in found} <= {f"Nivel sugerido {w}" for w in ("Medio", "Alto", "Crítico")}
    assert not {row.said(cls="ficha") for row in found} & {measure.value for measure in measures}
    assert Level.CRITICAL.value not in "".join(row.text for row in found)


def test_when_it_was_last_collected_is_said_shortly_today_and_with_its_day_later(site: Site) -> None:
    assert "Aún sin recolección" in site.client().get("/cola").text
    site.fill(an_article(1))
    assert "Recolección hoy 12:00" in site.client().get("/cola").text
    site.now += timedelta(hours=13)
    assert "Recolección vie 20 nov, 12:00" in site.client().get("/cola").text
