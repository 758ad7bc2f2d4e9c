"""Correct the vocabulary of the office: tried first, then written to its file and to the journal together."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from classifiers.vocabulary import load_vocabulary
from conflict.correction import Correction, CorrectionAction, CorrectionTable, problem, standing
from conflict.errors import DataError
from conflict.text import fold
from flows.corrections import OWN_ACTORS, append_correction, read_corrections
from flows.settings import Settings
from register.commands import vocabulary as commands
from register.engine import open_register
from territory.gazetteer import load_gazetteer


def correct(settings: Settings, correction: Correction, now: datetime) -> Path:
    """Add a correction and return the file that keeps it.

    Raise DataError when it is incomplete, of an entry that does not exist, or says what already holds: then nothing is
    written. The line of the journal and the line of the file are written together or not at all.
    """
    if wrong := problem(correction):
        raise DataError("incomplete correction", f"No se guardó: {wrong}.")
    before = read_corrections(settings.own_vocabulary)
    _refuse_repeated(before, correction)
    tried = [*before, correction]
    load_vocabulary(settings.vocabulary, tried, settings.own_vocabulary / OWN_ACTORS)
    load_gazetteer(settings.gazetteer, [one for one in standing(tried) if one.table is CorrectionTable.MUNICIPALITY])
    register = open_register(settings.storage)
    try:
        with register.writing() as session:
            commands.note(session, correction=correction, now=now)
            return append_correction(settings.own_vocabulary, correction)
    finally:
        register.close()


def _refuse_repeated(before: Sequence[Correction], correction: Correction) -> None:
    for one in standing(before):
        same = (one.table, one.key, fold(one.phrase)) == (correction.table, correction.key, fold(correction.phrase))
        if same and one.action is correction.action:
            verb = "agregada" if one.action is CorrectionAction.ADD else "quitada"
            raise DataError(
                "repeated correction", f"«{one.phrase}» ya está {verb} para «{one.key}» desde el {one.day:%d/%m/%Y}."
            )
