"""Many polls over days: every served item stored once, none twice, and quiet when there is nothing new."""

import json
from datetime import timedelta

from conflict.codebook import CycleState, FetchOutcome
from tests.flows.conftest import TONIGHT, House
from tests.flows.killing import faults

DAYS = 5
HOURS = (timedelta(hours=-14), timedelta(hours=-8), timedelta(hours=0))


def test_every_item_that_was_shown_in_five_days_is_stored_once_and_no_other(lite: House) -> None:
    shown: set[str] = set()
    for back in range(DAYS - 1, -1, -1):
        for hours in HOURS:
            at = TONIGHT - timedelta(days=back) + hours
            lite.cycle(at)
            shown |= lite.shown(at)
    assert faults(lite, shown) == {}
    assert len(shown) > len(lite.shown()), "the windows of the feeds moved on"


def test_polling_again_without_news_asks_conditionally_and_writes_no_article(lite: House) -> None:
    lite.cycle()
    before = lite.ask("SELECT id, content_hash, version FROM article ORDER BY id")
    again = lite.cycle(TONIGHT + timedelta(minutes=5))
    readable = [r for r in again.results if r.source.id != "boletin-municipal"]
    assert {r.outcome for r in readable} == {FetchOutcome.UNCHANGED}
    assert again.tally.new == again.tally.updated == again.tally.assessed == 0
    assert lite.ask("SELECT id, content_hash, version FROM article ORDER BY id") == before


def test_the_command_polls_again_without_a_word_written_but_the_attempts(lite: House) -> None:
    tables = ("article", "article_version", "signal", "story_group", "group_member", "queue_entry", "outbox", "journal")
    lite.command("ciclo").communicate(timeout=60)
    before = {table: lite.ask(f"SELECT * FROM {table}") for table in tables}
    out, _ = lite.command("ciclo", at=TONIGHT + timedelta(minutes=5)).communicate(timeout=60)
    summary = json.loads(out)
    assert (summary["leidas"], summary["nuevas"], summary["senales"]) == (0, 0, 0)
    assert {table: lite.ask(f"SELECT * FROM {table}") for table in tables} == before
    codes = "SELECT http_status, count(*) FROM fetch_attempt WHERE cycle_id = 2 GROUP BY http_status ORDER BY 1"
    assert lite.ask(codes) == [(200, 1), (304, 11)], "all but the outlet that answers with a login page"


def test_what_comes_in_goes_out_or_is_counted(house: House) -> None:
    ended = house.cycle()
    tally = ended.tally
    assert tally.balances()
    assert ended.state is CycleState.COMPLETE
    assert house.ask("SELECT count(*) FROM article") == [(tally.new,)]
    assert house.ask("SELECT count(*) FROM signal") == [(tally.assessed,)]
    assert tally.assessed == tally.new
    assert house.ask("SELECT count(*) FROM queue_entry") == [(tally.queued,)]
    assert tally.queued > 0


def test_the_neighbours_of_a_hostile_feed_are_stored_complete(lite: House) -> None:
    bad_day = next(
        TONIGHT - timedelta(days=back)
        for back in range(3)
        if (TONIGHT - timedelta(days=back, hours=4)).day % 3 == 0  # the day in La Paz on which the feed is a bomb
    )
    ended = lite.cycle(bad_day)
    outcomes = {r.source.id: r.outcome for r in ended.results}
    assert outcomes["canal-bombo"] is FetchOutcome.DTD_REFUSED
    assert outcomes["boletin-municipal"] is FetchOutcome.NOT_A_FEED
    assert ended.tally.ok == ended.tally.sources - 2
    assert set(lite.links()) == lite.shown(bad_day)


def test_the_command_says_the_same_as_the_flow(lite: House) -> None:
    process = lite.command("ciclo")
    out, problems = process.communicate(timeout=60)
    assert process.returncode == 0, problems
    summary = json.loads(out)
    assert summary["nuevas"] == len(lite.links())
    assert summary["leidas"] == summary["nuevas"] + summary["duplicadas"] + sum(summary["descartadas"].values())
    assert summary["prefect"] == "sin_prefect"
