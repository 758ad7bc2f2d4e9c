"""The sources page: who is read, who is not and what to do, and where nobody is watching."""

from datetime import timedelta

import pytest

from conflict.codebook import CycleState, FetchOutcome, SourceReach
from conflict.departments import DEPARTMENTS
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.dashboards.seen import Node, seen
from tests.make import a_reading, a_source, an_article, no_conflict


def page(site: Site) -> Node:
    answer = site.client().get("/fuentes")
    assert answer.status_code == 200
    return seen(answer.text)


def section(found: Node, name: str) -> Node:
    return next(s for s in found.all("section") if s.attrs.get("aria-labelledby") == name)


def line(found: Node, name: str, where: str = "todas") -> str:
    return next(row.text for row in section(found, where).all("tr") if name in row.text)


def counters(found: Node) -> dict[str, int]:
    lines = [li.text.split() for li in found.one("ul", "contadores").all("li")]
    return {" ".join(words[1:-1]): int(words[-1]) for words in lines}


def a_week(site: Site, *names: str, articles: int = 3, days: int = 7) -> None:
    """Let the sources answer once a day for a week, the last answer now."""
    for day in range(days - 1, -1, -1):
        site.now = NOW - timedelta(days=day)
        site.begin(*(a_source(name, name=name.title()) for name in names))
        for name in names:
            site.fetched(name, [an_article(100 * day + n, name) for n in range(articles)])
        site.end(fuentes=len(names), ok=len(names))


def test_a_source_that_answers_is_up_to_date_with_what_it_brings(site: Site) -> None:
    a_week(site, "radio-cerro")
    found = page(site)
    assert counters(found) == {"Al día": 1, "Con retraso": 0, "Caída": 0, "En silencio": 0}
    told = line(found, "Radio-Cerro")
    assert "Potosí · rss" in told
    assert told.endswith("● Al día 3 3–3 0 %")
    assert "Necesitan atención" not in found.text


def test_the_share_of_signals_is_of_the_notes_read(site: Site) -> None:
    site.fill(*(an_article(n) for n in range(4)), reading=lambda n: a_reading() if n == 0 else no_conflict())
    assert line(page(site), "Radio Cerro").endswith("25 %")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (FetchOutcome.NOT_A_FEED, "ya no da un canal de noticias"),
        (FetchOutcome.DNS, "El nombre del sitio no se encuentra"),
        (FetchOutcome.HTTP_5XX, "El sitio tiene una falla propia"),
        (FetchOutcome.DTD_REFUSED, "definiciones peligrosas"),
    ],
)
def test_a_source_that_fails_tells_what_happens_since_when_and_what_to_do(
    site: Site, outcome: FetchOutcome, words: str
) -> None:
    a_week(site, "radio-cerro")
    site.now += timedelta(hours=3)
    site.begin(a_source(name="Radio Cerro"))
    site.fetched("radio-cerro", outcome=outcome)
    site.end(CycleState.PARTIAL)
    found = page(site)
    assert counters(found)["Caída"] == 1
    told = line(found, "Radio Cerro", "atencion")
    assert words in told
    assert "hace 3 h" in told
    assert "corrija su ficha" in told
    assert outcome.value not in told


def test_a_source_that_never_answered_is_down_and_said_so(site: Site) -> None:
    site.begin()
    site.fetched("radio-cerro", outcome=FetchOutcome.CONNECTION)
    site.end(CycleState.PARTIAL)
    assert "nunca respondió" in line(page(site), "Radio Cerro", "atencion")


def test_a_busy_source_that_brings_nothing_is_silent_and_not_up_to_date(site: Site) -> None:
    a_week(site, "radio-cerro")
    for day in (1, 2, 3):
        site.now = NOW + timedelta(days=day)
        site.begin(a_source(name="Radio-Cerro"))
        site.fetched("radio-cerro", outcome=FetchOutcome.UNCHANGED)
        site.end()
    found = page(site)
    assert counters(found)["En silencio"] == 1
    assert "puede ser feriado" in line(found, "Radio-Cerro", "atencion")


