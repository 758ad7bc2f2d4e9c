"""Where invented sentences happen: a table of cases, and what must hold for every text."""

import csv
import time
import unicodedata
from pathlib import Path

import pytest

from conflict.codebook import Scope
from territory.gazetteer import Gazetteer, load_gazetteer
from territory.mentions import find_mentions
from territory.resolve import locate

ROOT = Path(__file__).parents[2]
CASES = list(csv.DictReader((ROOT / "tests" / "cases" / "lugares.csv").open(encoding="utf-8")))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(ROOT / "data" / "gazetteer")


@pytest.mark.parametrize("case", CASES, ids=[f"{n:03d} {case['texto'][:50]}" for n, case in enumerate(CASES, start=2)])
def test_each_sentence_lies_where_a_reader_says(gazetteer: Gazetteer, case: dict[str, str]) -> None:
    home, _, section = case["medio_de"].partition("|")
    department, _, municipality = home.partition("/")
    found = locate(
        gazetteer,
        case["texto"],
        home_department=department,
        home_municipality=municipality,
        section=section,
    )
    inferred = any(place.inferred for place in found.places)
    assert found.scope.value == case["ambito"], (case["motivo"], found)
    assert ";".join(found.departments) == case["departamentos"], (case["motivo"], found)
    assert ";".join(found.municipalities) == case["municipios"], (case["motivo"], found)
    roles = {(key, place.role.value) for place in found.places for key in (place.code, place.name)}
    for wanted in filter(None, case["roles"].split("|")):
        key, _, role = wanted.partition("=")
        if role == "inferido":
            assert key in {p.code for p in found.places if p.inferred}, (case["motivo"], found)
        else:
            assert (key, role) in roles, (case["motivo"], found)
    assert inferred == found.reason.startswith("inferido: "), found


def test_every_location_says_why_and_points_into_the_text(gazetteer: Gazetteer) -> None:
    for case in CASES:
        for text in (case["texto"], unicodedata.normalize("NFD", case["texto"]), case["texto"].upper()):
            found = locate(gazetteer, text)
            assert found.reason
            assert len(found.municipalities) == len(found.municipality_codes)
            assert (found.scope is Scope.LOCATED) == bool(found.departments)
            for place in found.places:
                assert place.reason
                if not place.inferred:
                    assert 0 <= place.start < place.end <= len(text)
                assert all(code[:2] in found.departments for code in found.municipality_codes)


def test_accents_written_apart_lead_to_the_same_place(gazetteer: Gazetteer) -> None:
    for case in CASES:
        plain = locate(gazetteer, case["texto"])
        apart = locate(gazetteer, unicodedata.normalize("NFD", case["texto"]))
        assert (plain.scope, plain.departments, plain.municipality_codes) == (
            apart.scope,
            apart.departments,
            apart.municipality_codes,
        ), case["texto"]


def test_a_mention_covers_whole_words_only(gazetteer: Gazetteer) -> None:
    assert find_mentions(gazetteer, "La Pazífica, Orurón, Uyunita y Potosinolandia") == []
    (mention,) = find_mentions(gazetteer, "«Santa Cruz de la Sierra»")
    assert (mention.start, mention.end) == (1, 24)


def test_matching_and_resolution_keep_their_pace(gazetteer: Gazetteer) -> None:
    texts = [
        case["texto"] + "\n" + "El sector espera una respuesta de las autoridades en los próximos días. " * 3
        for case in CASES
    ] * 4
    began = time.process_time()
    for text in texts:
        find_mentions(gazetteer, text)
    matched = time.process_time()
    for text in texts:
        locate(gazetteer, text)
    done = time.process_time()
    assert len(texts) / (matched - began) > 20_000
    assert len(texts) / (done - matched) > 5_000
