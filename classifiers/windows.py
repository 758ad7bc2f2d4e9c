"""What stands around an announced date: until when it lasts, at what hour, whether it hangs on an answer, who says so.

Everything reads one folded sentence; what the sentence does not say is not guessed.
"""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Final

from classifiers.calendar_words import DATE, SPAN, WEEKDAYS, count_of, next_weekday, written_date
from classifiers.lexicon import FALSE_FRIENDS, MEASURES
from conflict.codebook import Measure

LONGEST_WINDOW: Final = timedelta(days=60)
"""A second date further off than this from the first is no end of it."""

_AND: Final = re.compile(
    r",?\s+(?:y\s+)?(?:y|e|al|a|hasta)\s+(?:el\s+|la\s+|del?\s+)?(?:este\s+|proximo\s+)?"
    rf"|,\s+(?=(?:{'|'.join(WEEKDAYS)})\b)"
)
_LASTS: Final = re.compile(
    r"\b(?:paro|huelga|bloqueo|marcha|vigilia|movilizacion|medida|suspension|cierre|ayuno)\w*"
    rf"(?:\s+(?!de\b|por\b)\w+){{0,3}}\s+(?:de|por)\s+(?:las?\s+)?{SPAN}|\bpor\s+{SPAN.replace('?P<', '?P<x')}"
)
OPEN: Final = re.compile(
    r"\bindefinid\w+|\bhasta (?:nuevo aviso|las ultimas consecuencias|que\b|conseguir|lograr|obtener)"
    r"|\bsin fecha de \w+"
)
CONDITION: Final = re.compile(
    r"\bsi\s+(?:no|hasta|el|la|los|las|para|en|antes|se|persiste|continua)\b|\bde no\b|\b(?:de lo|caso) contrario\b"
    r"|\b(?:a menos|salvo) que\b|\ben caso de\b|\bsujet[oa]s? a\b|\bamenaz\w+|\bno descart\w+"
    r"|\bo (?:ir|inici|bloque|march|par|habr|tom|radicaliz|asum|instal|acat|cerr|cort)\w*an?\b"
)
_CLOCK: Final = (
    r"(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?(?!\d)(?P<sure>\s*(?:horas|hrs?|h)\b)?"
    r"(?:\s+de\s+la\s+(?P<part>manana|tarde|noche|madrugada))?"
)
_CLOCK_BEFORE: Final = re.compile(rf"(?<!\d){_CLOCK}|\b(?P<zero>cero)\s+horas")
_CLOCK_AFTER: Final = re.compile(rf"\s*,?\s*(?:a|desde|a partir de|hasta)\s+(?:las?|horas)\s+{_CLOCK}")

_TELLS: Final = (
    r"(?:anunci\w+|amenaz\w+|advi\w+|convoc\w+|ratific\w+|determin\w+|decid\w+|resolv\w+|resuelv\w+|instru\w+|definen?"
    r"|exig\w+|recuerdan?|recordo|confirman?|acuerdan?|acordo|acordaron|adelantan?|dicen?|programan?|declar\w+|aprueban?)"
)
_ACTS: Final = (
    r"(?:da|dan|dio|dieron|dara|daran|otorg\w+|conced\w+|fij(?:a|an|o|aron)|emplaz\w+|conmin\w+|acat\w+|iniciar\w+"
    r"|bloquear\w+|marchar\w+|parar[ao]n?|instalar\w+|tomar\w+|preven?|se declar\w+|alist\w+|llam\w+ a|esperar\w+"
    r"|no descart\w+|definir\w+|radicalizar\w+|retomar\w+|suspender\w+|inician?|aprob\w+)"
)
_WHO_FIRST: Final = re.compile(
    rf"(?:(?:anoche|ayer|hoy)\s+)?(?:(?:los|las|el|la|un|una)\s+)?(?P<who>(?!(?:{'|'.join(WEEKDAYS)}|si|desde|hasta|ayer|hoy|manana|paros?|bloqueos?"
    rf"|marchas?|huelgas?|cabildos?|plazo|ultimatum|de|en|antes|entre|dentro|cada|todos|tras|por|para|a|al|este|esta|no|anunci\w+|convoc\w+)\b)"
    rf"[a-z0-9][^.,;:!?«»\"()]{{1,70}}?)\s+(?:le\s+|les\s+)?(?:{_TELLS}|{_ACTS})\b"
)
_WHO_LAST: Final = re.compile(
    rf"[,;—–-]\s*(?:segun\s+)?{_TELLS}\s+(?:el |la |los |las |un |una )?(?P<who>[^.,;:!?«»\"()]{{3,50}})$"
)
_WHO_OF: Final = re.compile(
    rf"{SPAN}\s+de\s+(?:los |las |la )(?P<who>[^.,;:!?«»\"()]{{3,50}}?)(?=$|[.,;:]|\s+(?:al?|para|y)\b)"
)
_NO_NAME: Final = re.compile(
    r"\b(?:que|esta|estan|fue|ha|han|debe|deben|hasta|desde|luego|habra)\b|\b(?:se|y|e|o|a|al|de|del|la|el|los|las|en|no|con|por|ya|su|sus)$"
)
MOST_WORDS: Final = 9
"""Words of the longest phrase that still names who announces and does not tell a story."""


