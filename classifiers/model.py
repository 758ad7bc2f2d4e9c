"""A trained model: loaded with suspicion, read in batches, never trained here.

Files are arrays and JSON; nothing in them can run. A model whose digest, libraries, numbers or canaries are not what
its card says is refused, and the caller keeps articles waiting instead of calling them quiet.
"""

import json
import zipfile
import zlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from classifiers.canaries import CANARIES, CONFLICT
from classifiers.company import Company, Met, Weighed
from classifiers.cues import Found
from classifiers.deadlines import find_dates
from classifiers.features import Features, Seen
from classifiers.floor import LONGEST as LONGEST_FLOOR
from classifiers.floor import folded_floor, keyword_floor
from classifiers.headline import HeadlineColumns, Headlined
from classifiers.marked import Marked
from classifiers.reasons import reasons_of
from classifiers.scoring import Scorer
from classifiers.staging import StageScorer
from classifiers.telling import told, untrapped
from classifiers.trust import ARRAY_NAMES, BLOCKS, SIGNAL_BLOCKS, STAGE_BLOCKS, check, check_size, refused
from classifiers.turns import turn_of
from classifiers.vocabulary import Vocabulary
from classifiers.words import LONGEST
from conflict.codebook import Stage
from conflict.drawn import Drawn
from conflict.errors import ModelError
from conflict.signal import ArticleText, Reading, text_of
from conflict.text import fold

ARRAYS, CARD = "arrays.npz", "card.json"
TOLERANCE = 1e-6
CANARIES_RIGHT = 0.95
BATCH = 256
_UNREADABLE = (OSError, EOFError, MemoryError, ValueError, KeyError, TypeError, AttributeError, IndexError)
"""What reading a damaged card or array may raise: the same answer to all of them."""


def probabilities(scores: np.ndarray, calibration: tuple[float, float]) -> np.ndarray:
    """Return calibrated probabilities of scores (Platt)."""
    a, b = calibration
    return np.asarray(1 / (1 + np.exp(-(a * scores + b))))


