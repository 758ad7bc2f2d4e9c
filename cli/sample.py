"""Verbs `muestra sortear` and `muestra resumen`: the control sample of what the machine did not flag."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer

from cli.failure import told_in_spanish
from cli.opened import opened_register
from cli.spanish import SpanishCommand, SpanishGroup, UsageError
from conflict.esbo import counted, lacking, part_of

group = typer.Typer(
    cls=SpanishGroup, help="La muestra de control: cuánto se le escapa al sistema.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the group."""
    group.command("sortear", cls=SpanishCommand)(draw)
    group.command("resumen", cls=SpanishCommand)(summary)
    app.add_typer(group, name="muestra")


def draw(
    dia: Annotated[
        str, typer.Option("--dia", metavar="AAAA-MM-DD", help="Día en La Paz; si falta, los que no tienen muestra.")
    ] = "",
    tamano: Annotated[int, typer.Option("--tamano", min=1, max=100, help="Notas por día.")] = 10,
) -> None:
    """Sortea la muestra de control de los días terminados; un día ya sorteado no cambia."""
    from conflict.lapaz import local_day
    from register.commands import control

    now = datetime.now(UTC)
    day = _day(dia)
    if day is not None and day >= local_day(now):
        raise UsageError("Ese día no ha terminado. La muestra se sortea cuando el día está completo.")
    with told_in_spanish():
        with opened_register() as register_, register_.writing() as session:
            if day is None:
                done = control.draw_due(session, now=now, size=tamano)
            else:
                one = control.draw(session, day=day, now=now, size=tamano)
                done = [] if one is None else [one]
        for drawn in done:
            typer.echo(f"{drawn.day.isoformat()}: {part_of(drawn.size, drawn.unflagged, 'nota', 'notas')} sin señal.")
        if not done:
            typer.echo("Nada que sortear: los días terminados ya tienen su muestra o no tienen notas sin señal.")


def summary(
    dias: Annotated[int, typer.Option("--dias", min=1, max=3650, help="Días que se cuentan hacia atrás.")] = 28,
) -> None:
    """Dice qué parte de lo no marcado resultó ser conflicto, con su intervalo."""
    from conflict.lapaz import local_day
    from register.queries import control

    with told_in_spanish():
        with opened_register() as register_, register_.reading() as session:
            today = local_day(datetime.now(UTC))
            told = control.missed(session, today - timedelta(days=dias), today)
        low, high = told.share.interval
        typer.echo(
            f"{counted(told.share.whole, 'revisada', 'revisadas')}, "
            f"{told.waiting} por revisar, de {counted(told.unflagged, 'nota', 'notas')} sin señal."
        )
        if told.share.value is not None:
            typer.echo(
                f"Eran conflicto {told.share.part}: {100 * told.share.value:.1f} % [{100 * low:.1f}–{100 * high:.1f}]"
            )
        if told.lacking:
            typer.echo(f"{lacking(told.lacking, 'revisión', 'revisiones')} para que la cifra valga.")


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"«{text[:20]}» no es un día. Se esperaba AAAA-MM-DD, por ejemplo 2026-11-20.") from None
