"""Verbs `modelo proponer|comparar|promover|volver|listar`: another classifier in use, only when it is better."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.failure import told_in_spanish
from cli.spanish import SpanishCommand, SpanishGroup
from conflict.esbo import counted

if TYPE_CHECKING:
    from conflict.promotion import Pair
    from flows.promoting import Judgement
    from flows.settings import Settings
    from register.engine import Register

group = typer.Typer(
    cls=SpanishGroup, help="Los clasificadores: proponer uno, compararlo, promoverlo, volver.", no_args_is_help=True
)

Name = Annotated[str, typer.Option("--por", metavar="NOMBRE", help="Quién lo hace; queda en la bitácora.")]
Office = Annotated[str, typer.Option("--oficina", metavar="OFICINA", help="Su oficina.")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    group.command("proponer", cls=SpanishCommand)(propose)
    group.command("comparar", cls=SpanishCommand)(compare)
    group.command("promover", cls=SpanishCommand)(promote)
    group.command("volver", cls=SpanishCommand)(go_back)
    group.command("listar", cls=SpanishCommand)(list_models)
    app.add_typer(group, name="modelo")


def propose(
    por: Name,
    oficina: Office,
    sin_decisiones: Annotated[
        bool, typer.Option("--sin-decisiones", help="Aprende solo del corpus, no de lo que se decidió.")
    ] = False,
) -> None:
    """Entrena un modelo con el corpus y las decisiones y lo propone; lee a la sombra hasta que se lo promueva."""
    from conflict.record import Person
    from flows.proposing import propose as propose_model

    with _opened() as (settings, register_, now):
        done = propose_model(settings, register_, now, Person(por, oficina), decisions=not sin_decisiones)
        typer.echo(done.card.in_spanish())
        typer.echo(
            f"Aprendió de {counted(done.taught, 'decisión', 'decisiones')}; "
            f"{done.held}, las más nuevas, se apartaron para medirlo."
        )
        for reason, count in done.unused.items():
            typer.echo(f"  {count} no enseñan: {reason.replace('_', ' ')}")
        typer.echo("Propuesto. Lee a la sombra del modelo en uso; compárelo con: atalaya modelo comparar")


def compare() -> None:
    """Mide el modelo propuesto contra el que está en uso y dice qué impide promoverlo."""
    from flows.promoting import judge

    with _opened() as (settings, register_, now):
        _show(judge(settings, register_, now))


def promote(
    por: Name,
    oficina: Office,
    sin_espera: Annotated[
        str, typer.Option("--sin-espera", metavar="MOTIVO", help="No espera los días de sombra ni más decisiones.")
    ] = "",
) -> None:
    """Pone en uso el modelo propuesto, solo si es mejor y ningún departamento pierde. Se deshace con «volver»."""
    from conflict.record import Person
    from flows.promoting import promote as promote_model

    with _opened() as (settings, register_, now):
        done = promote_model(settings, register_, now, Person(por, oficina), hurry=sin_espera)
        _show(done)
        typer.echo(f"En uso desde ahora: {done.version}. Para volver al anterior: atalaya modelo volver")


def go_back(
    por: Name,
    oficina: Office,
    version: Annotated[str, typer.Option("--version", metavar="VERSIÓN", help="Si falta, la anterior.")] = "",
) -> None:
    """Vuelve al modelo anterior, o a otro de los guardados, en un paso."""
    from conflict.record import Person
    from flows.promoting import go_back as return_to

    with _opened() as (settings, register_, now):
        found = return_to(settings, register_, now, Person(por, oficina), version=version or None)
        typer.echo(f"En uso desde ahora: {found or 'el modelo que vino con el programa'}.")


def list_models() -> None:
    """Muestra los modelos guardados, cuál está en uso, cuál propuesto, y qué dice la sombra."""
    from rich.console import Console
    from rich.table import Column, Table

    from classifiers.shelf import card_of
    from flows.models import shelf_of
    from register.queries import models

    with _opened() as (settings, register_, _):
        shelf = shelf_of(settings)
        champion, challenger = shelf.champion(), shelf.challenger()
        shelved = {shelf.folder / name: card for name, card in shelf.versions().items()}
        table = Table(Column("Modelo", no_wrap=True), "Estado", "Entrenado", "Ejemplos", "PM", "Cobertura", "Umbral")
        for folder, card in {shelf.shipped: card_of(shelf.shipped), **shelved}.items():
            state = "en uso" if folder == champion else "propuesto" if folder == challenger else ""
            origin = "de fábrica" if folder == shelf.shipped else ""
            table.add_row(
                str(card.get("version", "–")),
                ", ".join(filter(None, (state, origin))),
                str(card.get("made_at", ""))[:10],
                str(card.get("examples", "")),
                _number(card.get("average_precision")),
                _number(card.get("recall")),
                _number(card.get("threshold")),
            )
        Console().print(table)
        with register_.reading() as session:
            sums = None if challenger is None else models.shadow(session, challenger.name)
        if sums is not None:
            typer.echo(
                f"A la sombra, {sums.challenger} leyó {counted(sums.read, 'nota', 'notas')}: "
                f"{sums.both} marcan los dos, "
                f"{sums.only_champion} solo el que está en uso, {sums.only_challenger} solo el propuesto."
            )


def _show(judged: "Judgement") -> None:
    found = judged.contest
    typer.echo(f"Modelo propuesto {judged.version}; primero el que está en uso, después el propuesto.")
    _show_pair("conjunto congelado", found.frozen)
    if found.held is not None:
        _show_pair(counted(found.held_texts, "decisión nueva", "decisiones nuevas"), found.held)
    for name, pair in found.departments.items():
        _show_pair(name, pair)
    if judged.against:
        typer.echo("No se puede promover:")
        for one in judged.against:
            typer.echo(f"- {one.sentence}")
    else:
        typer.echo("Nada impide promoverlo.")


def _show_pair(name: str, pair: "Pair") -> None:
    old, new = pair.champion, pair.challenger
    typer.echo(
        f"  {name:<24} PM {old.average_precision:.3f} → {new.average_precision:.3f}   F {old.f:.3f} → {new.f:.3f}   "
        f"cobertura {_number(old.recall.value)} → {_number(new.recall.value)}   "
        f"precisión {_number(old.precision.value)} → {_number(new.precision.value)}"
    )


def _number(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, int | float) else "–"


@contextmanager
def _opened() -> Iterator[tuple["Settings", "Register", datetime]]:
    from flows.settings import read_settings
    from register.engine import open_register

    with told_in_spanish():
        settings = read_settings()
        register_ = open_register(settings.storage)
        try:
            yield settings, register_, datetime.now(UTC)
        finally:
            register_.close()
