"""What a person brings to the queue that no feed brought: by which way it came in, and what it must say; pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from conflict.codebook import FLAGGED_STAGES, Level, Measure, Stage
from conflict.departments import DEPARTMENTS
from conflict.queue import STALE_AFTER, in_time_for, review_by, suggested_level
from conflict.record import TITLE_CHARS, RuleError, tidied
from conflict.signal import Deadline, Reading
from conflict.text import fold

LONGEST_WORDS = 4_000
LONGEST_SAID_BY = 120
LONGEST_LINK = 500
CLOCK_SLIP = timedelta(minutes=10)
"""How far ahead of ours the clock of the person's device may be."""
BY_HAND = "persona"
"""The model of a reading that no model made."""


class Way(StrEnum):
    """How it came in (domain model, V2, narrowed to what somebody at the office sees or hears)."""

    NEWS_LINK = "noticia_enlace"
    INSTITUTIONAL_POST = "red_social_institucional"
    CALL = "llamada"
    VISIT = "visita"
    OTHER_OFFICE = "otra_oficina"
    OTHER = "otro"


LINKED = frozenset({Way.NEWS_LINK, Way.INSTITUTIONAL_POST})
"""Ways that always have an address to show."""


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality that may be chosen; `office` is the regional office that it is given to, "" for none."""

    code: str
    name: str
    department: str
    office: str = ""


def town_of(typed: str, towns: Sequence[Town]) -> Town | None:
    """Return the municipality that a person typed: its code, its name with its department, or a name that only one has.

    Accents and capitals are forgiven. None for what is none, and for a name that several have.
    """
    asked = fold(" ".join(typed.split()))
    whole = [one for one in towns if asked in (one.code, fold(f"{one.name}, {DEPARTMENTS[one.department]}"))]
    found = whole or [one for one in towns if fold(one.name) == asked]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Told:
    """What a person tells. `said_by` is an office, an institution or a role, never a private name.

    `announced` is the day that something is announced for, None for none. Department and town are "" and None where
    nobody knows them; a town stands in its department.
    """

    way: Way
    title: str
    words: str
    said_by: str
    link: str
    seen_at: datetime
    stage: Stage
    measures: tuple[Measure, ...] = ()
    announced: date | None = None
    department: str = ""
    town: Town | None = None


def checked(told: Told, now: datetime) -> Told:
    """Return what was told without needless spaces. Raise RuleError for what is lacking or cannot be."""
    title, said_by = tidied(told.title), tidied(told.said_by)
    if len(title.split()) < 3 or len(title) > TITLE_CHARS:
        raise RuleError(
            f"title of {len(title)} letters",
            f"Escriba qué pasa en tres palabras o más, hasta {TITLE_CHARS} letras.",
        )
    if told.link and not host_of(told.link):
        raise RuleError("link without host", "El enlace debe ser una dirección completa que empiece con https://.")
    if told.way in LINKED and not told.link:
        raise RuleError(f"{told.way.value} without link", "Falta el enlace de la nota o de la publicación.")
    if told.way is not Way.NEWS_LINK and not said_by:
        raise RuleError(
            f"{told.way.value} without origin",
            "Falta quién lo dijo: la institución, la oficina o el cargo, sin nombres de particulares.",
        )
    for text, longest in ((told.words, LONGEST_WORDS), (said_by, LONGEST_SAID_BY), (told.link, LONGEST_LINK)):
        if len(text) > longest:
            raise RuleError(f"text of {len(text)} letters", f"Un texto es muy largo; se admiten {longest} letras.")
    if not now - STALE_AFTER <= told.seen_at <= now + CLOCK_SLIP:
        raise RuleError(
            f"seen at {told.seen_at.isoformat()}",
            f"La fecha en que se supo debe estar entre hoy y {STALE_AFTER.days} días atrás.",
        )
    if told.stage not in FLAGGED_STAGES:
        raise RuleError(f"stage {told.stage.value}", "Falta elegir la etapa del conflicto.")
    if told.town is not None and told.town.department != told.department:
        raise RuleError(f"town {told.town.code} elsewhere", f"{told.town.name} no está en ese departamento.")
    return Told(
        told.way, title, told.words.strip(), said_by, told.link, min(told.seen_at, now), told.stage,
        tuple(dict.fromkeys(told.measures)), told.announced, told.department, told.town,
    )  # fmt: skip


def host_of(link: str) -> str:
    """Return the host of an http or https address without «www.», "" for anything else."""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    plain = not set("@\\") & set(parts.netloc) and not any(char.isspace() for char in link)
    return host.removeprefix("www.") if parts.scheme in ("http", "https") and plain else ""


def bare_link(link: str) -> str:
    """Return an address as the register compares them: without scheme, «www.», fragment and last slash."""
    parts = urlsplit(link)
    query = f"?{parts.query}" if parts.query else ""
    return f"//{host_of(link)}{parts.path.rstrip('/')}{query}"


def is_miss(way: Way, link: str, listed: Collection[str]) -> bool:
    """Say whether the machine should have had it: news of an outlet whose feed is listed (`listed` are their hosts).

    Whatever came by another way was never before the machine and says nothing of what escapes it.
    """
    host = host_of(link)
    return way is Way.NEWS_LINK and any(host == one or host.endswith(f".{one}") for one in listed if one)


def urgency_of(told: Told, now: datetime) -> tuple[Level, datetime]:
    """Return the level and the review clock that a news item of this stage, measures and date would have."""
    day = told.announced
    deadline = None if day is None else Deadline(day, "", 0, 0)
    reading = Reading(
        probability=1.0, signal=True, doubtful=False, stage=told.stage, measures=told.measures, deadline=deadline,
        reasons=(), floor="", demand="", model_version=BY_HAND,
    )  # fmt: skip
    level = suggested_level(reading)
    due = review_by(level, now)
    return level, due if day is None else in_time_for(day, due, now)
