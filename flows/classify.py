"""Classify a CSV of news into JSON lines: the same reading as the cycle's, streamed, with no database."""

import csv
import gc
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from classifiers.model import BATCH as READ_AT_ONCE
from classifiers.model import Model
from classifiers.shelf import Shelf
from classifiers.stories import Stories
from conflict.actor import ActorRole
from conflict.errors import DataError, reason_in_spanish
from conflict.signal import Deadline
from conflict.story import Claimant, StoryItem
from conflict.whole import whole
from feeds.encoding import WESTERN_BYTES
from flows.dated import Dated, dated
from flows.lore import Lore, load_lore
from flows.models import load_champion
from flows.reading import Item, Read, read_items
from flows.settings import Settings
from territory.outlets import Outlets, home_of

BATCH = 2 * READ_AT_ONCE
"""Whole batches of the model, so that `evaluar` and `clasificar` give an article the same company."""
REQUIRED = ("id", "titular", "bajada")
SELDOM = (20_000, 20, 50)
"""Thresholds of the garbage collector while reading; memory at the peak is the same (bench/clasificar.py)."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a run of classifying did. `undated` counts the rows without a date by the Spanish reason, `odd` those with
    another number of cells than the header."""

    rows: int
    signals: int
    seconds: float
    undated: Mapping[str, int] = field(default_factory=dict)
    odd: int = 0


