"""Let a reader judge labelled examples: a model, or the keyword floor alone."""

from collections.abc import Sequence

from classifiers.corpus import Example
from classifiers.cues import names_measure
from classifiers.floor import read_without_model
from classifiers.judged import Judged
from classifiers.model import Model
from conflict.signal import ArticleText, Reading


def examine(model: Model | None, examples: Sequence[Example]) -> list[Judged]:
    """Return what the reader says of each example, in order; without a model only the keyword floor speaks."""
    articles = [article_of(example.text) for example in examples]
    readings = read_without_model(articles) if model is None else model.read(articles)
    return [judged(example, reading) for example, reading in zip(examples, readings, strict=True)]


def article_of(text: str) -> ArticleText:
    """Return a text as an article: its first line is the headline."""
    title, _, rest = text.partition("\n")
    return ArticleText(title, rest, "", None)


def judged(example: Example, reading: Reading) -> Judged:
    """Return one example with what was said of it."""
    return Judged(
        id=example.id,
        title=example.text.partition("\n")[0],
        stage=example.stage,
        said=reading.signal,
        chance=reading.probability,
        told=reading.stage,
        doubtful=reading.doubtful,
        story=example.shared_story,
        staged=example.staged,
        measured=names_measure(example.text),
        of={"corpus": example.kind, "medio": example.outlet, "mes": example.month},
    )
