"""Verb `retencion`: what has outlived its term, counted; deleted only when asked."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from cli.failure import say, told_in_spanish
from cli.opened import opened_register
from cli.spanish import SpanishCommand


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("retencion", cls=SpanishCommand)(retain)


def retain(
    aplicar: Annotated[bool, typer.Option("--aplicar", help="Borra lo contado y lo anota en la bitácora.")] = False,
) -> None:
    """Cuenta lo que pasó su plazo de conservación según conservacion.csv; no borra nada sin --aplicar."""
    from conflict.lapaz import local_day
    from flows.settings import read_settings
    from register.commands import journal, retention
    from register.queries import retention as queries
    from register.retention import load_keeping

    with told_in_spanish(), opened_register() as opened:
        settings, now = read_settings(), datetime.now(UTC)
        terms, folder = load_keeping(settings.resources, local_day(now)), settings.storage.folder
        if aplicar:
            with opened.writing() as session:
                found = retention.apply(session, terms=terms.values(), folder=folder, by=journal.CONSOLE, now=now)
        else:
            with opened.reading() as session:
                found = queries.past(session, terms=terms.values(), folder=folder, now=now)
        for holding, count in found.items():
            term = terms[holding]
            typer.echo(f"{holding.value}\t{count}\t{term.amount} {term.unit.value}\t{term.why}")
        say("Borrado y anotado en la bitácora." if aplicar else "No se borró nada. Para borrarlo: retencion --aplicar")
