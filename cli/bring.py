"""Verbs `importar …`: what was exported comes back, what an office kept before comes in, and goes back if asked."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.failure import say, told_in_spanish
from cli.opened import opened_register
from cli.spanish import SpanishCommand, SpanishGroup
from conflict.errors import DataError, reason_in_spanish
from conflict.esbo import counted

MOST_TOLD = 40
"""Faults written out; the rest is counted."""
Name = Annotated[str, typer.Option("--por", metavar="NOMBRE", help="Quién importa; queda en la bitácora.")]
Office = Annotated[str, typer.Option("--oficina", metavar="OFICINA", help="Oficina de quien importa.")]


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    group = typer.Typer(cls=SpanishGroup, help="Trae datos al registro.", no_args_is_help=True)
    group.command("todo", cls=SpanishCommand)(everything)
    group.command("registros", cls=SpanishCommand)(past_records)
    group.command("deshacer", cls=SpanishCommand)(undo)
    app.add_typer(group, name="importar")


def everything(
    origen: Annotated[Path, typer.Argument(metavar="ORIGEN", help="Carpeta o archivo que escribió «exportar todo».")],
) -> None:
    """Vuelve a guardar un registro completo en una base de datos vacía; o entra todo, o nada."""
    from register.archive_files import read_archive
    from register.commands.everything import load
    from register.engine import open_register
    from register.settings import read_storage

    with told_in_spanish():
        # not `opened_register`: the tables are made by loading
        with closing(open_register(read_storage())) as register_, register_.writing() as session:
            counts = load(session, read_archive(origen))
        say(
            f"{counted(sum(counts.values()), 'fila', 'filas')} de {counted(len(counts), 'tabla', 'tablas')} "
            f"guardadas desde {origen}."
        )


def past_records(
    archivo: Annotated[Path, typer.Argument(metavar="F.xlsx", help="El registro anterior, en Excel.")],
    por: Name,
    oficina: Office,
    hoja: Annotated[str, typer.Option("--hoja", metavar="NOMBRE", help="Si falta, la primera con filas.")] = "",
    columna: Annotated[
        list[str] | None,
        typer.Option(
            "--columna", metavar="CAMPO=ENCABEZADO", help="Empareja una columna; se repite. Si falta, se adivina."
        ),
    ] = None,
    comprobar: Annotated[bool, typer.Option("--comprobar", help="Solo revisa; no guarda nada.")] = False,
) -> None:
    """Importa un registro anterior: fichas con su propio código, que se pueden deshacer durante 7 días."""
    from conflict.lapaz import local_day
    from conflict.pastrecords import FIELDS, REQUIRED, PastRecord, guess, read_row
    from conflict.record import Person
    from register.commands.imports import store
    from register.workbook import read_workbook

    with told_in_spanish():
        now = datetime.now(UTC)
        try:
            book = read_workbook(archivo.name, archivo.read_bytes())
        except OSError as error:
            raise DataError(
                f"workbook: {error.strerror}", f"No se puede leer {archivo}: {reason_in_spanish(error)}."
            ) from error
        sheet = next((one for one in book.sheets if not hoja or one.name == hoja), None)
        if sheet is None:
            names = ", ".join(one.name for one in book.sheets)
            raise DataError("no such sheet", f"No hay una hoja «{hoja}» con filas. Las hay: {names}.")
        columns = guess(sheet.heads)
        for pair in columna or []:
            field, _, head = pair.partition("=")
            if field not in FIELDS or head not in sheet.heads:
                raise DataError(
                    "column not matched",
                    f"«{pair}» no empareja nada. Campos: {', '.join(FIELDS)}. Encabezados: {', '.join(sheet.heads)}.",
                )
            columns[field] = sheet.heads.index(head)
        if lacking := [field for field in REQUIRED if field not in columns]:
            raise DataError(
                f"no column for {lacking}",
                f"No hay columna de {' ni de '.join(lacking)}. Diga cuál es con --columna {lacking[0]}=ENCABEZADO.",
            )
        for field, column in columns.items():
            say(f"  {field}: columna «{sheet.heads[column]}»")
        read = [read_row(number, cells, columns, local_day(now)) for number, cells in sheet.rows]
        rows = [one for one in read if isinstance(one, PastRecord)]
        faults = [fault for one in read if isinstance(one, list) for fault in one]
        for fault in faults[:MOST_TOLD]:
            say(fault.sentence)
        for doubt in [doubt for row in rows for doubt in row.doubts][:MOST_TOLD]:
            say(f"Fila {doubt.row}, con duda: {doubt.sentence}")
        say(
            f"{counted(len(read), 'fila leída', 'filas leídas')}, {counted(len(rows), 'lista', 'listas')}, "
            f"{len(read) - len(rows)} con error ({counted(len(faults), 'error', 'errores')})."
        )
        if faults:
            raise DataError(f"{len(faults)} faults", "No se guardó nada: corrija esas filas en Excel y repita.")
        if comprobar:
            return
        with opened_register() as register_, register_.writing() as session:
            heads = {field: sheet.heads[column] for field, column in columns.items()}
            done = store(
                session,
                file_name=book.name,
                digest=book.digest,
                columns=heads,
                rows=rows,
                by=Person(por, oficina),
                now=now,
            )
        for fault in done.skipped[:MOST_TOLD]:
            say(fault.sentence)
        say(
            f"Importación n.º {done.batch}: {counted(len(done.codes), 'ficha nueva', 'fichas nuevas')}, "
            f"{counted(len(done.skipped), 'omitida', 'omitidas')}. Se deshace "
            f"durante 7 días con: atalaya importar deshacer {done.batch}"
        )


def undo(
    numero: Annotated[int, typer.Argument(metavar="N", help="Número de la importación.")], por: Name, oficina: Office
) -> None:
    """Deshace una importación entera: anula sus fichas, si nadie trabajó en ellas."""
    from conflict.record import Person
    from register.commands.imports import undo as take_back

    with told_in_spanish():
        with opened_register() as register_, register_.writing() as session:
            count = take_back(session, batch=numero, by=Person(por, oficina), now=datetime.now(UTC))
        say(f"Importación n.º {numero} deshecha: {counted(count, 'ficha anulada', 'fichas anuladas')}.")
