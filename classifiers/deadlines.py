"""Find the date until which, or from which, a text announces something.

`dan plazo de 72 horas`, `desde el lunes`, `si hasta el viernes no…`, `paro este jueves y viernes`, `cuarto intermedio
hasta mañana`: the words are resolved against the time of publication on the calendar of La Paz and kept with their
place. What happened (`marcharon el lunes`), what goes on (`bloquean desde el lunes`), what is only a length
(`paro de 48 horas`, `paro indefinido`) and what may mean two days give nothing. Phrases after the domain model §4.4.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from classifiers.calendar_words import DATE, WEEKDAYS, end_of, next_weekday, span_end, written_date
from classifiers.date_cues import (
    ACTION,
    AMBIGUOUS_HOUR,
    ANNOUNCES,
    DAY_PART,
    DETERMINER,
    EXPIRED,
    FUTURE,
    HAPPENED,
    LEAD,
    NEVER_AFTER,
    NEVER_BEFORE,
    PAST,
    PRETERITE,
    SINCE,
    STREET,
    ULTIMATUMS,
    WITHIN,
)
from conflict.lapaz import local_day
from conflict.signal import Deadline
from conflict.text import Folded, fold_with_offsets

_MAYBE: Final = re.compile(
    r"lunes|martes|rcoles|jueves|viernes|bado\b|domingo|ana\b|\bhoy\b|horas|\dh|hrs|\bd[ií]́?as?\b|semana|fin(?:es)? de "
    r"|\d[°º]? de |(?:primero|1ro) de |\d/\d"
)
"""Cheap test on the lower-case text: a text without a match of it cannot hold a date (first letters are left out where
an accent may be written in two ways)."""

_SENTENCE_END: Final = re.compile(r"[.;!?]\s+|\n|\.$")


@dataclass(frozen=True, slots=True)
class _Found:
    """One date read in the folded text; a lower rank is a firmer reading."""

    rank: int
    day: date
    start: int
    end: int


def find_deadline(text: str, published: datetime | None) -> Deadline | None:
    """Return the date that the text announces, with the words it was read from, or None when it tells of none for sure.

    `published` is aware (any zone) or None; without it only dates with a year are read. Of several, a limit (`hasta`,
    `vence`) goes before an ultimatum in hours or days, that before a beginning (`desde`), and of equals the earliest.
    Never returns a day before the La Paz day of publication.
    """
    if not _MAYBE.search(text.lower()):
        return None
    folded = fold_with_offsets(text)
    found: list[_Found] = []
    for start, end in _sentences(folded.text):
        found.extend(_ultimatums(folded, start, end, published))
        found.extend(_dates(text, folded, start, end, published))
    if not found:
        return None
    best = min(found, key=lambda one: (one.rank, one.day, one.start))
    start, end = folded.original(best.start, best.end)
    return Deadline(best.day, text[start:end], start, end)


def _sentences(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    return spans


def _ultimatums(folded: Folded, start: int, end: int, published: datetime | None) -> list[_Found]:
    """Read spans of time that somebody gives: counted from publication, or from `ayer` where the sentence says so."""
    if published is None:
        return []
    sentence = folded.text[start:end]
    found = []
    for pattern in (*ULTIMATUMS, WITHIN):
        for match in pattern.finditer(sentence):
            if pattern is WITHIN:
                if not ANNOUNCES.search(sentence) or _past(sentence, sentence):
                    continue
            elif re.search(ACTION, match["gap"]) or EXPIRED.search(sentence[: match.start()]):
                continue
            if EXPIRED.search(match.group().split(match["n"])[0]):
                continue
            elsewhere = [d for d in DATE.finditer(sentence) if d["weekday"] and not _lead(sentence, d)]
            if elsewhere:
                continue
            since = published - timedelta(days=1) if re.search(r"\b(?:ayer|anoche)\b", sentence) else published
            day = span_end(match, since)
            if day is not None and day >= local_day(published):
                found.append(_Found(1, day, start + match.start(), start + match.end()))
    return found


def _lead(sentence: str, match: re.Match[str]) -> re.Match[str] | None:
    return LEAD.search(sentence[max(0, match.start() - 60) : match.start()])


def _past(folded_sentence: str, original: str) -> bool:
    """Say whether the sentence tells what happened and nothing of what is to come."""
    return not FUTURE.search(original) and _told(folded_sentence, original)


def _told(folded_sentence: str, original: str) -> bool:
    """Say whether the sentence tells of something that happened, whatever else it announces."""
    return bool(PAST.search(folded_sentence) or PRETERITE.search(original))


def _dates(text: str, folded: Folded, start: int, end: int, published: datetime | None) -> list[_Found]:
    sentence = folded.text[start:end]
    original = unicodedata.normalize("NFC", text[slice(*folded.original(start, end))]).lower()
    found = []
    for match in DATE.finditer(sentence):
        reading = _read(sentence, original, match, published)
        if reading is not None:
            rank, day, begin = reading
            found.append(_Found(rank, day, start + begin, start + match.end()))
    return found


def _read(
    sentence: str, original: str, match: re.Match[str], published: datetime | None
) -> tuple[int, date, int] | None:
    """Return rank, day and start of one date word, or None when it is no announcement or no sure day."""
    before, after = sentence[: match.start()], sentence[match.end() :]
    lead_match = _lead(sentence, match)
    lead = lead_match["lead"] if lead_match else ""
    between = lead_match["between"] if lead_match else ""
    begin = max(0, match.start() - 60) + lead_match.start() if lead_match else match.start()
    if STREET.search(before) or NEVER_AFTER.search(after):
        return None
    if AMBIGUOUS_HOUR.search(between) and not (lead == "hasta" and "24" in between):
        return None
    limit = lead in ("hasta", "antes", "a mas tardar") or lead.startswith(("venc", "fenec", "expir"))
    rank = 0 if limit else 2 if lead else 3
    past, told = _past(sentence, original), _told(sentence, original)
    announces = bool(ANNOUNCES.search(sentence) or FUTURE.search(original))
    if lead == "desde" and SINCE.search(before[max(0, begin - 60) : begin]):
        return None
    if not lead_match:
        begin -= len(DETERMINER.search(before).group())  # type: ignore[union-attr]
    today = local_day(published) if published is not None else None
    day: date | None
    if match["d1"] or match["d2"] or match["d3"]:
        if not (lead or announces) or (past and not limit and lead != "a partir"):
            return None
        day = written_date(match, today)
    elif today is None:
        return None
    elif match["weekday"]:
        day = _weekday(match, before, after, lead, past, told, announces, today)
    else:
        day = _relative(match, before, lead, between, past, today)
    return (rank, day, begin) if day is not None else None


def _weekday(
    match: re.Match[str], before: str, after: str, lead: str, past: bool, told: bool, announces: bool, today: date
) -> date | None:
    """Resolve a bare weekday: `próximo` is never today, `este` may be, and without either today is a doubt.

    `este` five or six days ahead is rather one or two days ago, so it needs an announcement and no account of a fact.
    """
    if past or NEVER_BEFORE.search(before) or (not lead and HAPPENED.match(after)):
        return None
    number = WEEKDAYS[match["weekday"]]
    if re.search(r"\bproximo\s+$", before) or re.match(r"\s+(?:proximo|que viene)\b", after):
        return next_weekday(number, today, strictly=True)
    ahead = (number - today.weekday()) % 7
    if re.search(r"\beste\s+(?:mismo\s+)?$", before):
        if ahead in (5, 6) and (told or not announces):
            return None
        return next_weekday(number, today, strictly=False) if ahead or lead or announces else None
    if ahead == 0 or not (lead not in ("", "desde", "para") or announces):
        return None
    return next_weekday(number, today, strictly=True)


def _relative(match: re.Match[str], before: str, lead: str, between: str, past: bool, today: date) -> date | None:
    """Resolve `mañana`, `pasado mañana`, `hoy` and `fin de mes`."""
    if match["tomorrow"]:
        if DAY_PART.search(before) and not re.search(r"\d\s+de\s+$", before):
            return None
        return today + timedelta(days=2 if match["after"] else 1)
    if match["today"]:
        timed = bool(re.search(r"\d", between))
        return (
            today
            if (lead in ("desde", "a partir") and not past) or (lead and lead != "para" and timed)
            else (today if lead.startswith("venc") else None)
        )
    return end_of(match["what"], today) if lead == "hasta" or lead == "antes" else None
