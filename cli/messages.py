"""Verbs `avisos`: who gets which messages, making and sending them, and the outbox."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from cli.failure import say, told_in_spanish
from cli.opened import opened_register
from cli.spanish import SpanishCommand, SpanishGroup

verbs = typer.Typer(
    cls=SpanishGroup, help="Correos: reglas de destinatarios, bandeja de salida y envío.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    verbs.command("enviar", cls=SpanishCommand)(send)
    verbs.command("bandeja", cls=SpanishCommand)(outbox)
    verbs.command("agregar", cls=SpanishCommand)(add)
    verbs.command("terminar", cls=SpanishCommand)(end)
    verbs.command("retirar", cls=SpanishCommand)(withdraw)
    verbs.command("aprobar", cls=SpanishCommand)(approve)
    app.add_typer(verbs, name="avisos")


def send() -> None:
    """Prepara lo que toca a esta hora y envía lo que espera."""
    from flows.rounds import prepare_and_send
    from flows.settings import read_settings
    from reports.settings import read_channels, read_mail

    with told_in_spanish(), opened_register() as opened:
        made, told = prepare_and_send(
            opened,
            read_mail(),
            resources=read_settings().resources,
            now=datetime.now(UTC),
            channels=read_channels(),
        )
        typer.echo(json.dumps({"preparados": made} | told, ensure_ascii=False))
        if "sin_servidor" in told:
            say("No hay servidor de correo: ponga ATALAYA_SMTP. Los avisos esperan en la bandeja.")


def outbox() -> None:
    """Lista los últimos avisos: número, estado, tipo y asunto."""
    from conflict.esbo import moment
    from register.queries import messages

    with told_in_spanish(), opened_register() as opened, opened.reading() as session:
        for number, kind, state, subject, not_before in messages.outbox(session):
            typer.echo(f"{number}\t{state.value}\t{kind.value}\t{moment(not_before)}\t{subject}")


def add(
    correo: Annotated[str, typer.Argument(help="Correo que recibe, o canal:NOMBRE de ATALAYA_CANALES.")],
    tipos: Annotated[str, typer.Option("--tipos", help="Lista de diario, semanal, critico, vencidos.")] = "diario",
    oficina: Annotated[str, typer.Option("--oficina", help="Código de la oficina; sin ella, todo el país.")] = "",
    con_aprobacion: Annotated[
        bool, typer.Option("--con-aprobacion", help="Cada aviso espera a que alguien lo apruebe.")
    ] = False,
) -> None:
    """Agrega una regla de destinatarios. Sin regla no sale nada."""
    from conflict.errors import DataError
    from conflict.message import MessageKind
    from register.commands import messages

    with told_in_spanish(), opened_register() as opened:
        known = {kind.value: kind for kind in MessageKind}
        asked = [word.strip() for word in tipos.split(",") if word.strip()]
        if not asked or set(asked) - set(known):
            raise DataError("message kinds", f"--tipos lleva uno o varios de: {', '.join(known)}.")
        kinds = [known[word] for word in asked]
        with opened.writing() as session:
            number = messages.add_rule(
                session,
                address=correo,
                office=known_office(session, oficina),
                kinds=kinds,
                approval=con_aprobacion,
                now=datetime.now(UTC),
            )
        say(f"Regla {number} agregada.")


def known_office(session: Any, code: str) -> str:
    """Return the code of an office at work, "" for the whole country; raise DataError with all of them for another.

    A rule for an office that does not exist would never send anything, and nobody would notice.
    """
    from conflict.errors import DataError
    from register.queries import offices

    working = offices.working(session)
    if not code or code in {one.id for one in working}:
        return code
    listed = "; ".join(f"{one.id} {one.short}" for one in working) or "ninguna: las trae el primer ciclo"
    raise DataError(f"office {code[:20]!r}", f"No hay una oficina con el código «{code[:40]}». Son: {listed}.")


def end(numero: Annotated[int, typer.Argument(help="Número de la regla.")]) -> None:
    """Termina una regla y retira lo que esperaba para esa dirección."""
    from register.commands import messages

    with told_in_spanish(), opened_register() as opened, opened.writing() as session:
        messages.end_rule(session, rule_id=numero, now=datetime.now(UTC))


def withdraw(numero: Annotated[int, typer.Argument(help="Número del aviso.")]) -> None:
    """Retira un aviso que todavía no salió."""
    from register.commands import messages

    with told_in_spanish(), opened_register() as opened, opened.writing() as session:
        messages.withdraw(session, message=numero, now=datetime.now(UTC))


def approve(numero: Annotated[int, typer.Argument(help="Número del aviso.")]) -> None:
    """Aprueba un aviso que espera el sí de una persona."""
    from register.commands import messages

    with told_in_spanish(), opened_register() as opened, opened.writing() as session:
        messages.approve(session, message=numero, now=datetime.now(UTC))
