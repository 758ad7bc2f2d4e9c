"""The calendar page: what is announced by day, what waits for an answer, and the same as a file."""

from dataclasses import replace
from datetime import date, time, timedelta
from urllib.parse import urlencode

import pytest

from conflict.codebook import AnnouncedState, DateKind, Level, Measure, Stage
from conflict.lapaz import local_day
from conflict.lifecycle import RecordKind
from conflict.signal import Deadline, Turn
from register.commands import announcements, reviews
from register.queries import announcements as queries
from tests.calendarread import events_of
from tests.conftest import NOW
from tests.dashboards.conftest import PERSON, Site
from tests.dashboards.hostile import TEXTS, fill_every_field
from tests.dashboards.seen import Node, rows, seen
from tests.make import LLALLAGUA, a_reading, an_article

TODAY = local_day(NOW)
THURSDAY = TODAY + timedelta(days=6)
UYUNI = replace(LLALLAGUA, departments=("02",), municipalities=("El Alto",), municipality_codes=("020105",))
BLOCKADE = Deadline(
    THURSDAY, "desde el jueves", 0, 15, DateKind.BEGINNING, measure=Measure.ROAD_BLOCKADE, announcer="choferes"
)


def page(site: Site, query: str = "") -> Node:
    answer = site.client().get(f"/calendario{query}")
    assert answer.status_code == 200
    return seen(answer.text)


def sent(site: Site, path: str, **form: str):
    body = urlencode(form)
    return site.client().post(path, content=body, headers={"content-type": "application/x-www-form-urlencoded"})


def fact_of(site: Site):
    with site.register.reading() as session:
        return queries.find(session, "AN-261120-001")


def lifted(n: int):
    return a_reading(deadline=BLOCKADE) if n == 0 else a_reading(turn=Turn(AnnouncedState.CALLED_OFF, "suspenden"))


@pytest.fixture
def asked(site: Site) -> Site:
    """Fill two notes of one story: an announcement, and that it is called off."""
    site.fill(an_article(1, title="Choferes anuncian bloqueo"), an_article(2), reading=lifted, group=lambda n: "new:1")
    return site


def test_an_empty_calendar_says_so(site: Site) -> None:
    found = page(site)
    assert found.one("h1").text == "Calendario"
    assert "Nada anunciado para los próximos 14 días." in found.text
    (entry,) = [a for a in found.one("nav").all("a") if a.attrs.get("aria-current")]
    assert entry.attrs["href"] == "/calendario"


def test_an_announcement_stands_under_its_day_with_what_is_known(site: Site) -> None:
    told = replace(BLOCKADE, last=THURSDAY + timedelta(days=1), hour=time(6), conditional=True)
    site.fill(an_article(1, title="Choferes anuncian bloqueo"), reading=lambda n: a_reading(deadline=told))
    found = page(site)
    assert [h.text for h in found.all("h2")] == ["Jueves 26 de noviembre 1"]
    (entry,) = found.all("article", "anuncio")
    for words in (
        *(
            "Choferes anuncian bloqueo",
            "Bloqueo",
            "empieza",
            "06:00",
            "hasta el viernes 27 de noviembre",
            "condicional",
        ),
        *("Anunciada", "«desde el jueves»", "anuncia: choferes", "Llallagua, Potosí", "1 medio"),
    ):
        assert words in entry.text
    assert {a.attrs["href"] for a in entry.all("a")} == {"/cola/P-261120-001", "https://radio-cerro.example/nota/1"}


def test_what_lasts_is_shown_today_while_it_lasts(site: Site) -> None:
    told = replace(BLOCKADE, day=TODAY, last=TODAY + timedelta(days=2))
    site.fill(an_article(1), reading=lambda n: a_reading(deadline=told))
    site.now = NOW + timedelta(days=1)
    assert [h.text for h in page(site).all("h2")] == ["Sábado 21 de noviembre hoy 1"]


def test_filters_by_department_and_days(site: Site) -> None:
    later = replace(BLOCKADE, day=TODAY + timedelta(days=20))
    site.fill(
        an_article(1),
        an_article(2),
        reading=lambda n: a_reading(deadline=later if n else BLOCKADE),
        where=lambda n: UYUNI if n else LLALLAGUA,
    )
    assert len(page(site).all("article", "anuncio")) == 1
    assert len(page(site, "?dias=30").all("article", "anuncio")) == 2
    assert len(page(site, "?dias=30&departamento=02").all("article", "anuncio")) == 1
    assert len(page(site, "?dias=7&departamento=02").all("article", "anuncio")) == 0
    assert len(page(site, "?dias=9&departamento=zz").all("article", "anuncio")) == 1


def test_a_proposal_is_accepted_with_a_form_and_the_state_moves(asked: Site) -> None:
    (form,) = page(asked).all("form", "propuesta")
    assert "Pasar a «Levantada»" in form.text
    assert "Dice «suspenden»" in form.text
    (version,) = [field.attrs["value"] for field in form.all("input") if field.attrs["name"] == "version"]
    answer = sent(asked, form.attrs["action"], version=version, respuesta="aceptar", comentario="")
    assert (answer.status_code, answer.headers["location"]) == (303, "/calendario#AN-261120-001")
    assert fact_of(asked).state is AnnouncedState.CALLED_OFF
    found = page(asked)
    assert not found.all("form", "propuesta")
    assert "Levantada" in found.one("article", "anuncio").text


