"""Measure the reader on a labelled CSV: the same reading as the cycle's, scored by the classifiers' own measures."""

import csv
from datetime import datetime
from pathlib import Path

from classifiers.compare import compared, example_of
from classifiers.corpus import load_corpus
from classifiers.evaluate import judge, score, texts_of
from classifiers.frozen import read_list, split
from classifiers.model import Model
from classifiers.train import learn
from conflict.errors import DataError, reason_in_spanish
from feeds.encoding import WESTERN_BYTES
from flows.classify import as_line, item_of
from flows.lore import load_lore
from flows.reading import read_items
from flows.settings import Settings
from territory.evaluate import place_scores


def evaluate_file(path: Path, model: Model, settings: Settings, *, errors: int = 0) -> str:
    """Return a table of scores with their intervals; raise DataError when the set lacks a column."""
    rows = labelled_rows(path)
    lore = load_lore(settings)
    items = [item_of(row, lore.outlets) for row in rows]
    read = read_items(model, lore.gazetteer, items, lore.vocabulary, model.company())
    outputs = [as_line(row["id"], one, "") for row, one in zip(rows, read, strict=True)]
    table = score(judge(rows, outputs), texts_of(rows), errors=errors)
    return "\n".join(filter(None, (table, place_scores(rows, [one.location for one in read]))))


def compare_file(path: Path, model: Model, corpus: Path, now: datetime) -> str:
    """Return what simpler readers reach on a labelled CSV beside the model in use."""
    examples = [example_of(row) for row in labelled_rows(path) if row.get("dudoso", "0") != "1"]
    return compared(model, load_corpus(corpus), examples, now)


def compare_frozen(frozen: Path, corpus: Path, now: datetime) -> str:
    """Return the same on the frozen part of the corpus; nobody, the model included, has learnt from it."""
    parts = split(load_corpus(corpus), read_list(frozen))
    return compared(learn(parts.taught, now).model(), parts.taught, parts.frozen, now)


def labelled_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a labelled CSV; raise DataError when it cannot be read or lacks a column."""
    try:
        with path.open(newline="", encoding="utf-8-sig", errors=WESTERN_BYTES) as handle:
            rows = [{key: value or "" for key, value in row.items()} for row in csv.DictReader(handle, strict=True)]
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}", f"No se puede leer {path}: {reason_in_spanish(error)}.") from error
    except csv.Error as error:
        raise DataError(f"{path}: {error}", f"{path} no es un CSV legible: revise comillas y separadores.") from error
    missing = {"id", "titular", "bajada", "etapa"} - set(rows[0] if rows else {})
    if missing:
        raise DataError(f"{path} lacks {sorted(missing)}", f"A {path} le falta: {', '.join(sorted(missing))}.")
    return rows
