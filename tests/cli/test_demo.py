"""The invented press: the same day gives the same bytes, its figures are a real day's, and nobody real is in it."""

import gzip
import hashlib
import re
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import yaml

from cli.press import Press, write_sources
from cli.press_news import DAYS, SILENT_AFTER, load_demo
from conflict.codebook import FLAGGED_STAGES, Stage
from conflict.lapaz import LA_PAZ, local, local_day
from conflict.text import fold
from feeds.sources import load_sources
from tests.conftest import ROOT

FOLDER = ROOT / "data" / "demo"
TODAY = date(2026, 11, 20)
NIGHT = datetime.combine(TODAY, datetime.min.time(), LA_PAZ).replace(hour=21).astimezone(UTC)
EVERY_THIRD = next(
    NIGHT - timedelta(days=back) for back in range(3) if local(NIGHT - timedelta(days=back)).day % 3 == 0
)


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    served = Press(FOLDER, today=TODAY).start()
    yield served
    served.stop()


def digest(press: Press, moment: datetime) -> dict[str, str]:
    press.set_clock(moment)
    return {
        outlet.id: hashlib.sha256(press.feed(outlet)[0].replace(press.base_url.encode(), b"")).hexdigest()
        for outlet in press.demo.outlets.values()
    }


def of_manner(press: Press, manner: str):
    return next(outlet for outlet in press.demo.outlets.values() if outlet.manner == manner)


def get(press: Press, path: str, **headers: str):
    request = urllib.request.Request(f"{press.base_url}/{path}", headers=headers)
    return urllib.request.urlopen(request, timeout=5)


def test_the_same_day_gives_the_same_bytes(press: Press) -> None:
    again = Press(FOLDER, today=TODAY)
    try:
        for back in (0, 1, 20, DAYS - 1):
            moment = NIGHT - timedelta(days=back)
            assert digest(press, moment) == digest(again, moment)
    finally:
        again._server.server_close()


def test_another_day_tells_the_same_stories_with_its_own_dates() -> None:
    one, other = load_demo(FOLDER, TODAY), load_demo(FOLDER, TODAY + timedelta(days=9))
    assert [item.id for item in one.items] == [item.id for item in other.items]
    assert {b.at - a.at for a, b in zip(one.items, other.items, strict=True)} == {timedelta(days=9)}


@pytest.mark.parametrize("today", [TODAY, date(2027, 1, 1), date(2028, 2, 29), date(2027, 3, 1)])
def test_no_text_keeps_a_mark_of_its_making(today: date) -> None:
    demo = load_demo(FOLDER, today)
    for item in demo.items:
        if demo.outlets[item.outlet].manner == "hostil":
            continue  # its texts are full of braces on purpose
        for text in (item.title, item.summary, item.body):
            assert not re.search(r"[{}]|dia[+-]\d", text), item.id


def test_about_nine_items_in_a_hundred_tell_of_a_conflict(press: Press) -> None:
    items = press.demo.items
    share = sum(Stage(item.stage) in FLAGGED_STAGES for item in items) / len(items)
    assert abs(len(items) - 900) <= 20
    assert abs(share - 0.09) <= 0.01


def test_all_is_within_six_weeks_and_out_by_now(press: Press) -> None:
    days = {local_day(item.at) for item in press.demo.items}
    assert min(days) == TODAY - timedelta(days=DAYS - 1)
    assert max(days) == TODAY
    assert len(days) == DAYS
    assert len({item.id for item in press.demo.items}) == len(press.demo.items)


def test_no_outlet_publishes_more_in_a_day_than_its_feed_shows(press: Press) -> None:
    a_day = Counter((item.outlet, local_day(item.at)) for item in press.demo.items)
    assert max(a_day.values()) < 40


def test_there_is_one_outlet_of_each_bad_manner(press: Press) -> None:
    manners = Counter(outlet.manner for outlet in press.demo.outlets.values())
    assert manners == {"normal": len(press.demo.outlets) - 3, "silencioso": 1, "roto": 1, "hostil": 1}
    assert {outlet.type for outlet in press.demo.outlets.values()} == {"rss", "atom", "sitemap"}


