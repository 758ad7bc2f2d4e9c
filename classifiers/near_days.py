"""Days that news names by their distance: a weekday, `mañana`, `este fin de semana`, `fin de mes`; pure.

A word that can mean two days, or a day gone by, gives none. Folded sentences, calendar of La Paz.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from classifiers.calendar_words import WEEKDAYS, end_of, feast, next_weekday
from classifiers.date_cues import AFTERMATH, DAY_PART, GOES_ON, NEVER_BEFORE


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around one date word in its sentence.

    `lead` is the word that says how the day counts ("" for none) and `between` what stands from it to the day. `past`
    says that the sentence tells what happened and nothing to come, `told` that it tells of something that happened,
    `to_come` that a verb of it lies in the future, `announces` that it announces at all.
    """

    before: str
    after: str
    lead: str
    between: str
    past: bool
    told: bool
    to_come: bool
    announces: bool


def gone_by(before: str) -> bool:
    """Say whether the words before a day make it the day of something gone by or going on."""
    return bool(AFTERMATH.search(before) or GOES_ON.search(before))


def weekday_of(match: re.Match[str], around: Around, today: date) -> date | None:
    """Resolve a bare weekday: `próximo` is never today, `este` may be, and without either today is a doubt.

    `este` five or six days ahead is rather one or two days ago, so it needs a verb to come and no account of a fact.
    """
    if around.past or NEVER_BEFORE.search(around.before):
        return None
    number = WEEKDAYS[match["weekday"]]
    if re.search(r"\bproximo\s+$", around.before) or re.match(r"\s+(?:proximo|que viene)\b", around.after):
        return next_weekday(number, today, strictly=True)
    ahead = (number - today.weekday()) % 7
    if re.search(r"\beste\s+(?:mismo\s+)?$", around.before):
        if ahead in (5, 6) and around.lead in ("", "desde") and (around.told or not around.to_come):
            return None
        return next_weekday(number, today, strictly=False) if ahead or around.lead or around.announces else None
    if ahead == 0 or not (around.lead not in ("", "desde", "para") or around.announces):
        return None
    return next_weekday(number, today, strictly=True)


def relative_day(match: re.Match[str], around: Around, today: date) -> date | None:
    """Resolve `mañana`, `pasado mañana`, `hoy`, `este fin de semana`, `Navidad` and `fin de mes`."""
    if match["tomorrow"]:
        plain = around.lead in ("a partir", "antes") and around.between.strip() == "de"
        if DAY_PART.search(around.before) and not plain and not re.search(r"\d\s+de\s+$", around.before):
            return None
        return today + timedelta(days=2 if match["after"] else 1)
    if match["today"]:
        begins = around.lead in ("desde", "a partir") and not around.past
        timed = around.lead not in ("", "para") and bool(re.search(r"\d", around.between))
        return today if begins or timed or around.lead.startswith("venc") else None
    if match["weekend"]:
        if (
            around.past
            or today.weekday() == 6
            or not (around.announces or around.lead)
            or not re.search(r"\beste\s+$", around.before)
        ):
            return None
        return next_weekday(5, today, strictly=False)
    if match["feast"]:
        return feast(match["feast"], today) if around.lead and not around.past else None
    return end_of(match["what"], today) if around.lead in ("hasta", "antes") else None
