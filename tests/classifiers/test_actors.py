"""Who demands, who is asked and what is read as analysts read it; persons are never actors."""

import csv
import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from classifiers.actors import find_actors
from classifiers.demands import LONGEST, find_demand
from classifiers.vocabulary import load_vocabulary
from conflict.actor import ActorKind, ActorMention, ActorRole, Demand
from conflict.text import fold_with_offsets
from tests.conftest import ROOT

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "actores.csv").open(encoding="utf-8")))
VOCABULARY = load_vocabulary(ROOT / "data" / "vocabulario")
DAY = date(2026, 11, 21)


def read(text: str, day: date | None = DAY) -> tuple[tuple[ActorMention, ...], Demand | None]:
    folded = fold_with_offsets(text)
    actors = find_actors(VOCABULARY.names, text, folded, day)
    return actors, find_demand(text, folded, actors)


def keys(actors: tuple[ActorMention, ...], role: ActorRole) -> set[str]:
    return {actor.key for actor in actors if actor.role is role}


@pytest.mark.parametrize("case", CASES, ids=[f"{n:03d} {case['texto'][:50]}" for n, case in enumerate(CASES, 2)])
def test_each_sentence_tells_who_asks_whom_for_what(case: dict[str, str]) -> None:
    actors, demand = read(case["texto"])
    assert keys(actors, ActorRole.CLAIMANT) == set(filter(None, case["demandantes"].split(";"))), case["motivo"]
    assert keys(actors, ActorRole.ADDRESSEE) == set(filter(None, case["demandados"].split(";"))), case["motivo"]
    said = demand.text if demand else ""
    assert said.startswith(case["demanda"]), case["motivo"]
    assert bool(said) == bool(case["demanda"]), case["motivo"]


def test_the_table_is_large_and_names_only_what_the_vocabulary_has() -> None:
    assert len(CASES) >= 150
    assert len({case["texto"] for case in CASES}) == len(CASES)
    named = {key for case in CASES for key in f"{case['demandantes']};{case['demandados']}".split(";")} - {""}
    assert named <= set(VOCABULARY.actors)
    assert sum(not case["demandantes"] for case in CASES) >= 20
    assert sum(not case["demanda"] for case in CASES) >= 50


def test_every_span_is_where_its_words_are() -> None:
    for case in CASES:
        actors, demand = read(case["texto"])
        assert all(case["texto"][actor.start : actor.end] == actor.said for actor in actors)
        assert demand is None or case["texto"][demand.start : demand.end] == demand.text


def test_separate_accents_name_the_same_actors() -> None:
    for case in CASES:
        apart = unicodedata.normalize("NFD", case["texto"])
        whole, split = read(case["texto"])[0], read(apart)[0]
        assert [(actor.key, actor.role) for actor in split] == [(actor.key, actor.role) for actor in whole]
        assert all(apart[actor.start : actor.end] == actor.said for actor in split)


def test_every_role_has_its_reason_in_spanish() -> None:
    assert all(actor.reason for case in CASES for actor in read(case["texto"])[0])


def test_an_office_stands_for_its_institution_and_brings_no_name_of_a_person() -> None:
    (actor,) = read("Exigen la renuncia del alcalde Fulano Perengano Zutano")[0]
    assert (actor.key, actor.role, actor.said) == ("alcaldia", ActorRole.ADDRESSEE, "alcalde")


@pytest.mark.parametrize(
    "text",
    [
        "Exigen al Gobierno de Fulano Perengano el diésel",
        "Familiares de Fulano Perengano bloquean la vía",
        "Simpatizantes de Fulano Perengano bloquean la vía",
    ],
)
def test_a_name_after_a_government_a_family_or_followers_is_left_out(text: str) -> None:
    assert not any("Fulano" in actor.said or "Fulano" in actor.name for actor in read(text)[0])


def test_a_name_that_is_over_is_not_known_any_more_and_was_known_then() -> None:
    text = "Marchan hacia el Ministerio de Justicia"
    assert read(text)[0] == ()
    assert [actor.key for actor in read(text, date(2025, 6, 1))[0]] == ["min_justicia"]


@pytest.mark.parametrize(
    ("text", "faction"),
    [
        ("CIDOB orgánica anuncia marcha", "orgánica"),
        ("Bartolinas afines al Gobierno marchan", "afín al Gobierno"),
        ("La CSUTCB evista bloquea", "evista"),
        ("Adepcoca paralela marcha", "paralela"),
        ("La COB marcha", ""),
    ],
)
def test_the_wing_that_speaks_is_kept(text: str, faction: str) -> None:
    assert read(text)[0][0].faction == faction


def test_a_group_keeps_its_own_words_and_an_organisation_its_name() -> None:
    neighbours, union = read("Vecinos de Villa Copacabana y la FSTMB bloquean")[0]
    assert (neighbours.kind, neighbours.name) == (ActorKind.GROUP, "Vecinos de Villa Copacabana")
    assert union.name == "Federación Sindical de Trabajadores Mineros de Bolivia"


def test_a_roll_of_names_is_cut() -> None:
    some = [card.name for card in VOCABULARY.actors.values() if card.kind is ActorKind.ORGANISATION][:30]
    assert len(read("Firman: " + ", ".join(some))[0]) == 8


def test_the_vocabulary_holds_no_person() -> None:
    titles = re.compile(r"\b(?:don|doña|señor|señora|lic\.|dr\.|ing\.)\s", re.IGNORECASE)
    assert not any(titles.search(name) for card in VOCABULARY.actors.values() for name in (card.name, *card.spellings))


def test_a_demand_without_a_space_is_cut_too() -> None:
    _, demand = read("Vecinos exigen/" + "a" * 1_500)
    assert demand is not None
    assert len(demand.text) <= LONGEST
