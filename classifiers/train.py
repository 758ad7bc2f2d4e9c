"""Corpus to model: fit, calibrate out of fold, choose the threshold, write arrays and card. Seeded, reproducible."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from importlib.metadata import version
from io import BytesIO
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedGroupKFold
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from classifiers.canaries import CANARIES
from classifiers.corpus import Corpus, Example, load_corpus
from classifiers.features import Features, Seen, vocabulary
from classifiers.headline import HeadlineColumns, Headlined, headline_vocabulary
from classifiers.judged import calibration_error
from classifiers.model import ARRAYS, CARD, Model, load_model, probabilities
from classifiers.pipeline import (
    BAND,
    FOLDS,
    NEIGHBOURS,
    RECALL_WEIGHT,
    SEED,
    STAGE_ONLY,
    TOLERANCE,
    signal_estimator,
    stage_estimator,
    weight_of,
)
from classifiers.realday import as_on_a_real_day, mixed
from classifiers.trust import LIBRARIES, digest_of
from conflict.errors import DataError
from conflict.whole import whole


@dataclass(frozen=True, slots=True)
class Card:
    """What a model is and what it reached, out of fold, on the corpus it was trained on."""

    version: str
    made_at: str
    corpus_digest: str
    examples: int
    signals: int
    terms: int
    threshold: float
    band: tuple[float, float]
    calibration: tuple[float, float]
    precision: float
    recall: float
    average_precision: float
    calibration_error: float
    stage_accuracy: float
    stages: tuple[str, ...]
    libraries: dict[str, str]
    digest: str
    canaries: tuple[float, ...]

    def in_spanish(self) -> str:
        """Return the card as a few lines for an operator."""
        return (
            f"Modelo {self.version}: {self.examples} ejemplos ({self.signals} con señal), {self.terms} términos.\n"
            f"Fuera de muestra: precisión {self.precision:.3f}, cobertura {self.recall:.3f}, "
            f"precisión media {self.average_precision:.3f}, error de calibración {self.calibration_error:.3f}, "
            f"etapa {self.stage_accuracy:.3f}."
        )


def train(corpus_folder: Path, target: Path, now: datetime) -> Card:
    """Train on the corpus and put model and card into `target`; return the card.

    The same corpus and libraries give the same arrays to the byte. Raise DataError for a corpus that cannot be learnt
    from. The card is written last, so that a half-written model is never taken for one.
    """
    return write(target, learn(load_corpus(corpus_folder), now))


@dataclass(frozen=True, slots=True)
class Learnt:
    """What fitting gave: terms, arrays and the fields of the card that are known before it is written."""

    terms: dict[str, list[str]]
    arrays: dict[str, np.ndarray]
    facts: dict[str, Any]

    def model(self) -> Model:
        """Return the model itself, for measuring one that is never stored: no canary is asked."""
        return Model.of(self.terms, self.arrays, self.facts | {"version": self.digest[:12]})

    @property
    def digest(self) -> str:
        """Return the digest of everything that decides a reading."""
        return digest_of(self.terms, self.arrays, self.facts)


def learn(corpus: Corpus, now: datetime) -> Learnt:
    """Fit on one thread: sums in one order give the same bytes on any machine, and faster than many do.

    Raise DataError for a corpus that cannot be learnt from.
    """
    with threadpool_limits(1):
        return _fit(corpus, now)


def _fit(corpus: Corpus, now: datetime) -> Learnt:
    alone = [one for one in corpus.examples if one.kind in STAGE_ONLY and one.signal and one.staged]
    heard = [one for one in corpus.examples if one.kind not in STAGE_ONLY]
    lessons = _lessons(heard)
    complete = np.arange(len(lessons)) < len(heard)
    labels = np.asarray([lesson.signal for lesson in lessons])
    if labels.sum() < FOLDS or (~labels).sum() < FOLDS:
        raise DataError(
            f"{labels.sum()} signals of {len(labels)} examples",
            f"El corpus tiene {labels.sum()} ejemplos con señal de {len(labels)}; hacen falta al menos {FOLDS} de cada "
            "clase.",
        )
    seen = [_seen(lesson) for lesson in lessons]
    known = vocabulary(seen[: len(heard)])
    columns = Features.of(known)
    features = columns.matrix(seen)
    measured = np.asarray([bool(one.found.measures) for one in seen])
    mix = mixed(labels, measured)
    weights = mix * [weight_of(lesson.stage, lesson.doubtful) for lesson in lessons]
    staged = labels & np.asarray([lesson.staged for lesson in lessons])
    staging = _staging(lessons, seen, staged, complete, alone)
    known |= staging.vocabulary
    read = [features[staged], columns.matrix(staging.seen)] if staging.seen else [features[staged]]
    beside = hstack([vstack(read), staging.columns], format="csr")
    folds = _folds(lessons, labels)
    scores = _out_of_fold(folds, features, labels, weights)
    stages_right = _stages_out_of_fold(folds, staged, complete, beside, staging.names, staging.mix)
    calibration = _calibrate(scores, labels, as_on_a_real_day(labels, measured))
    chances = probabilities(scores, calibration)[complete]
    signal = signal_estimator().fit(features, labels, sample_weight=weights)
    stage = stage_estimator().fit(beside, staging.names, sample_weight=staging.mix)
    labels = labels[complete]
    shares = as_on_a_real_day(labels, measured[complete])
    threshold = _threshold(chances, labels, shares)
    arrays = {
        **{f"{block}_idf": idf for block, (_, idf) in known.items()},
        "signal": signal.coef_[0],
        "signal_intercept": signal.intercept_,
        "stage": stage.coef_,
        "stage_intercept": stage.intercept_,
    }
    said = chances >= threshold
    facts: dict[str, Any] = {
        "made_at": now.isoformat(),
        "corpus_digest": corpus.digest,
        "examples": len(labels),
        "signals": int(labels.sum()),
        "terms": features.shape[1],
        "threshold": threshold,
        "band": (min(BAND[0], threshold), max(BAND[1], threshold)),
        "calibration": calibration,
        "precision": float(shares[said & labels].sum() / max(shares[said].sum(), 1e-9)),
        "recall": float((said & labels).sum() / labels.sum()),
        "average_precision": float(average_precision_score(labels, chances, sample_weight=shares)),
        "calibration_error": calibration_error(chances, labels, shares),
        "stage_accuracy": stages_right,
        "stages": tuple(str(name) for name in stage.classes_),
        "libraries": {name: version(name) for name in LIBRARIES},
    }
    return Learnt({block: terms for block, (terms, _) in known.items()}, arrays, facts)


@dataclass(frozen=True, slots=True)
class _Staging:
    """What the stage learns from: a row for every staged lesson, then one for each that teaches the stage alone.

    `seen` are the latter, `columns` what only the stage reads, `mix` the weights that make them up as on a day.
    """

    seen: list[Seen]
    vocabulary: dict[str, tuple[list[str], np.ndarray]]
    columns: csr_matrix
    names: np.ndarray
    mix: np.ndarray


def _staging(
    lessons: Sequence[Example],
    seen: Sequence[Seen],
    staged: np.ndarray,
    complete: np.ndarray,
    alone: Sequence[Example],
) -> _Staging:
    further = _lessons(alone)
    taught, beyond = (*compress(lessons, staged), *further), [_seen(lesson) for lesson in further]
    told = [Headlined.of(lesson.text) for lesson in taught]
    whole_texts = np.r_[complete[staged], np.arange(len(further)) < len(alone)]
    known = headline_vocabulary(list(compress(told, whole_texts)))
    measured = np.asarray([bool(one.found.measures) for one in (*compress(seen, staged), *beyond)])
    return _Staging(
        beyond,
        known,
        HeadlineColumns.of(known).matrix(told),
        np.asarray([lesson.stage.value for lesson in taught]),
        mixed(np.ones(len(taught), dtype=bool), measured),
    )


def _seen(lesson: Example) -> Seen:
    return Seen.of(lesson.text, len(lesson.text.partition("\n")[0]))


def _lessons(examples: Sequence[Example]) -> tuple[Example, ...]:
    """Return every example, then once more the headline alone of those that have more than a headline.

    Many feeds carry headlines only; a model that saw them mostly with one label takes the missing lede for evidence.
    """
    headlines = (replace(one, text=one.text.partition("\n")[0]) for one in examples if "\n" in one.text)
    return (*examples, *headlines)


Fold = tuple[np.ndarray, np.ndarray]
"""The lessons that a model of this fold is fitted on, and those it is asked about."""


def _folds(lessons: Sequence[Example], labels: np.ndarray) -> list[Fold]:
    """Part the lessons so that a story is never on both sides."""
    folds = StratifiedGroupKFold(n_splits=FOLDS, shuffle=True, random_state=SEED)
    return list(folds.split(labels, labels, [lesson.story for lesson in lessons]))


def _out_of_fold(folds: Sequence[Fold], features: csr_matrix, labels: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Score every lesson by a model that saw nothing of its story."""
    scores = np.zeros(len(labels))
    for learnt, held in folds:
        fitted = signal_estimator().fit(features[learnt], labels[learnt], sample_weight=weights[learnt])
        scores[held] = fitted.decision_function(features[held])
    return scores


