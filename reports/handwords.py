"""The words for what a person changed in a summary: always what the machine said too, an office, never a name; pure."""

from collections.abc import Sequence

from conflict.change import CHANGES
from conflict.esbo import moment
from conflict.weeksummary import Territory

CHANGED = "Clases cambiadas por una persona"
"""The title under which they stand in every document."""


def class_changes(places: Sequence[Territory], *, why: bool = True) -> tuple[str, ...]:
    """Return, of every class that a person changed, what it is, what the rule gave, which office changed it, and why.

    Without `why` no word of the person is in it: for what leaves the house.
    """
    return tuple(
        f"{one.name}: «{CHANGES[one.change]}»; la regla da «{CHANGES[one.by_hand.machine]}». Lo cambió "
        f"{one.by_hand.hand.words}, {moment(one.by_hand.hand.at)}" + (f": {one.by_hand.reason}" if why else "")
        for one in places
        if one.by_hand is not None
    )


def class_of(one: Territory) -> str:
    """Return a class as a cell says it: changed by a person, what the rule gives; forced by a rule, why."""
    told = f"{one.mark} {CHANGES[one.change]}"
    if one.by_hand is not None:
        return f"{told} (la cambió una persona; la regla da «{CHANGES[one.by_hand.machine]}»)"
    return f"{told}: {one.reason}" if one.reason else told
