"""Verb `clasificar`: a CSV of news in, one JSON line per row out, with no database."""

from pathlib import Path
from typing import Annotated

import typer

from cli.failure import say, told_in_spanish
from cli.spanish import SpanishCommand
from conflict.esbo import counted


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("clasificar", cls=SpanishCommand)(classify)


def classify(
    entrada: Annotated[
        Path, typer.Option("--entrada", metavar="X.csv", help="CSV con las columnas id, titular y bajada.")
    ],
    salida: Annotated[Path, typer.Option("--salida", metavar="Y.jsonl", help="Archivo de salida, una línea por nota.")],
) -> None:
    """Clasifica y ubica las notas de un CSV: señal, etapa, lugares, medidas, plazo, motivos y grupo."""
    from flows.classify import classify_file
    from flows.dated import FORMS
    from flows.models import shelf_of
    from flows.settings import read_settings

    with told_in_spanish():
        settings = read_settings()
        done = classify_file(entrada, salida, shelf_of(settings), settings)
        say(f"{counted(done.rows, 'nota leída', 'notas leídas')}, {done.signals} con señal, {done.seconds:.1f} s.")
        if done.odd:
            odd = counted(done.odd, "fila", "filas")
            say(f"{odd} con más o menos celdas que columnas: revise sus comas y comillas; lo que sobra no se leyó.")
        for reason, rows in done.undated.items():
            say(f"{rows} sin plazos ni orden en el tiempo: {reason}. Se esperaba {FORMS}.")
