"""A challenger takes over only when it wins everywhere that counts; each rule alone is enough to stop it."""

from dataclasses import replace

import pytest

from conflict.promotion import LEAST_HELD, Contest, Pair, Reached, objections
from conflict.shares import Share

OLD = Reached(0.80, 0.75, Share(70, 100), Share(70, 90))
NEW = Reached(0.85, 0.80, Share(80, 100), Share(80, 95))
GOOD = Contest(Pair(OLD, NEW), Pair(OLD, NEW), 60, True, {"Potosí": Pair(OLD, NEW)}, (), 9.0)
WORSE_IN_PANDO = Pair(
    replace(OLD, recall=Share(18, 20), precision=Share(18, 20)),
    replace(NEW, recall=Share(8, 20), precision=Share(8, 9)),
)


def told(contest: Contest) -> str:
    return " ".join(one.sentence for one in objections(contest))


def test_better_everywhere_is_promoted() -> None:
    assert objections(GOOD) == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"frozen": Pair(OLD, replace(NEW, average_precision=0.79))}, "En el conjunto congelado no ordena mejor"),
        ({"frozen": Pair(OLD, replace(NEW, average_precision=0.80))}, "no ordena mejor"),
        ({"frozen": Pair(OLD, replace(NEW, f=0.74))}, "En el conjunto congelado decide peor"),
        ({"frozen": Pair(OLD, replace(NEW, f=float("nan")))}, "decide peor"),
        ({"held": Pair(NEW, OLD)}, "las decisiones propias que ninguno vio no ordena mejor"),
        ({"held_texts": LEAST_HELD - 1}, "29 decisiones propias"),
        ({"held": None, "held_texts": 0}, "0 decisiones propias"),
        ({"departments": {"Pando": WORSE_IN_PANDO}}, "En Pando empeora la cobertura: 0.40"),
        ({"below": ("cobertura",)}, "bajo el piso en cobertura"),
        ({"shadow_days": 6.9}, "Lleva 6 días leyendo a la sombra"),
        ({"shadow_days": None}, "Lleva 0 días"),
    ],
)
def test_each_rule_alone_stops_it(changes: dict[str, object], words: str) -> None:
    contest = replace(GOOD, **changes)
    assert words in told(contest)
    assert len(objections(contest)) >= 1


def test_better_overall_and_worse_in_one_department_is_stopped_with_the_reason() -> None:
    (only,) = objections(replace(GOOD, departments={"Potosí": Pair(OLD, NEW), "Pando": WORSE_IN_PANDO}))
    assert "Pando" in only.sentence
    assert not only.patience


def test_a_little_worse_within_the_interval_is_chance() -> None:
    pair = Pair(replace(OLD, recall=Share(9, 10)), replace(NEW, recall=Share(8, 10)))
    assert objections(replace(GOOD, departments={"Beni": pair})) == ()


def test_a_department_with_hardly_a_case_says_nothing() -> None:
    pair = Pair(replace(OLD, recall=Share(4, 4), precision=Share(4, 4)), replace(NEW, recall=Share(0, 4)))
    assert objections(replace(GOOD, departments={"Pando": pair})) == ()


def test_a_model_of_the_corpus_alone_needs_no_decisions() -> None:
    assert objections(replace(GOOD, held=None, held_texts=0, taught_decisions=False)) == ()


def test_only_waiting_is_cured_by_time() -> None:
    contest = replace(GOOD, shadow_days=1.0, held=None, held_texts=3, below=("etapa",))
    assert [one.patience for one in objections(contest)] == [False, True, True]
