"""Read articles: classifier and territory put together, the same way for the cycle and for `atalaya clasificar`.

No Prefect and no database here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from classifiers.company import Company
from classifiers.floor import read_without_model
from classifiers.model import Model
from classifiers.vocabulary import Vocabulary
from conflict.codebook import ReasonClass
from conflict.place import Location
from conflict.signal import ArticleText, Reading, Reason, text_of
from territory.gazetteer import Gazetteer
from territory.resolve import locate

PLACE_WEIGHT = 0.1
"""Weight shown for a place among the reasons: it routes the signal, it does not make it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One article to read: its parts, its time, where its outlet is at home (codes or "") and how it files it.

    `key` is what the caller knows it by, "" where nobody is to be told which article drew another.
    """

    title: str
    summary: str
    body: str = ""
    published_at: datetime | None = None
    home_department: str = ""
    home_municipality: str = ""
    section: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """One article as the machine read it."""

    reading: Reading
    location: Location


def read_items(
    model: Model | None,
    gazetteer: Gazetteer,
    items: Sequence[Item],
    vocabulary: Vocabulary | None = None,
    company: Company | None = None,
) -> list[Read]:
    """Read a batch of articles, in order; with a vocabulary signals tell who asks whom for what.

    In a company they are weighed with the articles of the same days that it knows, and it knows them afterwards.
    Without a model only the keyword floor speaks: a reading that is no signal then means "not read", not "no conflict",
    and the caller keeps the article pending.
    """
    texts = [ArticleText(i.title, i.summary, i.body, i.published_at, i.key) for i in items]
    readings = model.read(texts, vocabulary, company) if model is not None else read_without_model(texts, vocabulary)
    return [_located(gazetteer, item, reading) for item, reading in zip(items, readings, strict=True)]


def _located(gazetteer: Gazetteer, item: Item, reading: Reading) -> Read:
    text = text_of(item.title, item.summary, item.body)
    location = locate(
        gazetteer,
        text,
        home_department=item.home_department,
        home_municipality=item.home_municipality,
        section=item.section,
    )
    if not reading.signal:
        return Read(reading, location)
    places = tuple(
        Reason(p.start, p.end, ReasonClass.PLACE, PLACE_WEIGHT)
        for p in location.places
        if p.end > p.start and not p.inferred
    )
    spans = sorted({*reading.reasons, *places}, key=lambda r: (r.start, r.end, r.kind.value, r.weight))
    return Read(replace(reading, reasons=tuple(spans)), location)
