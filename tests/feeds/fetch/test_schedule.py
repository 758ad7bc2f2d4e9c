"""When a source is asked again: weights, back-off, rest, gaps, moves; all pure, on a clock of our own."""

import dataclasses
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from conflict.attempt import Attempt
from conflict.codebook import FetchOutcome, SourceReach, SourceType
from conflict.source import Source
from feeds.schedule import after, conditions, due

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CARD = Source(
    "faro", "El Faro", "https://faro.example.org/feed", SourceType.RSS, "05", "", SourceReach.LOCAL, 60, True, ""
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

FIRST = SimpleNamespace(
    etag=None, last_modified=None, failures=0.0, next_check_at=None, paused_until=None, pause_reason="",
    last_attempt_at=None, last_full_at=None, last_keys=(), interval_factor=1.0, gone_since=None, moved_to=None,
    moved_since=None, moved_seen=0,
)  # fmt: skip


def _state(**changes):
    return SimpleNamespace(**{**vars(FIRST), **changes})


def _attempt(outcome=FetchOutcome.OK, **changes):
    base = Attempt(
        "faro", outcome, NOW, 5, CARD.url, CARD.url, 200, 10, 10, False, None, None, "", None, ""
    )  # fmt: skip
    return dataclasses.replace(base, **changes)


class Life:
    """A source that lives through attempts, one after another, each when it is due or when told."""

    def __init__(self, card=CARD):
        self.card, self.state, self.now, self.events = card, FIRST, NOW, []

    def live(self, outcome=FetchOutcome.OK, keys=(), wait=None, network=True, **changes):
        self.now += wait if wait is not None else timedelta(0)
        update = after(self.card, self.state, _attempt(outcome, **changes), keys, self.now, network_up=network)
        kept = {k: v for k, v in dataclasses.asdict(update).items() if k not in ("full", "events")}
        self.state = _state(**{**kept, "last_attempt_at": self.now, "last_keys": tuple(keys) or self.state.last_keys})
        self.events += update.events
        return update


def test_an_unknown_source_is_due_and_an_inactive_one_never():
    assert due(CARD, None, NOW)
    assert due(CARD, FIRST, NOW)
    assert not due(dataclasses.replace(CARD, active=False), None, NOW)


def test_after_a_good_answer_the_next_check_is_a_cadence_away_and_a_cycle_on_the_clock_does_not_miss_it():
    life = Life()
    update = life.live(wait=timedelta(seconds=40))
    assert not due(CARD, life.state, life.now + HOUR / 2)
    assert due(CARD, life.state, NOW + HOUR)
    assert update.full
    assert update.failures == 0


@pytest.mark.parametrize(
    ("cadence", "least", "most"), [(1, 10, 10), (15, 13, 15), (180, 170, 180), (10080, 1430, 1440)]
)
def test_a_wait_is_never_under_ten_minutes_nor_over_a_day(cadence, least, most):
    update = Life(dataclasses.replace(CARD, cadence_minutes=cadence)).live()
    assert timedelta(minutes=least) <= update.next_check_at - NOW <= timedelta(minutes=most)


WEIGHTS = [("http_4xx", 0.5), ("http_5xx", 0.5), ("limite_429", 0.5), ("dns", 0.25), ("tls", 1), ("no_es_feed", 1)]
WEIGHTS += [("parse_tiempo", 1), ("dtd_rechazada", 1), ("cancelado", 0), ("vacio", 0), ("degradado", 0)]


@pytest.mark.parametrize(("outcome", "weight"), WEIGHTS)
def test_a_failure_weighs_what_the_bar_says(outcome, weight):
    assert Life().live(FetchOutcome(outcome)).failures == weight


def test_back_off_grows_to_eight_times_and_is_the_same_for_the_same_history():
    waits = []
    life = Life()
    for _ in range(8):
        waits.append(life.live(FetchOutcome.TLS).next_check_at - life.now)
    usual = 55
    for wait, times in zip(waits, (2, 4, 8, 8, 8, 8, 8, 8), strict=True):
        assert 0.85 * times * usual <= wait.total_seconds() / 60 <= times * usual
    again = Life()
    assert [again.live(FetchOutcome.TLS).next_check_at - again.now for _ in range(8)] == waits
    other = Life(dataclasses.replace(CARD, id="otro"))
    assert other.live(FetchOutcome.TLS).next_check_at - NOW != waits[0]


def test_bi_021_five_404_and_back_is_only_a_spell_and_asks_no_more_than_it_must():
    life = Life()
    life.live(keys=("a", "b"))
    for _ in range(5):
        life.live(FetchOutcome.HTTP_4XX, wait=HOUR)
    assert life.state.failures == 2.5
    assert life.state.paused_until is None
    assert life.state.next_check_at - life.now <= 4 * HOUR
    update = life.live(keys=("b", "c"), wait=4 * HOUR)
    assert update.failures == 0
    assert life.events == []


def test_at_thirty_a_source_rests_is_tried_daily_and_comes_back():
    life = Life()
    for _ in range(30):
        life.live(FetchOutcome.TLS, wait=HOUR)
    assert life.events == ["pausada"]
    assert "tls" in life.state.pause_reason
    assert not due(CARD, life.state, life.now + 12 * HOUR)
    assert due(CARD, life.state, life.now + DAY)
    for _ in range(100):
        life.live(FetchOutcome.TLS, wait=DAY)
        assert due(CARD, life.state, life.now + DAY)
    assert life.events == ["pausada"]
    life.live(wait=DAY)
    assert life.events == ["pausada", "reanudada"]
    assert life.state.paused_until is None
    assert life.state.pause_reason == ""


def test_bi_020_a_first_410_is_an_event_and_a_second_a_day_later_a_rest():
    life = Life()
    life.live(FetchOutcome.GONE_410)
    assert life.events == ["desaparecida"]
    assert life.state.paused_until is None
    life.live(FetchOutcome.GONE_410, wait=2 * HOUR)
    assert life.state.paused_until is None
    life.live(FetchOutcome.GONE_410, wait=22 * HOUR)
    assert life.events == ["desaparecida", "pausada"]
    assert "410" in life.state.pause_reason
    assert due(CARD, life.state, life.now + DAY)
    life.live(wait=DAY)
    assert life.state.gone_since is None


@pytest.mark.parametrize(
    ("asked", "least", "most"), [(7200, 120, 120), (60, 40, 60), (None, 40, 60), (86400, 1440, 1440)]
)
def test_bi_022_retry_after_lengthens_a_wait_and_never_shortens_it(asked, least, most):
    update = Life().live(FetchOutcome.LIMITED_429, retry_after=asked)
    assert timedelta(minutes=least) <= update.next_check_at - NOW <= timedelta(minutes=most)


def test_ft_28_without_any_network_nothing_counts_against_a_source():
    life = Life()
    life.live(FetchOutcome.TLS)
    before = life.state
    for _ in range(200):
        update = life.live(FetchOutcome.DNS, wait=HOUR, network=False)
    assert update.failures == before.failures == 1
    assert update.events == ()
    assert update.paused_until is None
    assert due(CARD, life.state, life.now + timedelta(minutes=10))


def test_two_full_windows_without_a_common_entry_halve_the_interval_until_they_overlap():
    life = Life()
    first, second, third = (tuple(f"{name}{n}" for n in range(10)) for name in "abc")
    life.live(keys=first)
    update = life.live(keys=second, wait=HOUR)
    assert update.events == ("hueco_posible",)
    assert update.interval_factor == 0.5
    assert update.next_check_at - life.now <= HOUR / 2
    assert life.live(keys=third, wait=HOUR).interval_factor == 0.25
    assert life.live(keys=first, wait=HOUR).interval_factor == 0.25
    for _ in range(10):
        update = life.live(keys=first, wait=HOUR)
    assert update.interval_factor == 1.0


@pytest.mark.parametrize(
    ("before", "now", "outcome"),
    [
        ((), ("a", "b"), FetchOutcome.OK),
        (("a", "b"), ("b", "c"), FetchOutcome.OK),
        (("a", "b", "c"), ("d",), FetchOutcome.OK),
        (("a", "b"), ("c", "d"), FetchOutcome.DEGRADED),
        (("a", "b"), (), FetchOutcome.UNCHANGED),
    ],
    ids=["first", "overlap", "shorter window", "cut document", "unchanged"],
)
def test_what_is_no_gap_is_not_called_one(before, now, outcome):
    assert after(CARD, _state(last_keys=before), _attempt(outcome), now, NOW).events == ()


def test_bi_017_a_permanent_redirect_is_proposed_once_after_three_cycles_and_a_day():
    moved = {"flags": ("redireccion_permanente",), "final_url": "https://faro.example.org/rss"}
    life = Life()
    for _ in range(4):
        life.live(wait=2 * HOUR, **moved)
    assert life.events == []  # four cycles, but within a day
    for _ in range(20):
        life.live(wait=2 * HOUR, **moved)
    assert life.events == ["cambio_de_direccion_propuesto"]
    assert life.state.moved_to == moved["final_url"]
    life.live(wait=HOUR)
    assert (life.state.moved_to, life.state.moved_since, life.state.moved_seen) == (None, None, 0)


def test_a_redirect_that_changes_its_target_starts_anew_and_a_failure_changes_nothing():
    life = Life()
    for number in range(30):
        life.live(wait=DAY, flags=("redireccion_permanente",), final_url=f"https://faro.example.org/{number}")
    assert life.events == []
    seen = life.state.moved_seen
    life.live(FetchOutcome.DNS, wait=HOUR)
    assert life.state.moved_seen == seen


def test_conditions_are_sent_but_for_once_a_day():
    state = _state(etag='"a"', last_modified="x", last_full_at=NOW)
    assert conditions(CARD, None, NOW) == (None, None)
    assert conditions(CARD, _state(etag='"a"'), NOW) == (None, None)
    assert conditions(CARD, state, NOW + 23 * HOUR) == ('"a"', "x")
    assert conditions(CARD, state, NOW + DAY) == (None, None)
    assert conditions(CARD, state, NOW - HOUR) == (None, None)  # the clock went back


@pytest.mark.parametrize("ahead", [timedelta(days=365), 6 * HOUR, timedelta(minutes=11)], ids=str)
def test_a_clock_that_was_ahead_does_not_silence_a_source(ahead):
    life = Life()
    life.live(wait=ahead)
    assert due(CARD, life.state, NOW)


def test_clocks_of_two_machines_that_differ_a_little_do_not_ask_a_source_twice():
    life = Life()
    life.live(wait=timedelta(seconds=20))
    assert not due(CARD, life.state, NOW)


@pytest.mark.parametrize("conditional", [True, False])
def test_only_an_unconditional_whole_answer_is_a_full_one(conditional):
    assert after(CARD, FIRST, _attempt(conditional=conditional), (), NOW).full is not conditional
    assert not after(CARD, FIRST, _attempt(FetchOutcome.UNCHANGED, conditional=conditional), (), NOW).full
    assert not after(CARD, FIRST, _attempt(FetchOutcome.DNS), (), NOW).full