def test_the_silent_one_goes_on_answering_with_nothing_new(press: Press) -> None:
    silent = of_manner(press, "silencioso")
    last = max(item.at for item in press.demo.items if item.outlet == silent.id)
    assert local_day(last) <= TODAY - timedelta(days=DAYS - SILENT_AFTER)
    assert digest(press, NIGHT)[silent.id] == digest(press, NIGHT - timedelta(days=5))[silent.id]


def test_the_broken_one_gives_a_page_that_asks_for_a_password(press: Press) -> None:
    with get(press, f"{of_manner(press, 'roto').id}/canal.xml") as answer:
        assert answer.headers["Content-Type"].startswith("text/html")
        assert b"password" in answer.read()


def test_the_hostile_one_sends_definitions_that_would_grow(press: Press) -> None:
    press.set_clock(EVERY_THIRD)
    with get(press, f"{of_manner(press, 'hostil').id}/canal.xml") as answer:
        assert b"<!ENTITY" in answer.read()


def test_a_feed_that_did_not_change_answers_304_and_compresses_when_asked(press: Press) -> None:
    press.set_clock(NIGHT)
    path = f"{of_manner(press, 'normal').id}/canal.xml"
    with get(press, path, **{"Accept-Encoding": "gzip"}) as answer:
        tag, body = answer.headers["ETag"], answer.read()
    assert gzip.decompress(body).startswith(b"<?xml")
    with pytest.raises(urllib.error.HTTPError) as unchanged:
        get(press, path, **{"If-None-Match": tag})
    assert unchanged.value.code == 304


def test_nothing_is_shown_before_its_hour(press: Press) -> None:
    for back in (0, 10, 30):
        moment = NIGHT - timedelta(days=back)
        press.set_clock(moment)
        for outlet in press.demo.outlets.values():
            body = press.feed(outlet)[0].decode()
            later = [item.id for item in press.demo.items if item.outlet == outlet.id and item.at > moment]
            assert not [ident for ident in later if f"/nota/{ident}<" in body or f'/nota/{ident}"' in body]


def test_its_cards_are_accepted_like_anybody_elses(press: Press, tmp_path) -> None:
    cards = load_sources(write_sources(press, tmp_path))
    assert [card.id for card in cards] == list(press.demo.outlets)
    assert all("inventado" in card.notes.lower() for card in cards)


def test_no_outlet_of_the_demo_has_the_name_of_a_real_one(press: Press) -> None:
    cards = yaml.safe_load((ROOT / "sources.yaml").read_text(encoding="utf-8"))
    cards = cards["fuentes"] if isinstance(cards, dict) else cards
    real = {fold(card["nombre"].partition(" (")[0]) for card in cards}
    invented = {fold(outlet.name) for outlet in press.demo.outlets.values()}
    assert not real & invented
    for name in real:
        words = re.compile(rf"\b{re.escape(name)}\b")
        assert not [one for one in invented if len(name.split()) > 1 and words.search(one)], name


def test_no_text_of_the_demo_names_a_real_outlet(press: Press) -> None:
    cards = yaml.safe_load((ROOT / "sources.yaml").read_text(encoding="utf-8"))
    cards = cards["fuentes"] if isinstance(cards, dict) else cards
    outlets = [card for card in cards if "Defensoría" not in card["nombre"]]  # an institution may be spoken of
    names = {card["nombre"].partition(" (")[0] for card in outlets}
    names = {name for name in names if len(name.split()) > 1}
    for item in press.demo.items:
        text = f"{item.title} {item.summary} {item.body}"
        assert not [name for name in names if name in text], item.id


def test_a_page_of_the_press_says_that_it_is_invented(press: Press) -> None:
    item = next(item for item in press.demo.items if item.story)
    with get(press, f"{item.outlet}/nota/{item.id}") as answer:
        assert "medio inventado, datos ficticios" in answer.read().decode()
