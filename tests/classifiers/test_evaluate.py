"""Figures are of what the set says, with the interval that so few cases deserve."""

import math
from typing import Any

import numpy as np
import pytest

from classifiers import resample
from classifiers.compare import by_the_rule, hard_negatives, without_hard_negatives
from classifiers.corpus import Corpus, Example
from classifiers.evaluate import judge, score, texts_of
from classifiers.judged import Judged, figures
from classifiers.mistakes import kinds
from conflict.codebook import Stage
from conflict.shares import Share


def a_row(ident: str, stage: str, **more: str) -> dict[str, str]:
    return {"id": ident, "titular": f"Titular {ident}", "bajada": "", "etapa": stage, **more}


def an_output(ident: str, chance: float, stage: str = "medida", departments: tuple[str, ...] = ()) -> dict[str, Any]:
    said = chance >= 0.5
    return {
        "id": ident,
        "senal": said,
        "probabilidad": chance,
        "etapa": stage if said else "no_conflicto",
        "duda": 0.35 <= chance <= 0.65,
        "departamentos": list(departments),
    }


def one(ident: str, gold: bool, chance: float, story: str = "") -> Judged:
    stage = Stage.MEASURE if gold else Stage.NONE
    return Judged(ident, "", stage, chance >= 0.5, chance, Stage.MEASURE, False, story)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (0, 0, 0, 1)],
)
def test_an_interval_of_a_share_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    assert Share(part, whole).interval == pytest.approx((low, high), abs=1e-4)


def test_no_cases_are_no_share() -> None:
    assert Share(0, 0).value is None
    empty = figures([])
    assert empty.precision.value is empty.recall.value is None
    assert math.isnan(empty.f1)


def test_figures_count_texts_conflicts_and_the_band() -> None:
    rows = [
        a_row("1", "medida", historia="c1", deptos="05"),
        a_row("2", "medida", historia="c1", deptos="05"),
        a_row("3", "anuncio", historia="c2", deptos="02;?"),
        a_row("4", "no_conflicto"),
        a_row("5", "antecedente"),
        a_row("6", "demanda", dudoso="1"),
    ]
    outputs = [an_output(i, c) for i, c in zip("123456", (0.9, 0.1, 0.2, 0.6, 0.05, 0.9), strict=True)]
    judged = judge(rows, outputs)
    reached = figures(judged)
    assert len(judged) == len(texts_of(rows)) == 5, "a doubtful label is left out"
    assert (reached.precision, reached.recall) == (Share(1, 2), Share(1, 3))
    assert reached.stories == Share(1, 2), "a conflict is reached when one of its texts is"
    assert reached.band == Share(1, 5)
    assert reached.stage == Share(1, 1)
    assert judged[2].of["departamento"] == "02"


def test_a_day_has_fewer_conflicts_than_the_set_and_so_less_precision() -> None:
    judged = [one(f"g{n}", True, 0.9) for n in range(50)] + [one(f"q{n}", False, 0.9 * (n < 5)) for n in range(50)]
    reached = figures(judged)
    assert reached.precision.value == pytest.approx(50 / 55)
    assert reached.day_precision == pytest.approx(0.09 / (0.09 + 0.1 * 0.91))


def test_a_reader_that_means_what_it_says_has_no_calibration_error() -> None:
    judged = [one(f"{n}", n < 3, 0.3) for n in range(10)]
    assert figures(judged).calibration_error == pytest.approx(0.0)
    assert figures([one("1", False, 1.0)]).calibration_error == 1.0


def test_copies_of_one_conflict_do_not_narrow_an_interval() -> None:
    alone = [one(f"a{n}", True, 0.9 if n % 2 else 0.1) for n in range(40)]
    copied = [one(f"b{n}-{m}", True, 0.9 if n % 2 else 0.1, f"c{n}") for n in range(8) for m in range(5)]
    quiet = [one(f"q{n}", False, 0.05) for n in range(40)]
    narrow, wide = (resample.interval(some + quiet, resample.f1) for some in (alone, copied))
    assert wide[1] - wide[0] > narrow[1] - narrow[0]
    assert narrow == resample.interval(alone + quiet, resample.f1), "the same set gives the same interval"


def test_precision_at_a_recall_is_the_best_threshold_that_reaches_it() -> None:
    gold, chances = np.asarray([1, 1, 0, 1, 0], dtype=bool), np.asarray([0.9, 0.8, 0.7, 0.6, 0.1])
    assert resample.precision_at(0.6)(gold, gold, chances) == pytest.approx(1.0)
    assert resample.precision_at(1.0)(gold, gold, chances) == pytest.approx(0.75)


def test_mistakes_are_told_by_what_they_are() -> None:
    texts = ["Club golea en el campeonato", "Vecinos piden agua", "Nada"]
    judged = [
        Judged("1", "", Stage.NONE, True, 0.7, Stage.MEASURE, False),
        Judged("2", "", Stage.DEMAND, False, 0.1, Stage.NONE, False),
        Judged("3", "", Stage.BACKGROUND, True, 0.7, Stage.MEASURE, False),
    ]
    assert set(kinds(judged, texts)) == {
        "falsa: deporte",
        "no vista: demanda",
        "falsa: antecedente de un conflicto",
    }


def test_the_table_names_its_intervals_and_its_parts() -> None:
    rows = [a_row(str(n), "medida" if n % 4 == 0 else "no_conflicto", fecha=f"2026-0{1 + n % 2}-10") for n in range(60)]
    outputs = [an_output(str(n), 0.9 if n % 4 == 0 else 0.2, departments=("05",)) for n in range(60)]
    table = score(judge(rows, outputs), texts_of(rows), errors=2)
    for words in ("de Wilson", "remuestreo", "Por mes:", "2026-01", "Calibración:", "Por etapa", "franja de duda"):
        assert words in table
    assert "Errores" not in table
    assert "precisión                        1.000  [0.796–1.000]  15 de 15" in table


def test_dates_of_any_order_give_their_month() -> None:
    rows = [
        a_row(str(n), "medida", fecha=text) for n, text in enumerate(("2020-07-01", "01-07-2020", "1-7-2020", "ayer"))
    ]
    judged = judge(rows, [an_output(str(n), 0.9) for n in range(4)])
    assert [one.of["mes"] for one in judged] == ["2020-07", "2020-07", "2020-07", ""]


def test_rivals_are_taught_what_they_are_named_for() -> None:
    examples = (
        Example("1", "Vecinos bloquean la ruta", Stage.MEASURE, "1", False, "nacional"),
        Example("2", "Piden agua", Stage.DEMAND, "2", False, "nacional"),
        Example("3", "El paro de la fábrica fue en 1950; hubo bloqueo", Stage.NONE, "3", False, "dificiles"),
        Example("4", "Feria del libro", Stage.NONE, "4", False, "cotidiano"),
    )
    corpus = Corpus(examples, "")
    assert [e.signal for e in by_the_rule(corpus).examples] == [True, False, True, False]
    assert [e.id for e in without_hard_negatives(corpus).examples] == ["1", "2", "4"]
    assert hard_negatives(corpus) == 1
