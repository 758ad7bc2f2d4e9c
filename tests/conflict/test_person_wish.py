"""What a person may ask for, when silence ends, and when her office closed last."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from conflict.message import MessageKind, Rule, chat_of
from conflict.officehours import WorkingCalendar
from conflict.personnotice import Urgency, Way, Wish, covered, demand_possible, may_go_at
from conflict.record import RuleError

ADDRESS = "ana@oficina.example"
CALENDAR = WorkingCalendar(((time(8, 30), time(12, 30)), (time(14, 30), time(18, 30))), frozenset({date(2026, 11, 23)}))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of November 2026 on the clock of La Paz."""
    return datetime(2026, 11, day, tzinfo=UTC) + timedelta(hours=hour + 4, minutes=minute)


def test_nothing_is_asked_for_until_somebody_asks() -> None:
    assert Wish().kinds == frozenset()
    assert demand_possible(Wish()) == Wish()


@pytest.mark.parametrize(
    ("wish", "about"),
    [
        (Wish(mail="ana"), "correo"),
        (Wish(mail=f"{ADDRESS}, otra@oficina.example"), "correo"),
        (Wish(mail=f"{ADDRESS};otra@oficina.example"), "correo"),
        (Wish(mail=f"{ADDRESS}\r\nBcc: otra@oficina.example"), "correo"),
        (Wish(mail=f"{ADDRESS}\n"), "correo"),
        (Wish(mail=f"Ana <{ADDRESS}>"), "correo"),
        (Wish(mail="canal:guardia"), "correo"),
        (Wish(mail="ana@oficina"), "correo"),
        (Wish(morning=8), "correo"),
        (Wish(reminders=True), "correo"),
        (Wish(mail=ADDRESS, morning=5), "manana"),
        (Wish(urgent=Urgency.CRITICAL, way=Way.TELEGRAM), "chat"),
        (Wish(chat="12 34567"), "chat"),
        (Wish(chat="@alguien"), "chat"),
        (Wish(chat="-100200300"), "chat"),
        (Wish(chat="١٢٣٤٥٦"), "chat"),
        (Wish(chat="1234567/8"), "chat"),
    ],
)
def test_what_cannot_be_done_is_refused_without_telling_the_address(wish: Wish, about: str) -> None:
    with pytest.raises(RuleError) as refused:
        demand_possible(wish)
    assert refused.value.about == about
    told = f"{refused.value} {refused.value.spanish}"
    assert not any(typed and typed in told for typed in (wish.mail, wish.chat))
    assert "oficina.example" not in told


def test_silence_waits_for_the_next_opening_and_only_silence() -> None:
    quiet = Wish(mail=ADDRESS, reminders=True, silence=True)
    assert may_go_at(quiet, CALENDAR, at(20, 10)) == at(20, 10)
    assert may_go_at(quiet, CALENDAR, at(20, 13)) == at(20, 14, 30)
    assert may_go_at(quiet, CALENDAR, at(20, 7)) == at(20, 8, 30)
    assert may_go_at(quiet, CALENDAR, at(20, 18, 30)) == at(24, 8, 30), "a weekend and a holiday on Monday"
    assert may_go_at(Wish(), CALENDAR, at(20, 23)) == at(20, 23)


def test_the_last_closing_is_for_noon_or_for_the_night() -> None:
    assert CALENDAR.last_closing(at(20, 15)) == at(20, 12, 30)
    assert CALENDAR.last_closing(at(20, 18, 30)) == at(20, 18, 30)
    assert CALENDAR.last_closing(at(24, 8, 30)) == at(20, 18, 30)


def test_a_rule_for_her_office_or_the_country_covers_her_and_another_offices_does_not() -> None:
    def rule(office: str, *kinds: MessageKind) -> Rule:
        return Rule(1, ADDRESS.upper(), office, kinds, approval=False)

    assert covered(ADDRESS, "of-1", MessageKind.DAILY, [rule("", MessageKind.DAILY)])
    assert covered(ADDRESS, "of-1", MessageKind.DAILY, [rule("of-1", MessageKind.DAILY)])
    assert not covered(ADDRESS, "of-1", MessageKind.DAILY, [rule("of-2", MessageKind.DAILY)])
    assert not covered(ADDRESS, "of-1", MessageKind.DAILY, [rule("", MessageKind.CRITICAL)])
    assert chat_of("canal:guardia") == ""
