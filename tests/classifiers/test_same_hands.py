"""Two outlets that share hardly a word tell one story when the same hands act within two days and places agree."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from classifiers import stories
from classifiers.stories import Stories
from classifiers.storywords import NO_TRADE
from conflict.actor import ActorKind, ActorMention, ActorRole, Sector
from conflict.codebook import Measure
from conflict.story import Claimant, StoryItem
from tests.conftest import ROOT

CASES = list(csv.DictReader((ROOT / "tests" / "cases" / "manos.csv").open(encoding="utf-8")))
OTHERS = list(csv.DictReader((ROOT / "tests" / "cases" / "historias.csv").open(encoding="utf-8")))
GROUPS = {row["clave"] for row in csv.DictReader((ROOT / "data/vocabulario/grupos.csv").open(encoding="utf-8"))}
MONDAY = datetime(2026, 11, 2, 16, tzinfo=UTC)


def item(number: int, side: str) -> StoryItem:
    """Return one side of a pair; `lugar` is a department's code or a municipality's, `reclaman` keys of actors."""
    case = CASES[number]
    place, keys, measures = (case[f"{column}_{side}"] for column in ("lugar", "reclaman", "medidas"))
    return StoryItem(
        id=f"{number}{side}",
        title=case[f"titular_{side}"],
        summary=case[f"bajada_{side}"],
        at=MONDAY + timedelta(days=int(case["dias"]) if side == "b" else 0),
        departments=(place[:2],) if place else (),
        municipality_codes=(place,) if len(place) == 6 else (),
        measures=tuple(Measure(one) for one in measures.split(";") if one),
        claimants=tuple(
            Claimant(one, ActorKind.GROUP if one in GROUPS else ActorKind.ORGANISATION)
            for one in keys.split(";")
            if one
        ),
    )


def window(side: str = "a") -> Stories:
    """Return one side of every pair as open stories, among as many others as some days have."""
    told = Stories()
    for number, case in enumerate(OTHERS):
        for half in "ab":
            place = case[f"lugar_{half}"]
            other = StoryItem(
                f"otra{number}{half}",
                case[f"titular_{half}"],
                case[f"bajada_{half}"],
                MONDAY,
                (place[:2],) if place else (),
                (place,) if len(place) == 6 else (),
                (),
            )
            told.add(other.id, other)
    for number in range(len(CASES)):
        told.add(number, item(number, side))
    return told


@pytest.fixture(scope="module")
def open_stories() -> Stories:
    return window()


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda n: f"{n + 2:02d} {CASES[n]['motivo']}")
def test_the_same_hands_are_one_story_unless_something_speaks_against_it(open_stories: Stories, number: int) -> None:
    found = open_stories.find(item(number, "b"))
    assert (found == number) == (CASES[number]["misma"] == "1"), f"{CASES[number]['titular_b']}; found {found}"


@pytest.mark.parametrize("number", [n for n, case in enumerate(CASES) if case["misma"] == "1"])
def test_without_the_hands_these_words_were_too_few(
    open_stories: Stories, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "SAME_HANDS", 0.0)
    assert open_stories.find(item(number, "b")) is None


def test_what_is_read_first_does_not_matter() -> None:
    told = window("b")
    joined = [n for n, case in enumerate(CASES) if case["misma"] == "1"]
    assert [told.find(item(n, "a")) for n in joined] == joined


def test_hands_alone_never_join() -> None:
    """A day of two matters of one organisation: without a word in common they stay apart."""
    asked = replace(item(1, "b"), id="x", title="Eligen directorio", summary="Hubo tres listas")
    told = Stories()
    told.add(1, item(1, "a"))
    assert told.find(item(1, "b")) == 1
    assert told.find(asked) is None
    assert stories.SAME_HANDS < stories.THRESHOLD


def test_the_same_hands_are_found_among_many_articles_of_other_words() -> None:
    """A candidate that shares a single word is sought by who demands, so that the latest of other matters hide none."""
    told = window()
    for number in range(3 * stories.MOST_CANDIDATES):
        told.add(f"otra{number}", replace(item(11, "a"), id=f"o{number}", claimants=()))
    assert told.find(item(0, "b")) == 0


def test_the_same_sector_in_one_town_is_sought_though_the_words_that_tell_most_differ() -> None:
    """Long texts share none of their sixteen most telling words, and nobody is named who demands."""
    first = replace(
        item(4, "a"),
        title="Choferes paran en Villazón",
        summary="Neumáticos, piedras, alambre, troncos, cadenas, baldes y sogas cubren el asfalto frente al mercado; "
        "hierven ollas, cantan niños, ladran perros y duermen abuelas junto al quiosco azul",
        claimants=(),
        measures=(),
    )
    second = replace(
        first,
        id="otra",
        at=first.at + timedelta(days=1),
        title="Sin acuerdo, los choferes siguen en paro",
        summary="Ferreteros, zapateros, costureras, relojeros, heladeras y plomeros cerraron persianas; regidores "
        "tomaron café, revisaron planillas, discutieron artículos, bostezaron y pospusieron el debate",
    )
    told = window()
    told.add("choferes", first)
    for number in range(3 * stories.MOST_CANDIDATES):
        told.add(f"otra{number}", replace(item(11, "a"), id=f"o{number}", claimants=()))
    assert told.find(second) == "choferes"


def test_a_round_up_of_many_departments_has_nobodys_hands() -> None:
    told = Stories()
    told.add(1, item(0, "a"))
    asked = item(0, "b")
    for departments, found in ((("06",), 1), (("02", "04", "06"), 1), (("01", "02", "04", "06"), None)):
        assert told.find(replace(asked, departments=departments)) == found, departments


def test_groups_that_every_place_has_are_groups_of_the_vocabulary() -> None:
    assert NO_TRADE <= GROUPS


def test_who_demands_is_the_same_from_a_reading_and_from_a_stored_row() -> None:
    mentions = [
        ActorMention(key, key, key, kind, role, Sector.LABOUR, None, "", "", "", 0, 3, "pide")
        for key, kind, role in (
            ("cob", ActorKind.ORGANISATION, ActorRole.CLAIMANT),
            ("cob", ActorKind.ORGANISATION, ActorRole.CLAIMANT),
            ("ministerio_trabajo", ActorKind.INSTITUTION, ActorRole.ADDRESSEE),
        )
    ]
    told = Claimant.among(mentions)
    assert told == (Claimant("cob", ActorKind.ORGANISATION),)
    assert Claimant.stored([one.told() for one in mentions]) == told