def _stages_out_of_fold(
    folds: Sequence[Fold],
    staged: np.ndarray,
    complete: np.ndarray,
    columns: csr_matrix,
    names: np.ndarray,
    mix: np.ndarray,
) -> float:
    """Return the share of stages right, mixed as on a day, each told by a model that saw nothing of its story.

    `columns`, `names` and `mix` have a row for every lesson that is `staged`, then those that teach the stage alone:
    these are always taught and never asked. The share counts `complete` examples only: a headline alone often leaves
    the stage open.
    """
    place, always = np.cumsum(staged) - 1, np.arange(staged.sum(), len(names))
    right = total = 0.0
    for learnt, held in folds:
        taught, asked = np.r_[place[learnt[staged[learnt]]], always], place[held[staged[held] & complete[held]]]
        fitted = stage_estimator().fit(columns[taught], names[taught], sample_weight=mix[taught])
        guessed = fitted.predict(columns[asked])
        right += float(mix[asked][guessed == names[asked]].sum())
        total += float(mix[asked].sum())
    return right / total if total else 0.0


def _calibrate(scores: np.ndarray, labels: np.ndarray, shares: np.ndarray) -> tuple[float, float]:
    """Fit Platt's sigmoid on scores that the model gave to what it had not seen."""
    fitted = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), labels, sample_weight=shares)
    return float(fitted.coef_[0][0]), float(fitted.intercept_[0])


