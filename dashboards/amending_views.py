"""The institution's tables as pages show them: what is in force, what comes, and the form of one row; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from conflict.amendment import EDITED, AmendedTable, Amendment, key_of
from conflict.clocks import Term
from conflict.factwords import TERM_WORDS
from dashboards.pages import Frame
from dashboards.when import dated, whole_day

TITLES = {
    AmendedTable.WORDS: "Catálogos",
    AmendedTable.TERMS: "Plazos",
    AmendedTable.RULES: "Firmas y transferencias por oficina",
    AmendedTable.OFFICES: "Horarios de las oficinas",
    AmendedTable.DAYS: "Feriados y días laborables propios",
}
COLUMNS = {
    "palabra": "Palabra",
    "definicion": "Definición",
    "cantidad": "Cantidad",
    "unidad": "Unidad",
    "recordar_horas": "Recordar (horas antes; con | entre varias)",
    "escalar_horas": "Pasa al superior (horas después; vacío: nunca)",
    "aprueba_registro": "El registro pide segunda firma (si o no)",
    "aprueba_conclusion": "La conclusión pide segunda firma (si o no)",
    "autoriza_transferencia": "La transferencia pide autorización (si o no)",
    "al_aceptar": "Al aceptarse una transferencia (concluye o acompana)",
    "horario": "Horario, como 08:30-12:30 14:30-18:30",
    "clase": "Clase (feriado o laborable)",
    "motivo": "Motivo",
}
VOCABULARY_NAMES = {
    "tipologia": "Tipología",
    "accion": "Acción defensorial",
    "afectacion": "Afectación",
    "medida": "Medida de presión",
    "descarte": "Motivo de descarte",
    "familia": "Familia de acciones",
    "ambito": "Ámbito",
    "competencia": "Competencia principal",
    "precision_de_lugar": "Precisión del lugar",
    "precision_de_hora": "Precisión de la hora",
}
UNITS = {
    "minutos_reloj": "minutos de reloj",
    "horas_reloj": "horas de reloj",
    "horas_oficina": "horas de oficina",
    "dias_corridos": "días corridos",
    "dias_habiles": "días hábiles",
    "si": "sí",
    "acompana": "acompaña",
}
PAGE = "/ajustes/tablas"


@dataclass(frozen=True, slots=True)
class TableLine:
    """One row in force: its name, its values, the day since when ("" where the table says none), and its form."""

    name: str
    cells: tuple[str, ...]
    since: str
    href: str


@dataclass(frozen=True, slots=True)
class TableGroup:
    """Rows under one heading; `columns` are the heads of their values."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[TableLine, ...]


@dataclass(frozen=True, slots=True)
class ComingLine:
    """A change that is not in force yet."""

    id: int
    what: str
    since: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class TablesView:
    """The page of one table; `tabs` are (address, title, chosen), `may` says whether the reader may change it."""

    frame: Frame
    table: str
    may: bool
    tabs: tuple[tuple[str, str, bool], ...]
    groups: tuple[TableGroup, ...]
    coming: tuple[ComingLine, ...]
    offices: tuple[tuple[str, str], ...]
    tomorrow: str


@dataclass(frozen=True, slots=True)
class AmendView:
    """The form of one row: its fields as (name, label, value), the day, what the page saw, the changes before."""

    frame: Frame
    table: str
    key: str
    name: str
    fields: tuple[tuple[str, str, str], ...]
    since: str
    tomorrow: str
    of_day: bool
    words: str
    seen: int
    past: tuple[tuple[str, str], ...]


def groups_of(
    table: AmendedTable, rows: Mapping[str, Mapping[str, str]], offices: Mapping[str, str]
) -> tuple[TableGroup, ...]:
    """Return the rows of a table under headings: catalogues by vocabulary, the others as one."""
    heads = tuple(COLUMNS[name] for name in EDITED[table])
    if table is not AmendedTable.WORDS:
        lines = tuple(_line(table, cells, offices) for cells in rows.values())
        return (TableGroup(TITLES[table], heads, lines),)
    by_name: dict[str, list[TableLine]] = {}
    for cells in rows.values():
        by_name.setdefault(cells["vocabulario"], []).append(_line(table, cells, offices))
    return tuple(TableGroup(vocabulary_name(name), heads, tuple(lines)) for name, lines in by_name.items())


def vocabulary_name(code: str) -> str:
    """Return how a vocabulary is called."""
    return VOCABULARY_NAMES.get(code, code.replace("_", " ").capitalize())


def row_name(table: AmendedTable, cells: Mapping[str, str], offices: Mapping[str, str]) -> str:
    """Return how a row is called."""
    match table:
        case AmendedTable.WORDS:
            return cells["codigo"]
        case AmendedTable.TERMS:
            return TERM_WORDS[Term(cells["plazo"])]
        case AmendedTable.DAYS:
            return f"{dated(cells['fecha'])}, {_office(cells, offices)}"
        case _:
            return _office(cells, offices)


def coming_of(
    amended: Iterable[Amendment], table: AmendedTable, today: date, offices: Mapping[str, str]
) -> tuple[ComingLine, ...]:
    """Return the changes of a table that are not in force yet, the nearest first."""
    return tuple(
        ComingLine(
            one.id,
            f"{row_name(table, one.cells, offices)}: {'; '.join(one.cells[name] or '–' for name in EDITED[table])}",
            whole_day(one.since),
            one.words,
            one.by,
        )
        for one in amended
        if one.table is table and one.since > today
    )


def past_of(amended: Iterable[Amendment], table: AmendedTable, key: str) -> tuple[tuple[str, str], ...]:
    """Return the changes of one row as (since when and by whom, values and reason)."""
    return tuple(
        (
            f"desde {whole_day(one.since)}, {one.by}",
            f"{'; '.join(one.cells[name] or '–' for name in EDITED[table])}. {one.words}",
        )
        for one in amended
        if one.table is table and one.key == key
    )


def _line(table: AmendedTable, cells: Mapping[str, str], offices: Mapping[str, str]) -> TableLine:
    query = urlencode({"tabla": table.value, "clave": key_of(table, cells)})
    values = tuple(_said(cells[name]) for name in EDITED[table])
    since = dated(cells.get("desde", ""))
    return TableLine(row_name(table, cells, offices), values, since, f"{PAGE}/fila?{query}")


def _said(value: str) -> str:
    """Return a value as it is read; codes of units and of answers have words."""
    return UNITS.get(value, value) or "–"


def _office(cells: Mapping[str, str], offices: Mapping[str, str]) -> str:
    return offices.get(cells["oficina"], cells["oficina"])
