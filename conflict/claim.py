"""Who asks whom for what, in one line: what a row of the queue and a record keep of the readings behind them; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from conflict.actor import ActorMention, ActorReach, ActorRole
from conflict.record import RuleError, tidied
from conflict.signal import Reading
from conflict.text import fold
from conflict.typology import Typology

MOST = 6
"""Names kept of each side."""
SHORTEST_NAME, LONGEST_NAME = 3, 160
"""Letters of a name that a person writes, here and among the actors of a record."""
LONGEST_DEMAND = 300
"""Letters of a demand that a person writes: one line, as the lines of a record."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Names of those who demand and of those who are asked, the demand ("" for none) and what it is about."""

    claimants: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    demand: str = ""
    typology: Typology | None = None


NO_CLAIM = Claim()


def claim_of(reading: Reading) -> Claim:
    """Return what a reading tells."""
    return Claim(
        _names(reading, ActorRole.CLAIMANT), _names(reading, ActorRole.ADDRESSEE), reading.demand, reading.typology
    )


def joined(known: Claim, further: Claim) -> Claim:
    """Return a claim with what a further article adds; what was told first stays first."""
    return Claim(
        _once((*known.claimants, *further.claimants)),
        _once((*known.addressees, *further.addressees)),
        known.demand or further.demand,
        known.typology or further.typology,
    )


def named(typed: Sequence[str], known: Sequence[str], side: str) -> tuple[str, ...]:
    """Return the names of one side as a person wrote them, each once; empty places count for nothing.

    A name that was `known` stays as it was read. Raise RuleError about the place of the first that is none: `side_2`.
    """
    read = {tidied(name): name for name in known}
    for place, text in enumerate(typed, start=1):
        name = tidied(text)
        if name and name not in read and not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
            raise RuleError(
                f"name of {len(name)} letters",
                f"El nombre de una organización o sector tiene de {SHORTEST_NAME} a {LONGEST_NAME} letras.",
                f"{side}_{place}",
            )
    found = [read.get(name, name) for name in map(tidied, typed) if name]
    if len(found) > MOST:
        raise RuleError(
            f"{len(found)} names", f"Son demasiados nombres: hasta {MOST} de cada lado.", f"{side}_{MOST + 1}"
        )
    return _once(tuple(found))


def demanded(typed: str, known: str) -> str:
    """Return what is demanded as a person wrote it, "" for nothing; raise RuleError for more than a line."""
    words = tidied(typed)
    if words == tidied(known):
        return known
    if len(words) > LONGEST_DEMAND:
        raise RuleError(
            f"demand of {len(words)} letters", f"La demanda va en una línea: hasta {LONGEST_DEMAND} letras.", "demanda"
        )
    return words


def _names(reading: Reading, role: ActorRole) -> tuple[str, ...]:
    return _once(tuple(_name(actor) for actor in reading.actors if actor.role is role))


def _name(actor: ActorMention) -> str:
    """Return the initials that the whole country knows, else the name; with the wing that speaks where it hides it."""
    name = actor.initials if actor.initials and actor.reach is ActorReach.NATIONAL else actor.name
    return f"{name} ({actor.faction})" if actor.faction and fold(actor.faction)[:6] not in fold(name) else name


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names, each where and as it was told first."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(fold(name), name)
    return tuple(first.values())[:MOST]
