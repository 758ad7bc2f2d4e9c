"""The Spanish word and the definition of every code, as they stood on a day; pure. Read by `register/wordbooks.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from conflict.codebook import Measure
from conflict.lifecycle import ActionKind, DiscardReason, Outcome
from conflict.typology import Typology
from conflict.vocabulary import (
    ActorRole,
    AlertClass,
    Certainty,
    FactKind,
    HarmGroup,
    HarmKind,
    Intensity,
    Origin,
    OutsideSystem,
    Phase,
    Right,
    Sector,
    Side,
    TransferReason,
    Trend,
)

VOCABULARIES: Mapping[str, type[StrEnum]] = {
    "clase_de_alerta": AlertClass,
    "origen": Origin,
    "fase": Phase,
    "tipologia": Typology,
    "medida": Measure,
    "intensidad": Intensity,
    "salida": Outcome,
    "derecho": Right,
    "sector": Sector,
    "accion": ActionKind,
    "motivo_de_transferencia": TransferReason,
    "descarte": DiscardReason,
    "tendencia": Trend,
    "lado": Side,
    "rol": ActorRole,
    "hecho": FactKind,
    "afectacion": HarmKind,
    "grupo": HarmGroup,
    "certeza": Certainty,
    "sistema": OutsideSystem,
}
"""V1 to V12 first, then the others."""


@dataclass(frozen=True, slots=True)
class Word:
    """How a code is called and what it means."""

    word: str
    definition: str


@dataclass(frozen=True, slots=True)
class Wordbook:
    """Every vocabulary on a day. `since` is the day from which the newest word in it is in force (ISO)."""

    since: str
    words: Mapping[type[StrEnum], Mapping[str, Word]]

    def __getitem__(self, code: StrEnum) -> str:
        """Return the word of a code."""
        return self.words[type(code)][code.value].word

    def choices(self, vocabulary: type[StrEnum]) -> tuple[tuple[str, str, str], ...]:
        """Return (code, word, definition) of a vocabulary in its order."""
        return tuple((code, entry.word, entry.definition) for code, entry in self.words[vocabulary].items())
