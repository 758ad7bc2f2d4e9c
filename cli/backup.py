"""Verbs `respaldo` and `restaurar`: keep the register apart, bring it back, and prove that it comes back."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.failure import say, told_in_spanish
from cli.spanish import SpanishCommand, SpanishGroup
from conflict.errors import DataError
from conflict.esbo import counted, moment

Place = Annotated[
    Path | None,
    typer.Option("--destino", metavar="CARPETA", help="Dónde están los respaldos; si falta, «respaldos» de los datos."),
]


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    group = typer.Typer(cls=SpanishGroup, help="Respalda el registro; sin más palabras, hace un respaldo ahora.")
    group.callback(invoke_without_command=True)(make)
    group.command("listar", cls=SpanishCommand)(show)
    group.command("probar", cls=SpanishCommand)(drill)
    app.add_typer(group, name="respaldo")
    app.command("restaurar", cls=SpanishCommand)(restore)


def make(
    ctx: typer.Context,
    destino: Place = None,
    conservar: Annotated[
        int, typer.Option("--conservar", min=1, max=3650, help="Cuántos respaldos se conservan.")
    ] = 14,
) -> None:
    """Respalda el registro; sin más palabras, hace un respaldo ahora."""
    if ctx.invoked_subcommand is not None:
        return
    from register.backup import FOLDER
    from register.backup import make as make_backup
    from register.settings import read_storage

    with told_in_spanish():
        storage = read_storage()
        made = make_backup(storage, destino or storage.folder / FOLDER, now=datetime.now(UTC), keep=conservar)
        sums = f"{_rows(made.counts)}, {counted(len(made.files), 'archivo', 'archivos')}"
        say(f"Respaldo hecho y comprobado: {made.folder} ({sums}).")


def _rows(counts: Mapping[str, int]) -> str:
    return counted(sum(counts.values()), "fila", "filas")


def show(destino: Place = None) -> None:
    """Lista los respaldos, del más nuevo al más viejo, cada uno comprobado."""
    from register.backup import FOLDER, kept, verify
    from register.settings import read_storage

    with told_in_spanish():
        place = destino or read_storage().folder / FOLDER
        for folder in kept(place):
            try:
                found = verify(folder)
                say(f"{folder}  entero, {_rows(found.counts)}")
            except DataError:
                say(f"{folder}  DAÑADO")
        if not kept(place):
            say(f"No hay respaldos en {place}. Haga uno con: atalaya respaldo")


def drill(destino: Place = None) -> None:
    """Simulacro: restaura el último respaldo en un lugar temporal y compara los conteos."""
    from register.backup import FOLDER, kept
    from register.restore import drill as try_backup
    from register.settings import read_storage

    with told_in_spanish():
        place = destino or read_storage().folder / FOLDER
        found = kept(place)
        if not found:
            raise DataError(f"no backup in {place}", f"No hay respaldos en {place}. Haga uno con: atalaya respaldo")
        tried = try_backup(found[0], now=datetime.now(UTC))
        say(
            f"El respaldo {found[0]} vuelve entero: {_rows(tried.counts)} de "
            f"{counted(len(tried.counts), 'tabla', 'tablas')} "
            "restauradas en un lugar temporal, iguales a las respaldadas."
        )


def restore(
    respaldo: Annotated[Path, typer.Argument(metavar="RESPALDO", help="La carpeta de un respaldo.")],
    reemplazar: Annotated[
        bool, typer.Option("--reemplazar", help="Pone el respaldo en lugar de lo que hay; lo de ahora queda al lado.")
    ] = False,
) -> None:
    """Restaura un respaldo en la base de datos y la carpeta de datos. Detenga antes Atalaya."""
    from register.restore import restore as bring_back
    from register.settings import read_storage

    with told_in_spanish():
        done = bring_back(read_storage(), respaldo, now=datetime.now(UTC), replace=reemplazar)
        aside = f" La base de antes quedó en {done.aside}." if done.aside else ""
        made_at = moment(datetime.fromisoformat(done.backup.made_at))
        say(f"Restaurado el respaldo del {made_at}: {_rows(done.counts)}.{aside}")
