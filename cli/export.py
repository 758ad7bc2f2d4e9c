"""Verb `exportar`: everything of one kind out of the register, as CSV or JSON lines."""

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from cli.failure import not_written, say, told_in_spanish
from cli.opened import opened_register
from cli.spanish import SpanishCommand
from conflict.errors import DataError, StorageError, reason_in_spanish
from conflict.esbo import counted
from conflict.whole import whole
from reports.rowwise import runs


class What(StrEnum):
    """What can be exported."""

    ARTICLES = "articulos"
    SIGNALS = "senales"
    QUEUE = "cola"
    RECORDS = "registros"
    ACTIONS = "acciones"
    DEADLINES = "plazos"
    TRANSFERS = "transferencias"
    DECISIONS = "decisiones"
    ANNOUNCEMENTS = "anuncios"
    ENTERED = "agregadas"
    SWEEPS = "barridos"
    JOURNAL = "bitacora"
    LABELS = "etiquetas"
    EVERYTHING = "todo"


class Format(StrEnum):
    """How."""

    JSONL = "jsonl"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("exportar", cls=SpanishCommand)(export)


def export(
    que: Annotated[What, typer.Argument(help="Qué se exporta.")],
    formato: Annotated[Format, typer.Option("--formato", help="Formato de salida.")] = Format.JSONL,
    salida: Annotated[
        Path | None,
        typer.Option(
            "--salida",
            metavar="ARCHIVO",
            help="Si falta, se escribe en la salida. Para «todo»: carpeta, X.jsonl o X.jsonl.gz.",
        ),
    ] = None,
) -> None:
    """Exporta una clase de filas; con «todo», el registro completo, que «importar todo» vuelve a leer."""
    from register.archive_files import write_archive
    from register.queries.everything import lines
    from register.queries.export import rows
    from register.queries.export_heads import heads

    with told_in_spanish():
        with opened_register() as register_:
            if que is not What.EVERYTHING:
                _noted(register_, que, formato)
            with register_.reading() as session:
                if que is not What.EVERYTHING:
                    count = _write(rows(session, que.value), formato, salida, heads(que.value))
                elif salida is None:
                    raise DataError("no --salida", "Para exportar todo falta --salida con una carpeta o X.jsonl.gz.")
                else:
                    count = write_archive(salida, lines(session))
            if que is What.EVERYTHING:  # afterwards: an archive of a register does not tell of itself
                _noted(register_, que, formato)
        if salida is not None:
            say(f"{counted(count, 'fila', 'filas')} de {que.value} en {salida}.")


def _noted(register_: Any, que: What, formato: Format) -> None:
    """Write down that this was taken out; raise StorageError where that is not possible."""
    from register.commands import access
    from register.commands.journal import CONSOLE

    with register_.writing() as session:
        access.note(
            session,
            what=f"exportar.{que.value}",
            object_type="registro",
            object_id=formato.value,
            by=CONSOLE,
            now=datetime.now(UTC),
        )


def _write(rows: Iterator[dict[str, Any]], form: Format, target: Path | None, heads: Sequence[str]) -> int:
    if target is None:
        try:
            return _write_to(sys.stdout, rows, form, heads)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise not_written(error) from error
    try:
        with whole(target) as partial, partial.open("w", encoding="utf-8", newline="") as out:
            return _write_to(out, rows, form, heads)
    except OSError as error:
        raise StorageError(
            f"export to {target}: {error.strerror}",
            f"No se puede escribir en {target}: {reason_in_spanish(error)}. Elija otro lugar con --salida.",
        ) from error


def _write_to(out: TextIO, rows: Iterator[dict[str, Any]], form: Format, heads: Sequence[str]) -> int:
    """Write rows and return how many; a table has its heads even where there is none."""
    count = 0
    writer = csv.DictWriter(out, fieldnames=heads, quoting=csv.QUOTE_ALL)
    if form is Format.CSV:
        writer.writeheader()
    for row in rows:
        count += 1
        if form is Format.JSONL:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            continue
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return count


def _cell(value: Any) -> str:
    """Return a value as the text of a cell that no spreadsheet runs.

    What would be read as a formula gets a leading apostrophe (CWE-1236); the original comes back by taking it away.
    """
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
    return f"'{text}" if isinstance(value, str) and runs(text) else text
