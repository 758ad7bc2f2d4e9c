"""Read a calendar file strictly, written from RFC 5545 and not from the library that writes ours: any slip is an error.

Only what our files hold: one VCALENDAR with VEVENTs and VALARMs, texts, days and moments in UTC.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import vobject

LONGEST_LINE = 75  # octets without the line break (3.1)
_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*)')
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_DURATION = re.compile(r"(-?)P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)")
TEXTS = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION", "UID", "X-WR-CALNAME", "PRODID"})
ONCE = {  # 3.6, 3.6.1, 3.6.6: what must stand exactly once
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VALARM": {"ACTION", "TRIGGER"},
}
AT_MOST_ONCE = {
    *("DESCRIPTION", "LAST-MODIFIED", "LOCATION", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "URL", "DTEND"),
    *("METHOD", "CALSCALE", "DURATION"),
}
INSIDE = {"": {"VCALENDAR"}, "VCALENDAR": {"VEVENT"}, "VEVENT": {"VALARM"}, "VALARM": set()}


@dataclass(slots=True)
class Property:
    """A line: its parameters and its value as written."""

    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class Part:
    """A component with its lines by name and the components in it."""

    kind: str
    lines: dict[str, list[Property]] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return a text without its escapes (3.3.11); "" where there is none."""
        return unescaped(self.lines[name][0].value) if name in self.lines else ""

    def moment(self, name: str) -> date | datetime:
        """Return a day, or a moment in UTC (3.3.4, 3.3.5)."""
        one = self.lines[name][0]
        if one.parameters.get("VALUE") == "DATE":
            assert re.fullmatch(r"\d{8}", one.value), one.value
            return datetime.strptime(one.value, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
        assert set(one.parameters) <= {"VALUE"}, one.parameters
        assert re.fullmatch(r"\d{8}T\d{6}Z", one.value), one.value
        return datetime.strptime(one.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def elsewhere(body: bytes) -> list[Any]:
    """Return the events as a program sees them whose library shares nothing with the one that writes ours."""
    return list(vobject.readOne(body.decode()).vevent_list)


def calendar_of(body: bytes) -> Part:
    """Return the calendar of a file; raise AssertionError for what the standard does not allow."""
    root = Part("")
    open_parts = [root]
    for line in unfolded(body):
        name, one = _line(line)
        if name == "BEGIN":
            assert one.value in INSIDE[open_parts[-1].kind], f"{one.value} in {open_parts[-1].kind}"
            open_parts.append(Part(one.value))
            open_parts[-2].parts.append(open_parts[-1])
        elif name == "END":
            assert open_parts[-1].kind == one.value, line
            _whole(open_parts.pop())
        else:
            assert open_parts[-1] is not root, line
            open_parts[-1].lines.setdefault(name, []).append(one)
            if name in TEXTS:
                unescaped(one.value)
    assert open_parts == [root] and len(root.parts) == 1
    return root.parts[0]


def events_of(body: bytes) -> list[Part]:
    """Return the events of a file, each with an id of its own."""
    found = calendar_of(body).parts
    ids = [one.text("UID") for one in found]
    assert len(set(ids)) == len(ids), "two events with one id"
    return found


def unfolded(body: bytes) -> list[str]:
    """Return the content lines (3.1): CRLF after each, 75 octets at most, no letter cut in two by a fold."""
    assert body.endswith(b"\r\n"), "the last line does not end"
    physical = body[:-2].split(b"\r\n")
    assert not any(b"\r" in one or b"\n" in one for one in physical), "a bare line break"
    lines: list[str] = []
    for one in physical:
        assert len(one) <= LONGEST_LINE, f"{len(one)} octets"
        text = one.decode("utf-8")
        if text[:1] in (" ", "\t") and text:
            assert lines, "a continuation without a line"
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def unescaped(value: str) -> str:
    """Return a text; raise AssertionError for a bare comma or semicolon, or an escape that is none (3.3.11)."""

    def meant(match: re.Match[str]) -> str:
        assert match[1] in "\\;,nN", f"escape {match[0]!r}"
        return "\n" if match[1] in "nN" else match[1]

    assert not re.search(r"[;,]", _ESCAPED.sub("", value)), f"bare sign in {value[:60]!r}"
    assert not _ESCAPED.sub("", value).endswith("\\"), "an escape without its letter"
    return _ESCAPED.sub(meant, value)


def duration_of(value: str) -> timedelta:
    """Return a duration (3.3.6)."""
    match = _DURATION.fullmatch(value)
    assert match, value
    sign, weeks, days, hours, minutes, seconds = match.groups()
    found = timedelta(
        weeks=int(weeks or 0),
        days=int(days or 0),
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=int(seconds or 0),
    )
    return -found if sign else found


def _line(line: str) -> tuple[str, Property]:
    """Return name and content of a line: `name *(";" parameter) ":" value` (3.1)."""
    assert not _CONTROL.search(line), f"control in {line[:60]!r}"
    name = _NAME.match(line)
    assert name, line[:60]
    place, parameters = name.end(), {}
    while match := _PARAMETER.match(line, place):
        assert match[1].upper() not in parameters, line[:60]
        parameters[match[1].upper()] = match[2].strip('"')
        place = match.end()
    assert line[place : place + 1] == ":", line[:60]
    return name.group().upper(), Property(parameters, line[place + 1 :])


def _whole(part: Part) -> None:
    """Check what a component must have, and what it may not have twice."""
    counts = {name: len(found) for name, found in part.lines.items()}
    assert all(counts.get(name) == 1 for name in ONCE[part.kind]), f"{part.kind}: {counts}"
    assert all(counts[name] == 1 for name in AT_MOST_ONCE & counts.keys()), f"{part.kind}: {counts}"
    if part.kind == "VCALENDAR":
        assert part.lines["VERSION"][0].value == "2.0"
    if part.kind == "VEVENT":
        assert isinstance(part.moment("DTSTAMP"), datetime)
        assert not {"DTEND", "DURATION"} <= counts.keys()
        if "DTEND" in counts:
            begin, end = part.moment("DTSTART"), part.moment("DTEND")
            assert type(begin) is type(end) and begin < end  # type: ignore[operator]
    if part.kind == "VALARM" and part.lines["ACTION"][0].value == "DISPLAY":
        assert "DESCRIPTION" in counts
