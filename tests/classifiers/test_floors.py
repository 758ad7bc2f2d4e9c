"""What the classifier must reach is pinned; it cannot fall in silence, and the set it is measured on does not move."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from classifiers.corpus import Corpus, Example, load_corpus
from classifiers.floors import Floors, Measured, breaches, load_floors, measure, pin, write_floors
from classifiers.frozen import fingerprint, freeze, is_held, read_list, split
from classifiers.judged import figures
from conflict.codebook import Stage
from conflict.errors import DataError
from tests.conftest import NOW, ROOT

FROZEN, FLOORS = ROOT / "data" / "frozen.csv", ROOT / "data" / "floors.json"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(ROOT / "data" / "corpus")


def an_example(ident: str, story: str = "", stage: Stage = Stage.NONE) -> Example:
    return Example(ident, f"Titular de {ident}", stage, story or ident, False)


def measured(**values: float) -> Measured:
    return Measured("v1", 100, 40, "huella-1", values, figures([]))


def pinned(**floors: float) -> Floors:
    return Floors(100, 40, "huella-1", floors, {}, "2026-11-01")


def test_the_classifier_is_over_its_floors(corpus: Corpus) -> None:
    floors, listed = load_floors(FLOORS), read_list(FROZEN)
    assert fingerprint(listed) == floors.fingerprint
    reached = measure(corpus, listed, NOW)
    assert not breaches(floors, reached.values), reached.values
    assert (reached.rows, reached.signals) == (floors.rows, floors.signals)


def test_nothing_of_the_frozen_part_is_taught(corpus: Corpus) -> None:
    parts = split(corpus, read_list(FROZEN))
    stories = {one.story for one in parts.frozen}
    assert not stories & {one.story for one in parts.taught.examples}
    assert not {one.text for one in parts.frozen} & {one.text for one in parts.taught.examples}
    assert 0.05 < len(parts.frozen) / len(corpus.examples) < 0.25  # the list stays as the corpus grows


def test_rows_that_are_added_do_not_move_the_frozen_part() -> None:
    old = Corpus(tuple(an_example(f"A{n}", f"h{n // 3}") for n in range(300)), "")
    listed = freeze(old)
    more = tuple(an_example(f"B{n}", f"h{n}") for n in range(200))
    before, after = split(old, listed), split(replace(old, examples=old.examples + more), listed)
    assert before.frozen == after.frozen
    assert before.fingerprint == after.fingerprint
    assert not [one for one in after.taught.examples if is_held(one.story)], "a new row of a held story is not taught"
    assert set(before.taught.examples) < set(after.taught.examples)


@pytest.mark.parametrize("change", ["text", "stage", "gone"])
def test_a_frozen_row_that_changed_is_said(change: str) -> None:
    old = Corpus(tuple(an_example(f"A{n}") for n in range(50)), "")
    listed = freeze(old)
    victim = next(iter(listed))
    changes = {"text": {"text": "Otro titular"}, "stage": {"stage": Stage.MEASURE}}
    rows = tuple(replace(one, **changes[change]) if one.id == victim else one for one in old.examples) if (
        change in changes
    ) else tuple(one for one in old.examples if one.id != victim)  # fmt: skip
    assert split(replace(old, examples=rows), listed).changed == (victim,)
    with pytest.raises(DataError) as told:
        measure(replace(old, examples=rows), listed, NOW)
    assert victim in told.value.spanish


def test_a_floor_only_rises_by_itself() -> None:
    old = pinned(cobertura=0.70, error_de_calibracion=0.04)
    better = pin(old, measured(cobertura=0.80, error_de_calibracion=0.01), NOW)
    assert better.floors == {"cobertura": 0.79, "error_de_calibracion": 0.02}
    same = pin(old, measured(cobertura=0.705, error_de_calibracion=0.039), NOW)
    assert same.floors == old.floors, "a figure that still holds moves no floor down"
    assert not better.lowered


def test_a_floor_falls_only_with_a_reason_that_stays_in_the_file(tmp_path: Path) -> None:
    old, worse = pinned(cobertura=0.70, etapa=0.6), measured(cobertura=0.65, etapa=0.7)
    with pytest.raises(DataError, match="would fall") as told:
        pin(old, worse, NOW)
    assert "--bajar-pisos" in told.value.spanish
    with pytest.raises(DataError, match="too short"):
        pin(old, worse, NOW, "porque sí")
    lowered = pin(old, worse, NOW, "las demandas se releyeron y el corpus cambió")
    assert lowered.floors == {"cobertura": 0.64, "etapa": 0.69}
    write_floors(tmp_path / "floors.json", lowered)
    again = load_floors(tmp_path / "floors.json")
    assert again == lowered
    assert again.lowered[0].date == "2026-11-20"
    assert again.lowered[0].floors == {"cobertura": (0.70, 0.64)}
    later = pin(again, measured(cobertura=0.9, etapa=0.9), datetime(2027, 1, 1, tzinfo=UTC))
    assert later.lowered == again.lowered, "what was lowered once stays written"


def test_another_frozen_set_needs_a_reason_as_well() -> None:
    other = replace(measured(cobertura=0.9), fingerprint="huella-2")
    with pytest.raises(DataError, match="same frozen set: False"):
        pin(pinned(cobertura=0.7), other, NOW)
    assert pin(pinned(cobertura=0.7), other, NOW, "se corrigieron etiquetas dudosas").fingerprint == "huella-2"


def test_a_figure_that_vanished_is_below_its_floor() -> None:
    floors = pinned(cobertura=0.7, error_de_calibracion=0.04)
    assert {one.name for one in breaches(floors, {})} == {"cobertura", "error_de_calibracion"}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"pisos": 3}', "no es json"])
def test_a_damaged_file_of_floors_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(text)
    with pytest.raises(DataError) as told:
        load_floors(path)
    assert "no es un archivo de pisos" in told.value.spanish
