"""Verbs `constancia` and `conciliar`: what each person did in a month, and our records beside a list of theirs."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.failure import say, told_in_spanish
from cli.opened import opened_register
from cli.spanish import SpanishCommand
from conflict.errors import DataError, reason_in_spanish
from conflict.esbo import counted

Month = Annotated[str, typer.Argument(metavar="MES", help="Por ejemplo 2026-11.")]


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("constancia", cls=SpanishCommand)(proof)
    app.command("conciliar", cls=SpanishCommand)(compare)


def proof(mes: Month) -> None:
    """Constancia de trabajo del mes: por persona, lo revisado, registrado, actuado y concluido, con sus códigos."""
    from register.queries.worked import of_month

    with told_in_spanish():
        with opened_register() as register_, register_.reading() as session:
            found = of_month(session, mes)
        for one in found:
            line = {
                "persona": one.label,
                "revisadas": one.reviewed,
                "registradas": one.registered,
                "acciones": one.acted,
                "concluidas": one.concluded,
            }
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        say(f"{counted(len(found), 'persona', 'personas')} con trabajo en {mes}.")


def compare(
    mes: Month,
    lista: Annotated[Path, typer.Option("--lista", metavar="ARCHIVO", help="Los códigos del otro sistema, pegados.")],
) -> None:
    """Compara las fichas del mes con los códigos de otro sistema: en los dos, solo aquí, solo allá, repetidos."""
    from register.queries.worked import reconcile

    with told_in_spanish():
        try:
            lines = lista.read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise DataError("list is not UTF-8", f"{lista} no es texto UTF-8. Guárdela así y repita.") from error
        except OSError as error:
            raise DataError(
                f"list: {error.strerror}", f"No se puede leer {lista}: {reason_in_spanish(error)}."
            ) from error
        with opened_register() as register_, register_.reading() as session:
            found = reconcile(session, month=mes, listed=lines)
        told = {"en_los_dos": found.both, "solo_aqui": found.ours, "solo_alla": found.theirs, "repetidos": found.twice}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        say(
            f"{len(found.both)} en los dos, {len(found.ours)} solo aquí, {len(found.theirs)} solo allá, "
            f"{counted(len(found.twice), 'código repetido', 'códigos repetidos')}."
        )
