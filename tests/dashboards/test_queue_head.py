"""The head of the queue: its views with their counts, today's work, where to begin, what came since, what was done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conflict.codebook import CycleState, Measure, Scope
from conflict.lapaz import local
from conflict.record import Person
from conflict.roles import Role
from dashboards import queue_head
from dashboards.queue_filters import Filters
from register.office_tables import OfficeRow
from register.tables import QueueEntry
from tests.conftest import NOW
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.seen import Node, rows, seen
from tests.make import LLALLAGUA, a_reading, an_article

OFFICE = "Oficina Inventada de Llallagua"
ANALYST = Person("Ana Inventada", OFFICE, 71, Role.ANALYST, ("05",))
NOWHERE = replace(LLALLAGUA, departments=(), municipalities=(), municipality_codes=(), scope=Scope.UNKNOWN)


def filled(site: Site, count: int = 4) -> Browser:
    """Bring rows into the care of an office, the last one without territory and of nobody; return its analyst."""
    site.fill(*(an_article(n) for n in range(count)), where=lambda n: NOWHERE if n == count - 1 else LLALLAGUA)
    with site.register.writing() as session:
        session.add(
            OfficeRow(
                id="llallagua-1", name=OFFICE, short="Llallagua", kind="coordinacion", department="05", seat="",
                provenance="inventada", working=True,
            )
        )  # fmt: skip
        for row in session.query(QueueEntry).where(QueueEntry.departments != []):
            row.office = "llallagua-1"
    return site.client(ANALYST)


def page(client: Browser, path: str = "/cola") -> Node:
    answer = client.get(path)
    assert answer.status_code == 200
    return seen(answer.text)


def tabs(found: Node) -> dict[str, tuple[str, str]]:
    """Return each view with its count and its address."""
    return {
        one.text.rpartition(" ")[0]: (one.one("b").text, one.attrs["href"])
        for one in found.one("nav", "pestanas").all("a")
    }


def discard(client: Browser, code: str) -> str:
    done = client.post(f"/cola/{code}/descartar", data={"version": 1, "motivo": "otro"})
    assert done.status_code == 303
    return str(done.headers["location"])


def test_each_view_says_how_many_rows_it_has_and_opens_them(site: Site) -> None:
    client = filled(site)
    told = tabs(page(client))
    assert told == {
        "Todas": ("3", "/cola"),
        "Mi oficina": ("3", "/cola?oficina=llallagua-1"),
        "Potosí": ("3", "/cola?departamento=05"),
        "Sin territorio": ("0", "/cola?departamento=sin"),
        "Transferidas a mí": ("0", "/cola?pasadas=si"),
        "Pospuestas": ("0", "/cola?estado=pospuesta"),
        "Decididas hoy": ("0", "/cola?estado=hoy"),
    }
    for count, address in told.values():
        assert len(rows(page(client, address))) == int(count), address
    assert page(client, "/cola?estado=pospuesta").one("nav", "pestanas").all("a")[5].attrs["aria-current"] == "true"


def test_what_was_decided_today_is_a_view_and_counts_as_done(site: Site) -> None:
    client = filled(site)
    assert page(client).one(cls="avance").text == "0 de 3 revisadas"
    code = rows(page(client))[0].attrs["id"][2:]
    led = discard(client, code)
    told = page(client, led)
    assert told.one(cls="avance").text == "1 de 3 revisadas"
    assert (told.one("progress").attrs["value"], told.one("progress").attrs["max"]) == ("1", "3")
    assert "Descartada. Pasó a «Decididas hoy»." in told.one("form", "hecho").text
    assert tabs(told)["Decididas hoy"][0] == "1"
    assert [row.attrs["id"][2:] for row in rows(page(client, "/cola?estado=hoy"))] == [code]
    client.post(f"/decisiones/{led.rpartition('hecho=')[2]}/deshacer")
    assert page(client).one(cls="avance").text == "0 de 3 revisadas"
    assert rows(page(client, "/cola?estado=hoy")) == []


def test_what_was_decided_before_midnight_in_la_paz_is_not_of_today(site: Site) -> None:
    site.now = NOW.replace(hour=3, minute=30)  # 23:30 of the day before there
    client = filled(site)
    discard(client, rows(page(client))[0].attrs["id"][2:])
    assert tabs(page(client))["Decididas hoy"][0] == "1"
    site.now += timedelta(hours=1)
    assert tabs(page(client))["Decididas hoy"][0] == "0"


def test_the_work_of_another_office_is_not_ours(site: Site) -> None:
    client = filled(site)
    other = site.client(Person("Otra Inventada", "Oficina de otra parte", 72, Role.NATIONAL))
    discard(other, rows(page(other))[0].attrs["id"][2:])
    assert page(client).one(cls="avance").text == "0 de 2 revisadas"
    assert page(other).one(cls="avance").text == "1 de 4 revisadas"


def test_a_queue_that_is_too_long_says_where_to_begin(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = filled(site)
    assert "Empiece por" not in client.get("/cola").text
    monkeypatch.setattr(queue_head, "CROWDED", 2)
    (said,) = [one for one in page(client).all("p", "alarma") if "Empiece" in one.text]
    assert said.text == "Hay 3. Empiece por Vencidas y Alto. Ver las de nivel alto"
    assert said.one("a").attrs["href"] == "/cola?nivel=alto"
    assert "Empiece por" not in client.get("/cola?nivel=alto").text


def test_a_queue_of_two_hundred_is_not_too_long() -> None:
    assert queue_head.crowded_words(Filters(), 200) == ""
    assert queue_head.crowded_words(Filters(), 231) == "Hay 231. Empiece por Vencidas y Alto."


def test_what_came_since_the_page_was_read_is_counted_in_its_view(site: Site) -> None:
    client = filled(site)
    since = next(one.attrs["data-desde"] for one in page(client).all("p") if one.attrs.get("id") == "nuevas")
    asked = {"visto": since}
    assert client.get("/cola/nuevas", params=asked).json() == {"nuevas": 0}
    site.now += timedelta(minutes=30)
    site.fill(an_article(20, "diario-sur"), an_article(21, "diario-sur"), group=lambda n: f"new:{n + 50}")
    assert client.get("/cola/nuevas", params=asked).json() == {"nuevas": 2}
    assert client.get("/cola/nuevas", params=asked | {"departamento": "01"}).json() == {"nuevas": 0}
    assert client.get("/cola/nuevas", params={"visto": site.now.isoformat()}).json() == {"nuevas": 0}


@pytest.mark.parametrize("odd", ["", "ayer", "2026-11-20T10:00:00", "0001-01-01T00:00:00+14:00", "%27", "9" * 40])
def test_an_odd_moment_counts_nothing(site: Site, odd: str) -> None:
    assert filled(site).get(f"/cola/nuevas?visto={odd}").json() == {"nuevas": 0}


def test_an_empty_sunday_says_that_news_are_collected_all_the_same(site: Site) -> None:
    site.now = NOW + timedelta(days=2)
    assert local(site.now).weekday() == 6
    site.begin()
    site.end()
    words = page(site.client()).one(cls="vacio").text
    assert words == "Sin alertas nuevas. Se recolecta también en fin de semana."


@pytest.mark.parametrize("state", [CycleState.NO_NETWORK, CycleState.FAILED])
def test_a_run_that_failed_leads_to_the_sources(site: Site, state: CycleState) -> None:
    site.begin()
    site.end(state)
    (alarm,) = page(site.client()).all("p", "alarma")
    assert alarm.one("a").attrs["href"] == "/fuentes"
    assert "Ver fuentes" in alarm.text


def test_a_row_that_an_open_record_may_tell_already_says_which(site: Site) -> None:
    site.fill(
        *(an_article(n, title=f"Hecho {n}") for n in range(3)),
        reading=lambda n: a_reading(measures=(Measure.MARCH,)) if n == 2 else a_reading(),
    )
    client = site.client()
    sent = {"version": 1, "tipo": "alerta", "nivel": "alto"}
    code = client.post("/cola/P-261120-001/registrar", data=sent | {"abrir": "1"}).headers["location"][11:]
    same, other = rows(page(client))
    assert same.one(cls="aviso-fila").text == f"¿Repetida de {code}?"
    assert other.all(cls="aviso-fila") == []  # the same town with another measure
    panel = page(client, f"/cola/{same.attrs['id'][2:]}").one("article", "detalle")
    assert "mismo municipio y medida" in panel.text
    assert len(rows(page(client, "/cola?repetidas=si"))) == 2
