"""The panel says what a note was by itself and which notes drew it, where that is worth a sentence."""

from typing import Any

import pytest

from conflict.drawn import Drawn, Neighbour
from tests.dashboards.conftest import Site
from tests.dashboards.seen import Node, seen
from tests.make import a_reading, an_article, no_conflict

HOSTILE = "<script>alert(1)</script> " + "bloqueo " * 40
TITLES = ("Chofer de Uncía <b>advierte</b>", "Federación en emergencia", "Gremiales calmados")


def told(site: Site, by: tuple[tuple[int, bool], ...], *, signal: bool = True, alone: float = 0.52, **how: Any) -> Any:
    """Return the line of company in the panel of the first of four notes, and the whole page."""
    drawn = Drawn(alone, signal, tuple(Neighbour(str(key), towards) for key, towards in by))
    moved = a_reading(**{"probability": 0.93, "drawn": drawn} | how)
    titles = ("Mineros anuncian bloqueo", *TITLES)
    articles = [an_article(n, title=title, link=f"https://r.example/{n}") for n, title in enumerate(titles, 1)]
    site.fill(*articles, reading=lambda n: no_conflict() if n else moved)
    answer = site.client().get("/cola/P-261120-001")
    assert answer.status_code == 200
    return seen(answer.text).all("p", "compania"), answer.text


def words(line: Node) -> str:
    return line.text.replace("« ", "«").replace(" »", "»")


def test_it_names_the_notes_that_drew_it_and_leads_to_them(site: Site) -> None:
    ((line,), page) = told(site, ((2, True), (3, True), (4, False)))
    assert words(line) == (
        "Por sí sola, de cada 10 notas como esta, unas 5 hablan de un conflicto; dos notas parecidas de esos días la "
        "acercan a un conflicto: «Chofer de Uncía <b>advierte</b>» (Radio Cerro) y «Federación en emergencia» (Radio "
        "Cerro)."
    )
    assert [(link.text, link.attrs["href"]) for link in line.all("a")] == [
        (TITLES[0], "https://r.example/2"),
        (TITLES[1], "https://r.example/3"),
    ]
    assert "<b>advierte" not in page


def test_it_says_when_company_alone_had_it_marked(site: Site) -> None:
    ((line,), _) = told(site, ((3, True),), signal=False, alone=0.17, probability=0.22)
    assert words(line).startswith(
        "Por sí sola no se habría marcado; una nota parecida de esos días la acerca a un conflicto: «Federación"
    )


def test_what_held_it_back_is_told_where_it_was_lowered(site: Site) -> None:
    ((line,), _) = told(site, ((2, True), (4, False)), alone=0.97, probability=0.6)
    assert "unas 10 hablan de un conflicto; una nota parecida de esos días la aleja de un conflicto: «Grem" in words(
        line
    )


@pytest.mark.parametrize("alone", [0.93, 0.9, 0.86])
def test_nothing_is_said_where_it_moved_by_less_than_a_note_of_ten(site: Site, alone: float) -> None:
    assert told(site, ((2, True),), alone=alone)[0] == []


def test_nothing_is_said_of_a_reading_stored_before_it_was_kept(site: Site) -> None:
    assert told(site, (), drawn=None)[0] == []


def test_a_sentence_without_notes_names_none(site: Site) -> None:
    ((line,), _) = told(site, ())
    assert words(line).endswith("; otras notas parecidas de esos días la acercan a un conflicto.")


def test_a_long_or_hostile_title_is_shortened_and_stays_text(site: Site) -> None:
    drawn = Drawn(0.52, True, (Neighbour("2", True),))
    site.fill(
        an_article(1),
        an_article(2, title=HOSTILE, link="javascript:alert(1)"),
        reading=lambda n: no_conflict() if n else a_reading(drawn=drawn),
    )
    page = site.client().get("/cola/P-261120-001").text
    (line,) = seen(page).all("p", "compania")
    assert line.all("a") == line.all("script") == []
    assert "<script>alert(1)</script> bloqueo" in words(line)
    assert " …» (Radio Cerro)." in words(line)
    assert len(words(line)) < 300
