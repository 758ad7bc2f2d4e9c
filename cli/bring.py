"""Verbs `importar …`: what was exported comes back, what an office kept before comes in."""

from pathlib import Path
from typing import Annotated

import typer

from cli.failure import say, told_in_spanish
from cli.spanish import SpanishCommand, SpanishGroup


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    group = typer.Typer(cls=SpanishGroup, help="Trae datos al registro.", no_args_is_help=True)
    group.command("todo", cls=SpanishCommand)(everything)
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
        register_ = open_register(read_storage())
        try:
            with register_.writing() as session:
                counts = load(session, read_archive(origen))
        finally:
            register_.close()
        say(f"{sum(counts.values())} filas de {len(counts)} tablas guardadas desde {origen}.")
