"""One row: what happened, where and why there, until when, why it was marked, and the notes behind it."""

import re
from datetime import date, timedelta

import pytest

from conflict.codebook import Measure, ReasonClass, Scope, Stage, TimeQuality
from conflict.place import Location
from conflict.signal import Deadline, Reason
from dashboards.highlight import pieces
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.dashboards.seen import Node, seen
from tests.make import LLALLAGUA, a_reading, an_article

CODE = "P-261120-001"
TITLE = "Mineros de Llallagua anuncian bloqueo desde el jueves"
DEADLINE = Deadline(date(2026, 11, 26), "desde el jueves", 38, 53)


def detail(site: Site, code: str = CODE) -> Node:
    answer = site.client().get(f"/cola/{code}")
    assert answer.status_code == 200
    return seen(answer.text).one("article", "detalle")


def test_it_says_what_where_until_when_and_how_urgent(site: Site) -> None:
    site.fill(an_article(1, title=TITLE), reading=lambda n: a_reading(deadline=DEADLINE))
    found = detail(site)
    assert found.one("h2").text == TITLE
    assert [chip.text for chip in found.one("ul", "fichas").all("li")] == [
        "Llallagua, Potosí",
        "Anuncio",
        "Bloqueo",
        "Para el jueves 26 de noviembre",
    ]
    assert "plazo leído en «desde el jueves»" in found.text
    assert "Nivel sugerido: Alto" in found.text
    assert CODE in found.text
    assert found.one(cls="reloj").text == "Antes de 16:30"


def test_the_place_comes_with_its_reason(site: Site) -> None:
    site.fill(an_article(1))
    assert "Lugar: nombrado en el titular" in detail(site).text


@pytest.mark.parametrize(
    ("location", "words"),
    [
        (LLALLAGUA, "Llallagua, Potosí"),
        (Location((), Scope.LOCATED, ("02", "04"), (), (), "tramo"), "La Paz, Oruro"),
        (Location((), Scope.NATIONAL, (), (), (), "todo el país"), "Nacional"),
        (Location((), Scope.UNKNOWN, (), (), (), "ningún lugar"), "Sin ubicar"),
    ],
)
def test_no_row_is_without_words_for_its_place(site: Site, location: Location, words: str) -> None:
    site.fill(an_article(1), where=lambda n: location)
    page = seen(site.client().get("/cola").text)
    assert page.one(cls="lugar-ficha").text == words
    assert page.one("a", "fila").one(cls="lugar").text == words


def test_the_words_that_spoke_for_it_are_marked_with_letter_and_line(site: Site) -> None:
    def span(words: str, kind: ReasonClass) -> Reason:
        start = TITLE.index(words)
        return Reason(start, start + len(words), kind, 0.5)

    reasons = (
        span("anuncian bloqueo", ReasonClass.MEASURE),
        span("desde el jueves", ReasonClass.DEADLINE),
        span("Mineros", ReasonClass.ACTOR),
        span("Llallagua", ReasonClass.PLACE),
    )
    site.fill(an_article(1, title=TITLE, summary=""), reading=lambda n: a_reading(reasons=reasons))
    quoted = detail(site).one("blockquote")
    marks = [(mark.attrs["class"], mark.children[0], mark.one("sup").text) for mark in quoted.all("mark")]
    assert marks == [
        ("m-A", "Mineros", "A"),
        ("m-L", "Llallagua", "L"),
        ("m-M", "anuncian bloqueo", "M"),
        ("m-P", "desde el jueves", "P"),
    ]
    for letter in "MPADL":
        assert letter in detail(site).one(cls="leyenda").text


def test_overlapping_and_lying_spans_lose_no_letter_of_the_text() -> None:
    text = "bloqueo en 48 horas"
    reasons = [
        Reason(0, 10, ReasonClass.ACTOR, 0.9),
        Reason(3, 7, ReasonClass.MEASURE, 0.1),
        Reason(-5, 2, ReasonClass.PLACE, 0.5),
        Reason(15, 99, ReasonClass.DEADLINE, 0.5),
        Reason(12, 9, ReasonClass.DEMAND, 0.5),
    ]
    cut = pieces(text, reasons)
    assert "".join(piece.text for piece in cut) == text
    assert next(piece for piece in cut if "queo" in piece.text).mark == "M"
    assert pieces("", reasons) == ()


