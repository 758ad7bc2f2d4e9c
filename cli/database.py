"""Verbs `base`: what an operator does once with a PostgreSQL server."""

from typing import Annotated

import typer

from cli.failure import say, told_in_spanish
from cli.spanish import SpanishCommand, SpanishGroup

WEB_ROLE = "atalaya_web"


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    group = typer.Typer(cls=SpanishGroup, help="Quién entra en la base de datos PostgreSQL.", no_args_is_help=True)
    group.command("red", cls=SpanishCommand)(net)
    app.add_typer(group, name="base")


def net(
    rol: Annotated[str, typer.Option("--rol", help="Usuario de PostgreSQL con el que entran las páginas.")] = WEB_ROLE,
) -> None:
    """Da a las páginas un usuario que no es dueño de las tablas: la base misma le niega lo de otro territorio."""
    from register.settings import read_storage
    from register.web_role import let_in

    with told_in_spanish():
        tables = let_in(read_storage(), rol)
        say(
            f"«{rol}» puede trabajar con las páginas, con la segunda red bajo {tables} tablas. Sírvalas con "
            f"ATALAYA_BASE_DE_DATOS=postgresql://{rol}@SERVIDOR/BASE; el ciclo y los respaldos siguen con el usuario "
            "de hoy. Compruebe con: atalaya doctor"
        )