@dataclass(frozen=True, slots=True)
class Model:
    """A model ready to read."""

    version: str
    features: Features
    scorer: Scorer
    signal_intercept: float
    staging: StageScorer
    stage_intercept: np.ndarray
    stages: tuple[Stage, ...]
    calibration: tuple[float, float]
    threshold: float
    band: tuple[float, float]

    @classmethod
    def of(cls, terms: Mapping[str, Sequence[str]], arrays: Mapping[str, np.ndarray], card: Mapping[str, Any]) -> Self:
        """Put a model together from its parts."""
        features = Features.of({block: (terms[block], arrays[f"{block}_idf"]) for block in SIGNAL_BLOCKS})
        headline = HeadlineColumns.of({block: (terms[block], arrays[f"{block}_idf"]) for block in STAGE_BLOCKS})
        return cls(
            version=card["version"],
            features=features,
            scorer=Scorer.of(features, arrays["signal"]),
            signal_intercept=float(arrays["signal_intercept"][0]),
            staging=StageScorer.of(features, headline, arrays["stage"]),
            stage_intercept=arrays["stage_intercept"],
            stages=tuple(Stage(name) for name in card["stages"]),
            calibration=(float(card["calibration"][0]), float(card["calibration"][1])),
            threshold=float(card["threshold"]),
            band=(float(card["band"][0]), float(card["band"][1])),
        )

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Return the probability that each text tells of an open conflict in Bolivia."""
        return self._scored([Seen.of(text, len(text.partition("\n")[0])) for text in texts])[0]

    def company(self) -> Company:
        """Return a company of articles that has nobody in it yet."""
        return Company.of(self.features.words)

    def read(
        self, articles: Sequence[ArticleText], vocabulary: Vocabulary | None = None, company: Company | None = None
    ) -> list[Reading]:
        """Read articles, in order. An empty one is read as nothing, with probability zero.

        With a vocabulary a signal tells its actors, demand, typology and measures in full; all else tells none. In a
        company each is weighed with the others of its days, and joins them; without one each is read by itself.
        """
        readings: list[Reading] = []
        for start in range(0, len(articles), BATCH):
            readings.extend(self._read_batch(articles[start : start + BATCH], vocabulary, company))
        return readings

    def _read_batch(
        self, articles: Sequence[ArticleText], vocabulary: Vocabulary | None, company: Company | None
    ) -> list[Reading]:
        texts = [text_of(article.title, article.summary, article.body)[:LONGEST] for article in articles]
        seen = [Seen.of(text, len(article.title)) for text, article in zip(texts, articles, strict=True)]
        chances, contributions = self._scored(seen)
        alone, weighed = chances, Weighed(chances, {})
        if company is not None:
            weighed = company.weigh([_met(*one) for one in zip(articles, seen, alone.tolist(), strict=True)])
        chances = weighed.chances
        floors = [
            folded_floor(one.found.folded) if len(text) <= LONGEST_FLOOR else keyword_floor(text)
            for text, one in zip(texts, seen, strict=True)
        ]
        stages = self._stages(texts, seen, [i for i, floor in enumerate(floors) if floor or self._loud(chances[i])])
        return [
            self._reading(
                articles[i],
                texts[i],
                seen[i].found,
                _Verdict(
                    float(chances[i]), stages.get(i, Stage.NONE), floors[i], self._drawn(weighed, i, alone, floors)
                ),
                contributions[i],
                vocabulary,
            )
            for i in range(len(articles))
        ]

    def _drawn(self, weighed: Weighed, i: int, alone: np.ndarray, floors: Sequence[str]) -> Drawn | None:
        if i not in weighed.by:
            return None
        own = float(alone[i])
        return Drawn(own, self._loud(own) or bool(floors[i]), weighed.by[i])

    def _scored(self, seen: Sequence[Seen]) -> tuple[np.ndarray, np.ndarray]:
        """Return for each text its probability, and what each cue moved."""
        scores, moved = self.scorer.scores(seen)
        return probabilities(scores + self.signal_intercept, self.calibration), moved

    def _loud(self, chance: float) -> bool:
        return chance >= self.threshold

    def _stages(self, texts: Sequence[str], seen: Sequence[Seen], asked: Sequence[int]) -> dict[int, Stage]:
        """Return the stage of each text asked for: signals alone have one, and they are few of a day."""
        if not asked:
            return {}
        told = [Headlined.of(texts[i]) for i in asked]
        scores = self.staging.scores([seen[i] for i in asked], told) + self.stage_intercept
        return {i: self.stages[int(best)] for i, best in zip(asked, scores.argmax(axis=1), strict=True)}

    def _reading(
        self,
        article: ArticleText,
        text: str,
        found: Found,
        judged: "_Verdict",
        contributions: np.ndarray,
        vocabulary: Vocabulary | None,
    ) -> Reading:
        chance = judged.chance if text.strip() else 0.0
        signal = self._loud(chance) or bool(judged.floor)
        doubtful = self.band[0] <= chance <= self.band[1]
        if not signal:
            return Reading(chance, False, doubtful, Stage.NONE, (), None, (), "", "", self.version, drawn=judged.drawn)
        deadline, *further = find_dates(text, article.published_at) or (None,)
        marked = None if vocabulary is None else Marked.of(vocabulary, text, len(article.title), found.tokens)
        if marked is not None and vocabulary is not None:
            found = untrapped(vocabulary, marked, found)
        reading = Reading(
            probability=chance,
            signal=True,
            doubtful=doubtful,
            stage=judged.stage,
            measures=found.measures,
            deadline=deadline,
            reasons=reasons_of(found, contributions, deadline),
            floor=judged.floor,
            demand="",
            model_version=self.version,
            further=tuple(one for one in further if one is not None),
            turn=turn_of(text),
            drawn=judged.drawn,
        )
        if marked is None or vocabulary is None:
            return reading
        return told(vocabulary, marked, article.published_at, found, reading)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What numbers and grave words say of a text: probability, stage, rule of the floor, and who drew it."""

    chance: float
    stage: Stage
    floor: str
    drawn: Drawn | None


def _met(article: ArticleText, seen: Seen, chance: float) -> Met:
    """Return an article as its company meets it: by headline and lede, for bodies are told by few outlets."""
    end = bisect_left(seen.words, (len(fold(article.title)) + 1 + len(fold(article.summary)), ""))
    return Met(seen.stems[:end], article.published_at, chance, article.key)


def load_model(folder: Path) -> Model:
    """Load a model; raise ModelError when it is missing or not exactly what its card says."""
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        check_size(folder / ARRAYS)
        with np.load(folder / ARRAYS, allow_pickle=False) as stored:
            terms = {block: stored[block].tobytes().decode().split("\n") for block in BLOCKS}
            arrays = {name: stored[name] for name in ARRAY_NAMES}
        check(card, terms, arrays)
        model = Model.of(terms, arrays, card)
        _sing(model, np.asarray(card["canaries"], dtype=np.float64))
    except FileNotFoundError as error:
        raise ModelError(
            f"no model in {folder}", "No hay clasificador entrenado. Créelo con: atalaya entrenar"
        ) from error
    except (*_UNREADABLE, zipfile.BadZipFile, zlib.error) as error:
        raise refused(type(error).__name__) from error
    return model


def _sing(model: Model, expected: np.ndarray) -> None:
    """Let the canaries sing: sixty known texts, to a millionth, and nearly all of them right."""
    heard = model.probabilities(CANARIES)
    if heard.shape != expected.shape or not np.allclose(heard, expected, rtol=0, atol=TOLERANCE):
        raise refused("canaries differ from the card")
    right = (heard[: len(CONFLICT)] >= model.threshold).sum() + (heard[len(CONFLICT) :] < model.threshold).sum()
    if right < CANARIES_RIGHT * len(CANARIES):
        raise refused(f"only {right} of {len(CANARIES)} canaries right")
