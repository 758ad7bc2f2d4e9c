"""Rows of an office's own spreadsheet as past records: which column is what, what is wrong in which row; pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from conflict.codebook import Level
from conflict.departments import DEPARTMENTS
from conflict.lifecycle import Outcome, RecordKind
from conflict.record import TITLE_CHARS, tidied
from conflict.text import fold

Cell = str | float | int | bool | datetime | date | None

FIELDS: Mapping[str, tuple[str, ...]] = {
    "titulo": ("titulo", "conflicto", "nombre del conflicto", "denominacion", "caso", "asunto", "descripcion"),
    "fecha": ("fecha", "fecha de registro", "fecha registro", "fecha de inicio", "inicio", "registrado"),
    "clase": ("clase", "tipo de registro", "alerta o conflicto"),
    "departamento": ("departamento", "depto", "dpto"),
    "municipio": ("municipio", "lugar", "localidad"),
    "estado": ("estado", "situacion"),
    "fecha_cierre": ("fecha de cierre", "fecha de conclusion", "conclusion", "cierre", "fin"),
    "resultado": ("resultado", "modo de conclusion", "salida"),
    "nivel": ("nivel", "riesgo", "gravedad", "intensidad"),
    "codigo": ("codigo", "codigo simat", "nro", "numero", "no", "n o", "n°", "n °", "id"),
    "oficina": ("oficina", "delegacion", "regional"),
    "responsable": ("responsable", "a cargo", "encargado", "profesional"),
    "resumen": ("resumen", "antecedentes", "observaciones", "detalle"),
}
"""Fields of a past record, and heads under which offices keep them, folded: «Nº» is `no`."""
REQUIRED = ("titulo", "fecha")
EARLIEST = date(1990, 1, 1)
SUMMARY_CHARS = 2_000
SHOWN = 40
"""Letters of a cell that a sentence repeats."""
_EXCEL_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a calendar day, no moment
_CLOSED = ("conclui", "cerrad", "resuelt", "desactiv", "finaliz", "archiv", "solucion")
_NOT_YET = re.compile(
    r"\b(?:no|sin|por|en vias de) (?:\w+ )?(?:conclui|conclus|cerr|cier|resol|resuel|solucion|finaliz|archiv)"
    r"|\binconclus"
)
"""«No concluido», «en vías de solución»: words of an end that has not come."""
_OPEN = ("abiert", "vigente", "activ", "latent", "curso", "seguimiento", "tramite", "registrad", "pendiente")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What was made of a cell that somebody should look at, as a Spanish sentence; `said` is what stands in it."""

    row: int
    column: str
    said: str
    sentence: str

    @property
    def key(self) -> str:
        """Return what equal doubts of several rows have in common: they are accepted together."""
        return f"{self.column}:{fold(self.said)[:60]}"


