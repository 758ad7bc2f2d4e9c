"""Whose hand changed what the machine said: a role and an office with the moment, never a name; pure."""

from dataclasses import dataclass
from datetime import datetime

from conflict.record import Person
from conflict.roles import Role


@dataclass(frozen=True, slots=True)
class Hand:
    """Who did something, as it may be printed for readers outside of the office."""

    role: Role
    office: str
    at: datetime

    @property
    def words(self) -> str:
        """Return `unidad nacional, Unidad de Prevención …`; of a hand without office, the role alone."""
        role = self.role.value.replace("_", " ")
        return f"{role}, {self.office}" if self.office else role


def hand_of(by: Person, now: datetime) -> Hand:
    """Return the hand of a person at a moment."""
    return Hand(by.role, by.office, now)