@pytest.mark.parametrize(
    ("brought", "words"),
    [((2, 2, 2, 2), "a estas horas suele traer 2 notas"), ((2, 1, 3, 2), "a estas horas suele traer de 1 a 3 notas")],
)
def test_twelve_hours_without_what_these_hours_usually_bring_are_silence(
    site: Site, brought: tuple[int, ...], words: str
) -> None:
    for back, count in reversed([*enumerate((0, *brought))]):
        site.now = NOW - timedelta(weeks=back, hours=1)
        site.begin(a_source(name="Radio-Cerro"))
        site.fetched("radio-cerro", [an_article(100 * back + n) for n in range(count)])
        site.end()
    site.now = NOW
    found = page(site)
    assert counters(found)["En silencio"] == 1
    told = line(found, "Radio-Cerro", "atencion")
    assert f"Responde bien, sin ninguna nota nueva en 12 horas; {words}" in told
    site.begin(a_source(name="Radio-Cerro"))
    site.fetched("radio-cerro", [an_article(999)])
    site.end()
    site.now += timedelta(minutes=1)
    assert counters(page(site))["En silencio"] == 0


def test_a_source_not_read_yet_and_a_paused_one_are_neither_well_nor_down(site: Site) -> None:
    site.begin(a_source("nueva", name="Nueva"), a_source("quieta", name="Quieta", active=False))
    site.end()
    found = page(site)
    assert sum(counters(found).values()) == 0
    assert "Aún sin leer" in line(found, "Nueva")
    assert "Pausada" in line(found, "Quieta")


def test_a_day_without_answer_is_not_a_day_without_news(site: Site) -> None:
    a_week(site, "radio-cerro", articles=0, days=2)
    strip = section(page(site), "todas").one("svg", "tira")
    assert strip.attrs["aria-label"].endswith(": " + "sin respuesta, " * 12 + "0, 0")
    assert [box.attrs["class"] for box in strip.all("rect")] == ["vacio"] * 12 + ["cero"] * 2


def test_days_are_those_of_la_paz(site: Site) -> None:
    site.now = NOW.replace(hour=2)  # ten at night of the day before
    site.begin()
    site.fetched("radio-cerro", [an_article(1)])
    site.end()
    site.now = NOW
    words = section(page(site), "todas").one("svg", "tira").attrs["aria-label"].split(": ")[1].split(", ")
    assert words[-2:] == ["1", "sin respuesta"]


def test_a_department_with_fewer_than_two_live_sources_is_called_a_blind_spot(site: Site) -> None:
    a_week(site, "uno", "dos", days=1)
    found = page(site)
    assert "2 de 2" in line(found, "Potosí", "cobertura")
    assert "punto ciego" not in line(found, "Potosí", "cobertura")
    assert "Potosí" not in found.said("p", "ciego")


def test_a_department_without_any_source_is_a_blind_spot_too(site: Site) -> None:
    a_week(site, "uno", "dos", days=1)
    found = page(site)
    for name in set(DEPARTMENTS.values()) - {"Potosí"}:
        assert "0 de 0" in line(found, name, "cobertura")
        assert name in found.said("p", "ciego")


def test_a_national_source_watches_no_department(site: Site) -> None:
    site.begin(a_source("agencia", name="Agencia", department="", reach=SourceReach.NATIONAL))
    site.fetched("agencia", [an_article(1, "agencia")])
    site.end()
    found = page(site)
    assert "1 de 1" in line(found, "Nacional", "cobertura")
    assert "Nacional" not in found.said("p", "ciego")


def test_the_last_runs_are_told_newest_first_with_how_they_ended(site: Site) -> None:
    site.begin()
    site.end(CycleState.NO_NETWORK, segundos=4.2, fuentes=12, ok=0)
    site.now += timedelta(hours=3)
    site.begin()
    site.end(segundos=31.0, fuentes=12, ok=11, leidas=90, nuevas=7, senales=2)
    found = page(site)
    runs = [row.text for row in section(found, "corridas").all("tr")]
    assert runs == [
        "hace un momento ● Bien 11 de 12 fuentes, 7 nuevas 31 s",
        "hace 3 h ■ Sin red 0 de 12 fuentes, 0 nuevas 4 s",
    ]
    assert "viernes 20 de noviembre, 15:00 · 90 notas leídas, 7 nuevas, 2 con señal" in found.one(cls="cabeza").text


def test_before_any_run_the_page_says_so(site: Site) -> None:
    found = page(site)
    assert "Todavía no corrió ninguna recolección" in found.one(cls="cabeza").text
    assert "Ninguna todavía" in section(found, "corridas").text


def test_state_is_never_told_by_colour_alone(site: Site) -> None:
    a_week(site, "uno", days=1)
    for state in page(site).all("span", "estado"):
        assert state.text[:1] in "●▲■○‖·"
        assert len(state.text) > 2