def last_day(sentence: str, match: re.Match[str], first: date) -> tuple[date | None, int]:
    """Return the last day that the words after a first one name, with where they end; None and the match's end else."""
    if match["d0"]:
        end = written_date(match, first, last=True)
        return (end if end and end > first else None), match.end()
    last, stop = first, match.end()
    while joint := _AND.match(sentence, stop):
        if joint.group().strip() == "," and not match["weekday"]:
            break  # `mañana, jueves` is one day
        second = DATE.match(sentence, joint.end())
        if not second or second["tomorrow"] or second["today"] or second["end"] or second["weekend"] or second["feast"]:
            break
        plain = second["weekday"] and not second["d1"]
        end = next_weekday(WEEKDAYS[second["weekday"]], last, strictly=True) if plain else written_date(second, last)
        if end is None or not last < end <= first + LONGEST_WINDOW:
            break
        last, stop = end, second.end()
    return (last if last > first else None), stop


def lasting(sentence: str, first: date, hour: time | None) -> date | None:
    """Return the last day of a `paro de 48 horas` that begins on a day; None when it is that day or has no length.

    Whole days count the first one in; begun at another hour than midnight they end on the day after the last whole one.
    """
    match = _LASTS.search(sentence)
    if match is None:
        return None
    prefix = "" if match["n"] else "x"
    unit, number = match[f"{prefix}unit"], count_of(match[f"{prefix}n"])
    if match[f"{prefix}working"] or unit.startswith("mes"):
        return None
    days = number * 7 if unit.startswith("semana") else number if unit.startswith("dia") else number / 24
    if days != int(days):
        return None
    late = hour is not None and hour != time(0) and unit.startswith("h")
    end = first + timedelta(days=int(days) - (not late))
    return end if end > first else None


def hour_of(between: str, after: str) -> time | None:
    """Return the hour written with a date, in 24 hours; None when there is none or it may be morning or evening.

    Nor is it told of twelve at night, which is on either side of the day.
    """
    before = _CLOCK_BEFORE.search(between)
    if before is not None and before["zero"]:
        return time(0)
    found = before or _CLOCK_AFTER.match(after)
    if found is None:
        return None
    hour, minute, part = int(found["h"]), int(found["m"] or 0), found["part"]
    plain = found["m"] or found["sure"] or part or hour > 12
    if not plain or (hour == 12 and part in ("noche", "madrugada")):
        return None
    hour += 12 if part in ("tarde", "noche") and hour < 12 else 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def who_announces(sentence: str) -> tuple[int, int] | None:
    """Return where the sentence names who announces, without its article; None when it is not plain to see."""
    for pattern in (_WHO_LAST, _WHO_FIRST, _WHO_OF):
        found = pattern.match(sentence) if pattern is _WHO_FIRST else pattern.search(sentence)
        if found and len(found["who"].split()) <= MOST_WORDS and not _NO_NAME.search(found["who"]):
            return found.span("who")
    return None


def measure_near(text: str, place: int) -> Measure | None:
    """Return the measure named nearest to a place of a folded text; None when it names none.

    An ultimatum or an emergency is what announces; another measure in the same words is what is announced.
    """
    named = [
        (measure in (Measure.ULTIMATUM, Measure.EMERGENCY), min(abs(start - place), abs(end - place)), measure)
        for measure, start, end in measures_named(text)
    ]
    return min(named, key=lambda one: one[:2])[2] if named else None


def measures_named(text: str) -> Iterator[tuple[Measure, int, int]]:
    """Yield the measures that a folded text names with their places, in the order of the lexicon; no false friend."""
    hidden = [found.span() for found in FALSE_FRIENDS.finditer(text)]
    for measure, pattern in MEASURES:
        for found in pattern.finditer(text):
            begin, stop = found.span()
            if not any(start < stop and begin < end for start, end in hidden):
                yield measure, begin, stop
