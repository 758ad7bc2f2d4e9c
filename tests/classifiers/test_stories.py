"""Two articles tell one story when they share who, what, where and when; words that all conflicts share do not join."""

import csv
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from classifiers import stories
from classifiers.stories import Stories
from classifiers.storywords import COMMON, CONCEPTS, SECTORS, WHOLE, story_terms, subject
from conflict.story import StoryItem

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "historias.csv").open(encoding="utf-8")))
MONDAY = datetime(2026, 11, 2, 16, tzinfo=UTC)


def item(number: int, side: str) -> StoryItem:
    """Return one side of a pair; `lugar` is a department's code or a municipality's."""
    case = CASES[number]
    place = case[f"lugar_{side}"]
    return StoryItem(
        id=f"{number}{side}",
        title=case[f"titular_{side}"],
        summary=case[f"bajada_{side}"],
        at=MONDAY + timedelta(days=int(case["dias"]) if side == "b" else 0),
        departments=(place[:2],) if place else (),
        municipality_codes=(place,) if len(place) == 6 else (),
        measures=(),
    )


def told(numbers: Sequence[int]) -> Stories:
    """Return the first sides of the table as open stories, added in the order given."""
    window = Stories()
    for number in numbers:
        window.add(number, item(number, "a"))
    return window


def grouped(items: Sequence[StoryItem], window: Stories | None = None) -> dict[str, int | str]:
    """Group articles as a cycle does, one after the other."""
    window = window or Stories()
    groups: dict[str, int | str] = {}
    for one in items:
        known = window.find(one)
        groups[one.id] = known if known is not None else f"new:{one.id}"
        window.add(groups[one.id], one)
    return groups


@pytest.fixture(scope="module")
def open_stories() -> Stories:
    return told(range(len(CASES)))


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda n: f"{n + 2:03d} {CASES[n]['titular_b'][:50]}")
def test_each_pair_is_one_story_or_two(open_stories: Stories, number: int) -> None:
    found = open_stories.find(item(number, "b"))
    assert (found == number) == (CASES[number]["misma"] == "1"), f"{CASES[number]['motivo']}; found {found}"


def test_the_table_has_as_many_stories_apart_as_together() -> None:
    assert len(CASES) >= 60
    assert min(sum(c["misma"] == "1" for c in CASES), sum(c["misma"] == "0" for c in CASES)) >= 28


@pytest.mark.parametrize(("moved", "misma"), [(0.17, "0"), (0.37, "1")])
def test_the_threshold_is_pinned_by_this_table_on_both_sides(
    open_stories: Stories, monkeypatch: pytest.MonkeyPatch, moved: float, misma: str
) -> None:
    """A tenth lower joins what is apart, a tenth higher parts what is together."""
    assert stories.THRESHOLD == 0.27
    monkeypatch.setattr(stories, "THRESHOLD", moved)
    pairs = [n for n, case in enumerate(CASES) if case["misma"] == misma]
    joined = [open_stories.find(item(n, "b")) == n for n in pairs]
    assert any(joined) if misma == "0" else not all(joined)


def test_copies_of_an_agency_are_one_story_however_many() -> None:
    first = item(0, "a")
    copies = [
        replace(first, id=f"c{n}", at=first.at + timedelta(hours=n), title=first.title + "." * n) for n in range(30)
    ]
    assert len(set(grouped(copies).values())) == 1


def test_words_that_every_conflict_shares_never_join() -> None:
    common = "El Gobierno de Bolivia llama al diálogo en La Paz y el presidente espera a los dirigentes"
    other = "Dirigentes en La Paz: el presidente de Bolivia espera, el Gobierno llama al diálogo otra vez"
    noise = [replace(item(n % len(CASES), "a"), id=f"r{n}", summary=common) for n in range(len(CASES))]
    window = Stories()
    for number, one in enumerate(noise):
        window.add(number, one)
    assert (
        window.find(replace(noise[0], id="x", title=other, summary="", departments=(), municipality_codes=())) is None
    )


def test_a_group_of_the_register_keeps_its_number_in_whatever_order_it_is_read_back() -> None:
    numbers = list(range(len(CASES)))
    expected = [told(numbers).find(item(n, "b")) for n in numbers]
    for seed in range(3):
        random.Random(seed).shuffle(numbers)
        window = told(numbers)
        assert [window.find(item(n, "b")) for n in range(len(CASES))] == expected


