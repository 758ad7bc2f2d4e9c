"""What a decision teaches, and how much one person, one source or one story may teach."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conflict.codebook import Stage
from conflict.lifecycle import DiscardReason, ReviewDecision
from conflict.record import Person
from conflict.teaching import ALWAYS_LET, Label, Unused, author_mark, parted, says, sift

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
CASES = list(csv.DictReader((Path(__file__).parent.parent / "cases" / "ensenanzas.csv").open(encoding="utf-8")))


def a_label(number: int, **changes: object) -> Label:
    label = Label(
        number, f"Titular {number}", "", "", None, f"fuente-{number % 7}", "Medio", ("05",), f"P-{number}", True, None,
        "registrar", "", "Regional Llallagua", f"persona-{number % 6}", START + timedelta(hours=number),
    )  # fmt: skip
    return replace(label, **changes)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['decision']}-{case['motivo']}")
def test_what_a_decision_says_of_the_text(case: dict[str, str]) -> None:
    reason = DiscardReason(case["motivo"]) if case["motivo"] else None
    signal = {"si": True, "no": False, "": None}[case["senal"]]
    stage = Stage(case["etapa"]) if case["etapa"] else None
    assert says(ReviewDecision(case["decision"]), reason) == (signal, stage), case["por_que"]


def test_every_reason_and_decision_has_its_case() -> None:
    told = {(case["decision"], case["motivo"]) for case in CASES}
    wanted = {("descartar", reason.value) for reason in DiscardReason}
    assert told == wanted | {(d.value, "") for d in ReviewDecision if d is not ReviewDecision.DISCARD}


def test_three_hundred_labels_of_one_account_become_few_and_the_newest() -> None:
    flood = [a_label(n, author="una", signal=False, story=f"P-{n}", source_id=f"f{n % 40}") for n in range(300)]
    others = [a_label(1_000 + n) for n in range(60)]
    kept, unused = sift(flood + others)
    mine = [one for one in kept if one.author == "una"]
    assert len(mine) == max(ALWAYS_LET, int(0.2 * 360)) == 72
    assert {one.article_id for one in mine} == set(range(228, 300)), "the newest ones"
    assert list(unused.values()).count(Unused.PERSON) == 228
    assert len([one for one in kept if one.author != "una"]) == 60


def test_one_source_is_capped_as_one_person_is() -> None:
    kept, unused = sift([a_label(n, author=f"p{n % 30}", source_id="diario-unico") for n in range(400)])
    assert len(kept) == 80
    assert set(unused.values()) == {Unused.SOURCE}


def test_a_small_office_with_one_analyst_still_teaches() -> None:
    kept, unused = sift([a_label(n, author="una") for n in range(40)])
    assert (len(kept), unused) == (40, {})


def test_copies_of_a_story_in_one_source_count_once() -> None:
    copies = [a_label(n, story="P-1", source_id="agencia") for n in range(5)]
    kept, unused = sift([*copies, a_label(9, story="P-1", source_id="otra")])
    assert [one.article_id for one in kept] == [0, 9]
    assert set(unused.values()) == {Unused.COPY}


def test_what_says_nothing_is_counted_and_not_taught() -> None:
    kept, unused = sift([a_label(1, signal=None), a_label(2)])
    assert [one.article_id for one in kept] == [2]
    assert unused == {1: Unused.UNCLEAR}


def test_the_newest_stories_are_held_back_whole() -> None:
    labels = [a_label(n, story=f"P-{n // 2}") for n in range(20)]
    late = a_label(99, story="P-0", at=START + timedelta(days=90))
    taught, held = parted([*labels, late], 0.2)
    assert {one.story for one in held} == {"P-8", "P-9"}
    assert late in taught, "a story stands where its first decision does"
    assert parted([], 0.2) == ([], [])


def test_an_author_is_a_mark_and_not_a_name() -> None:
    ana = Person("Ana Q.", "Regional Llallagua")
    assert author_mark(ana) == author_mark(replace(ana))
    assert author_mark(ana) != author_mark(replace(ana, office="Delegación Potosí"))
    assert "ana" not in author_mark(ana).lower()
