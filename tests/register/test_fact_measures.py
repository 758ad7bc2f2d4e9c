"""A fact may be every measure that the domain model lists (V5), and each has its word, its definition and its forms."""

import csv
from datetime import date
from pathlib import Path

from conflict.codebook import Measure
from conflict.measure import ANNOUNCING, EXECUTED_MEASURES, FactMeasure
from conflict.names import FACT_MEASURES
from conflict.pressure import PressureKind
from register.wordbooks import load_wordbook

DATA = Path(__file__).parents[2] / "data"
BEFORE, SINCE = (load_wordbook(DATA, day) for day in (date(2026, 11, 21), date(2026, 11, 22)))
BY_SHORT_FORM = {
    PressureKind.SIT_IN: FactMeasure.SIT_IN,
    PressureKind.HUNGER_STRIKE: FactMeasure.HUNGER_STRIKE,
    PressureKind.LABOUR_STRIKE: FactMeasure.LABOUR_STRIKE,
    PressureKind.OCCUPATION: FactMeasure.OCCUPATION,
    PressureKind.LAND_SEIZURE: FactMeasure.LAND_SEIZURE,
    PressureKind.RETENTION: FactMeasure.RETENTION,
    PressureKind.EMERGENCY: FactMeasure.EMERGENCY,
    PressureKind.ASSEMBLY: FactMeasure.ASSEMBLY,
}
HUNGER = {FactMeasure.SHORT_HUNGER_STRIKE, FactMeasure.LONG_HUNGER_STRIKE}


def codes(book) -> set[str]:
    return {code for code, _, _ in book.choices(FactMeasure)}


def test_every_measure_of_the_model_may_be_that_of_a_fact_and_no_other() -> None:
    of_model = {BY_SHORT_FORM.get(kind, kind.value) for kind in PressureKind} | HUNGER
    only_short = {FactMeasure.ROAD_BLOCKADE, FactMeasure.STOPPAGE}
    assert set(FactMeasure) == {FactMeasure(one) for one in of_model} | only_short
    assert {one.value for one in Measure} <= {one.value for one in FactMeasure}, "facts of before keep their code"


def test_what_only_announces_is_what_the_table_of_words_calls_so() -> None:
    with (DATA / "vocabulario" / "medidas.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    before = {
        BY_SHORT_FORM.get(PressureKind(row["medida"]), row["medida"]) for row in rows if row["momento"] == "previa"
    }
    assert before == {str(one) for one in ANNOUNCING}
    assert set(EXECUTED_MEASURES) | ANNOUNCING == set(FactMeasure)
    assert all(row["palabras"] for row in rows if row["medida"] != "otra"), "each has the forms by which it is named"


def test_the_new_ones_are_offered_from_their_day_with_definitions_and_the_old_words_stay() -> None:
    assert codes(BEFORE) == {one.value for one in Measure}
    assert codes(SINCE) == {one.value for one in FactMeasure}
    assert (BEFORE.since, SINCE.since) == ("2026-11-16", "2026-11-22")
    assert (BEFORE[FactMeasure.SIT_IN], SINCE[FactMeasure.SIT_IN]) == ("Plantón", "Mitin, plantón o concentración")
    told = {code: definition for code, _, definition in SINCE.choices(FactMeasure)}
    assert len(set(told.values())) == len(told), "no two are defined alike"
    assert all(BEFORE[one] and FACT_MEASURES[one] for one in FactMeasure), "each is read on any day"
