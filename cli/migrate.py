"""Verb `migrar`: bring the register's tables to the version of this program."""

import typer

from cli.failure import say, told_in_spanish
from cli.spanish import SpanishCommand


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("migrar", cls=SpanishCommand)(migrate)


def migrate() -> None:
    """Crea o actualiza la base de datos. Repetirlo no cambia nada."""
    from register.migrate import migrate as migrate_register
    from register.settings import read_storage

    with told_in_spanish():
        steps = migrate_register(read_storage())
        say(f"Base de datos al día: {len(steps)} pasos aplicados." if steps else "La base de datos ya estaba al día.")
