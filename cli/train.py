"""Verbs `entrenar` and `evaluar`: make the model from the corpus, and measure it on a labelled set."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.failure import told_in_spanish
from cli.spanish import SpanishCommand, UsageError


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("entrenar", cls=SpanishCommand)(train)
    app.command("evaluar", cls=SpanishCommand)(evaluate)


def train(
    con_decisiones: Annotated[
        bool,
        typer.Option(
            "--con-decisiones", help="Aprende también de lo decidido y lo deja propuesto; el de uso no cambia."
        ),
    ] = False,
    por: Annotated[str, typer.Option("--por", metavar="NOMBRE", help="Con --con-decisiones: quién lo hace.")] = "",
    oficina: Annotated[str, typer.Option("--oficina", metavar="OFICINA", help="Con --con-decisiones.")] = "",
) -> None:
    """Entrena el clasificador con data/corpus y lo deja listo para usar."""
    if con_decisiones:
        if not (por and oficina):
            raise UsageError("Con --con-decisiones falta decir quién lo hace: --por NOMBRE --oficina OFICINA.")
        from cli.models import propose

        propose(por, oficina)
        return
    from classifiers.train import train as train_model
    from flows.settings import read_settings

    with told_in_spanish():
        settings = read_settings()
        card = train_model(settings.corpus, settings.model, datetime.now(UTC))
        typer.echo(card.in_spanish())


def evaluate(
    conjunto: Annotated[
        Path | None, typer.Option("--conjunto", metavar="X.csv", help="CSV etiquetado: id, titular, bajada, etapa.")
    ] = None,
    pisos: Annotated[
        bool, typer.Option("--pisos", help="Compara con los pisos fijados; sale con 3 si algo está debajo.")
    ] = False,
    fijar: Annotated[bool, typer.Option("--fijar-pisos", help="Mide y fija pisos nuevos; solo pueden subir.")] = False,
    comparar: Annotated[
        bool,
        typer.Option(
            "--comparar", help="Muestra además qué alcanzan lectores más simples; sin --conjunto, lo congelado."
        ),
    ] = False,
    errores: Annotated[
        int, typer.Option("--errores", min=0, max=1_000, help="Titulares que se listan por clase de error.")
    ] = 0,
    bajar: Annotated[
        str, typer.Option("--bajar-pisos", metavar="MOTIVO", help="Permite que bajen; el motivo queda en el archivo.")
    ] = "",
) -> None:
    """Mide el clasificador sobre un conjunto etiquetado, con intervalos, o contra sus pisos."""
    from flows.models import load_champion, shelf_of
    from flows.settings import read_settings

    if bajar and not fijar:
        raise UsageError("--bajar-pisos acompaña a --fijar-pisos.")
    if conjunto is None and not (pisos or fijar or comparar):
        raise UsageError("Falta decir qué se mide: --conjunto X.csv, --comparar, --pisos o --fijar-pisos.")
    with told_in_spanish():
        settings, now = read_settings(), datetime.now(UTC)
        if fijar or pisos:
            from flows.floors import check_floors, pin_floors

            where = (settings.corpus, settings.frozen, settings.floors, now)
            typer.echo(pin_floors(*where, bajar) if fijar else check_floors(*where))
        if conjunto is not None:
            from flows.evaluate import evaluate_file

            typer.echo(evaluate_file(conjunto, load_champion(shelf_of(settings)), settings, errors=errores))
        if comparar:
            from flows.evaluate import compare_file, compare_frozen

            typer.echo(
                compare_frozen(settings.frozen, settings.corpus, now)
                if conjunto is None
                else compare_file(conjunto, load_champion(shelf_of(settings)), settings.corpus, now)
            )
