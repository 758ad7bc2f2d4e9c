"""Verbs `entrenar` and `evaluar`: make the model from the corpus, and measure it on a labelled set."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.failure import told_in_spanish
from cli.spanish import SpanishCommand


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("entrenar", cls=SpanishCommand)(train)
    app.command("evaluar", cls=SpanishCommand)(evaluate)


def train() -> None:
    """Entrena el clasificador con data/corpus y lo deja listo para usar."""
    from classifiers.train import train as train_model
    from flows.settings import read_settings

    with told_in_spanish():
        settings = read_settings()
        card = train_model(settings.corpus, settings.model, datetime.now(UTC))
        typer.echo(card.in_spanish())


def evaluate(
    conjunto: Annotated[
        Path, typer.Option("--conjunto", metavar="X.csv", help="CSV etiquetado: id, titular, bajada, etapa.")
    ],
) -> None:
    """Mide el clasificador sobre un conjunto etiquetado, con intervalos."""
    from flows.evaluate import evaluate_file
    from flows.settings import read_settings

    with told_in_spanish():
        settings = read_settings()
        typer.echo(evaluate_file(conjunto, settings.model, settings.gazetteer))
