"""Why a text was flagged: every span lies where its words are, whatever the text is made of."""

import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from classifiers.canaries import CONFLICT
from classifiers.cues import find
from classifiers.model import Model, load_model
from conflict.codebook import ReasonClass
from conflict.signal import ArticleText, Reading, text_of
from conflict.text import fold
from dashboards.detail import _frequency
from flows.reading import Item, read_items
from territory.gazetteer import load_gazetteer
from tests.conftest import ROOT
from tests.make import a_reading

PUBLISHED = datetime(2026, 11, 18, 14, tzinfo=UTC)
TITLE = "Choferes de Uyuni bloquearán la vía a Potosí"
SUMMARY = "Exigen diésel y dieron un plazo de 48 horas a la estatal petrolera."
ODD = {
    "emoji before": ("🚨🔥 " + TITLE, SUMMARY),
    "flags and joined emoji": ("🇧🇴👩🏽‍🚒 " + TITLE, "👨‍👩‍👧‍👦 " + SUMMARY),
    "separate accents": (unicodedata.normalize("NFD", TITLE), unicodedata.normalize("NFD", SUMMARY)),
    "stacked accents": ("e\u0301\u0301\u0323 " + TITLE, "n\u0303\u0303 " + SUMMARY),
    "letters that fold to several": ("ﬁn de semana ½ … ㎏ ß İ " + TITLE, "™ ﷺ " + SUMMARY),
    "invisible spaces": ("\u200b\ufeff" + TITLE, "\u00a0\u2009" + SUMMARY),
    "curved quotes": ("«“‘" + TITLE + "’”»", "— " + SUMMARY),
    "capitals": (TITLE.upper(), SUMMARY.upper()),
    "written from right to left": ("أخبار " + TITLE, "\u202e" + SUMMARY),
    "no summary": (TITLE + ". " + SUMMARY, ""),
    "no title": ("", TITLE + ". " + SUMMARY),
}
FAMILY = {
    ReasonClass.MEASURE: "bloque",
    ReasonClass.ACTOR: "chofer",
    ReasonClass.DEMAND: "exig",
    ReasonClass.DEADLINE: "48 horas",
}


@pytest.fixture(scope="module")
def model(model_folder: Path) -> Model:
    return load_model(model_folder)


def read(model: Model, title: str, summary: str, body: str = "") -> tuple[str, Reading]:
    reading = model.read([ArticleText(title, summary, body, PUBLISHED)])[0]
    return text_of(title, summary, body), reading


@pytest.mark.parametrize("parts", ODD.values(), ids=ODD)
def test_spans_point_at_their_words_in_odd_text(model: Model, parts: tuple[str, str]) -> None:
    text, reading = read(model, *parts)
    assert reading.signal
    seen = {reason.kind: fold(text[reason.start : reason.end]) for reason in reversed(reading.reasons)}
    for kind, word in FAMILY.items():
        assert word in seen[kind], f"{kind}: {seen}"


@pytest.mark.parametrize("parts", ODD.values(), ids=ODD)
def test_spans_lie_inside_the_text_in_its_order_and_end_on_whole_words(model: Model, parts: tuple[str, str]) -> None:
    text, reading = read(model, *parts)
    assert list(reading.reasons) == sorted(reading.reasons, key=lambda r: (r.start, r.end, r.kind.value))
    for reason in reading.reasons:
        assert 0 <= reason.start < reason.end <= len(text)
        following = text[reason.end : reason.end + 1]
        assert not (following.isalpha() or unicodedata.combining(following or " ")), text[reason.start : reason.end + 1]


def test_every_canary_of_conflict_that_is_flagged_shows_at_least_one_reason(model: Model) -> None:
    for text in CONFLICT:
        reading = read(model, text, "")[1]
        if reading.signal:
            assert reading.reasons, text


def test_weights_add_up_to_one_and_the_deadline_to_a_tenth_more(model: Model) -> None:
    for text in (*CONFLICT, f"{TITLE}. {SUMMARY}", "Bloqueo, marcha, paro, vigilia, huelga y otro bloqueo de choferes"):
        reading = read(model, text, "")[1]
        assert all(0 <= reason.weight <= 1 for reason in reading.reasons)
        said = [reason.weight for reason in reading.reasons if reason.kind is not ReasonClass.DEADLINE]
        assert sum(said) <= 1.001


def test_a_text_that_is_no_signal_shows_no_reason(model: Model) -> None:
    reading = read(model, "Bolívar golea y se afianza en la punta del campeonato", "La hinchada marcha feliz")[1]
    assert not reading.signal
    assert (reading.reasons, reading.measures, reading.demand, reading.deadline) == ((), (), "", None)


def test_places_are_reasons_of_their_own_class_and_the_five_letters_are_the_page_s(model_folder: Path) -> None:
    places = load_gazetteer(ROOT / "data" / "gazetteer")
    item = Item("🚨 " + TITLE, SUMMARY, "", PUBLISHED)
    found = read_items(load_model(model_folder), places, [item])[0].reading
    text = text_of(item.title, item.summary)
    kinds = {reason.kind.value: text[reason.start : reason.end] for reason in reversed(found.reasons)}
    assert set(kinds) == set("MPADL")
    assert {text[r.start : r.end] for r in found.reasons if r.kind is ReasonClass.PLACE} <= {"Uyuni", "Potosí"}


def test_spans_of_a_long_body_count_from_the_start_of_the_whole_text(model: Model) -> None:
    body = "El sector se reunió de noche. " * 20 + "Los dirigentes exigen una respuesta."
    text, reading = read(model, TITLE, SUMMARY, body)
    last = [reason for reason in reading.reasons if reason.kind is ReasonClass.DEMAND][-1]
    assert fold(text[last.start : last.end]) == "exigen"
    assert last.start > len(TITLE) + len(SUMMARY)


def test_folding_keeps_every_offset(model: Model) -> None:
    for title, summary in ODD.values():
        text = text_of(title, summary)
        for start, end in find(text, len(title)).measure_spans:
            assert fold(text[start:end]).strip()


@pytest.mark.parametrize(("probability", "share"), [(0.0, 1), (0.04, 1), (0.5, 5), (0.76, 8), (0.949, 9), (1.0, 10)])
def test_a_probability_is_told_as_so_many_notes_of_ten(probability: float, share: int) -> None:
    sentence = _frequency(a_reading(probability=probability))
    how_many = "una habla" if share == 1 else f"unas {share} hablan"
    assert sentence.startswith(f"De cada 10 notas como esta, {how_many} ")
    assert "0." not in sentence
    assert "%" not in sentence


def test_a_note_that_nobody_read_has_no_frequency() -> None:
    assert "todavía no leyó" in _frequency(None)