@pytest.mark.parametrize(
    ("probability", "word", "frequency"),
    [
        (0.97, "Casi seguro", 10),
        (0.78, "Muy probable", 8),
        (0.61, "Probable", 6),
        (0.52, "Dudoso", 5),
        (0.01, "Dudoso", 1),
    ],
)
def test_probability_is_words_and_a_frequency_never_a_bare_number(
    site: Site, probability: float, word: str, frequency: int
) -> None:
    site.fill(an_article(1), reading=lambda n: a_reading(probability=probability))
    told = detail(site).one(cls="certeza").text
    assert told.startswith(f"{word}.")
    how_many = "una habla" if frequency == 1 else f"unas {frequency} hablan"
    assert f"De cada 10 notas como esta, {how_many}" in told
    assert "la decisión es suya" in told
    assert str(probability) not in detail(site).text


def test_a_row_marked_by_a_rule_says_which(site: Site) -> None:
    site.fill(an_article(1), reading=lambda n: a_reading(floor="dinamita"))
    assert "regla de palabras que no depende del clasificador: «dinamita»" in detail(site).text


def test_all_notes_are_listed_newest_first_with_outlet_and_hour(site: Site) -> None:
    site.fill(
        an_article(1, title="La primera", published_at=NOW - timedelta(hours=5)),
        an_article(1, "diario-sur", title="La segunda", published_at=NOW - timedelta(minutes=20)),
        an_article(2, title="Sin hora", published_at=None, time_quality=TimeQuality.ABSENT),
        group=lambda n: "new:1",
    )
    found = detail(site)
    assert "3 notas en 2 medios" in found.text
    notes = [item.text for item in found.one("ul", "notas").all("li")]
    assert [note.partition(" Radio")[0] for note in notes] == [
        "hace un momento Sin hora",
        "hace 20 min La segunda",
        "hace 5 h La primera",
    ]
    assert "Radio Cerro · sin hora" in notes[0]


def test_a_row_raised_by_a_graver_note_shows_the_graver_words(site: Site) -> None:
    site.fill(
        an_article(1, title="Piden agua"),
        an_article(2, title="Hay heridos en el bloqueo"),
        reading=lambda n: (
            a_reading(probability=0.99, stage=Stage.VIOLENCE, measures=(Measure.CLASH,))
            if n
            else a_reading(probability=0.7, stage=Stage.DEMAND, measures=())
        ),
        group=lambda n: "new:1",
    )
    found = detail(site)
    assert "Nivel sugerido: Crítico" in found.text
    assert "Hay heridos" in found.one("blockquote").text


def test_a_long_text_is_cut_at_a_word_and_says_so(site: Site) -> None:
    site.fill(an_article(1, title="Título", summary="", body="palabra " * 1_000))
    shown = detail(site).one("blockquote").text
    assert len(shown) <= 1_210
    assert shown.endswith("palabra …")


def test_without_a_link_there_is_no_original_to_open(site: Site) -> None:
    site.fill(an_article(1, link=None))
    assert "Abrir original" not in detail(site).text


def test_the_panel_alone_is_what_the_page_shows(site: Site) -> None:
    site.fill(an_article(1))
    part, page = (
        re.sub(r'name="llave" value="[^"]*"', "", site.client().get(f"/cola/{CODE}{query}").text)
        for query in ("?parte=detalle", "")
    )
    assert part.strip() in page
    assert "<html" not in part


def test_a_missing_row_says_where_to_look(site: Site) -> None:
    answer = site.client().get("/cola/P-261120-999")
    assert answer.status_code == 404
    assert "No existe P-261120-999" in answer.text
    assert "Búsquela en la cola" in answer.text


def test_a_row_that_left_the_list_still_opens_by_its_code(site: Site) -> None:
    site.fill(an_article(1, title="Queda"))
    assert detail(site).one("h2").text == "Queda"
    answer = site.client().get(f"/cola/{CODE}?departamento=09")
    assert seen(answer.text).one("article", "detalle").one("h2").text == "Queda"


def test_how_the_probability_comes_about_is_one_link_away(site: Site) -> None:
    site.fill(an_article(1))
    (link,) = [one for one in detail(site).one(cls="certeza").all("a") if one.text == "Cómo se calcula"]
    path, _, anchor = link.attrs["href"].partition("#")
    (told,) = [one for one in seen(site.client().get(path).text).all("section") if one.attrs.get("id") == anchor]
    for words in ("Cada palabra pesa", "de cada 10 notas", "notas parecidas", "muertos, heridos, dinamita"):
        assert words in told.text
    assert [one.attrs["href"] for one in told.all("a")] == ["/calidad"]
