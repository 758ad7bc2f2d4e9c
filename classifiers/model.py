"""A trained model: loaded with suspicion, read in batches, never trained here.

Files are arrays and JSON; nothing in them can run. A model whose digest, libraries, numbers or canaries are not what
its card says is refused, and the caller keeps articles waiting instead of calling them quiet.
"""

import hashlib
import json
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any, Self

import numpy as np

from classifiers.canaries import CANARIES, CONFLICT
from classifiers.cues import CUE_NAMES, CUE_WEIGHT, Found, find
from classifiers.deadlines import find_deadline
from classifiers.floor import keyword_floor
from classifiers.reasons import demand_phrase, reasons_of
from classifiers.words import LONGEST, matrix
from conflict.codebook import FLAGGED_STAGES, Stage
from conflict.errors import ModelError
from conflict.signal import ArticleText, Reading, text_of

ARRAYS, CARD = "arrays.npz", "card.json"
MOST_BYTES = 100 * 1024 * 1024
TOLERANCE = 1e-6
CANARIES_RIGHT = 0.95
BATCH = 256


def probabilities(scores: np.ndarray, calibration: tuple[float, float]) -> np.ndarray:
    """Return calibrated probabilities of scores (Platt)."""
    a, b = calibration
    return np.asarray(1 / (1 + np.exp(-(a * scores + b))))


