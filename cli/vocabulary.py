"""Verbs `vocabulario`: what the program knows about actors, places and measures, and what this office corrects."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.failure import say, told_in_spanish
from cli.spanish import SpanishCommand, SpanishGroup
from conflict.correction import Correction, CorrectionAction, CorrectionTable
from conflict.esbo import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.lore import Lore

MOST_SHOWN = 60

Table = Annotated[CorrectionTable, typer.Argument(help="Qué se corrige: actor, municipio, medida o trampa.")]
Key = Annotated[str, typer.Argument(help="Clave del actor o de la medida, o código del municipio.")]
Phrase = Annotated[str, typer.Argument(help="El nombre o las palabras, entre comillas si son varias.")]
By = Annotated[str, typer.Option("--por", help="Quién corrige.")]
Reason = Annotated[str, typer.Option("--motivo", help="Por qué se corrige.")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        cls=SpanishGroup, help="Actores, lugares y medidas que se conocen, y sus correcciones.", no_args_is_help=True
    )
    group.command("listar", cls=SpanishCommand)(show)
    group.command("agregar", cls=SpanishCommand)(add)
    group.command("quitar", cls=SpanishCommand)(drop)
    group.command("comprobar", cls=SpanishCommand)(check)
    app.add_typer(group, name="vocabulario")


def show(
    tabla: Annotated[
        CorrectionTable | None, typer.Option("--tabla", help="Si falta, las correcciones de esta oficina.")
    ] = None,
    texto: Annotated[str, typer.Option("--texto", help="Solo las filas que contienen estas palabras.")] = "",
) -> None:
    """Muestra las correcciones de esta oficina o, con --tabla, lo que se conoce con su clave."""
    from rich.console import Console
    from rich.table import Table as Drawn

    from conflict.text import fold
    from flows.corrections import read_corrections
    from flows.lore import load_lore
    from flows.settings import read_settings

    with told_in_spanish():
        settings = read_settings()
        if tabla is None:
            heads: tuple[str, ...] = ("Fecha", "Por", "Qué", "Tabla", "Clave", "Expresión", "Motivo")
            rows: list[tuple[str, ...]] = [
                (f"{o.day:%d/%m/%Y}", o.by, o.action.value, o.table.value, o.key, o.phrase, o.reason)
                for o in read_corrections(settings.own_vocabulary)
            ]
        else:
            heads = ("Clave", "Nombre", "Qué es", "Otras formas")
            rows = list(_known(load_lore(settings), tabla))
        found = [row for row in rows if fold(texto) in fold(" ".join(row))]
        drawn = Drawn(*heads)
        for row in found[:MOST_SHOWN]:
            drawn.add_row(*row)
        if found:
            Console(markup=False).print(drawn)  # what a person wrote in brackets is no markup
        shown = f" Se muestran {MOST_SHOWN}; acote con --texto." if len(found) > MOST_SHOWN else ""
        say(f"{counted(len(found), 'fila', 'filas')}.{shown}")


def _known(lore: "Lore", table: CorrectionTable) -> "Iterator[tuple[str, ...]]":
    if table is CorrectionTable.ACTOR:
        for card in lore.vocabulary.actors.values():
            if ":" not in card.key:
                kind = f"{card.kind.value}, {card.sector.value}"
                yield card.key, card.name, kind, "; ".join(filter(None, (card.initials, *card.spellings)))
    elif table is CorrectionTable.MUNICIPALITY:
        for code, one in lore.gazetteer.municipalities.items():
            yield code, one.name, lore.gazetteer.departments[one.department], one.official_name
    else:
        for measure in lore.vocabulary.measures:
            words = measure.words if table is CorrectionTable.MEASURE else measure.traps
            yield measure.kind.value, measure.name, measure.moment.value, "; ".join(words)


def add(tabla: Table, clave: Key, expresion: Phrase, por: By, motivo: Reason) -> None:
    """Agrega otro nombre de un actor o un municipio, o palabras o trampas de una medida."""
    _correct(tabla, CorrectionAction.ADD, clave, expresion, por, motivo)


def drop(tabla: Table, clave: Key, expresion: Phrase, por: By, motivo: Reason) -> None:
    """Quita un nombre o unas palabras, también las que vienen con el programa; la línea anterior queda escrita."""
    _correct(tabla, CorrectionAction.DROP, clave, expresion, por, motivo)


def _correct(table: CorrectionTable, action: CorrectionAction, key: str, phrase: str, by: str, reason: str) -> None:
    from conflict.lapaz import local_day
    from flows.correcting import correct
    from flows.settings import read_settings

    with told_in_spanish():
        now = datetime.now(UTC)
        one = Correction(table, action, key.strip(), phrase.strip(), local_day(now), by.strip(), reason.strip())
        path = correct(read_settings(), one, now)
        say(f"Guardado en {path}. Vale desde el próximo ciclo.")


def check(
    texto: Annotated[str, typer.Argument(help="Un texto para ver qué se lee en él.")] = "",
) -> None:
    """Comprueba las tablas y las correcciones y, si se da un texto, muestra qué se lee en él."""
    from classifiers.actors import find_actors
    from classifiers.demands import find_demand
    from conflict.correction import standing
    from conflict.text import fold_with_offsets
    from flows.corrections import read_corrections
    from flows.lore import load_lore
    from flows.settings import read_settings

    with told_in_spanish():
        settings = read_settings()
        lore = load_lore(settings)
        own = len(standing(read_corrections(settings.own_vocabulary)))
        actors_words = counted(len(lore.vocabulary.actors), "actor", "actores")
        own_words = counted(own, "corrección", "correcciones")
        say(f"Vocabulario {lore.vocabulary.version}: {actors_words}, {own_words}. Bien.")
        if texto:
            folded = fold_with_offsets(texto)
            actors = find_actors(lore.vocabulary.names, texto, folded, None)
            for actor in actors:
                typer.echo(f"- {actor.role.value}: {actor.name} ({actor.sector.value}), «{actor.said}»; {actor.reason}")
            demand = find_demand(texto, folded, actors)
            typer.echo(f"- demanda: {demand.text if demand else 'no se lee ninguna'}")