def test_two_cycles_group_as_one_does() -> None:
    everything = sorted((item(n, side) for n in range(len(CASES)) for side in "ab"), key=lambda one: (one.at, one.id))
    whole = grouped(everything)
    half = len(everything) // 2
    first = grouped(everything[:half])
    again = Stories()
    for one in everything[:half]:
        again.add(first[one.id], one)
    assert first | grouped(everything[half:], again) == whole


def test_a_later_article_read_first_is_found_by_the_earlier_one() -> None:
    window = Stories()
    for number in range(len(CASES)):
        window.add(number, item(number, "b"))
    for number, case in enumerate(CASES):
        if case["misma"] == "1":
            assert window.find(item(number, "a")) == number, case["titular_a"]


def test_an_empty_window_and_an_empty_article_are_no_story() -> None:
    empty = StoryItem("x", "", "", MONDAY, (), (), ())
    assert Stories().find(item(0, "a")) is None
    window = told([0])
    assert window.find(empty) is None
    window.add("empty", empty)
    assert window.find(replace(empty, id="y")) is None


def test_beyond_the_window_the_same_words_are_another_story() -> None:
    window = Stories(window_days=5)
    window.add("old", item(0, "a"))
    later = replace(item(0, "a"), id="x", at=MONDAY + timedelta(days=5, hours=1))
    assert window.find(later) is None
    assert Stories().find(later) is None


def test_who_acts_is_the_first_sector_of_the_headline() -> None:
    assert subject("Panificadores subirán el pan si los choferes suben el pasaje", "") == "@pan"
    assert subject("Bloqueo en Tambo", "Los maestros y los médicos se suman") == "@magisterio"
    assert subject("Transporte pesado anuncia bloqueo", "") == subject("Camioneros anuncian bloqueo", "") == "@carga"
    assert subject("Gobierno convoca al diálogo", "") == ""


def test_words_of_one_sector_are_one_term_and_weigh_more_than_the_shared_ones() -> None:
    terms = story_terms("Maestros en bloqueo por sueldos", "El magisterio exige su salario")
    assert terms["@magisterio"] > terms["bloque"] if "bloque" in terms else terms["@magisterio"] > 1
    assert {*CONCEPTS.values(), *WHOLE.values()} >= SECTORS
    assert not COMMON & CONCEPTS.keys()


def test_a_full_window_answers_quickly() -> None:
    window = Stories()
    draw = random.Random(7)
    pool = [item(n, side) for n in range(len(CASES)) for side in "ab"]
    for number in range(3_000):
        one, other = draw.choice(pool), draw.choice(pool)
        window.add(number, replace(one, id=str(number), summary=other.summary, at=MONDAY + timedelta(minutes=number)))
    began = time.thread_time()
    for number in range(100):
        window.find(replace(draw.choice(pool), id=f"x{number}", at=MONDAY + timedelta(days=2)))
    assert (time.thread_time() - began) / 100 < 0.03


def test_what_came_long_before_is_forgotten_so_that_memory_does_not_grow_with_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stories, "MOST_REMEMBERED", 10)
    window = told([0])
    for number in range(1, 10):
        window.add(number, item(number, "a"))
    assert window.find(item(0, "a")) == 0
    for number in range(10, 30):
        window.add(number, item(number, "a"))
    assert [n for n in range(30) if window.find(item(n, "a")) == n] == list(range(20, 30))


@pytest.mark.parametrize(
    ("title", "summary", "who"),
    [
        ("Jubilación obligatoria: diputados reciben a los maestros", "", "@magisterio"),
        ("Rechazan la nueva ley de pensiones", "Los médicos marcharon ayer", "@salud"),
        ("Rentistas toman la caja por el aguinaldo", "El magisterio los apoya", "@jubilados"),
        ("Diputados tratarán la ley de pensiones", "", ""),
    ],
)
def test_what_is_asked_for_is_not_who_asks(title: str, summary: str, who: str) -> None:
    """Retirement is a matter of teachers and doctors too; only the retired are a sector of it."""
    assert subject(title, summary) == who


def test_a_headline_that_begins_with_the_matter_is_of_the_sector_that_acts() -> None:
    march = replace(
        item(0, "a"), title="Maestros marchan contra la jubilación obligatoria", summary="", municipality_codes=()
    )
    talks = replace(march, id="y", title="Jubilación obligatoria: diputados reciben a los maestros")
    window = told(range(len(CASES)))
    window.add("maestros", march)
    assert window.find(talks) == "maestros"
