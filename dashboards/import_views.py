"""What the templates of the import may know, and how a sheet that was read becomes that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from conflict.esbo import counted
from conflict.pastrecords import FIELDS, REQUIRED, Doubt, Fault, PastRecord
from dashboards.pages import Frame, Option
from dashboards.when import Moment
from register.workbook import Sheet, Workbook

SHOWN_FAULTS = 100
"""Rows with an error that a page lets mend: more of them are mended in Excel."""
SHOWN_ROWS = 8
STEPS = ("Subir", "Emparejar columnas", "Revisar", "Guardar")
LABELS = {"titulo": "título", "codigo": "código", "fecha_cierre": "fecha de cierre"}


@dataclass(frozen=True, slots=True)
class ImportItem:
    """One import of the list."""

    id: int
    name: str
    moment: Moment
    by: str
    what: str
    undoable: bool


@dataclass(frozen=True, slots=True)
class ImportsView:
    """The first step, and what was imported before. `steps` are (name, whether it is this one)."""

    frame: Frame
    items: tuple[ImportItem, ...]
    done: str
    steps: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """One field and the columns it may be."""

    field: str
    label: str
    required: bool
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Mend:
    """What is wrong in a row, and the field that is written anew: its name in the form and what stands in it."""

    sentence: str
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class Doubted:
    """Equal doubts of several rows: what to say, and what accepts them all."""

    sentence: str
    key: str
    count: int


@dataclass(frozen=True, slots=True)
class SheetView:
    """The next steps: columns matched, rows looked at. `action` is where mending and saving go."""

    frame: Frame
    name: str
    address: str
    action: str
    steps: tuple[tuple[str, bool], ...]
    sheets: tuple[Option, ...]
    fields: tuple[Matched, ...]
    summary: str
    lacking: str
    faults: tuple[Mend, ...]
    more_faults: int
    doubts: tuple[Doubted, ...]
    sample: tuple[PastRecord, ...]
    ready: int


@dataclass(frozen=True, slots=True)
class Read:
    """A sheet as it was read: `rows` can be stored, `doubtful` too once somebody accepted what was made of them."""

    sheet: Sheet
    columns: Mapping[str, int]
    rows: tuple[PastRecord, ...]
    doubtful: tuple[PastRecord, ...]
    faults: tuple[Fault, ...]
    accepted: frozenset[str]


def steps(here: int) -> tuple[tuple[str, bool], ...]:
    """Return the four steps, the one that a page is at marked."""
    return tuple((name, place == here) for place, name in enumerate(STEPS))


def sheet_view(around: Frame, address: str, book: Workbook, read: Read) -> SheetView:
    """Return the page of a workbook that waits."""
    lacking = [LABELS.get(field, field) for field in REQUIRED if field not in read.columns]
    mends = _mends(read.faults)
    return SheetView(
        frame=around,
        name=book.name,
        address=address,
        action=action_of(address, read),
        steps=steps(1 if lacking else 2 if read.faults or read.doubtful else 3),
        sheets=tuple(Option(one.name, one.name, len(one.rows), one.name == read.sheet.name) for one in book.sheets),
        fields=tuple(_matched(field, read) for field in FIELDS),
        summary=_summary(read),
        lacking=f"No hay columna de {' ni de '.join(lacking)}. Elíjala abajo y compruebe." if lacking else "",
        faults=mends[:SHOWN_FAULTS],
        more_faults=max(0, len(mends) - SHOWN_FAULTS),
        doubts=_doubted(read),
        sample=read.rows[:SHOWN_ROWS],
        ready=len(read.rows),
    )


def action_of(address: str, read: Read) -> str:
    """Return the address that keeps the sheet and its columns."""
    chosen = {field: str(read.columns[field]) if field in read.columns else "" for field in FIELDS}
    return f"{address}?{urlencode({'hoja': read.sheet.name} | chosen)}"


def _summary(read: Read) -> str:
    read_words = counted(len(read.sheet.rows), "fila leída", "filas leídas")
    if not (read.rows or read.doubtful or read.faults):
        return f"{read_words}, 0 reconocidas: ¿es otra hoja?"
    doubtful = f", {len(read.doubtful)} con duda" if read.doubtful else ""
    wrong = len({fault.row for fault in read.faults})
    return f"{read_words}: {counted(len(read.rows), 'lista', 'listas')}{doubtful}, {wrong} con error."


def _mends(faults: Sequence[Fault]) -> tuple[Mend, ...]:
    """Return one line for each field to be written anew, however much is wrong with it."""
    found: dict[str, list[Fault]] = {}
    for one in faults:
        found.setdefault(f"fila-{one.row}-{one.column}", []).append(one)
    return tuple(Mend(" ".join(one.sentence for one in alike), name, alike[0].said) for name, alike in found.items())


def _doubted(read: Read) -> tuple[Doubted, ...]:
    told: dict[str, list[Doubt]] = {}
    for row in read.doubtful:
        for doubt in row.doubts:
            if doubt.key not in read.accepted:
                told.setdefault(doubt.key, []).append(doubt)
    return tuple(Doubted(alike[0].sentence, key, len(alike)) for key, alike in told.items())


def label_of(field: str) -> str:
    """Return the name of a field as people read it."""
    return LABELS.get(field, field.replace("_", " ")).capitalize()


def _matched(field: str, read: Read) -> Matched:
    here = read.columns.get(field)
    options = tuple(Option(str(n), head or f"columna {n + 1}", 0, n == here) for n, head in enumerate(read.sheet.heads))
    return Matched(field, label_of(field), field in REQUIRED, options)
