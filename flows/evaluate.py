"""Measure the reader on a labelled CSV: the same reading as the cycle's, scored by the classifiers' own measures."""

import csv
from pathlib import Path

from classifiers.evaluate import score
from classifiers.model import load_model
from conflict.errors import DataError, reason_in_spanish
from flows.classify import as_line, item_of
from flows.reading import read_items
from territory.gazetteer import load_gazetteer
from territory.outlets import load_outlets


def evaluate_file(path: Path, model: Path, gazetteer: Path) -> str:
    """Return a table of scores with their intervals; raise DataError when the set lacks a column."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as handle:
            rows = [{key: value or "" for key, value in row.items()} for row in csv.DictReader(handle)]
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}", f"No se puede leer {path}: {reason_in_spanish(error)}.") from error
    missing = {"id", "titular", "bajada", "etapa"} - set(rows[0] if rows else {})
    if missing:
        raise DataError(f"{path} lacks {sorted(missing)}", f"A {path} le falta: {', '.join(sorted(missing))}.")
    places = load_gazetteer(gazetteer)
    outlets = load_outlets(gazetteer, places)
    read = read_items(load_model(model), places, [item_of(row, outlets) for row in rows])
    outputs = [as_line(row["id"], one, "") for row, one in zip(rows, read, strict=True)]
    return score(rows, outputs)
