"""Measures of pressure are found by their names, and a look-alike is none."""

import csv
import unicodedata
from pathlib import Path

import pytest

from classifiers.cues import CUE_NAMES, find
from conflict.codebook import Measure

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "medidas.csv").open(encoding="utf-8")))


def measures(text: str) -> list[str]:
    return [measure.value for measure in find(text, len(text)).measures]


@pytest.mark.parametrize("case", CASES, ids=[f"{n:03d} {case['texto'][:50]}" for n, case in enumerate(CASES, 2)])
def test_each_sentence_names_its_measures_and_no_other(case: dict[str, str]) -> None:
    assert measures(case["texto"]) == list(filter(None, case["medidas"].split(";"))), case["motivo"]


def test_the_table_knows_every_measure_and_as_many_traps() -> None:
    named = {measure for case in CASES for measure in case["medidas"].split(";")}
    assert named - {""} == {measure.value for measure in Measure} - {Measure.OTHER.value}
    traps = [case for case in CASES if not case["medidas"]]
    assert len(CASES) >= 80
    assert len(traps) >= 40


def test_capitals_and_separate_accents_name_the_same_measures() -> None:
    for case in CASES:
        plain = measures(case["texto"])
        assert measures(case["texto"].upper()) == plain, case["texto"]
        assert measures(unicodedata.normalize("NFD", case["texto"])) == plain, case["texto"]


def test_a_trap_hides_only_the_words_that_it_covers() -> None:
    traps = ". ".join(case["texto"] for case in CASES if not case["medidas"])
    assert measures(traps) == []
    assert measures(f"{traps}. Comunarios bloquean la ruta") == ["bloqueo"]


def test_every_cue_lies_between_zero_and_one() -> None:
    for case in CASES:
        cues = find(case["texto"] * 5, len(case["texto"])).cues
        assert cues.shape == (len(CUE_NAMES),)
        assert ((cues >= 0) & (cues <= 1)).all()


def test_a_measure_in_the_headline_is_told_from_one_below_it() -> None:
    headline, lede = "Choferes anuncian bloqueo", "El alcalde los espera"
    column = CUE_NAMES.index("medida en titular")
    assert find(f"{headline}\n{lede}", len(headline)).cues[column] == 1
    assert find(f"{lede}\n{headline}", len(lede)).cues[column] == 0
