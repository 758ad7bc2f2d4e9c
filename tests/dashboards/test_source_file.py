"""The page of one source and its one button: what happened, a reading now, a new address, a rest with its end."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from cli.probing import Prober
from conflict.codebook import FetchOutcome
from conflict.roles import Role
from register.commands import fetches, own_sources
from tests.conftest import NOW
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.scheduling import Scheduler, scheduling
from tests.dashboards.seen import Node, seen
from tests.dashboards.test_sources_page import a_week, section
from tests.make import a_source, an_article, an_attempt, an_update
from tests.offices import PEOPLE
from tests.outlet import TITLES, outlet

AGENT = "Atalaya/0.2 (+https://defensoria.example; prueba)"
PAGE = "/fuentes/medio/radio-cerro"
NEW = "https://radio-cerro.example/nuevo"


@pytest.fixture
def prefect() -> Iterator[Scheduler]:
    with scheduling() as scheduler:
        yield scheduler


def client(site: Site, role: Role = Role.ADMIN, place: str = "") -> Browser:
    return site.client(by=PEOPLE[role], prober=Prober(place, AGENT))


def button(site: Site, role: Role = Role.ADMIN) -> Node:
    """Return the one button of the first source in trouble."""
    row = section(seen(client(site, role).get("/fuentes").text), "atencion").all("tr")[1]
    return next(node for kind in ("button", "a") for node in row.all(kind, "boton"))


def failed(site: Site, outcome: FetchOutcome = FetchOutcome.NOT_A_FEED) -> None:
    a_week(site, "radio-cerro", days=2)
    site.now += timedelta(hours=3)
    site.begin(a_source())
    site.fetched("radio-cerro", outcome=outcome)
    site.end()


def moved(site: Site) -> None:
    site.begin(a_source())
    with site.register.writing() as session:
        fetches.record(
            session,
            cycle_id=site.cycle_id,
            attempt=an_attempt(articles=1),
            articles=[an_article(1)],
            update=an_update(moved_to=NEW, moved_since=NOW - timedelta(days=2), moved_seen=4),
            now=NOW,
        )
    site.end()


def test_its_page_tells_the_last_readings_with_their_words_and_their_term(site: Site) -> None:
    failed(site)
    told = section(seen(client(site, Role.AUDITOR).get(PAGE).text), "intentos")
    rows = [row.text for row in told.all("tr")[1:]]
    assert len(rows) == 3
    assert "La dirección ya no da un canal de noticias (no_es_feed, 200) 0" in rows[0]
    assert "Respondió con notas (ok, 200) 3" in rows[1]


def test_a_source_that_is_not_there_is_told(site: Site) -> None:
    site.begin()
    site.end()
    assert client(site).get("/fuentes/medio/no-hay").status_code == 404
    assert client(site).post("/fuentes/medio/no-hay/probar").status_code == 404


def test_a_source_that_is_down_is_read_now_and_nothing_is_stored(site: Site) -> None:
    with outlet(**{"/rss": "rss"}) as loma:
        site.begin(a_source(url=f"{loma.address}/rss"))
        site.fetched("radio-cerro", outcome=FetchOutcome.CONNECTION)
        site.end()
        pressed = button(site)
        assert pressed.text == "Probar Radio Cerro"
        answer = client(site, place=loma.place).post(f"{PAGE}/probar").text
        told = section(seen(answer), "prueba").text
        assert f"Respondió con notas: {len(TITLES)} notas" in told
        assert "No se guardó nada." in told
        assert TITLES[0] in told
        loma.paths["/rss"] = "pagina"
        told = section(seen(client(site, place=loma.place).post(f"{PAGE}/probar").text), "prueba").text
        assert told.startswith("Leída ahora La dirección ya no da un canal de noticias")
    with site.register.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM article").scalar() == 0
        assert session.connection().exec_driver_sql("SELECT count(*) FROM fetch_attempt").scalar() == 1


def test_who_only_reads_is_given_a_look_and_nothing_to_press(site: Site) -> None:
    failed(site)
    assert button(site, Role.MANAGER).text == "Ver Radio Cerro"
    for role in (Role.MANAGER, Role.AUDITOR):
        forms = [form.attrs["action"] for form in seen(client(site, role).get(PAGE).text).one("main").all("form")]
        assert forms == []
        assert client(site, role).post(f"{PAGE}/probar").status_code == 403
    analyst = seen(client(site, Role.ANALYST).get(PAGE).text).one("main")
    assert [form.attrs["action"] for form in analyst.all("form")] == [f"{PAGE}/probar"]


def test_a_silent_source_is_opened_apart(site: Site) -> None:
    a_week(site, "radio-cerro")
    for day in (1, 2, 3):
        site.now = NOW + timedelta(days=day)
        site.begin(a_source(name="Radio-Cerro"))
        site.fetched("radio-cerro", outcome=FetchOutcome.UNCHANGED)
        site.end()
    pressed = button(site, Role.ANALYST)
    assert pressed.text.startswith("Abrir Radio-Cerro")
    assert pressed.attrs["href"] == "https://radio-cerro.example/"
    assert (pressed.attrs["target"], pressed.attrs["rel"]) == ("_blank", "noopener noreferrer")


def test_an_address_that_the_site_says_it_moved_to_is_accepted_with_one_press(site: Site) -> None:
    moved(site)
    assert button(site).text == "Usar nueva Radio Cerro"
    assert button(site, Role.ANALYST).text == "Ver Radio Cerro"
    page = client(site)
    assert page.post(f"{PAGE}/direccion", data={"nueva": "https://otro.example/"}).status_code == 422
    assert client(site, Role.NATIONAL).post(f"{PAGE}/direccion", data={"nueva": NEW}).status_code == 403
    assert page.post(f"{PAGE}/direccion", data={"nueva": NEW}).status_code == 303
    told = page.get(PAGE).text
    assert NEW in told
    assert "La lista del operador tiene aún la dirección anterior: <code>https://radio-cerro.example/rss<" in told
    assert "Necesitan atención" not in page.get("/fuentes").text


def test_a_rest_is_told_with_its_reason_its_end_and_whoever_began_it(site: Site) -> None:
    a_week(site, "radio-cerro", days=2)
    page = client(site)
    assert page.post(f"{PAGE}/pausar", data={"motivo": "en obras", "hasta": "2026-11-24"}).status_code == 303
    told = next(
        row.text for row in section(seen(page.get("/fuentes").text), "todas").all("tr") if "Pausada" in row.text
    )
    assert "Hasta el mar 24 nov: en obras (" in told
    assert PEOPLE[Role.ADMIN].name in told
    assert "Reanudar" in page.get(PAGE).text
    site.now = NOW + timedelta(days=5)
    assert "Hasta el" not in client(site).get(PAGE).text, "its end is its end"
    site.now = NOW
    assert client(site).post(f"{PAGE}/reanudar").status_code == 303
    assert "Al día" in client(site).get(PAGE).text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"motivo": "", "hasta": "2026-11-24"}, "Escriba por qué se pausa"),
        ({"motivo": "en obras", "hasta": ""}, "Elija hasta qué día"),
        ({"motivo": "en obras", "hasta": "2026-11-01"}, "Elija hasta qué día"),
        ({"motivo": "en obras", "hasta": "9999-12-31"}, "Elija hasta qué día"),
    ],
)
def test_a_rest_without_reason_or_end_is_told_and_what_was_typed_stays(
    site: Site, form: dict[str, str], words: str
) -> None:
    a_week(site, "radio-cerro", days=1)
    answer = client(site).post(f"{PAGE}/pausar", data=form)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{form["motivo"]}"' in answer.text


def test_one_that_was_added_here_is_taken_off_here(site: Site) -> None:
    site.begin(a_source())
    site.end()
    with site.register.writing() as session:
        card = a_source("", name="Radio Loma", url="https://radio-loma.example/feed", notes="")
        ident = own_sources.add(session, source=card, by=PEOPLE[Role.ADMIN], now=NOW)
    page, address = client(site), f"/fuentes/medio/{ident}"
    assert "Quitar de la lista" in page.get(address).text
    assert "Quitar de la lista" not in page.get(PAGE).text, "one of the operator's list leaves with its card"
    assert page.post(f"{PAGE}/quitar").status_code == 422
    answer = page.post(f"{address}/quitar")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/fuentes")
    assert "Radio Loma" not in page.get("/fuentes").text
    assert page.get(address).status_code == 404


def test_a_source_whose_notes_are_read_late_is_late(site: Site) -> None:
    site.now = NOW - timedelta(days=1)
    site.begin(a_source())
    site.fetched("radio-cerro", [an_article(99, published_at=NOW - timedelta(days=30))])
    site.end()
    site.now = NOW
    site.begin(a_source())
    late = [an_article(n, published_at=NOW - timedelta(hours=5, minutes=n)) for n in range(6)]
    site.fetched("radio-cerro", late)
    site.end()
    row = section(seen(client(site).get("/fuentes").text), "atencion").all("tr")[1].text
    assert "Con retraso" in row
    assert "Sus notas se leen tarde: la mitad, más de 5 horas después de publicadas" in row


def test_the_head_says_how_long_the_last_one_took_and_when_the_next_one_comes(site: Site, prefect: Scheduler) -> None:
    a_week(site, "radio-cerro", days=1)
    site.begin(a_source())
    site.end(leidas=3, nuevas=3, senales=1, segundos=31.4, fuentes=1, ok=1)
    prefect.plan((NOW + timedelta(hours=1)).isoformat())
    pages = site.client(by=PEOPLE[Role.NATIONAL], collector=prefect.collector())
    first = pages.get("/fuentes").text
    assert "1 con señal, en 31 s" in first
    told = _until(lambda: pages.get("/fuentes").text, "próxima 13:00")
    assert "Ejecuciones en Prefect" not in told
    assert "próxima 13:00" in _until(lambda: pages.get("/cola").text, "próxima 13:00")
    assert "Próxima recolección: 13:00." in pages.get("/cola").text
    technical = site.client(by=PEOPLE[Role.ADMIN], collector=prefect.collector()).get("/fuentes").text
    link = next(a for a in seen(technical).all("a") if a.text.startswith("Ejecuciones en Prefect"))
    assert link.attrs["href"] == f"{prefect.address}/runs"
    assert link.attrs["rel"] == "noopener noreferrer"


def test_the_queue_never_waits_for_prefect_and_asks_it_once_a_minute(site: Site, prefect: Scheduler) -> None:
    prefect.plan((NOW + timedelta(hours=1)).isoformat())
    pages = site.client(by=PEOPLE[Role.NATIONAL], collector=prefect.collector())
    _until(lambda: pages.get("/cola").text, "próxima")
    for _ in range(3):
        pages.get("/cola")
    assert prefect.questions == ["cada-tres-horas"]
    prefect.silent = True
    site.now = NOW + timedelta(minutes=2)
    assert "próxima" in pages.get("/cola").text, "what was told stands while it is asked anew"
    _until(lambda: "" if "próxima" in pages.get("/cola").text else "nada", "nada")


def _until(ask, words: str) -> str:
    """Return a page once it says something; what is asked beside it comes when it comes."""
    import time

    end = time.monotonic() + 10
    while words not in (page := ask()):
        assert time.monotonic() < end, f"never said: {words}"
        time.sleep(0.05)
    return page
