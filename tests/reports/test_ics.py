"""A calendar file that any program opens: stable ids, UTC times, whole days, and texts that stay texts."""

import csv
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from conflict.lapaz import LA_PAZ
from reports.ics import LONGEST, CalendarEntry, write_calendar
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


def unfolded(body: bytes) -> list[str]:
    """Read lines by hand, without the library that wrote them (RFC 5545, 3.1)."""
    return body.decode().replace("\r\n ", "").split("\r\n")


def events(body: bytes) -> list:
    return Calendar.from_ical(body).walk("VEVENT")


def test_a_day_goes_out_as_a_day_and_ends_the_day_after() -> None:
    (event,) = events(written(ENTRY))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 11, 26), date(2026, 11, 27))
    assert "DTSTART;VALUE=DATE:20261126" in unfolded(written(ENTRY))
    assert (str(event["uid"]), event.decoded("sequence")) == (ENTRY.uid, 3)


def test_a_window_ends_after_its_last_day_and_an_open_end_is_one_day() -> None:
    window, opened = events(written(replace(ENTRY, last=date(2026, 12, 1)), replace(ENTRY, uid="b")))
    assert window.decoded("dtend") == date(2026, 12, 2)
    assert opened.decoded("dtend") - opened.decoded("dtstart") == timedelta(days=1)


def test_an_hour_in_la_paz_goes_out_as_utc() -> None:
    body = written(replace(ENTRY, first=datetime(2026, 12, 31, 22, 30, tzinfo=LA_PAZ)))
    assert "DTSTART:20270101T023000Z" in unfolded(body)
    assert "TZID" not in body.decode()
    (event,) = events(body)
    assert event.decoded("dtstart") == datetime(2027, 1, 1, 2, 30, tzinfo=UTC)


def test_the_same_entries_give_the_same_bytes_and_ids() -> None:
    assert written(ENTRY) == written(ENTRY)
    (before,), (after,) = events(written(ENTRY)), events(written(replace(ENTRY, title="Otro", sequence=4)))
    assert before["uid"] == after["uid"]


def test_what_was_called_off_is_crossed_out_and_not_lost() -> None:
    (event,) = events(written(replace(ENTRY, called_off=True)))
    assert str(event["status"]) == "CANCELLED"


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
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    lines = unfolded(body)
    assert [line for line in lines if line.startswith(("BEGIN", "END"))] == [
        *("BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR"),
    ]
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", body.decode())
    first, second = events(body)
    assert str(second["summary"]) == ENTRY.title
    kept = "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c == "\n" or c.isprintable())
    assert str(first.get("summary", "")) == kept[:LONGEST]
