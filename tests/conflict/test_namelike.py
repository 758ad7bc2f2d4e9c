"""Words that look like names of persons: what is said to whoever publishes, and what is let pass in silence."""

import csv
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from conflict.departments import DEPARTMENTS
from conflict.hand import Hand
from conflict.namelike import namelike
from conflict.roles import Role
from conflict.summary import summarise
from conflict.week import week_named
from conflict.weekfacts import WatchKind, WeekFacts
from conflict.weeknaming import Naming, naming, sayable
from conflict.weeksummary import Watch
from tests.conftest import ROOT

PLACES = (*DEPARTMENTS.values(), "San Pedro de Buena Vista", "Vitichi", "Salinas de Garci Mendoza", "Cuatro Cañadas")
WEEK = week_named("2026-S47")
HAND = Hand(Role.NATIONAL, "Unidad de Prevención", datetime(2026, 11, 23, 12, tzinfo=UTC))
NAME = "Zenobia Inventada Mamani"


def cases() -> list[tuple[str, list[str]]]:
    with (ROOT / "tests" / "cases" / "nombres.csv").open(newline="", encoding="utf-8") as handle:
        return [(row["texto"], [one for one in row["nombres"].split("|") if one]) for row in csv.DictReader(handle)]


@pytest.mark.parametrize(("text", "names"), cases(), ids=lambda one: one[:50] if isinstance(one, str) else None)
def test_what_looks_like_a_name_is_found_as_it_is_written(text: str, names: list[str]) -> None:
    assert list(namelike(text, PLACES)) == names


def test_no_text_is_too_odd_to_be_looked_at() -> None:
    for text in ("", "…", "A", "¿?", "ÑÑÑ", "x" * 4_000, "Juan " * 500, "\n\n", "Don", "De La"):
        namelike(text, PLACES)


def test_what_the_machine_wrote_is_not_asked_about_and_what_persons_wrote_is() -> None:
    summary = summarise(WeekFacts(), WEEK)
    assert naming(summary) == ()
    line = Watch(summary.cut, WatchKind.ADDED, f"Ampliado con {NAME}", ("05",), "", "Regional Llallagua", added=HAND)
    unlooked = replace(summary, sentences=(f"Habló {NAME}.",))
    assert naming(unlooked) == ()
    own = replace(unlooked, worded=True, watch=(line, replace(line, added=None)))
    assert naming(own, f"Se quita a {NAME}") == (
        Naming("Qué cambió", NAME),
        Naming("Para vigilar", NAME),
        Naming("Qué se corrige", NAME),
    )
    assert not sayable(own, own.sentences[0])
    assert sayable(own, "Entraron dos casos nuevos en Potosí.")
    assert sayable(replace(own, vouched=HAND), own.sentences[0])


def test_names_come_in_the_order_of_the_text_though_one_is_part_of_an_earlier_word() -> None:
    assert namelike("La reunión de Anapo fue con Luis Quispe y con Ana.") == ("Luis Quispe", "Ana")
