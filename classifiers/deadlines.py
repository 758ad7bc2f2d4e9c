"""Find the date until which, or from which, a text announces something.

`dan plazo de 72 horas`, `desde el lunes`, `si hasta el viernes no…`, `paro este jueves y viernes`, `cuarto intermedio
hasta mañana`: the words are resolved against the time of publication on the calendar of La Paz and kept with their
place. What happened (`marcharon el lunes`), what goes on (`bloquean desde el lunes`), what is only a length
(`paro de 48 horas`, `paro indefinido`) and what may mean two days give nothing. Phrases after the domain model §4.4.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from classifiers.calendar_words import DATE, span_end, written_date
from classifiers.date_cues import (
    ACTION,
    AMBIGUOUS_HOUR,
    ANNOUNCES,
    DENIED,
    DETERMINER,
    ENDS,
    EXPIRED,
    FALLS_DUE,
    FUTURE,
    HAPPENED,
    LEAD,
    LIMITS,
    NEVER_AFTER,
    PAPERWORK,
    PAST,
    PENALTY,
    PRESSURE,
    PRETERITE,
    SAID,
    SINCE,
    STREET,
    TERM,
    ULTIMATUMS,
    WITHIN,
)
from classifiers.near_days import Around, gone_by, relative_day, weekday_of
from classifiers.windows import CONDITION, OPEN, hour_of, last_day, lasting, measure_near, who_announces
from conflict.codebook import DateKind
from conflict.lapaz import local_day
from conflict.signal import Deadline
from conflict.text import Folded, fold_with_offsets

_MAYBE: Final = re.compile(
    r"lunes|martes|rcoles|jueves|viernes|bado\b|domingo|ana\b|\bhoy\b|horas|\d\s?h|hrs|\bd[ií]́?as?\b|semana|\bmes(?:es)?\b"
    r"|fin(?:es)?\sde\s|\d[°º]?o?\sde\s|(?:primero|1ro|1er)\sde\s|\d[/.-]\d|[ea]l\s\d|navidad|nochebuena|o\snuevo"
)
"""Cheap test on the lower-case text: a text without a match of it cannot hold a date (first letters are left out where
an accent may be written in two ways)."""

MOST: Final = 3
"""Dates kept of one text: a ladder of measures has few steps, a programme of festivities has many."""

_SENTENCE_END: Final = re.compile(r"[.;!?]\s+|\n|\.$")
_NO_TERM: Final = re.compile(rf"{ACTION}|\beran?\b")
_YESTERDAY: Final = re.compile(r"\b(?:ayer|anoche)\b")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence: where it begins in the folded text, folded, and in small letters with its accents.

    Both are of one length, so that a place in the one is the same place in the other.
    """

    start: int
    text: str
    accented: str

    @property
    def span(self) -> tuple[int, int]:
        """Return where it stands in the folded text."""
        return self.start, self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class _Found:
    """One date read in the folded text, within its sentence; a lower rank is a firmer reading."""

    rank: int
    day: date
    start: int
    end: int
    sentence: tuple[int, int]
    kind: DateKind
    last: date | None = None
    hour: time | None = None


def find_dates(text: str, published: datetime | None) -> tuple[Deadline, ...]:
    """Return the dates that the text announces, the firmest first, each with the words it was read from.

    `published` is aware (any zone) or None; without it only dates with a year are read. Of several, a limit (`hasta`,
    `vence`) goes before an ultimatum in hours or days, that before a beginning (`desde`), and of equals the earliest.
    A text has one limit at most. Never returns a day before the La Paz day of publication.
    """
    if not _MAYBE.search(text.lower()):
        return ()
    folded = fold_with_offsets(text)
    found: list[_Found] = []
    for start, end in _sentences(folded.text):
        paperwork = PAPERWORK.search(folded.text, start, end) and not PRESSURE.search(folded.text, start, end)
        if paperwork or DENIED.search(folded.text, start, end):
            continue
        sentence = _Sentence(start, folded.text[start:end], _accented(text, folded, start, end))
        found.extend(_ultimatums(sentence, published))
        found.extend(_dates(sentence, published))
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: (one.rank, one.day, one.start)):
        limited = one.kind is DateKind.LIMIT and any(other.kind is DateKind.LIMIT for other in kept)
        if not limited and all(one.day != other.day for other in kept):
            kept.append(one)
    return tuple(_announced(text, folded, one) for one in kept[:MOST])


def _announced(text: str, folded: Folded, one: _Found) -> Deadline:
    """Return a found date with what its sentence says around it."""
    begin, end = one.sentence
    sentence = folded.text[begin:end]
    start, stop = folded.original(one.start, one.end)
    who = who_announces(sentence)
    limit = one.kind is DateKind.LIMIT
    opened = not limit and one.last is None and bool(OPEN.search(sentence))
    measure = measure_near(sentence, one.start - begin)
    if measure is None and begin:
        measure = measure_near(folded.text.partition("\n")[0], 0)
    return Deadline(
        day=one.day,
        text=text[start:stop],
        start=start,
        end=stop,
        kind=one.kind,
        last=None if limit or opened else one.last or lasting(sentence, one.day, one.hour),
        open_ended=opened,
        hour=one.hour,
        conditional=bool(CONDITION.search(sentence)),
        announcer=text[slice(*folded.original(begin + who[0], begin + who[1]))] if who else "",
        measure=measure,
    )


