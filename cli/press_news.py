"""The invented news of the demo: stories written for it, and everyday items taken from the invented corpus.

Days are counted from 1 to 42, the last one being today, so that the demo is never out of date. In the texts
`{dia+2:semana}` becomes the weekday two days after the item's own day, `{dia+3:fecha}` its date («6 de enero»).

The everyday items are those of the training corpus: the demo shows the work, not how good the classifier is; that is
what `atalaya evaluar` is for.
"""

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

from classifiers.cues import names_measure
from classifiers.pipeline import QUIET_NAMING_A_MEASURE
from conflict.lapaz import LA_PAZ
from conflict.signal import text_of

DAYS = 42
EVERYDAY = 800
"""Everyday items beside the stories: with them about nine items in a hundred tell of a conflict, as on a real day."""
SILENT_AFTER = 28
"""Last day on which the outlet that falls silent publishes."""

_PLACEHOLDER = re.compile(r"\{dia\+(\d{1,2}):(semana|fecha)\}")
_WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)


@dataclass(frozen=True, slots=True)
class Outlet:
    """One invented outlet; `manner` is normal, silencioso, roto or hostil."""

    id: str
    name: str
    department: str
    municipality: str
    reach: str
    type: str
    manner: str


@dataclass(frozen=True, slots=True)
class Item:
    """One invented item, dated."""

    id: str
    outlet: str
    at: datetime
    title: str
    summary: str
    body: str
    stage: str
    story: str


@dataclass(frozen=True, slots=True)
class Demo:
    """All outlets, and all items in the order of their publication."""

    outlets: dict[str, Outlet]
    items: tuple[Item, ...]


def load_demo(folder: Path, today: date) -> Demo:
    """Return the six weeks that end today; the same folder and day give the same items."""
    outlets = {row["id"]: _outlet(row) for row in _rows(folder / "medios.csv")}
    first = today - timedelta(days=DAYS - 1)
    told = [_told(row, first) for row in _rows(folder / "historias.csv")]
    everyday = list(_everyday(folder.parent / "corpus", outlets, first))
    return Demo(outlets, tuple(sorted((*told, *everyday), key=lambda item: (item.at, item.id))))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def _outlet(row: dict[str, str]) -> Outlet:
    return Outlet(
        row["id"],
        row["nombre"],
        row["departamento"],
        row["municipio"],
        row["alcance"],
        row["tipo"],
        row["comportamiento"],
    )


def _told(row: dict[str, str], first: date) -> Item:
    day = first + timedelta(days=int(row["dia"]) - 1)
    return Item(
        row["id"],
        row["medio"],
        datetime.combine(day, time.fromisoformat(row["hora"]), LA_PAZ).astimezone(UTC),
        _dated(row["titular"], day),
        _dated(row["bajada"], day),
        _dated(row["cuerpo"], day),
        row["etapa"],
        row["historia"],
    )


def _dated(text: str, day: date) -> str:
    def put(found: "re.Match[str]") -> str:
        then = day + timedelta(days=int(found.group(1)))
        return _WEEKDAYS[then.weekday()] if found.group(2) == "semana" else f"{then.day} de {_MONTHS[then.month - 1]}"

    return _PLACEHOLDER.sub(put, text)


def _mixed(rows: Sequence[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield the rows in order, as few of them naming a measure as on a day: the corpus has many, to mislead."""
    left = round(EVERYDAY * QUIET_NAMING_A_MEASURE)
    for row in rows:
        if names_measure(text_of(row["titular"], row["bajada"])):
            left -= 1
            if left < 0:
                continue
        yield row


def _everyday(corpus: Path, outlets: dict[str, Outlet], first: date) -> Iterator[Item]:
    """Yield everyday items, each given an outlet and a moment by the digest of its id."""
    rows = [row for path in sorted(corpus.glob("cotidiano-*.csv")) for row in _rows(path) if not row["autor_nota"]]
    rows.sort(key=lambda row: hashlib.sha256(row["id"].encode()).digest())
    usual = sorted(outlet.id for outlet in outlets.values() if outlet.manner in ("normal", "silencioso"))
    for row in islice(_mixed(rows), EVERYDAY):
        chance = hashlib.sha256(f"demo {row['id']}".encode()).digest()
        outlet = usual[chance[0] % len(usual)]
        last = SILENT_AFTER if outlets[outlet].manner == "silencioso" else DAYS
        day = first + timedelta(days=int.from_bytes(chance[1:3]) % last)
        moment = time(6 + chance[3] % 15, chance[4] % 60)
        if day - first == timedelta(days=DAYS - 1):
            moment = time(chance[3] % 6, chance[4] % 60)  # today's are already out whenever the demo starts
        yield Item(
            row["id"],
            outlet,
            datetime.combine(day, moment, LA_PAZ).astimezone(UTC),
            row["titular"],
            row["bajada"],
            row["cuerpo"],
            row["etapa"],
            "",
        )