@dataclass(frozen=True, slots=True)
class PastRecord:
    """One row that can be stored. `closed_on` is None while it is open; `doubts` are what was taken for granted."""

    row: int
    title: str
    kind: RecordKind
    opened_on: date
    closed_on: date | None
    outcome: Outcome | None
    level: Level
    department: str
    municipality: str
    external_code: str
    office: str
    responsible: str
    summary: str
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row, as a Spanish sentence that says where and what was expected.

    `column` is the field to be corrected, "" for none, and `said` what stands in it.
    """

    row: int
    sentence: str
    column: str = field(default="", compare=False)
    said: str = field(default="", compare=False)


class _Wrong(Exception):
    """A cell that is not what its column asks for."""


def guess(heads: Sequence[str]) -> dict[str, int]:
    """Return which column is which field, by its head; a field of which there is no sign is left out."""
    folded = [" ".join(re.sub(r"[^0-9a-z°]+", " ", fold(head)).split()) for head in heads]
    found: dict[str, int] = {}
    for exact in (True, False):
        for wanted, names in FIELDS.items():
            for name in names:
                if wanted in found:
                    break
                here = (n for n, head in enumerate(folded) if n not in found.values() and head)
                fits = (n for n in here if (folded[n] == name if exact else name in folded[n] and len(name) > 4))
                if (column := next(fits, None)) is not None:
                    found[wanted] = column
    return found


def read_row(
    number: int,
    cells: Sequence[Cell],
    columns: Mapping[str, int],
    today: date,
    mended: Mapping[str, str] | None = None,
) -> PastRecord | list[Fault]:
    """Return the past record of a row, or everything that is wrong with it.

    `mended` are fields of the row as a person wrote them anew; they stand in place of the cells.
    """
    faults: list[Fault] = []

    def cell_of(name: str) -> Cell:
        if mended and name in mended:
            return mended[name]
        column = columns.get(name)
        return cells[column] if column is not None and column < len(cells) else None

    def wrong(column: str, words: str) -> None:
        faults.append(Fault(number, f"Fila {number}{words}", column, _said(cell_of(column))))

    def take(name: str, reader: object) -> object:
        try:
            return reader(cell_of(name))  # type: ignore[operator]
        except _Wrong as broken:
            wrong(name, f", {name.replace('_', ' ')}: {broken}")
            return None

    title = take("titulo", _title)
    opened = take("fecha", lambda cell: _day(cell, today, needed=True))
    closed_on = take("fecha_cierre", lambda cell: _day(cell, today, needed=False))
    closed = take("estado", _closed)
    outcome = take("resultado", _outcome)
    department = take("departamento", _department)
    kind, level = take("clase", _kind), take("nivel", _level)
    if closed is False and closed_on:
        wrong("fecha_cierre", ": dice que sigue abierto y trae fecha de cierre. Deje una de las dos.")
    if closed and not closed_on:
        wrong("fecha_cierre", ", fecha cierre: está cerrado y falta la fecha en que se cerró.")
    if isinstance(opened, date) and isinstance(closed_on, date) and closed_on < opened:
        wrong("fecha_cierre", ", fecha cierre: es anterior a la fecha de registro.")
    if faults:
        return faults
    text = {name: take(name, _text) for name in ("municipio", "codigo", "oficina", "responsable", "resumen")}
    assert isinstance(opened, date) and isinstance(kind, RecordKind) and isinstance(level, Level)
    found = PastRecord(
        row=number,
        title=str(title),
        kind=kind,
        opened_on=opened,
        closed_on=closed_on if isinstance(closed_on, date) else None,
        outcome=(outcome if isinstance(outcome, Outcome) else Outcome.UNKNOWN) if closed_on else None,
        level=level,
        department=str(department),
        municipality=str(text["municipio"])[:80],
        external_code=str(text["codigo"])[:60],
        office=str(text["oficina"])[:120],
        responsible=str(text["responsable"])[:120],
        summary=str(text["resumen"])[:SUMMARY_CHARS],
    )
    return replace(found, doubts=tuple(_doubts(found, {name: _text(cell_of(name)) for name in FIELDS})))


def _doubts(found: PastRecord, said: Mapping[str, str]) -> Iterator[Doubt]:
    """Yield what was taken for granted in a row that can be stored."""
    if (
        found.closed_on
        and found.outcome is Outcome.UNKNOWN
        and fold(said["resultado"]).replace(" ", "_")
        not in (
            "",
            Outcome.UNKNOWN.value,
        )
    ):
        words = "no está entre los resultados; se guardaría «se desconoce»"
        yield Doubt(
            found.row, "resultado", said["resultado"][:SHOWN], f"Resultado «{said['resultado'][:SHOWN]}»: {words}."
        )
    if found.municipality and not said["departamento"]:
        words = "falta el departamento; se guardaría sin él"
        yield Doubt(found.row, "departamento", found.municipality[:SHOWN], f"«{found.municipality[:SHOWN]}»: {words}.")
    if len(said["titulo"]) > TITLE_CHARS:
        yield Doubt(found.row, "titulo", "", f"Título de más de {TITLE_CHARS} letras: se guardaría cortado.")
    for name in ("fecha", "fecha_cierre"):
        if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", said[name]):
            yield Doubt(
                found.row, name, "", f"{name.replace('_', ' ').capitalize()} con año de dos cifras: se leyó 20…"
            )


def _said(cell: Cell) -> str:
    """Return a cell as a person would write it anew."""
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    return _text(cell)[:300]


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return tidied("" if cell is None else str(cell))


def _title(cell: Cell) -> str:
    text = _text(cell)
    if len(text.split()) < 2:
        raise _Wrong("falta, o es una sola palabra. Se esperaba de qué trata el conflicto.")
    return text[:TITLE_CHARS]


def _day(cell: Cell, today: date, *, needed: bool) -> date | None:
    """Read a day written as dd/mm/yyyy, as ISO, or as Excel keeps it."""
    text = _text(cell)
    if not text:
        if needed:
            raise _Wrong("falta. Se esperaba una fecha dd/mm/aaaa.")
        return None
    day: date | None = None
    try:
        if isinstance(cell, datetime | date):
            day = cell.date() if isinstance(cell, datetime) else cell
        elif isinstance(cell, int | float) and 20_000 <= cell <= 80_000:
            day = (_EXCEL_DAY_ZERO + timedelta(days=int(cell))).date()
        elif parts := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})", text):
            year = int(parts[3])
            day = date(year + 2000 if year < 100 else year, int(parts[2]), int(parts[1]))
        elif re.match(r"\d{4}-\d{2}-\d{2}", text):
            day = date.fromisoformat(text[:10])
    except ValueError:
        day = None
    if day is None:
        raise _Wrong(f"«{text[:30]}» no es una fecha. Se esperaba dd/mm/aaaa, por ejemplo 05/03/2025.")
    if not EARLIEST <= day <= today:
        raise _Wrong(f"{day:%d/%m/%Y} no puede ser: se esperaba un día entre 1990 y hoy.")
    return day


def _closed(cell: Cell) -> bool | None:
    text = fold(_text(cell))
    if not text:
        return None
    if _NOT_YET.search(text):
        return False
    if any(word in text for word in _CLOSED):
        return True
    if any(word in text for word in _OPEN):
        return False
    raise _Wrong(f"«{text[:30]}» no dice si sigue abierto. Se esperaba abierto o concluido.")


def _kind(cell: Cell) -> RecordKind:
    text = fold(_text(cell))
    if "alerta" in text:
        return RecordKind.ALERT
    if text and "conflict" not in text:
        raise _Wrong(f"«{_text(cell)[:30]}» no dice qué es. Se esperaba alerta o conflicto.")
    return RecordKind.CONFLICT


def _level(cell: Cell) -> Level:
    text = fold(_text(cell))
    found = next((level for level in Level if text.startswith(level.value[:4])), None)
    if text and found is None:
        raise _Wrong(f"«{text[:30]}» no es un nivel. Se esperaba bajo, medio, alto o crítico.")
    return found or Level.MEDIUM


def _department(cell: Cell) -> str:
    text = fold(_text(cell))
    if not text or text in ("nacional", "bolivia", "pais"):
        return ""
    for code, name in DEPARTMENTS.items():
        if text in (code, str(int(code)), fold(name)):
            return code
    raise _Wrong(f"«{text[:30]}» no es un departamento. Se esperaba uno de los nueve, o vacío si es nacional.")


def _outcome(cell: Cell) -> Outcome | None:
    text = fold(_text(cell)).replace(" ", "_")
    return next((one for one in Outcome if one.value in text), None)
