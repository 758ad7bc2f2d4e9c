"""An article is read with those of its days: drawn towards the likest, by how like they are, and never far."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from classifiers import company
from classifiers.company import Met
from classifiers.model import Model, load_model
from conflict.drawn import Neighbour
from conflict.signal import ArticleText

MONDAY = datetime(2026, 11, 16, 14, tzinfo=UTC)
DAMS = ("Comunarios de Sacaba piden revisar la represa", "El embalse abastece a once zonas regantes.")
SAME = ("Regantes de Sacaba, otra vez por la represa", "Comunarios y zonas del embalse se reúnen el lunes.")
OTHER = ("Presentan libro de poesía quechua", "La autora leyó versos en el paraninfo universitario.")


@pytest.fixture(scope="module")
def model(model_folder: Path) -> Model:
    return load_model(model_folder)


def met(title_and_summary: tuple[str, str], chance: float, days: float = 0) -> Met:
    return Met.of(*title_and_summary, MONDAY + timedelta(days=days), chance)


def weighed(model: Model, one: Met, *others: Met) -> float:
    """Return what becomes of one article that is read after the others."""
    among = model.company()
    among.remember(others)
    return float(among.weigh([one]).chances[0])


def test_who_is_alone_stays_as_read(model: Model) -> None:
    assert weighed(model, met(DAMS, 0.3)) == 0.3


def test_signals_of_the_same_matter_raise_a_doubtful_one(model: Model) -> None:
    assert weighed(model, met(DAMS, 0.15), met(SAME, 0.95)) > 0.25


def test_quiet_articles_of_the_same_matter_lower_it(model: Model) -> None:
    assert weighed(model, met(DAMS, 0.3), met(SAME, 0.01)) < 0.2


def test_another_matter_is_no_company(model: Model) -> None:
    assert weighed(model, met(DAMS, 0.3), met(OTHER, 0.99)) == 0.3


@pytest.mark.parametrize(("days", "near"), [(3, True), (-3, True), (3.1, False), (-30, False)])
def test_company_is_of_three_days_before_or_after(model: Model, days: float, near: bool) -> None:
    assert (weighed(model, met(DAMS, 0.3), met(SAME, 0.99, days)) > 0.3) is near


def test_those_read_together_are_company_to_each_other(model: Model) -> None:
    low, high = model.company().weigh([met(DAMS, 0.15), met(SAME, 0.95)]).chances
    assert low > 0.15
    assert high < 0.95


def test_an_article_without_a_date_has_no_company_and_is_none(model: Model) -> None:
    undated = Met.of(*SAME, None, 0.99)
    assert list(model.company().weigh([undated, met(DAMS, 0.3)]).chances) == [0.99, 0.3]


@pytest.mark.parametrize("summary", ["…… " * 9 + DAMS[1], "La zona espera. " * 130 + DAMS[1]])
def test_an_article_is_met_alike_when_it_is_read_and_when_it_is_remembered(model: Model, summary: str) -> None:
    read, remembered = model.company(), model.company()
    reading = model.read([ArticleText("Una nota", summary, "", MONDAY)], company=read)[0]
    remembered.remember([Met.of("Una nota", summary, MONDAY, reading.probability)])
    asked = met(DAMS, 0.3)
    assert read.weigh([asked]).chances.tolist() == remembered.weigh([asked]).chances.tolist()


def test_a_flood_of_quiet_look_alikes_does_not_take_away_what_is_certain(model: Model) -> None:
    flood = [met((f"{DAMS[0]} {n}", DAMS[1]), 1e-6) for n in range(200)]
    assert weighed(model, met(DAMS, 0.9), *flood) > model.threshold
    loud = [met((f"{DAMS[0]} {n}", DAMS[1]), 1 - 1e-6) for n in range(200)]
    assert weighed(model, met(DAMS, 0.025), *loud) < model.threshold


def test_what_is_surely_quiet_is_left_as_it_is(model: Model) -> None:
    assert weighed(model, met(DAMS, 0.019), met(SAME, 0.99)) == 0.019


def test_the_likest_three_speak_and_no_more(model: Model) -> None:
    three = [met((f"{SAME[0]} {word}", SAME[1]), 0.95) for word in ("hoy", "ayer", "luego")]
    further = [met(("Represa de Sacaba", f"Obra {n}"), 0.01) for n in range(30)]
    assert weighed(model, met(SAME, 0.3), *three, *further) == pytest.approx(weighed(model, met(SAME, 0.3), *three))


def test_what_was_read_long_ago_is_forgotten_by_count(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(company, "MOST_REMEMBERED", 5)
    assert weighed(model, met(DAMS, 0.3), met(SAME, 0.99), *(met(OTHER, 0.01) for _ in range(9))) == 0.3


def test_nobody_is_no_company(model: Model) -> None:
    among = model.company()
    among.remember([])
    assert list(among.weigh([]).chances) == []


def test_blank_and_unknown_words_have_no_company(model: Model) -> None:
    blank, unknown = met(("", ""), 0.3), met(("Zzyzx qwrtp", ""), 0.3)
    assert list(model.company().weigh([blank, unknown, blank, unknown]).chances) == [0.3] * 4


def test_reading_in_a_company_changes_the_probability_and_nothing_of_the_text(model: Model) -> None:
    texts = [ArticleText(*pair, "", MONDAY) for pair in (DAMS, SAME, OTHER)]
    alone, among = model.read(texts), model.read(texts, company=model.company())
    assert [one.reasons for one in among if one.signal] == [
        one.reasons for one, other in zip(alone, among, strict=True) if other.signal
    ]
    assert [one.floor for one in among] == [one.floor for one in alone]
    assert among[2].probability == alone[2].probability


def test_words_that_all_news_has_are_no_company(model: Model) -> None:
    one, other = ("Reportan 30 casos", ""), ("Venden 20 autos", "")
    assert weighed(model, met(one, 0.3), met(other, 0.99)) == 0.3


def keyed(title_and_summary: tuple[str, str], chance: float, key: str) -> Met:
    return Met.of(*title_and_summary, MONDAY, chance, key)


def test_those_that_drew_an_article_are_told_the_likest_first(model: Model) -> None:
    among = model.company()
    among.remember([keyed(DAMS, 0.01, "igual"), keyed(SAME, 0.95, "parecida"), keyed(OTHER, 0.95, "otra")])
    weighed = among.weigh([keyed(DAMS, 0.3, "nueva"), keyed(OTHER, 0.001, "quieta")])
    assert weighed.by == {0: (Neighbour("igual", False), Neighbour("parecida", True))}


def test_an_earlier_text_of_its_own_and_one_without_a_key_are_not_told(model: Model) -> None:
    among = model.company()
    among.remember([keyed(DAMS, 0.9, "nueva"), keyed(SAME, 0.95, "")])
    weighed = among.weigh([keyed(DAMS, 0.3, "nueva")])
    assert weighed.chances[0] > 0.3
    assert weighed.by == {0: ()}


def test_a_reading_says_what_it_was_alone_and_whether_it_was_a_signal(model: Model) -> None:
    texts = [ArticleText(*pair, "", MONDAY, key) for pair, key in ((DAMS, "a"), (SAME, "b"), (OTHER, "c"))]
    alone, among = model.read(texts), model.read(texts, company=model.company())
    assert [one.drawn for one in alone] == [None] * 3
    moved = [(one, other) for one, other in zip(alone, among, strict=True) if one.probability != other.probability]
    assert moved
    for one, other in moved:
        assert other.drawn is not None
        assert (other.drawn.alone, other.drawn.signal) == (one.probability, one.signal)
    assert [one.drawn is None for one in among] == [
        one.probability == other.probability for one, other in zip(alone, among, strict=True)
    ]
