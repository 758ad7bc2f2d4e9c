"""Whether a stored model is what its card says: digest, libraries, shapes, numbers. Nothing here runs the model."""

import hashlib
import json
import math
import zipfile
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

import numpy as np

from classifiers.cues import CUE_NAMES
from conflict.codebook import FLAGGED_STAGES
from conflict.errors import ModelError

SIGNAL_BLOCKS = ("words", "shapes", "letters")
STAGE_BLOCKS = ("headline", "headline_shapes", "tenses", "steps")
"""Blocks of columns that signal and stage read, and those that the stage alone reads beside them."""
BLOCKS = (*SIGNAL_BLOCKS, *STAGE_BLOCKS)
ARRAY_NAMES = (*(f"{block}_idf" for block in BLOCKS), "signal", "signal_intercept", "stage", "stage_intercept")
LIBRARIES = ("numpy", "scipy", "scikit-learn", "pystemmer")
DECISIVE = ("threshold", "band", "calibration", "stages", "libraries")
"""Fields of the card that change what a model says; the digest covers them with the arrays."""

MOST_BYTES = 100 * 1024 * 1024
"""Largest model, packed or unpacked (reliability bar, model safety 1)."""


def digest_of(terms: Mapping[str, Sequence[str]], arrays: Mapping[str, np.ndarray], card: Mapping[str, Any]) -> str:
    """Return the SHA-256 of everything that decides a reading; raise KeyError when a part is missing."""
    digest = hashlib.sha256("\0".join("\n".join(terms[block]) for block in BLOCKS).encode())
    for name in ARRAY_NAMES:
        digest.update(np.ascontiguousarray(arrays[name]).tobytes())
    digest.update(json.dumps([card[name] for name in DECISIVE], sort_keys=True).encode())
    return digest.hexdigest()


def check_size(path: Path) -> None:
    """Refuse a file that is too large, as it lies there or once unpacked; raise BadZipFile for what is no archive."""
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if max(unpacked, path.stat().st_size) > MOST_BYTES:
        raise refused("larger than 100 MB")


def check(card: Mapping[str, Any], terms: Mapping[str, Sequence[str]], arrays: Mapping[str, np.ndarray]) -> None:
    """Refuse what does not fit the card, before any of it is used."""
    if set(card["libraries"]) != set(LIBRARIES):
        raise refused("the card does not name the libraries it was made with")
    for name, wanted in card["libraries"].items():
        if _installed(name) != wanted:
            raise refused(f"made with {name} {wanted}, this is {_installed(name)}")
    digest = digest_of(terms, arrays, card)
    if digest != card["digest"] or card["version"] != digest[:12]:
        raise refused("digest differs from the card")
    if not all(np.isfinite(array).all() for array in arrays.values()):
        raise refused("weights that are no numbers")
    if not np.any(arrays["signal"]):
        raise refused("all weights are zero")
    stages = list(card["stages"])
    width, classes = sum(len(terms[block]) for block in SIGNAL_BLOCKS) + len(CUE_NAMES), len(stages)
    beside = sum(len(terms[block]) for block in STAGE_BLOCKS) + len(CUE_NAMES)
    shapes = {
        **{f"{block}_idf": (len(terms[block]),) for block in BLOCKS},
        "signal": (width,),
        "signal_intercept": (1,),
        "stage": (classes, width + beside),
        "stage_intercept": (classes,),
    }
    if any(arrays[name].shape != shape for name, shape in shapes.items()):
        raise refused("shapes differ from the lexicon of this program")
    if stages != sorted(stage.value for stage in FLAGGED_STAGES):
        raise refused("classes are not those of the codebook, in order")
    _check_numbers(card["threshold"], card["band"], card["calibration"])


def _check_numbers(threshold: float, band: Sequence[float], calibration: Sequence[float]) -> None:
    low, high = band
    slope, intercept = calibration
    if not all(isinstance(n, float) and math.isfinite(n) for n in (threshold, low, high, slope, intercept)):
        raise refused("threshold, band or calibration is no number")
    if not (0 < threshold < 1 and 0 <= low <= high <= 1) or slope <= 0:
        raise refused("threshold, band or calibration out of range")


def _installed(library: str) -> str:
    try:
        return installed(library)
    except PackageNotFoundError:
        return "missing"


def refused(cause: str) -> ModelError:
    """Return the failure of a model that is not to be believed."""
    return ModelError(
        f"model refused: {cause}",
        "El clasificador no es de fiar y no se usa: las notas esperan y solo marca la lista de palabras graves. "
        "Créelo de nuevo con: atalaya entrenar",
    )
