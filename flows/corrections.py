"""What analysts corrected, in `vocabulario_local/` of the data folder: one CSV per table, lines are only ever added.

The folder belongs to the office and no upgrade touches it. Each line says when, who and why, so a file is its journal.
"""

import csv
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

from conflict.correction import Correction, CorrectionAction, CorrectionTable, problem
from conflict.errors import DataError, StorageError, reason_in_spanish
from conflict.whole import unended

FILES: Final = {
    CorrectionTable.ACTOR: "alias_actores.csv",
    CorrectionTable.MUNICIPALITY: "alias_municipios.csv",
    CorrectionTable.MEASURE: "palabras_medidas.csv",
    CorrectionTable.TRAP: "trampas_medidas.csv",
}
OWN_ACTORS: Final = "actores_propios.csv"
"""Actors that only this office knows, with the columns of data/vocabulario/actores.csv."""
COLUMNS: Final = ("fecha", "por", "accion", "clave", "expresion", "motivo")


def read_corrections(folder: Path) -> tuple[Correction, ...]:
    """Return every line of every file that is there, in order; raise DataError with file, line and field."""
    return tuple(one for table, name in FILES.items() for one in _read(folder / name, table))


def append_correction(folder: Path, correction: Correction) -> Path:
    """Add one line and return its file, written through to the disk; raise DataError or StorageError if it cannot."""
    if wrong := problem(correction):
        raise DataError("incomplete correction", f"No se agregó: {wrong}.")
    path = folder / FILES[correction.table]
    line = (
        correction.day.isoformat(),
        correction.by,
        correction.action.value,
        correction.key,
        correction.phrase,
        correction.reason,
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = not path.exists() or not path.stat().st_size
        torn = unended(path)
        with path.open("a", encoding="utf-8", newline="") as out:
            out.write("\n" if torn else "")
            writer = csv.writer(out, lineterminator="\n")
            writer.writerows([COLUMNS, line] if fresh else [line])
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise StorageError(
            f"{path}: {error.strerror}", f"No se puede escribir {path}: {reason_in_spanish(error)}. Revise la carpeta."
        ) from error
    return path


def _read(path: Path, table: CorrectionTable) -> Iterable[Correction]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise _wrong(path, 1, "columnas", "otras columnas", ", ".join(COLUMNS))
            for row in reader:
                yield _correction(path, reader.line_num, table, row)
    except FileNotFoundError:
        return
    except OSError as error:
        raise DataError(
            f"{path}: {error.strerror}", f"No se puede leer {path}: {reason_in_spanish(error)}. Revise los permisos."
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise _wrong(path, 1, "archivo", "texto ilegible", "un CSV en UTF-8") from error


def _correction(path: Path, line: int, table: CorrectionTable, row: dict[str, str]) -> Correction:
    if None in row or None in row.values():
        raise _wrong(path, line, "columnas", "otra cantidad de campos", f"{len(COLUMNS)} campos")
    try:
        day = date.fromisoformat(row["fecha"])
    except ValueError as error:
        raise _wrong(path, line, "fecha", f"«{row['fecha']}»", "una fecha AAAA-MM-DD") from error
    try:
        action = CorrectionAction(row["accion"])
    except ValueError as error:
        raise _wrong(path, line, "accion", f"«{row['accion']}»", "agregar o quitar") from error
    one = Correction(table, action, row["clave"].strip(), row["expresion"].strip(), day, row["por"], row["motivo"])
    if wrong := problem(one):
        raise _wrong(path, line, "expresion", wrong, "una corrección completa")
    return one


def _wrong(path: Path, line: int, field: str, found: str, expected: str) -> DataError:
    return DataError(
        f"{path.name} line {line} field {field}: {found}",
        f"El vocabulario local tiene un error: {path.name}, línea {line}, campo {field}: {found}. "
        f"Se esperaba {expected}. Corrija la línea.",
    )
