"""Measures of pressure are found by their names, and a look-alike is none."""

import csv
import unicodedata
from pathlib import Path

import pytest

from classifiers.cues import CUE_NAMES, find
from classifiers.lexicon import CUES, FALSE_FRIENDS, MEASURES
from classifiers.marked import Marked
from classifiers.scan import Scanner, heads, pattern, split
from classifiers.telling import told, untrapped
from classifiers.vocabulary import load_vocabulary
from conflict.codebook import Measure, Stage
from conflict.pressure import PressureKind
from conflict.signal import Reading
from conflict.text import fold
from tests.conftest import ROOT

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "medidas.csv").open(encoding="utf-8")))


VOCABULARY = load_vocabulary(ROOT / "data" / "vocabulario")


def read(text: str) -> Reading:
    marked = Marked.of(VOCABULARY, text, len(text))
    found = untrapped(VOCABULARY, marked, find(text, len(text)))
    bare = Reading(1.0, True, False, Stage.MEASURE, (), None, (), "", "", "prueba")
    return told(VOCABULARY, marked, None, found, bare)


def measures(text: str) -> list[str]:
    return [measure.value for measure in read(text).measures]


@pytest.mark.parametrize("case", CASES, ids=[f"{n:03d} {case['texto'][:50]}" for n, case in enumerate(CASES, 2)])
def test_each_sentence_names_its_measures_and_no_other(case: dict[str, str]) -> None:
    reading = read(case["texto"])
    assert {one.value for one in reading.measures} == set(filter(None, case["medidas"].split(";"))), case["motivo"]
    assert [one.kind.value for one in reading.pressures] == list(filter(None, case["presiones"].split(";")))


def test_the_table_knows_every_measure_and_as_many_traps() -> None:
    named = {measure for case in CASES for measure in case["medidas"].split(";")}
    assert named - {""} == {measure.value for measure in Measure}
    fine = {pressure for case in CASES for pressure in case["presiones"].split(";")}
    assert fine - {""} == {kind.value for kind in PressureKind}
    traps = [case for case in CASES if not case["medidas"]]
    assert len(CASES) >= 180
    assert len(traps) >= 90


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
        assert len(cues) == len(CUE_NAMES)
        assert all(0 <= cue <= 1 for cue in cues)


def test_a_measure_in_the_headline_is_told_from_one_below_it() -> None:
    headline, lede = "Choferes anuncian bloqueo", "El alcalde los espera"
    column = CUE_NAMES.index("medida en titular")
    assert find(f"{headline}\n{lede}", len(headline)).cues[column] == 1
    assert find(f"{lede}\n{headline}", len(lede)).cues[column] == 0


def test_one_pass_over_the_words_finds_what_each_pattern_finds_alone() -> None:
    patterns = [*(one for _, one in MEASURES), *(one for _, one in CUES), FALSE_FRIENDS]
    corpus = [path.read_text() for path in sorted((ROOT / "data" / "corpus").glob("*-01.csv"))]
    texts = [fold(text) for text in (*corpus, *(case["texto"] for case in CASES), "ßbloqueo _paro paro_ 3bloqueo paro")]
    for text in texts:
        alone = [[match.span() for match in one.finditer(text)] for one in patterns]
        assert Scanner(patterns).find(text) == alone


@pytest.mark.parametrize(
    ("source", "letters"),
    [
        (r"bloque\w+", {"blo"}),
        (r"(?:des)?bloque\w+|no", {"des", "blo", "no"}),
        (r"(?<!marcha de )protesta[ns]?", {"pro"}),
        (r"p[ou]\w+|a(?:nos|nual)", {"p", "ano", "anu"}),
        (r"(?:(?:el|la) paro|huelga)", {"el", "la", "hue"}),
    ],
)
def test_the_first_letters_of_a_pattern_are_read_from_it(source: str, letters: set[str]) -> None:
    assert {head for alternative in split(source) for head in heads(alternative)} == letters


def test_a_pattern_that_could_begin_with_anything_is_refused_when_the_program_starts() -> None:
    with pytest.raises(ValueError, match="no first letter"):
        Scanner([pattern(r"\w+ de hambre")])


def test_letters_of_spanish_fold_one_to_one() -> None:
    from classifiers.cues import _ONE_TO_ONE

    letters = [chr(code) for code in range(0x3000) if _ONE_TO_ONE.fullmatch(chr(code))]
    assert len(letters) > 128
    assert all(len(fold(letter)) == 1 for letter in letters)
