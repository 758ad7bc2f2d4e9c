"""Read an Excel workbook that somebody sends: bounded in every direction, and nothing in it is ever evaluated.

Checked before any of it is parsed: size, number and inflated size of its parts, document types in its XML. Formulas
give the value that was stored with them; macros, links and pictures are not looked at.
"""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook

from conflict.errors import DataError
from conflict.pastrecords import Cell

LARGEST = 10 * 1024 * 1024
LARGEST_INFLATED = 120 * 1024 * 1024
MOST_PARTS = 1_000
MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_SHEETS = 30
HEAD_WITHIN = 15
"""Rows in which the heads are looked for; above them offices write titles and logos."""
_PROTECTED = bytes.fromhex("d0cf11e0a1b11ae1")
"""How a workbook locked with a password begins (MS-CFB header signature)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with something in it. `rows` are below the heads, each with its number as Excel shows it."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """What was read of a file."""

    name: str
    digest: str
    sheets: tuple[Sheet, ...]


def read_workbook(name: str, content: bytes) -> Workbook:
    """Return the sheets of a workbook; raise DataError, in Spanish, for a file that is none or is too much."""
    _check(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False, keep_vba=False)
        try:
            sheets = tuple(_sheet(sheet) for sheet in book.worksheets[:MOST_SHEETS])
        finally:
            book.close()
    except DataError:
        raise
    except Exception as error:
        raise _unreadable(type(error).__name__) from error
    found = tuple(sheet for sheet in sheets if sheet.rows)
    if not found:
        raise DataError("workbook without rows", "El archivo no tiene ninguna hoja con filas debajo de un encabezado.")
    return Workbook(name[:120], hashlib.sha256(content).hexdigest(), found)


def _check(content: bytes) -> None:
    if len(content) > LARGEST:
        raise DataError(f"workbook of {len(content)} bytes", "El archivo pasa de 10 MB. Divídalo por años y repita.")
    if content.startswith(_PROTECTED):
        raise DataError(
            "workbook locked or of the old format",
            "La hoja está protegida con contraseña o es .xls antiguo. Guárdela como .xlsx sin contraseña y repita.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = parts.infolist()
            if len(names) > MOST_PARTS or sum(part.file_size for part in names) > LARGEST_INFLATED:
                raise DataError("workbook inflates too far", "El archivo se infla demasiado al abrirlo; no se leyó.")
            for part in names:
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    with parts.open(part) as inner:
                        start = inner.read(4_096).replace(b"\0", b"").upper()
                    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                        raise DataError(
                            "workbook with a document type", "El archivo no es un Excel normal; no se leyó."
                        )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _unreadable(type(error).__name__) from error


def _unreadable(cause: str) -> DataError:
    return DataError(
        f"workbook: {cause}",
        "No es un archivo Excel .xlsx, o está dañado. Ábralo en Excel, guárdelo como .xlsx y repita.",
    )


def _sheet(sheet: Any) -> Sheet:
    """Read a sheet; its heads are the fullest of the first rows that has words only."""
    before: list[tuple[int, tuple[Cell, ...]]] = []
    for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        if any(value is not None and str(value).strip() for value in values):
            before.append((number, tuple(values)))
        if len(before) > MOST_ROWS:
            raise DataError(
                f"sheet of more than {MOST_ROWS} rows",
                f"La hoja «{sheet.title[:40]}» pasa de {MOST_ROWS} filas. Divídala por años y repita.",
            )
        if number > MOST_ROWS * 5:
            break
    candidates = [place for place, (number, row) in enumerate(before[:HEAD_WITHIN]) if number and _words(row) >= 2]
    if not candidates:
        return Sheet(str(sheet.title), (), ())
    head = max(candidates, key=lambda place: (_words(before[place][1]), -place))
    heads = tuple("" if cell is None else " ".join(str(cell).split())[:80] for cell in before[head][1])
    return Sheet(str(sheet.title), heads, tuple(before[head + 1 :]))


def _words(row: tuple[Cell, ...]) -> int:
    filled = [cell for cell in row if cell is not None and str(cell).strip()]
    return len(filled) if all(isinstance(cell, str) for cell in filled) else 0