def _sentences(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    return spans


def _accented(text: str, folded: Folded, start: int, end: int) -> str:
    """Return a stretch of the folded text in small letters with its accents, letter for letter."""
    begin, stop = folded.original(start, end)
    if isinstance(folded.starts, range):
        return text[begin:stop].lower()
    letters = []
    for at in range(start, end):
        letter = unicodedata.normalize("NFC", text[slice(*folded.original(at, at + 1))].lower())
        letters.append(letter if len(letter) == 1 else folded.text[at])
    return "".join(letters)


def _ultimatums(sentence: _Sentence, published: datetime | None) -> list[_Found]:
    """Read spans of time that somebody gives: counted from publication, or from `ayer` where the sentence says so."""
    if published is None:
        return []
    text, found = sentence.text, []
    for pattern in (*ULTIMATUMS, WITHIN):
        for match in pattern.finditer(text):
            if pattern is WITHIN:
                if not ANNOUNCES.search(text) or _past(sentence):
                    continue
            elif _NO_TERM.search(match["gap"]) or EXPIRED.search(text[: match.start()]):
                continue
            if EXPIRED.search(text[match.start() : match.start("n")]) or PENALTY.match(text, match.end()):
                continue
            if any(named["weekday"] and not _lead(text, named) for named in DATE.finditer(text)):
                continue
            since = published - timedelta(days=1) if _YESTERDAY.search(text) else published
            day = span_end(match, since)
            if day is not None and day >= local_day(published):
                begin, end = match.span()
                span = (sentence.start + begin, sentence.start + end)
                found.append(_Found(1, day, *span, sentence.span, DateKind.LIMIT))
    return found


def _lead(sentence: str, match: re.Match[str]) -> re.Match[str] | None:
    return LEAD.search(sentence[max(0, match.start() - 60) : match.start()])


def _past(sentence: _Sentence) -> bool:
    """Say whether the sentence tells what happened and nothing of what is to come."""
    return not FUTURE.search(sentence.accented) and _told(sentence)


def _told(sentence: _Sentence) -> bool:
    """Say whether the sentence tells of something that happened, whatever else it announces."""
    return bool(PAST.search(sentence.text) or PRETERITE.search(sentence.accented))


def _dates(sentence: _Sentence, published: datetime | None) -> list[_Found]:
    found: list[_Found] = []
    taken = 0
    for match in DATE.finditer(sentence.text):
        if match.start() < taken:
            continue
        one = _read(sentence, match, published)
        if one is not None:
            taken = one.end
            found.append(replace(one, start=sentence.start + one.start, end=sentence.start + one.end))
    return found


def _around(sentence: _Sentence, match: re.Match[str], lead: re.Match[str] | None) -> Around:
    to_come = bool(FUTURE.search(sentence.accented))
    told = _told(sentence)
    return Around(
        before=sentence.text[: match.start()],
        after=sentence.text[match.end() :],
        lead=lead["lead"] if lead else "",
        between=lead["between"] if lead else "",
        past=told and not to_come,
        told=told,
        to_come=to_come,
        announces=to_come or bool(ANNOUNCES.search(sentence.text)),
    )


def _read(sentence: _Sentence, match: re.Match[str], published: datetime | None) -> _Found | None:
    """Return what one date word says, in positions of its sentence; None when it announces nothing or no sure day."""
    lead = _lead(sentence.text, match)
    around = _around(sentence, match, lead)
    begin = match.start() - len(lead.group()) if lead else match.start()
    limit = _limits(sentence.text, around)
    if _no_day(around) or (around.lead in ENDS and not limit):
        return None
    if around.lead == "desde" and SINCE.search(sentence.text[max(0, begin - 60) : begin]):
        return None
    if lead is None:
        begin -= len(DETERMINER.search(around.before).group())  # type: ignore[union-attr]
        if not limit and SAID.search(sentence.accented[:begin]):
            return None
    day = _day(sentence, match, around, limit, local_day(published) if published is not None else None)
    if day is None:
        return None
    last, stop = (None, match.end()) if limit else last_day(sentence.text, match, day)
    if match["weekend"] and day.weekday() == 5:
        last = day + timedelta(days=1)
    begins = around.lead in ("desde", "a partir")
    kind = DateKind.LIMIT if limit else DateKind.BEGINNING if begins else DateKind.DAY
    rank = 0 if limit else 2 if lead else 3
    return _Found(rank, day, begin, stop, sentence.span, kind, last, hour_of(around.between, around.after))


def _limits(sentence: str, around: Around) -> bool:
    """Say whether the day is the end of a term; the end of a measure is none."""
    due = around.lead in LIMITS or around.lead.startswith(("venc", "fenec", "expir", "caduc"))
    return due or bool(FALLS_DUE.match(around.after)) or (around.lead in ENDS and bool(TERM.search(sentence)))


def _no_day(around: Around) -> bool:
    """Say whether the word names a street or a feast, tells of what is gone, or stands at an hour of two days."""
    hour = AMBIGUOUS_HOUR.search(around.between) and not (around.lead == "hasta" and "24" in around.between)
    named = STREET.search(around.before) or NEVER_AFTER.search(around.after)
    return bool(hour or named or (not around.lead and gone_by(around.before)))


def _day(sentence: _Sentence, match: re.Match[str], around: Around, limit: bool, today: date | None) -> date | None:
    """Resolve the word to a day; None when it is not announced, gone by, or may be two days."""
    if match["d1"] or match["d2"] or match["d3"] or match["d5"] or match["d6"]:
        gone = around.past and not limit and around.lead != "a partir"
        alone = match["d6"] and not (around.lead or match["current"] or match["following"])
        return None if gone or alone or not (around.lead or around.announces) else written_date(match, today)
    if today is None:
        return None
    if match["weekday"]:
        happened = HAPPENED.match(around.after) and not FUTURE.search(sentence.accented[: match.start()])
        return None if happened and not (around.lead or limit) else weekday_of(match, around, today)
    if match["today"] and FALLS_DUE.match(around.after):
        return today
    return relative_day(match, around, today)
