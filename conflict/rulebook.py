"""What the institution sets by tables: clocks, who must approve, and what a transfer leaves behind; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from conflict.clocks import ORDINARY, Clocks
from conflict.text import fold


class AfterAcceptance(StrEnum):
    """What is left to the sender once a transfer is accepted: the two readings of the post descriptions.

    «Concluye y, donde corresponda, transfiere»: the transfer is how the local record ends (`CLOSES`), or a separate act
    on an open conflict that the sender goes on accompanying (`SUPPORTS`) (domain model, founding documents).
    """

    CLOSES = "concluye"
    SUPPORTS = "acompana"


@dataclass(frozen=True, slots=True)
class OfficeRules:
    """The switches of one office. All off: the professional registers, concludes and sends alone."""

    approve_registration: bool = False
    approve_conclusion: bool = False
    authorise_transfer: bool = False
    after_acceptance: AfterAcceptance = AfterAcceptance.SUPPORTS


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The tables in force on one day. `vocabulary` is the date of the vocabularies in force, "" when none was read."""

    clocks: Clocks = ORDINARY
    general: OfficeRules = OfficeRules()
    offices: Mapping[str, OfficeRules] = field(default_factory=dict)
    vocabulary: str = ""

    def of(self, office: str) -> OfficeRules:
        """Return the switches of an office, the general ones for an office that has none of its own."""
        return self.offices.get(fold(office).strip(), self.general)


PLAIN = Rulebook()
"""No table of the institution: every switch off, ordinary clocks."""
