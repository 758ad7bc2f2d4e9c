"""Dates of feeds by our own rules: Spanish names, South American zones, no rolling over, no guessing.

feedparser reads «BOT» as UTC and 30 February as 1 March (reliability bar §2.3); here an impossible date is absent.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from conflict.codebook import TimeQuality
from conflict.lapaz import LA_PAZ
from conflict.text import fold

FUTURE_TOLERANCE = timedelta(minutes=15)
OLDEST, LATEST = 1969, 2100
"""Years that a feed can mean. A date before the World Wide Web is still kept as it came: 1 January 1970 in a zone east
of Greenwich lies in the first of them."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "ene enero jan january",
            "feb febrero february",
            "mar marzo march",
            "abr abril apr april",
            "may mayo",
            "jun junio june",
            "jul julio july",
            "ago agosto aug august",
            "sep sept set septiembre setiembre september",
            "oct octubre october",
            "nov noviembre november",
            "dic diciembre dec december",
        ),
        1,
    )
    for name in names.split()
}

_ZONES = {
    name: hours
    for hours, names in (
        (0, "z ut utc gmt wet"),
        (-4, "bot clt amt vet ast edt"),
        (-3, "art clst brt uyt pyt pyst"),
        (-5, "pet cot ect est cdt"),
        (-6, "cst mdt"),
        (-7, "mst pdt"),
        (-8, "pst"),
        (1, "cet bst"),
        (2, "cest"),
        (-4, "america/la_paz"),
    )
    for name in names.split()
}
"""Offsets of the zones that feeds write (RFC 822 §5; IANA data for America/* and Europe/Madrid, 2026)."""

_TIME = (
    r"(?:(?:,|\s-\s|\s|t|a las)+(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?:hrs?\.?|h|([ap])\.?\s?m\.?)?)?"
)
_ZONE = (
    r"\s*(z|[+-]\d{2}:?\d{2}|[+-]\d{1,2}|(?:gmt|utc)[+-]\d{1,2}(?::?\d{2})?|[a-z]{1,5}|america/la_paz)?"
    r"(?:\s*\([^)]{0,40}\))?"
)
_NAMED = re.compile(
    rf"(?:[a-z]{{3,9}}\.?,?\s+)?(\d{{1,2}})(?:\s+de)?[\s-]+([a-z]{{3,10}})\.?,?(?:\s+del?)?[\s-]+(\d{{2}}|\d{{4,5}}){_TIME}{_ZONE}"
)
_ISO = re.compile(rf"(\d{{4,5}})-?(\d{{2}})-?(\d{{2}}){_TIME}{_ZONE}")
_COMPACT = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}})t(\d{{2}})(\d{{2}})(\d{{2}})?(){_ZONE}")
_MONTH_FIRST = re.compile(
    rf"(?:[a-z]{{3,9}}\.?,\s+)?([a-z]{{3,10}})\.?\s+(\d{{1,2}}),?\s+(?:del?\s+)?(\d{{4}}){_TIME}{_ZONE}"
)
_SLASHED = re.compile(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}|\d{{2}}){_TIME}{_ZONE}")
_EPOCH = re.compile(r"\d{9,13}")


@dataclass(frozen=True, slots=True)
class Published:
    """When an article says it was published: UTC or None, and how far that can be trusted."""

    at: datetime | None
    quality: TimeQuality


ABSENT = Published(None, TimeQuality.ABSENT)


def read_date(text: str, fetched_at: datetime) -> Published:
    """Return the moment that a feed's date means.

    Without a zone it is La Paz time (`sin_zona`); more than 15 minutes ahead of the fetch it becomes the fetch
    (`corregida_futura`); what is no date is absent, never another date.
    """
    folded = fold(text).strip()[:80]
    moment, zoned = _moment(folded)
    if moment is None:
        return ABSENT
    utc = moment.astimezone(UTC)
    if utc > fetched_at + FUTURE_TOLERANCE:
        return Published(fetched_at, TimeQuality.FUTURE_CORRECTED)
    return Published(utc, TimeQuality.EXACT if zoned else TimeQuality.NO_ZONE)


def _moment(text: str) -> tuple[datetime | None, bool]:
    if _EPOCH.fullmatch(text):
        return _epoch(text), True
    if found := _NAMED.fullmatch(text):
        day, month, year, *rest = found.groups()
        return _built(year, _MONTHS.get(month, 0), day, rest)
    if found := _MONTH_FIRST.fullmatch(text):
        month, day, year, *rest = found.groups()
        return _built(year, _MONTHS.get(month, 0), day, rest)
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        year, month, day, *rest = found.groups()
        return _built(year, int(month), day, rest)
    if found := _SLASHED.fullmatch(text):
        day, month, year, *rest = found.groups()
        return _built(year, int(month), day, rest)
    return None, False


def _epoch(text: str) -> datetime | None:
    seconds = int(text) / (1_000 if len(text) > 10 else 1)
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment if OLDEST <= moment.year < LATEST else None


def _built(year: str, month: int, day: str, rest: list[str | None]) -> tuple[datetime | None, bool]:
    """Put the parts together; None when together they are no moment."""
    hour, minute, second, half, zone = rest
    offset = _offset(zone)
    if zone and offset is None:
        return None, False
    whole = int(year) + (2000 if len(year) == 2 and int(year) < 70 else 1900 if len(year) == 2 else 0)
    hours, minutes, seconds = int(hour or 0), int(minute or 0), int(second or 0)
    if half:
        if not 1 <= hours <= 12:
            return None, False
        hours = hours % 12 + (12 if half == "p" else 0)
    extra = timedelta()
    if (hours, minutes, seconds) == (24, 0, 0):
        hours, extra = 0, timedelta(days=1)
    if seconds == 60:
        seconds, extra = 59, extra + timedelta(seconds=1)
    try:
        moment = datetime(whole, month, int(day), hours, minutes, seconds, tzinfo=offset or LA_PAZ) + extra
    except (ValueError, OverflowError):
        return None, False
    return (moment, offset is not None) if OLDEST <= moment.year < LATEST else (None, False)


def _offset(zone: str | None) -> timezone | None:
    if not zone:
        return None
    if zone in _ZONES:
        return timezone(timedelta(hours=_ZONES[zone]))
    found = re.fullmatch(r"(?:gmt|utc)?([+-])(\d{1,2}):?(\d{2})?", zone)
    if found is None:
        return None
    sign, hours, minutes = found.groups()
    shift = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-shift if sign == "-" else shift) if shift <= timedelta(hours=14) else None
