"""The Spanish word and the definition of every code, as they stood on a day; pure. Read by `register/wordbooks.py`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from conflict.actionfamily import ActionFamily
from conflict.dimensions import Competence, Reach, Realm, Setting
from conflict.fieldwork import FieldCheck, Modality, PlacePrecision, TimePrecision
from conflict.lifecycle import ActionKind, DiscardReason, Outcome
from conflict.measure import FactMeasure
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
    RelationKind,
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
    "medida": FactMeasure,
    "intensidad": Intensity,
    "salida": Outcome,
    "derecho": Right,
    "sector": Sector,
    "accion": ActionKind,
    "familia": ActionFamily,
    "motivo_de_transferencia": TransferReason,
    "descarte": DiscardReason,
    "tendencia": Trend,
    "lado": Side,
    "rol": ActorRole,
    "relacion": RelationKind,
    "hecho": FactKind,
    "afectacion": HarmKind,
    "grupo": HarmGroup,
    "certeza": Certainty,
    "sistema": OutsideSystem,
    "campo": Realm,
    "alcance": Reach,
    "ambito": Setting,
    "competencia": Competence,
    "confirmacion_en_campo": FieldCheck,
    "modalidad": Modality,
    "precision_de_lugar": PlacePrecision,
    "precision_de_hora": TimePrecision,
}
"""V1 to V12 first, then the others."""


@dataclass(frozen=True, slots=True)
class Word:
    """How a code is called and what it means. `offered` is false before its day and once it was retired."""

    word: str
    definition: str
    offered: bool = True


@dataclass(frozen=True, slots=True)
class Wordbook:
    """Every vocabulary on a day. `since` is the day from which the newest word in it is in force (ISO).

    It has a word for every code, also for one that is not offered on that day: what an old row says is still read.
    """

    since: str
    words: Mapping[type[StrEnum], Mapping[str, Word]]

    def __getitem__(self, code: StrEnum) -> str:
        """Return the word of a code."""
        return self.words[type(code)][code.value].word

    def choices(self, vocabulary: type[StrEnum], kept: Collection[str] = ()) -> tuple[tuple[str, str, str], ...]:
        """Return (code, word, definition) of what a vocabulary offers, in its order.

        `kept` are codes that stand in the row to be edited: they are among the choices though no longer offered.
        """
        return tuple(
            (code, entry.word, entry.definition)
            for code, entry in self.words[vocabulary].items()
            if entry.offered or code in kept
        )