def test_a_refused_proposal_leaves_the_entry(asked: Site) -> None:
    (form,) = page(asked).all("form", "propuesta")
    sent(asked, form.attrs["action"], version=str(fact_of(asked).version), respuesta="rechazar")
    assert (fact_of(asked).state, fact_of(asked).proposals) == (AnnouncedState.ANNOUNCED, ())


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"respuesta": "aceptar", "version": "99"}, "cambió mientras usted miraba"),
        ({"respuesta": "quizás"}, "Falta elegir"),
    ],
)
def test_what_cannot_be_answered_is_said_and_changes_nothing(asked: Site, form: dict, words: str) -> None:
    (shown,) = page(asked).all("form", "propuesta")
    answer = sent(asked, shown.attrs["action"], **({"version": str(fact_of(asked).version)} | form))
    assert answer.status_code == 422
    assert words in seen(answer.text).one(cls="alarma").text
    assert fact_of(asked).state is AnnouncedState.ANNOUNCED


def test_a_person_corrects_the_day_and_both_days_are_shown(site: Site) -> None:
    site.fill(an_article(1), reading=lambda n: a_reading(deadline=BLOCKADE))
    form = {"version": "1", "estado": "anunciada", "fecha": "2026-11-27", "hasta": "", "motivo": "lo dijo el sindicato"}
    path = "/calendario/AN-261120-001"
    for wrong in ({"fecha": ""}, {"fecha": "mañana"}, {"estado": "otra"}, {"motivo": "sí"}, {"hasta": "2026-11-01"}):
        assert sent(site, path, **(form | wrong)).status_code == 422
    assert sent(site, "/calendario/AN-1", **form).status_code == 422
    assert sent(site, path, **form).status_code == 303
    entry = page(site).one("article", "anuncio")
    assert "la nota decía jue 26 nov" in entry.text
    assert fact_of(site).first == date(2026, 11, 27)


def test_what_passed_without_news_has_its_own_list_and_then_a_question(site: Site) -> None:
    site.fill(an_article(1), reading=lambda n: a_reading(deadline=BLOCKADE))
    site.now = NOW + timedelta(days=15)
    assert "Pasó la fecha y no se sabe qué ocurrió 1" in [h.text for h in page(site).all("h2")]
    with site.register.writing() as session:
        assert announcements.lapse(session, now=site.now) == 1
    assert "Pasar a «Venció sin hecho»" in page(site).text


def test_the_queue_row_says_what_is_announced_and_its_clock_follows(site: Site) -> None:
    site.now = NOW + timedelta(hours=6)  # Friday evening, for Saturday
    told = replace(BLOCKADE, day=TODAY + timedelta(days=1))
    site.fill(an_article(1), reading=lambda n: a_reading(deadline=told))
    (row,) = rows(seen(site.client().get("/cola").text))
    assert "Anunciado: sáb 21 nov" in row.text
    assert "Antes de 20:00" in row.text


def test_the_panel_of_the_row_leads_to_its_entry(site: Site) -> None:
    site.fill(an_article(1), reading=lambda n: a_reading(deadline=BLOCKADE))
    panel = seen(site.client().get("/cola/P-261120-001").text).one("article", "detalle")
    (link,) = [a for a in panel.all("a") if a.attrs["href"].startswith("/calendario")]
    assert (link.attrs["href"], link.text) == ("/calendario?dias=30#AN-261120-001", "jue 26 nov: Bloqueo, anunciada")


def test_the_file_holds_what_is_announced_and_what_is_due(site: Site) -> None:
    site.fill(an_article(1, title="Choferes; anuncian, bloqueo"), reading=lambda n: a_reading(deadline=BLOCKADE))
    with site.register.writing() as session:
        reviews.register(
            session,
            code="P-261120-001",
            version=1,
            kind=RecordKind.ALERT,
            level=Level.HIGH,
            by=PERSON,
            now=NOW,
        )
    answer = site.client().get("/calendario.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    announced, due = events_of(answer.content)
    assert announced.text("SUMMARY") == "Bloqueo: Choferes; anuncian, bloqueo"
    assert (announced.moment("DTSTART"), announced.text("UID")) == (THURSDAY, "AN-261120-001@atalaya.local")
    assert "desde el jueves" in announced.text("DESCRIPTION")
    assert due.moment("DTSTART") == NOW + timedelta(hours=24)
    assert "Primera acción" in due.text("SUMMARY")


def test_hostile_words_stay_words_in_page_and_file(site: Site) -> None:
    fill_every_field(site, TEXTS)
    plain = page(site, "?dias=30")
    assert len(plain.all("article", "anuncio")) == len(TEXTS)
    assert len({tuple(entry.skeleton()) for entry in plain.all("article", "anuncio")}) == 1
    assert len(events_of(site.client().get("/calendario.ics").content)) == len(TEXTS)


def test_news_of_a_measure_on_the_day_asks_whether_it_began(site: Site) -> None:
    told = replace(BLOCKADE, day=TODAY, kind=DateKind.DAY)
    site.fill(
        an_article(1),
        an_article(2),
        reading=lambda n: a_reading(stage=Stage.MEASURE) if n else a_reading(deadline=told),
        group=lambda n: "new:1",
    )
    assert "Pasar a «Iniciada»" in page(site).one("form", "propuesta").text
