"""What is known before anything is read: gazetteer and vocabulary, with the corrections of the office on top."""

from dataclasses import dataclass
from pathlib import Path

from classifiers.vocabulary import Vocabulary, load_vocabulary
from conflict.correction import Correction, CorrectionTable, standing
from conflict.errors import DataError
from flows.corrections import OWN_ACTORS, read_corrections
from flows.settings import Settings
from territory.gazetteer import Gazetteer, load_gazetteer
from territory.outlets import Outlets, load_outlets


@dataclass(frozen=True, slots=True)
class Lore:
    """Places and actors, ready to be looked for, and where outlets are at home."""

    gazetteer: Gazetteer
    outlets: Outlets
    vocabulary: Vocabulary


class CorrectionsError(DataError):
    """The office's own corrections cannot be used; what came with the product can."""


def load_lore(settings: Settings, *, corrected: bool = True) -> Lore:
    """Load both; without `corrected` as they came with the product.

    Raise CorrectionsError when the office's own lines are at fault, DataError when a table of the product is.
    """
    if not corrected:
        return _load(settings, (), None)
    try:
        return _load(settings, read_corrections(settings.own_vocabulary), settings.own_vocabulary / OWN_ACTORS)
    except DataError as error:
        _load(settings, (), None)  # a table of the product at fault is told as such
        raise CorrectionsError(str(error), error.spanish) from error


def _load(settings: Settings, corrections: tuple[Correction, ...], own_actors: Path | None) -> Lore:
    places = [one for one in standing(corrections) if one.table is CorrectionTable.MUNICIPALITY]
    gazetteer = load_gazetteer(settings.gazetteer, places)
    return Lore(
        gazetteer,
        load_outlets(settings.gazetteer, gazetteer),
        load_vocabulary(settings.vocabulary, corrections, own_actors),
    )
