"""The columns of the list of records: which are shown, as the address says, and the same as a sheet."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from conflict.lapaz import local
from conflict.wordbook import Wordbook
from dashboards.labels import LEVELS, RECORD_KINDS, RECORD_STATES, department_name
from dashboards.pages import ChipView, Option
from dashboards.record_lines import upkeep_words
from register.queries.upkeep import KeptFact
from register.record_rows import RecordFact
from reports.sheet import Cell, Sheet

COLUMNS: Mapping[str, str] = {
    "territorio": "Territorio",
    "etapa": "Etapa",
    "estado": "Estado",
    "cargo": "A cargo",
    "accion": "Última acción",
    "plazo": "Próximo plazo",
    "aldia": "Al día",
}
"""The columns beside the record itself, which no list goes without."""


def shown(asked: Iterable[str]) -> frozenset[str]:
    """Return the columns that an address asks for; all when it asks for none that there is."""
    known = frozenset(asked) & COLUMNS.keys()
    return known or frozenset(COLUMNS)


def choices(columns: frozenset[str]) -> tuple[Option, ...]:
    """Return the boxes of the chooser, in the order of the columns."""
    return tuple(Option(name, label, 0, name in columns) for name, label in COLUMNS.items())


def kept(columns: frozenset[str]) -> str:
    """Return the part of an address that keeps a choice of columns, "" where all are shown."""
    return (
        "" if len(columns) == len(COLUMNS) else urlencode([("columnas", name) for name in COLUMNS if name in columns])
    )


def sheet_of(
    facts: Sequence[RecordFact], kept: Mapping[str, KeptFact], columns: frozenset[str], words: Wordbook, base: str
) -> Sheet:
    """Return the records with the columns shown, what a page shortens in full; the first cells lead to their pages."""
    names = ("Código", "Título", "Nivel")
    headers = [header for name in COLUMNS if name in columns for header in _HEADERS.get(name, (COLUMNS[name],))]
    rows = tuple(_row(one, kept.get(one.code), columns, words) for one in facts)
    links = tuple(f"{base}/registros/{one.code}" for one in facts)
    return Sheet("Registros", (*names, *headers), rows, links)


_HEADERS: Mapping[str, tuple[str, ...]] = {
    "territorio": ("Departamento", "Municipio"),
    "estado": ("Tipo", "Estado"),
    "cargo": ("A cargo", "Oficina"),
}
"""What a sheet puts into several columns, to be sorted and filtered by each."""


def _row(fact: RecordFact, kept: KeptFact | None, columns: frozenset[str], words: Wordbook) -> tuple[Cell, ...]:
    cells: Mapping[str, tuple[Cell, ...]] = {
        "territorio": (", ".join(map(department_name, fact.departments)), ", ".join(fact.municipalities)),
        "etapa": (words[kept.phase] if kept else "–",),
        "estado": (RECORD_KINDS[fact.kind], RECORD_STATES[fact.state]),
        "cargo": (fact.responsible, fact.office),
        "accion": (_moment(fact.last_action, "sin acciones"),),
        "plazo": (_moment(fact.next_due, "–"),),
        "aldia": (upkeep_words(fact, kept),),
    }
    chosen = [cell for name in COLUMNS if name in columns for cell in cells[name]]
    return (fact.code, fact.title, LEVELS[fact.level], *chosen)


def _moment(at: datetime | None, none: str) -> Cell:
    return local(at).replace(tzinfo=None) if at else none


def view_sheet(*, closed: bool, chips: Sequence[ChipView], like: str, made_at: datetime) -> Sheet:
    """Return the sheet that says what exactly was taken."""
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Vista", "Cerrados" if closed else "Abiertos"),
        *({"Departamento": "Todos"} | {one.name: one.value for one in chips}).items(),
        *([("Parecido", like)] if like else []),
        ("Archivo hecho", local(made_at).replace(tzinfo=None)),
    )
    return Sheet("Filtros", ("Qué", "Valor"), rows, widths=(24, 60))
