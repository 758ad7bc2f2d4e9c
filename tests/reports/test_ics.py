"""A calendar file that any program opens: stable ids, UTC times, whole days, and texts that stay texts."""

import csv
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from conflict.lapaz import LA_PAZ
from reports.ics import LONGEST, CalendarEntry, write_calendar
from tests.calendarread import calendar_of, duration_of, elsewhere, events_of, unfolded
from tests.conftest import NOW, ROOT

ENTRY = CalendarEntry(
    uid="AN-261120-001@atalaya.local",
    first=date(2026, 11, 26),
    last=None,
    title="Bloqueo: Transportistas anuncian cierre",
    text="empieza\n«desde el jueves»",
    place="Llallagua, Potosí",
    address="http://127.0.0.1:8000/cola/P-261120-001",
    changed_at=NOW,
    sequence=3,
)


def written(*entries: CalendarEntry) -> bytes:
    return write_calendar("Atalaya: anuncios y plazos", entries, NOW)


def test_another_library_sees_the_same_days_hours_alarms_and_texts() -> None:
    late = datetime(2026, 12, 31, 22, 30, tzinfo=LA_PAZ)
    day, window, hour, off = elsewhere(
        written(
            ENTRY,
            replace(ENTRY, uid="b", last=date(2026, 12, 1)),
            replace(ENTRY, uid="c", first=late, alarm=timedelta(hours=1)),
            replace(ENTRY, uid="d", called_off=True),
        )
    )
    assert (day.dtstart.value, day.dtend.value) == (date(2026, 11, 26), date(2026, 11, 27))
    assert (day.summary.value, day.description.value) == (ENTRY.title, ENTRY.text)
    assert (day.uid.value, day.location.value, day.sequence.value) == (ENTRY.uid, ENTRY.place, "3")
    assert window.dtend.value == date(2026, 12, 2)
    assert hour.dtstart.value == late
    assert hour.dtstart.value.astimezone(LA_PAZ).isoformat() == "2026-12-31T22:30:00-04:00"
    assert hour.valarm.trigger.value == -timedelta(hours=1)
    assert off.status.value == "CANCELLED"


def test_a_day_goes_out_as_a_day_and_ends_the_day_after() -> None:
    (event,) = events_of(written(ENTRY))
    assert (event.moment("DTSTART"), event.moment("DTEND")) == (date(2026, 11, 26), date(2026, 11, 27))
    assert "DTSTART;VALUE=DATE:20261126" in unfolded(written(ENTRY))
    assert (event.text("UID"), event.text("SEQUENCE")) == (ENTRY.uid, "3")
    assert (event.text("DESCRIPTION"), event.text("LOCATION")) == (ENTRY.text, ENTRY.place)
    assert event.moment("LAST-MODIFIED") == NOW.replace(microsecond=0)


def test_a_window_ends_after_its_last_day_and_an_open_end_is_one_day() -> None:
    window, opened = events_of(written(replace(ENTRY, last=date(2026, 12, 1)), replace(ENTRY, uid="b")))
    assert window.moment("DTEND") == date(2026, 12, 2)
    assert opened.moment("DTEND") - opened.moment("DTSTART") == timedelta(days=1)


def test_an_hour_in_la_paz_goes_out_as_utc() -> None:
    body = written(replace(ENTRY, first=datetime(2026, 12, 31, 22, 30, tzinfo=LA_PAZ)))
    assert "DTSTART:20270101T023000Z" in unfolded(body)
    assert "TZID" not in body.decode()
    (event,) = events_of(body)
    assert event.moment("DTSTART") == datetime(2027, 1, 1, 2, 30, tzinfo=UTC)
    assert event.moment("DTSTART").astimezone(LA_PAZ).isoformat() == "2026-12-31T22:30:00-04:00"


def test_the_same_entries_give_the_same_bytes_and_ids() -> None:
    assert written(ENTRY) == written(ENTRY)
    (before,), (after,) = events_of(written(ENTRY)), events_of(written(replace(ENTRY, title="Otro", sequence=4)))
    assert before.text("UID") == after.text("UID") == ENTRY.uid
    assert (before.text("SEQUENCE"), after.text("SEQUENCE")) == ("3", "4")


def test_what_was_called_off_is_crossed_out_and_not_lost() -> None:
    (event,) = events_of(written(replace(ENTRY, called_off=True)))
    assert event.text("STATUS") == "CANCELLED"


def test_an_alarm_rings_an_hour_before_and_says_what_it_is_about() -> None:
    (event,) = events_of(written(replace(ENTRY, first=NOW, alarm=timedelta(hours=1))))
    (alarm,) = event.parts
    assert (alarm.kind, alarm.text("ACTION"), alarm.text("DESCRIPTION")) == ("VALARM", "DISPLAY", ENTRY.title)
    assert duration_of(alarm.lines["TRIGGER"][0].value) == -timedelta(hours=1)


def test_the_file_says_who_made_it_and_how_often_to_ask_again() -> None:
    calendar = calendar_of(written())
    assert calendar.parts == []
    assert calendar.text("METHOD") == "PUBLISH"
    assert calendar.text("X-WR-CALNAME") == "Atalaya: anuncios y plazos"
    assert duration_of(calendar.lines["REFRESH-INTERVAL"][0].value) == timedelta(hours=3)


def _hostile() -> list[str]:
    with (ROOT / "tests" / "cases" / "textos_hostiles.csv").open(newline="", encoding="utf-8") as handle:
        found = [
            re.sub(r"\\(?:x(..)|u(....))", lambda m: chr(int(m[1] or m[2], 16)), row["texto"])
            for row in csv.DictReader(handle)
        ]
    return [
        *found,
        "fin\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:ajeno",
        "a,b;c\\d:e\nnueva línea",
        "ñ" * 300,
        "👋🏽" * 60,
        "\x00\x07\x1b[31m",
        "x" * 90_000,
        "BEGIN:VALARM",
    ]


@pytest.mark.parametrize("text", _hostile(), ids=lambda text: repr(text[:30]))
def test_no_text_becomes_more_than_a_text(text: str) -> None:
    hostile = replace(ENTRY, title=text, text=text, place=text)
    body = written(hostile, replace(ENTRY, uid="otra"))
    lines = unfolded(body)
    assert [line for line in lines if line.startswith(("BEGIN", "END"))] == [
        *("BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR"),
    ]
    first, second = events_of(body)
    assert second.text("SUMMARY") == ENTRY.title
    assert [one.summary.value for one in elsewhere(body)] == [first.text("SUMMARY"), ENTRY.title]
    kept = "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c == "\n" or c.isprintable())
    assert first.text("SUMMARY") == kept[:LONGEST]


def test_an_odd_blank_stays_a_blank_between_two_words() -> None:
    (event,) = events_of(written(replace(ENTRY, title="Bloqueo de\u00a048\u2009horas en Uncía")))
    assert event.text("SUMMARY") == "Bloqueo de 48 horas en Uncía"
