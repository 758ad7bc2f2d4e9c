"""Train a challenger on the corpus and on what the office decided, and put it on the shelf as proposed.

The newest fifth of the decisions is held back, to be judged on. Beside the model lies its twin, fitted the same way but
on nothing of the frozen part of the corpus: figures there are the twin's, and the twin learnt the same decisions.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from classifiers.corpus import Corpus, Example, load_corpus
from classifiers.frozen import read_list, split
from classifiers.model import Model, load_model
from classifiers.shelf import PROPOSED, Pointer, card_of
from classifiers.train import Card, learn, write
from conflict.codebook import Stage
from conflict.errors import DataError
from conflict.lapaz import local_day
from conflict.record import Person
from conflict.signal import text_of
from conflict.teaching import Label, parted, sift
from conflict.whole import whole
from flows.models import shelf_of
from flows.settings import Settings
from register.commands import models
from register.engine import Register
from register.queries.labels import labels

HELD_SHARE = 0.20
"""Share of the decided stories, the newest, that a challenger does not learn from."""
TWIN, ORIGIN = "gemelo", "origen.json"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a model learnt beyond the corpus: how many decisions, and the moment of the last one (None: none)."""

    decisions: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A challenger: its card, the decisions taught and held back, and why others teach nothing."""

    card: Card
    taught: int
    held: int
    unused: Mapping[str, int]


def propose(settings: Settings, register: Register, now: datetime, by: Person, *, decisions: bool = True) -> Proposed:
    """Train, store and propose; raise DataError when it is the very model in use or there is nothing to learn from."""
    shelf = shelf_of(settings)
    found: list[Label] = []
    if decisions:
        with register.reading() as session:
            found = labels(session)
    kept, unused = sift(found)
    taught, held = parted(kept, HELD_SHARE)
    corpus = load_corpus(settings.corpus)
    learnt = learn(with_decisions(corpus, taught), now)
    version = learnt.digest[:12]
    if version == card_of(shelf.champion()).get("version"):
        raise DataError(
            f"challenger is the champion {version}",
            "El modelo que resulta es el que ya está en uso: no hay corpus ni decisiones nuevas. Nada cambió.",
        )
    card = write(shelf.folder / version, learnt)
    parts = split(corpus, read_list(settings.frozen))
    write(shelf.folder / version / TWIN, learn(with_decisions(parts.taught, taught), now))
    _write_origin(shelf.folder / version, taught)
    before = shelf.pointer(PROPOSED)
    shelf.point(PROPOSED, Pointer(version, now.isoformat(), "propuesto", before.version if before else ""))
    with register.writing() as session:
        details = {"decisiones": len(taught), "apartadas": len(held), "corpus": corpus.digest[:12]}
        models.told(session, action="proponer", version=version, reason="", details=details, by=by, now=now)
    return Proposed(card, len(taught), len(held), Counter(reason.value for reason in unused.values()))


def with_decisions(corpus: Corpus, taught: Sequence[Label]) -> Corpus:
    """Return the corpus with the decisions as further examples; its digest covers them."""
    if not taught:
        return corpus
    digest = hashlib.sha256(corpus.digest.encode())
    for one in taught:
        digest.update(f"{one.article_id}\x1f{one.signal}\x1f{one.stage}\x1f{one.title}\n".encode("utf-8", "replace"))
    examples = sorted((*corpus.examples, *map(example_of, taught)), key=lambda one: one.id)
    return replace(corpus, examples=tuple(examples), digest=digest.hexdigest())


def example_of(label: Label) -> Example:
    """Return a label as an example. Where only the signal is known, its stage is a stand-in that teaches no stage."""
    unknown = Stage.MEASURE if label.signal else Stage.NONE
    return Example(
        f"decision-{label.article_id:09d}",
        text_of(label.title, label.summary, label.body),
        label.stage or unknown,
        f"decision-{label.story}",
        False,
        staged=label.stage is not None,
        outlet=label.outlet,
        month="" if label.published_at is None else local_day(label.published_at).isoformat()[:7],
    )


def origin_of(folder: Path) -> Origin:
    """Return what a model learnt beyond the corpus; one without that file (the shipped one) learnt nothing else."""
    try:
        told: Mapping[str, Any] = json.loads((folder / ORIGIN).read_text(encoding="utf-8"))
        until = told["hasta"]
        return Origin(int(told["decisiones"]), datetime.fromisoformat(until).astimezone(UTC) if until else None)
    except FileNotFoundError:
        return Origin(0, None)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{folder / ORIGIN}: {type(error).__name__}",
            f"{folder / ORIGIN} está dañado. Proponga el modelo de nuevo con: atalaya modelo proponer",
        ) from error


def twin_of(settings: Settings, folder: Path, now: datetime) -> Model:
    """Return the twin of a model: from beside it, or fitted anew for the shipped one, which learnt the corpus alone."""
    if (folder / TWIN).is_dir():
        return load_model(folder / TWIN)
    parts = split(load_corpus(settings.corpus), read_list(settings.frozen))
    return learn(parts.taught, now).model()


def _write_origin(folder: Path, taught: Sequence[Label]) -> None:
    until = max((one.at for one in taught), default=None)
    told = {"decisiones": len(taught), "hasta": None if until is None else until.isoformat()}
    with whole(folder / ORIGIN) as partial:
        partial.write_text(json.dumps(told) + "\n", encoding="utf-8")
