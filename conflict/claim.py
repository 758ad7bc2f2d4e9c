"""Who asks whom for what, in one line: what a row of the queue and a record keep of the readings behind them; pure."""

from dataclasses import dataclass

from conflict.actor import ActorMention, ActorReach, ActorRole
from conflict.signal import Reading
from conflict.text import fold
from conflict.typology import Typology

MOST = 6
"""Names kept of each side."""


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