def classify_file(source: Path, target: Path, shelf: Shelf, settings: Settings) -> Done:
    """Read `source`, write one JSON line per row to `target`, in order, and return the sums.

    Memory does not grow with the file, except for the signals of the last days that grouping remembers. Raise DataError
    when the file is missing, is no CSV or lacks a column. What is not UTF-8 is read as Windows-1252.
    """
    started, odd = time.monotonic(), Counter[str]()
    reader, lore = load_champion(shelf), load_lore(settings)
    try:
        with _seldom_collected(), whole(target) as partial, partial.open("w", encoding="utf-8") as out:
            done = _write(out, _rows(source, odd), reader, lore)
    except OSError as error:
        raise DataError(
            f"{target}: {error.strerror}",
            f"No se puede escribir {target}: {reason_in_spanish(error)}. Revise la carpeta, los permisos y el espacio.",
        ) from error
    return replace(done, seconds=time.monotonic() - started, odd=odd.total())


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for circles of objects seldom: model and lexicon stay, and a row that was read goes by its own count.

    With Python's own thresholds a sixth of the reading goes there.
    """
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _write(out: TextIO, source: Iterator[dict[str, str]], reader: Model, lore: Lore) -> Done:
    """Write a line per row and return the sums, without the time that it took."""
    stories, opened, rows, signals, undated = Stories(), 0, 0, 0, Counter[str]()
    encode, company = json.JSONEncoder(ensure_ascii=False).encode, reader.company()
    for batch in _batches(source):
        items = [item_of(row, lore.outlets) for row in batch]
        done = read_items(reader, lore.gazetteer, items, lore.vocabulary, company)
        for row, item, read in zip(batch, items, done, strict=True):
            group = ""
            if item.published_at is None:
                undated[_dated_row(row).reason] += 1
            if read.reading.signal:
                signals += 1
                told = _story(row, item, read)
                known = stories.find(told)
                opened += known is None
                group = str(known) if known is not None else f"g{opened}"
                stories.add(group, told)
            out.write(encode(as_line(row["id"], read, group)) + "\n")
        rows += len(batch)
    return Done(rows, signals, 0.0, dict(undated))


def as_line(ident: str, read: Read, group: str) -> dict[str, Any]:
    """Return the JSON object of one row, under the names of the command line contract."""
    reading, location = read.reading, read.location
    span = reading.demand_span
    return {
        "id": ident,
        "senal": reading.signal,
        "probabilidad": round(reading.probability, 4),
        "probabilidad_sola": None if reading.drawn is None else round(reading.drawn.alone, 4),
        "duda": reading.doubtful,
        "etapa": reading.stage.value,
        "departamentos": list(location.departments),
        "municipios": list(location.municipalities),
        "alcance": location.scope.value,
        "motivo_lugar": location.reason,
        "lugares": [
            {
                "codigo": p.code,
                "nombre": p.name,
                "nivel": p.level.value,
                "rol": p.role.value,
                "inicio": p.start,
                "fin": p.end,
                "inferido": p.inferred,
                "motivo": p.reason,
            }
            for p in location.places
        ],
        "medidas": [m.value for m in reading.measures],
        "demanda": reading.demand,
        "demanda_en": None if span is None else {"inicio": span[0], "fin": span[1]},
        "tipologia": None if reading.typology is None else reading.typology.value,
        "actores": [actor.told() for actor in reading.actors],
        "destinatarios": [actor.name for actor in reading.actors if actor.role is ActorRole.ADDRESSEE],
        "presiones": [
            {"medida": p.kind.value, "momento": p.moment.value, "inicio": p.start, "fin": p.end}
            for p in reading.pressures
        ],
        "plazo": None
        if reading.deadline is None
        else _dated(reading.deadline) | {"otras": [_dated(one) for one in reading.further]},
        "motivos": [
            {"inicio": r.start, "fin": r.end, "clase": r.kind.value, "peso": round(r.weight, 3)}
            for r in reading.reasons
        ],
        "regla": reading.floor,
        "grupo": group,
        "modelo": reading.model_version,
        "vocabulario": reading.vocabulary,
    }


def _dated(one: Deadline) -> dict[str, Any]:
    """Return an announced date: its day and words, and what stands around it."""
    return {
        "fecha": one.day.isoformat(),
        "texto": one.text,
        "clase": one.kind.value,
        "hasta": None if one.last is None else one.last.isoformat(),
        "abierto": one.open_ended,
        "hora": None if one.hour is None else f"{one.hour:%H:%M}",
        "condicional": one.conditional,
        "quien": one.announcer,
        "medida": None if one.measure is None else one.measure.value,
    }


def _rows(path: Path, odd: Counter[str]) -> Iterator[dict[str, str]]:
    """Yield the rows by their columns; `odd` counts those with more cells, whose rest is lost, or with fewer."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        with path.open(newline="", encoding="utf-8-sig", errors=WESTERN_BYTES) as handle:
            reader = csv.reader(handle, strict=True)
            names = next(reader, [])
            missing = [name for name in REQUIRED if name not in names]
            if missing:
                raise DataError(
                    f"{path} lacks columns {missing}",
                    f"A {path} le falta: {', '.join(missing)}. Se esperaba un CSV con las columnas "
                    f"{', '.join(REQUIRED)} y, si las hay, fecha, medio y cuerpo, separadas por comas.",
                )
            short = dict.fromkeys(names, "")
            for cells in reader:
                if cells:
                    odd["rows"] += len(cells) != len(names)
                    row = dict(zip(names, cells, strict=False))
                    yield row if len(row) == len(short) else short | row
    except OSError as error:
        raise DataError(
            f"{path}: {error.strerror}",
            f"No se puede leer {path}: {reason_in_spanish(error)}. Revise el nombre y los permisos.",
        ) from error
    except csv.Error as error:
        raise DataError(f"{path}: {error}", f"{path} no es un CSV legible: revise comillas y separadores.") from error


def _batches(rows: Iterator[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def item_of(row: dict[str, str], outlets: Outlets) -> Item:
    """Return the article of one row of a CSV; `outlets` say where the outlet that it names is at home."""
    department, municipality = home_of(outlets, row.get("medio", ""))
    at = _dated_row(row).at
    return Item(row["titular"], row["bajada"], row.get("cuerpo", ""), at, department, municipality)


def _dated_row(row: Mapping[str, str]) -> Dated:
    return dated(row.get("fecha", ""))


_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


def _story(row: Mapping[str, str], item: Item, read: Read) -> StoryItem:
    return StoryItem(
        id=row["id"],
        title=row["titular"],
        summary=row["bajada"],
        at=item.published_at or _UNDATED,
        departments=read.location.departments,
        municipality_codes=read.location.municipality_codes,
        measures=read.reading.measures,
        claimants=Claimant.among(read.reading.actors),
    )