def _threshold(chances: np.ndarray, labels: np.ndarray, shares: np.ndarray) -> float:
    """Return the probability from which on a text is a signal, in steps of one hundredth.

    It is the lowest whose F-beta out of fold, evened out over its neighbours, lies within `TOLERANCE` of the best. The
    curve is flat at its top, so that the best itself is chosen by a dozen rows; the lowest of the flat misses least.
    """
    steps = [round(0.05 + step / 100, 2) for step in range(81)]
    reached = np.asarray([_f_beta(chances >= least, labels, shares) for least in steps])
    wide = 2 * NEIGHBOURS + 1
    even = np.convolve(np.pad(reached, NEIGHBOURS, mode="edge"), np.full(wide, 1 / wide), mode="valid")
    return steps[int(np.argmax(even >= even.max() * (1 - TOLERANCE)))]


def _f_beta(said: np.ndarray, labels: np.ndarray, shares: np.ndarray) -> float:
    """Return F with recall weighing `RECALL_WEIGHT` times as much as precision."""
    both = RECALL_WEIGHT**2
    right, missed = shares[said & labels].sum(), shares[~said & labels].sum()
    return float((1 + both) * right / ((1 + both) * right + both * missed + shares[said & ~labels].sum()))


def write(target: Path, learnt: Learnt) -> Card:
    """Store a fitted model in a folder and read it back; return its card. Raise ModelError when it cannot be used."""
    stored = {block: np.frombuffer("\n".join(terms).encode(), dtype=np.uint8) for block, terms in learnt.terms.items()}
    buffer = BytesIO()
    np.savez_compressed(buffer, **dict[str, Any](stored | learnt.arrays))
    canaries = tuple(float(p) for p in learnt.model().probabilities(list(CANARIES)))
    digest = learnt.digest
    card = Card(version=digest[:12], digest=digest, canaries=canaries, **learnt.facts)
    target.mkdir(parents=True, exist_ok=True)
    for name, data in ((ARRAYS, buffer.getvalue()), (CARD, json.dumps(asdict(card), indent=1).encode())):
        with whole(target / name) as partial:
            partial.write_bytes(data)
    load_model(target)
    return card
