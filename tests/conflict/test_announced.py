"""What one article means for the calendar of announced actions."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from conflict.announced import Entry, Join, News, Open, Propose, Window, follow, lapsed, window_of
from conflict.codebook import AnnouncedState, DateKind, Measure, Stage
from conflict.signal import Deadline, Turn

TODAY = date(2026, 11, 20)
THURSDAY = date(2026, 11, 26)
S = AnnouncedState


def a_date(day: date = THURSDAY, **changes) -> Deadline:
    return replace(Deadline(day, "el jueves", 0, 9, measure=Measure.ROAD_BLOCKADE), **changes)


def an_entry(**changes) -> Entry:
    window = window_of(THURSDAY, None)
    blockade = Measure.ROAD_BLOCKADE
    entry = Entry(
        7,
        1,
        DateKind.DAY,
        blockade,
        (window, window),
        S.ANNOUNCED,
        frozenset({"050203"}),
        frozenset({1}),
        frozenset(),
        {},
    )
    return replace(entry, **changes)


def news(*dates: Deadline, day: date = TODAY, **changes) -> News:
    one = News(2, 1, day, Stage.ANNOUNCEMENT, frozenset({Measure.ROAD_BLOCKADE}), dates, None, frozenset({"050203"}))
    return replace(one, **changes)


def test_a_first_announcement_opens_an_entry() -> None:
    assert follow(news(a_date()), [], TODAY) == (Open(a_date(), S.ANNOUNCED),)


def test_a_date_that_was_over_when_it_was_read_is_unknown() -> None:
    (opened,) = follow(news(a_date(TODAY - timedelta(days=1))), [], TODAY)
    assert isinstance(opened, Open)
    assert opened.state is S.UNKNOWN


@pytest.mark.parametrize(
    ("told", "joins"),
    [
        (a_date(), True),
        (a_date(measure=None), True),
        (a_date(kind=DateKind.BEGINNING), True),
        (a_date(THURSDAY - timedelta(days=1), last=THURSDAY), True),
        (a_date(measure=Measure.MARCH), False),
        (a_date(THURSDAY + timedelta(days=1)), False),
        (a_date(kind=DateKind.LIMIT), False),
    ],
    ids=["igual", "sin medida", "desde ese día", "ventana que lo toca", "otra medida", "otro día", "plazo"],
)
def test_another_outlet_joins_when_measure_and_window_agree(told: Deadline, joins: bool) -> None:
    (decided,) = follow(news(told), [an_entry()], TODAY)
    assert decided == (Join(7, told) if joins else Open(told, S.ANNOUNCED))


def test_seventy_two_hours_told_on_two_days_are_one_term() -> None:
    entry = an_entry(kind=DateKind.LIMIT, measure=Measure.ULTIMATUM)
    told = a_date(THURSDAY + timedelta(days=1), kind=DateKind.LIMIT)
    assert follow(news(told), [entry], TODAY) == (Join(7, told),)


def test_the_same_article_read_again_changes_nothing() -> None:
    assert follow(news(a_date(), article=1), [an_entry()], TODAY) == ()


def test_an_article_that_changes_its_date_proposes_the_new_one() -> None:
    told = a_date(THURSDAY + timedelta(days=4))
    (asked,) = follow(news(told, article=1), [an_entry()], TODAY)
    assert (asked.state, asked.window) == (S.PUT_OFF, window_of(told.day, None))


def test_a_person_s_correction_does_not_split_the_announcement() -> None:
    entry = an_entry(windows=(window_of(THURSDAY + timedelta(days=5), None), window_of(THURSDAY, None)))
    assert follow(news(a_date()), [entry], TODAY) == (Join(7, a_date()),)


def test_putting_off_proposes_the_new_window_and_opens_nothing() -> None:
    told = a_date(THURSDAY + timedelta(days=4))
    (asked,) = follow(news(told, turn=Turn(S.PUT_OFF, "postergan")), [an_entry()], TODAY)
    assert asked == Propose(
        7, S.PUT_OFF, "Una nota del 20/11/2026 la pasa a otra fecha.", "postergan", window_of(told.day, None)
    )


def test_putting_off_without_a_day_proposes_no_window() -> None:
    (asked,) = follow(news(turn=Turn(S.PUT_OFF, "posponen")), [an_entry()], TODAY)
    assert (asked.state, asked.window) == (S.PUT_OFF, None)


def test_calling_off_is_a_proposal_and_never_more() -> None:
    (asked,) = follow(news(turn=Turn(S.CALLED_OFF, "suspenden"), stage=Stage.WITHDRAWAL), [an_entry()], TODAY)
    assert (asked.entry, asked.state, asked.words) == (7, S.CALLED_OFF, "suspenden")


def test_one_actor_s_withdrawal_of_another_measure_leaves_the_entry() -> None:
    lifted = news(stage=Stage.WITHDRAWAL, measures=frozenset({Measure.MARCH}))
    assert follow(lifted, [an_entry()], TODAY) == ()


@pytest.mark.parametrize(
    ("days", "asked"),
    [(-1, False), (0, True), (1, True), (2, False)],
    ids=["víspera", "el día", "el siguiente", "tarde"],
)
def test_a_measure_on_the_day_proposes_that_it_began(days: int, asked: bool) -> None:
    told = news(day=THURSDAY + timedelta(days=days), stage=Stage.MEASURE)
    states = [one.state for one in follow(told, [an_entry()], told.day) if isinstance(one, Propose)]
    assert states == [S.STARTED] * asked


def test_after_a_term_any_measure_of_the_story_may_be_what_it_threatened() -> None:
    entry = an_entry(kind=DateKind.LIMIT, measure=Measure.ULTIMATUM)
    told = news(day=THURSDAY + timedelta(days=1), stage=Stage.MEASURE)
    assert [one.state for one in follow(told, [entry], told.day)] == [S.STARTED]
    assert follow(replace(told, day=THURSDAY), [entry], THURSDAY) == ()


def test_another_story_of_the_same_measure_and_town_may_tell_that_it_began() -> None:
    told = news(day=THURSDAY, stage=Stage.MEASURE, group=9)
    assert [one.state for one in follow(told, [an_entry()], THURSDAY)] == [S.STARTED]
    assert follow(replace(told, municipalities=frozenset({"020101"})), [an_entry()], THURSDAY) == ()
    assert follow(replace(told, measures=frozenset({Measure.MARCH})), [an_entry()], THURSDAY) == ()


def test_a_day_without_a_measure_is_begun_by_none() -> None:
    assert follow(news(day=THURSDAY, stage=Stage.MEASURE), [an_entry(measure=None)], THURSDAY) == ()


def test_nobody_is_asked_twice_until_there_are_newer_news() -> None:
    off = news(turn=Turn(S.CALLED_OFF, "suspenden"))
    assert follow(off, [an_entry(waiting=frozenset({S.CALLED_OFF}))], TODAY) == ()
    refused = an_entry(refused={S.CALLED_OFF: TODAY})
    assert follow(off, [refused], TODAY) == ()
    assert len(follow(replace(off, day=TODAY + timedelta(days=1)), [refused], TODAY + timedelta(days=1))) == 1


@pytest.mark.parametrize("state", [S.STARTED, S.CALLED_OFF, S.PASSED_WITHOUT_FACT])
def test_what_cannot_follow_a_state_is_not_proposed(state: AnnouncedState) -> None:
    told = news(turn=Turn(S.PUT_OFF, "postergan"))
    assert follow(told, [an_entry(state=state)], TODAY) == ()


def test_a_week_after_the_day_a_person_is_asked_whether_nothing_came() -> None:
    assert lapsed(an_entry(), THURSDAY + timedelta(days=7)) is None
    asked = lapsed(an_entry(), THURSDAY + timedelta(days=8))
    assert asked is not None
    assert (asked.state, "8 días" in asked.reason) == (S.PASSED_WITHOUT_FACT, True)
    assert lapsed(an_entry(state=S.STARTED), THURSDAY + timedelta(days=30)) is None


def test_windows_meet_by_their_days() -> None:
    monday = Window(date(2026, 11, 23), date(2026, 11, 25))
    assert monday.near(window_of(date(2026, 11, 25), None))
    assert not monday.near(window_of(date(2026, 11, 26), None))
    assert monday.near(window_of(date(2026, 11, 26), None), timedelta(days=1))


def test_a_window_that_ends_with_the_calendar_stops_nobody() -> None:
    """Who writes 9999 for «sin fecha de fin» must not stop the cycle that asks what became of it."""
    endless = an_entry(windows=(window_of(THURSDAY, date.max),), kind=DateKind.BEGINNING)
    assert lapsed(endless, THURSDAY + timedelta(days=400)) is None
    (began,) = follow(news(day=THURSDAY, stage=Stage.MEASURE), [endless], THURSDAY)
    assert isinstance(began, Propose)
    assert began.state is S.STARTED
    assert window_of(date.min, date.max).near(window_of(date.max, None), timedelta(days=1))
