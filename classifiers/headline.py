"""What tells the stage beyond what tells the signal: the headline apart (it has the newest fact), tenses and steps.

A lede tells what led to it: a headline *levantan* over a lede *bloqueaban* is a withdrawal (domain model §4.5, rule 4
of §4.7). Chosen by measurement (docs/decisions/0002).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.sparse import csr_matrix, hstack

from classifiers.features import CUE_WEIGHT, Seen
from classifiers.steps import steps
from classifiers.tenses import tenses
from classifiers.words import Block, frequencies

LEAST = {"headline": 3, "headline_shapes": 3, "tenses": 5, "steps": 5}
"""Texts that must have a term for it to be learnt."""


@dataclass(frozen=True, slots=True)
class Headlined:
    """The headline of a text taken apart, and the tenses and steps of the whole text."""

    headline: Seen
    tenses: list[str]
    steps: list[str]

    @classmethod
    def of(cls, text: str) -> Self:
        """Take the first line of a text apart."""
        headline = text.partition("\n")[0]
        return cls(Seen.of(headline, len(headline)), tenses(text), steps(text))


@dataclass(frozen=True, slots=True)
class HeadlineColumns:
    """The columns that only the stage reads, block by block; the last are the cues of the headline."""

    words: Block
    shapes: Block
    tenses: Block
    steps: Block

    @classmethod
    def of(cls, vocabulary: Mapping[str, tuple[Sequence[str], np.ndarray]]) -> Self:
        """Put the columns together from the terms and idf of each block."""
        return cls(*(Block.of(*vocabulary[block]) for block in LEAST))

    def matrix(self, told: Sequence[Headlined]) -> csr_matrix:
        """Return one row per text."""
        cues = np.asarray([one.headline.found.cues for one in told])
        return hstack(
            [
                self.words.matrix(one.headline.terms() for one in told),
                self.shapes.matrix(one.headline.shapes() for one in told),
                self.tenses.matrix(one.tenses for one in told),
                self.steps.matrix(one.steps for one in told),
                csr_matrix(cues * CUE_WEIGHT),
            ],
            format="csr",
        )


def headline_vocabulary(told: Sequence[Headlined]) -> dict[str, tuple[list[str], np.ndarray]]:
    """Return the terms and idf of every block that texts teach; tenses all weigh the same, and so do steps."""
    alike = {
        "tenses": frequencies((one.tenses for one in told), LEAST["tenses"]),
        "steps": frequencies((one.steps for one in told), LEAST["steps"]),
    }
    return {
        "headline": frequencies((one.headline.terms() for one in told), LEAST["headline"]),
        "headline_shapes": frequencies((one.headline.shapes() for one in told), LEAST["headline_shapes"]),
        **{block: (kinds, np.ones_like(idf)) for block, (kinds, idf) in alike.items()},
    }
