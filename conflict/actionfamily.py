"""The families that defensorial actions are reported by, and which actions are dialogue; pure.

Four families after the practice of the Peruvian register (domain model, V10 and §3.1); which action belongs to which is
ours, until the institution's protocol says it.
"""

from collections.abc import Mapping
from enum import StrEnum

from conflict.lifecycle import ActionKind


class ActionFamily(StrEnum):
    """What kind of work an action is."""

    SUPERVISION = "supervision_preventiva"
    INTERMEDIATION = "intermediacion"
    HUMANITARIAN = "humanitaria"
    LEGAL_DEFENCE = "defensa_legal"


_A = ActionKind
FAMILIES: Mapping[ActionFamily, tuple[ActionKind, ...]] = {
    ActionFamily.SUPERVISION: (
        _A.VERIFICATION,
        _A.APPROACH,
        _A.WRITTEN_REPORT,
        _A.MONITORING,
        _A.EXHORTATION,
        _A.STATEMENT,
        _A.COORDINATION,
        _A.REFERRAL,
        _A.FOLLOW_UP,
        _A.REPORT,
        _A.PREVENTION,
    ),
    ActionFamily.INTERMEDIATION: (
        _A.CONTACT,
        _A.SUMMONS,
        _A.FACILITATION,
        _A.GOOD_OFFICES,
        _A.MEDIATION,
        _A.OBSERVATION,
        _A.DIALOGUE,
    ),
    ActionFamily.HUMANITARIAN: (_A.HUMANITARIAN,),
    ActionFamily.LEGAL_DEFENCE: (_A.HEARINGS, _A.INVESTIGATIONS, _A.CONSTITUTIONAL),
}
"""Every action but «otra», in the order in which a form offers them."""

DIALOGUE_ACTIONS = frozenset({_A.DIALOGUE, _A.CONTACT, _A.FACILITATION, _A.GOOD_OFFICES, _A.MEDIATION})
"""Actions in which the parties talked, with us or through us. Calling them to talk is not yet talk."""

_FAMILY_OF = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}


def family_of(kind: ActionKind) -> ActionFamily | None:
    """Return the family of an action; None for «otra», whose text says what it was."""
    return _FAMILY_OF.get(kind)
