"""A source: one outlet's feed, as its card in sources.yaml or a person on the page of sources describes it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from conflict.codebook import SourceReach, SourceType
from conflict.departments import DEPARTMENTS


@dataclass(frozen=True, slots=True)
class Source:
    """One card of sources.yaml, or one that was added on the page of sources.

    `department` is a two-digit code or "" for a national source; `municipality` a six-digit INE code or "".
    `cadence_minutes` is how often it is worth asking. `notes` says what is known of its state, and why it is paused
    when `active` is false.
    """

    id: str
    name: str
    url: str
    type: SourceType
    department: str
    municipality: str
    reach: SourceReach
    cadence_minutes: int
    active: bool
    notes: str


@dataclass(frozen=True, slots=True)
class Held:
    """That a person lets a source rest until a moment: why, and who."""

    until: datetime
    reason: str
    by: str


MOST_NAME = 120
MOST_URL = 2_048
MOST_CADENCE = 10_080


def wrong_with(source: Source) -> str:
    """Return a Spanish sentence on the first thing that a card may not say, "" for a good one.

    Whether its address may be asked at all is decided where it is asked (feeds.guard).
    """
    if not source.name.strip() or len(source.name) > MOST_NAME:
        return f"Escriba el nombre del medio, de 1 a {MOST_NAME} letras."
    if not source.url.isprintable() or " " in source.url or not 8 < len(source.url) <= MOST_URL:
        return "Escriba una dirección completa, que empiece por https:// o http://."
    if source.department and source.department not in DEPARTMENTS:
        return "Elija un departamento de la lista."
    if source.municipality and not source.municipality.startswith(source.department or "?"):
        return "El municipio no es de ese departamento. Elija los dos de nuevo."
    if source.reach is not SourceReach.NATIONAL and not source.department:
        return f"Elija el departamento: el alcance es {source.reach.value}."
    if not 1 <= source.cadence_minutes <= MOST_CADENCE:
        return f"La cadencia es un número de minutos, de 1 a {MOST_CADENCE}."
    return ""


def same_feed(url: str) -> str:
    """Return what two spellings of one address share: http or https, `www.`, a final slash, a port that goes unsaid.

    What is no address at all is like nothing but itself.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return url
    query = f"?{parts.query}" if parts.query else ""
    place = f":{port}" if port not in (None, 80, 443) else ""
    return f"{host.removeprefix('www.')}{place}{unquote(parts.path).rstrip('/')}{query}"
