"""Verbs `persona`: what the register holds about a person, to know it, rectify it, dispute it or suppress it.

Names and texts are asked on the keyboard or read from standard input: the words of a command line can be seen by
others on the machine, and stay in its history.
"""

import json
import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from cli.failure import say, told_in_spanish
from cli.opened import opened_register
from cli.spanish import SpanishCommand, SpanishGroup
from conflict.errors import DataError
from conflict.record import Person

CONSOLE = Person("consola", "Sistemas")
Reason = Annotated[str, typer.Option("--motivo", help="Por qué, sin nombres: el expediente o el auto del juzgado.")]
Number = Annotated[int, typer.Argument(metavar="NÚMERO", help="Clave de la identidad, de «persona buscar».")]


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    group = typer.Typer(
        cls=SpanishGroup, help="Datos sobre una persona: saber, rectificar, anotar, suprimir.", no_args_is_help=True
    )
    verbs = (("buscar", find), ("exportar", hand_over), ("rectificar", rectify), ("nota", dispute))
    for name, verb in (*verbs, ("suprimir", suppress)):
        group.command(name, cls=SpanishCommand)(verb)
    app.add_typer(group, name="persona")


def find(motivo: Reason) -> None:
    """Pregunta un nombre y dice dónde está escrito, sin mostrar los textos: una línea JSON por lugar."""
    with told_in_spanish(), opened_register() as opened:
        for one in _about(opened, _asked("Nombre de la persona"), motivo):
            _tell({"tabla": one.table, "clave": one.key, "campo": one.column, "ficha": one.record})


def hand_over(motivo: Reason) -> None:
    """Pregunta un nombre y da todo lo escrito sobre esa persona en un documento JSON, con su lugar."""
    with told_in_spanish(), opened_register() as opened:
        name = _asked("Nombre de la persona")
        found = [
            {"tabla": one.table, "clave": one.key, "campo": one.column, "ficha": one.record, "texto": one.text}
            for one in _about(opened, name, motivo)
        ]
        _tell({"persona": name, "fecha": _now().isoformat(), "motivo": motivo, "lugares": found})
        say(f"{len(found)} lugares.")


def rectify(numero: Number, motivo: Reason) -> None:
    """Pregunta el texto correcto de una identidad reservada; se guardan las dos versiones y se muestra la nueva."""
    from register.commands import privacy

    with told_in_spanish(), opened_register() as opened:
        words = _asked("Texto correcto")
        with opened.writing() as session:
            number = privacy.rectify(session, identity_id=numero, words=words, reason=motivo, by=CONSOLE, now=_now())
        say(f"Rectificado: la identidad {numero} se conserva y se muestra la {number}.")


def dispute(ficha: Annotated[str, typer.Argument(metavar="FICHA", help="Código de la ficha.")]) -> None:
    """Pregunta una nota de disconformidad y la cuelga de una ficha, donde se ve."""
    from register.commands import privacy

    with told_in_spanish(), opened_register() as opened:
        words = _asked("Nota de disconformidad")
        with opened.writing() as session:
            privacy.dispute(session, code=ficha, words=words, by=CONSOLE, now=_now())
        say(f"Anotado en {ficha}.")


def suppress(numero: Number, motivo: Reason) -> None:
    """Borra una identidad reservada con sus versiones; la afectación sigue contada y la bitácora íntegra."""
    from register.commands import privacy

    with told_in_spanish(), opened_register() as opened, opened.writing() as session:
        count = privacy.suppress(session, identity_id=numero, reason=motivo, by=CONSOLE, now=_now())
        say(f"Identidad suprimida: {count} versiones.")


def _about(opened: Any, name: str, reason: str) -> list[Any]:
    """Return what names a person, once it is in the log of accesses."""
    from register.commands import privacy
    from register.queries import persons

    with opened.reading() as session:
        found = list(persons.about(session, name))
    with opened.writing() as session:
        privacy.looked(session, found=found, reason=reason, by=CONSOLE, now=_now())
    return found


def _asked(what: str) -> str:
    """Return what is typed or comes on standard input; raise DataError for nothing."""
    text = str(typer.prompt(what, err=True)) if sys.stdin.isatty() else sys.stdin.readline()
    if not text.strip():
        raise DataError(f"{what}: nothing on stdin", f"Falta: {what.lower()}. Escríbalo cuando se pregunte.")
    return " ".join(text.split())


def _tell(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _now() -> datetime:
    return datetime.now(UTC)
