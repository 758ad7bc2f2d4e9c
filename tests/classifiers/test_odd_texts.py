"""Whatever text comes, every reader gives an answer that can be stored, and never falls."""

import json
import time
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from classifiers.canaries import CONFLICT
from classifiers.deadlines import find_dates
from classifiers.floor import keyword_floor, read_without_model
from classifiers.model import Model, load_model
from classifiers.stories import Stories
from conflict.signal import ArticleText, Reading, text_of
from conflict.story import StoryItem

PUBLISHED = datetime(2026, 11, 18, 14, tzinfo=UTC)
TITLE = "Choferes de Uyuni bloquean la vía a Potosí"
QUIET = {
    "empty": "",
    "spaces": " \t\n \u00a0\u200b ",
    "one letter": "a",
    "digits": "1234567890 " * 40,
    "punctuation": "¡¿?!…—«»·•†‡§¶" * 30,
    "emoji": "🔥🚧✊🏽👩‍👩‍👧🇧🇴" * 40,
    "NUL and control characters": "\x00\x01\x02\x07\x1b[31m\x7f",
    "one endless word": "a" * 50_000,
    "Quechua": "Wawakuna yachay wasipi takishanku, tayta mamankuna kusikunku. Inti raymipi tusunku.",
    "Aymara": "Wawanakax yatiqañ utan arusipxi, tata mamanakapax kusisipxiwa. Markan phunchhawinipawa.",
    "Guarani": "Mitãnguéra oñembosarái tekombo'épe ha isy kuéra ovy'a heta.",
    "English": "The city opened a new library for children on Sunday, with music and a book fair.",
    "Portuguese": "A prefeitura abriu uma nova biblioteca para crianças no domingo, com música e feira.",
    "Chinese": "城市星期天为儿童开设了新图书馆。" * 20,
    "Arabic": "افتتحت المدينة مكتبة جديدة للأطفال يوم الأحد",
    "broken UTF-8": b"La orquesta dio un concierto en la ciudad de Potos\xed \xff\xfe".decode(errors="replace"),
    "UTF-8 read as Latin-1": "La alcaldía inauguró el parque".encode().decode("latin-1"),
    "markup left over": "<p>La <b>feria</b> &amp; el &quot;libro&quot;</p>" * 5,
    "lone surrogate": "La feria del libro \ud83d abre",
}
LOUD = {
    "ALL CAPS": TITLE.upper(),
    "no accents": "Choferes de Uyuni bloquean la via a Potosi",
    "separate accents": unicodedata.normalize("NFD", TITLE),
    "emoji around": f"🚨🚧 {TITLE} 🚧🚨",
    "NUL inside": TITLE.replace(" de ", " de\x00 "),
    "hard spaces": TITLE.replace(" ", "\u00a0"),
    "curved quotes": f"«{TITLE}»",
}


@pytest.fixture(scope="module")
def model(model_folder: Path) -> Model:
    return load_model(model_folder)


def read(model: Model, title: str, summary: str = "", body: str = "") -> Reading:
    return model.read([ArticleText(title, summary, body, PUBLISHED)])[0]


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET)
def test_odd_text_without_a_conflict_is_read_as_none(model: Model, text: str) -> None:
    for reading in (read(model, text), read(model, "", text), read(model, "", "", text), read(model, text, text, text)):
        assert not reading.signal
        assert reading.floor == ""
        assert 0 <= reading.probability <= 1
        assert reading.probability < 0.5
    assert not keyword_floor(text)
    assert find_dates(text, PUBLISHED) == ()


@pytest.mark.parametrize("text", LOUD.values(), ids=LOUD)
def test_a_conflict_is_seen_however_it_is_written(model: Model, text: str) -> None:
    plain, reading = read(model, TITLE), read(model, text)
    assert reading.signal
    assert reading.measures == plain.measures
    assert reading.probability == pytest.approx(plain.probability, abs=0.1)


def test_an_empty_article_has_probability_zero_not_the_prior(model: Model) -> None:
    assert read(model, "").probability == 0
    assert read(model, " \n ", "\t").probability == 0


@pytest.mark.parametrize(
    "unit", ["Comunarios bloquean la ruta y exigen diésel. ", "El río baja tranquilo. ", "ñ̃🔥 ", "\x00"]
)
def test_a_megabyte_is_read_in_a_blink_and_like_its_opening(model: Model, unit: str) -> None:
    huge = unit * (1_000_000 // len(unit))
    began = time.thread_time()
    reading = read(model, huge, huge, huge)
    read_without_model([ArticleText(huge, huge, huge, PUBLISHED)])
    assert time.thread_time() - began < 1.0
    assert reading.signal == read(model, unit * 40).signal
    assert len(reading.demand) <= 160


@pytest.mark.parametrize("text", [*QUIET.values(), *LOUD.values()], ids=[*QUIET, *LOUD])
def test_grouping_takes_any_text(text: str) -> None:
    window = Stories()
    item = StoryItem("1", text, text, PUBLISHED, (), (), ())
    assert window.find(item) is None
    window.add("g", item)
    assert window.find(item) in ("g", None)


def test_one_odd_text_changes_nothing_for_its_neighbours(model: Model) -> None:
    alone = model.read([ArticleText(text, "", "", None) for text in CONFLICT])
    mixed: list[ArticleText] = []
    for text, odd in zip(CONFLICT, [*QUIET.values(), *LOUD.values(), *QUIET.values()], strict=False):
        mixed += [ArticleText(odd, odd, "", None), ArticleText(text, "", "", None)]
    among = model.read(mixed)[1::2]
    assert [r.signal for r in among] == [r.signal for r in alone]
    assert [r.probability for r in among] == pytest.approx([r.probability for r in alone], abs=1e-9)


@pytest.mark.parametrize("text", [*QUIET.values(), *LOUD.values()], ids=[*QUIET, *LOUD])
def test_every_reading_can_be_written_as_json(model: Model, text: str) -> None:
    reading = read(model, text, "Exigen diésel hasta el lunes. " + text)
    whole = text_of(text, "Exigen diésel hasta el lunes. " + text)
    line = {"motivos": [(r.start, r.end, r.kind.value, r.weight) for r in reading.reasons], "demanda": reading.demand}
    assert json.loads(json.dumps(line))["demanda"] == reading.demand
    assert all(0 <= r.start < r.end <= len(whole) for r in reading.reasons)
