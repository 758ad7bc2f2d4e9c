"""The models of one installation: the one in use and the one proposed, from the shelf in the data folder."""

import structlog

from classifiers.model import Model, load_model
from classifiers.shelf import IN_USE, Shelf
from conflict.errors import ModelError
from flows.settings import Settings

log = structlog.get_logger()

FOLDER = "modelos"
"""Folder of the shelf inside the data folder."""


def shelf_of(settings: Settings) -> Shelf:
    """Return the shelf; there need not be anything on it."""
    return Shelf(settings.storage.folder / FOLDER, settings.model)


def load_champion(shelf: Shelf) -> Model:
    """Load the model in use; raise ModelError when it cannot be trusted, with the way back where one was promoted."""
    try:
        return load_model(shelf.champion())
    except ModelError as error:
        pointer = None
        try:
            pointer = shelf.pointer(IN_USE)
        except ModelError:
            log.warning("pointer_unreadable", pointer=IN_USE)
        else:
            if pointer is None or not pointer.version:
                raise
        raise ModelError(
            str(error),
            "El modelo en uso no es de fiar y no se usa: las notas esperan y solo marca la lista de palabras graves. "
            "Vuelva al anterior con: atalaya modelo volver",
        ) from error


def load_challenger(shelf: Shelf) -> Model | None:
    """Load the proposed model; None when there is none or it cannot be used, which never stops a cycle."""
    try:
        folder = shelf.challenger()
        return None if folder is None else load_model(folder)
    except ModelError as error:
        log.warning("challenger_refused", cause=str(error))
        return None