@dataclass(frozen=True, slots=True)
class Model:
    """A model ready to read."""

    version: str
    index: Mapping[str, int]
    idf: np.ndarray
    signal: np.ndarray
    signal_intercept: float
    stage: np.ndarray
    stage_intercept: np.ndarray
    stages: tuple[Stage, ...]
    calibration: tuple[float, float]
    threshold: float
    band: tuple[float, float]

    @classmethod
    def of(cls, terms: Sequence[str], arrays: Mapping[str, np.ndarray], card: Mapping[str, Any]) -> Self:
        """Put a model together from its parts."""
        return cls(
            version=card["version"],
            index={term: column for column, term in enumerate(terms)},
            idf=arrays["idf"],
            signal=arrays["signal"],
            signal_intercept=float(arrays["signal_intercept"][0]),
            stage=arrays["stage"],
            stage_intercept=arrays["stage_intercept"],
            stages=tuple(Stage(name) for name in card["stages"]),
            calibration=(float(card["calibration"][0]), float(card["calibration"][1])),
            threshold=float(card["threshold"]),
            band=(float(card["band"][0]), float(card["band"][1])),
        )

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Return the probability that each text tells of an open conflict in Bolivia."""
        found = [find(text, len(text.partition("\n")[0])) for text in texts]
        return self._scored(texts, found)[0]

    def read(self, articles: Sequence[ArticleText]) -> list[Reading]:
        """Read articles, in order. An empty one is read as nothing, with probability zero."""
        readings: list[Reading] = []
        for start in range(0, len(articles), BATCH):
            readings.extend(self._read_batch(articles[start : start + BATCH]))
        return readings

    def _read_batch(self, articles: Sequence[ArticleText]) -> list[Reading]:
        texts = [text_of(article.title, article.summary, article.body)[:LONGEST] for article in articles]
        found = [find(text, len(article.title)) for text, article in zip(texts, articles, strict=True)]
        chances, stage_scores, contributions = self._scored(texts, found)
        return [
            self._reading(articles[i], texts[i], found[i], float(chances[i]), stage_scores[i], contributions[i])
            for i in range(len(articles))
        ]

    def _scored(self, texts: Sequence[str], found: Sequence[Found]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        words = matrix(texts, self.index, self.idf)
        cues = np.vstack([one.cues for one in found]) * CUE_WEIGHT
        split = len(self.index)
        scores = words @ self.signal[:split] + cues @ self.signal[split:] + self.signal_intercept
        stages = words @ self.stage[:, :split].T + cues @ self.stage[:, split:].T + self.stage_intercept
        return probabilities(scores, self.calibration), stages, cues * self.signal[split:]

    def _reading(
        self,
        article: ArticleText,
        text: str,
        found: Found,
        chance: float,
        stage_scores: np.ndarray,
        contributions: np.ndarray,
    ) -> Reading:
        floor = keyword_floor(text) if text else ""
        chance = chance if text.strip() else 0.0
        signal = chance >= self.threshold or bool(floor)
        deadline = find_deadline(text, article.published_at) if signal else None
        return Reading(
            probability=chance,
            signal=signal,
            doubtful=self.band[0] <= chance <= self.band[1],
            stage=self._stage(signal, stage_scores),
            measures=found.measures if signal else (),
            deadline=deadline,
            reasons=reasons_of(found, contributions, deadline) if signal else (),
            floor=floor,
            demand=demand_phrase(text, found) if signal else "",
            model_version=self.version,
        )

    def _stage(self, signal: bool, scores: np.ndarray) -> Stage:
        return self.stages[int(np.argmax(scores))] if signal else Stage.NONE


def load_model(folder: Path) -> Model:
    """Load a model; raise ModelError when it is missing or not exactly what its card says."""
    try:
        card = json.loads((folder / CARD).read_text())
        raw = (folder / ARRAYS).read_bytes()
        if len(raw) > MOST_BYTES:
            raise _refused("file larger than 100 MB")
        with np.load(folder / ARRAYS, allow_pickle=False) as stored:
            terms = stored["terms"].tobytes().decode().split("\n")
            arrays = {name: stored[name] for name in ("idf", "signal", "signal_intercept", "stage", "stage_intercept")}
        _check(card, terms, arrays)
        model = Model.of(terms, arrays, card)
    except FileNotFoundError as error:
        raise ModelError(
            f"no model in {folder}", "No hay clasificador entrenado. Créelo con: atalaya entrenar"
        ) from error
    except (OSError, ValueError, KeyError, TypeError, IndexError, zipfile.BadZipFile, EOFError) as error:
        raise _refused(type(error).__name__) from error
    _sing(model, card)
    return model


def _check(card: Mapping[str, Any], terms: Sequence[str], arrays: Mapping[str, np.ndarray]) -> None:
    """Refuse what does not fit the card, before any of it is used."""
    digest = hashlib.sha256("\n".join(terms).encode())
    for array in arrays.values():
        digest.update(np.ascontiguousarray(array).tobytes())
    if digest.hexdigest() != card["arrays_digest"]:
        raise _refused("digest differs from the card")
    for name, wanted in card["libraries"].items():
        if installed(name) != wanted:
            raise _refused(f"made with {name} {wanted}, this is {installed(name)}")
    if not all(np.isfinite(array).all() for array in arrays.values()):
        raise _refused("weights that are no numbers")
    if not np.any(arrays["signal"]):
        raise _refused("all weights are zero")
    width = len(terms) + len(CUE_NAMES)
    stages = tuple(card["stages"])
    if arrays["signal"].shape != (width,) or arrays["stage"].shape != (len(stages), width):
        raise _refused("shapes differ from the lexicon of this program")
    if list(stages) != sorted(stage.value for stage in FLAGGED_STAGES):
        raise _refused("classes are not those of the codebook, in order")
    threshold, (low, high) = card["threshold"], card["band"]
    if not all(isinstance(n, float) and math.isfinite(n) for n in (threshold, low, high)):
        raise _refused("threshold or band is no number")
    if not (0 < threshold < 1 and 0 <= low <= high <= 1) or card["calibration"][0] <= 0:
        raise _refused("threshold, band or calibration out of range")


def _sing(model: Model, card: Mapping[str, Any]) -> None:
    """Let the canaries sing: sixty known texts, to a millionth, and nearly all of them right."""
    heard = model.probabilities(CANARIES)
    if not np.allclose(heard, card["canaries"], rtol=0, atol=TOLERANCE):
        raise _refused("canaries differ from the card")
    right = (heard[: len(CONFLICT)] >= model.threshold).sum() + (heard[len(CONFLICT) :] < model.threshold).sum()
    if right < CANARIES_RIGHT * len(CANARIES):
        raise _refused(f"only {right} of {len(CANARIES)} canaries right")


def _refused(cause: str) -> ModelError:
    return ModelError(
        f"model refused: {cause}",
        "El clasificador no es de fiar y no se usa: las notas esperan y solo marca la lista de palabras graves. "
        "Créelo de nuevo con: atalaya entrenar",
    )
