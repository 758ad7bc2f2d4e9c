"""Verbs `fuentes listar` and `fuentes probar`: what is read, and what an address would bring."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.failure import say, told_in_spanish
from cli.spanish import SpanishCommand, SpanishGroup
from conflict.esbo import counted

NO_FEED = "No hay un canal de noticias en esa dirección. Se probaron /feed, /rss y el mapa del sitio"

THERE = ("no_es_feed", "parse_fallido", "parse_tiempo", "parse_memoria", "dtd_rechazada", "demasiado_grande")
"""Ends of a look at which a document was there; at all others nobody answered as asked."""

group = typer.Typer(cls=SpanishGroup, help="Las fuentes de noticias.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group."""
    group.command("listar", cls=SpanishCommand)(list_sources)
    group.command("probar", cls=SpanishCommand)(try_address)
    app.add_typer(group, name="fuentes")


def list_sources(
    fuentes: Annotated[
        Path | None, typer.Option("--fuentes", metavar="F.yaml", help="Lista de fuentes; si falta, sources.yaml.")
    ] = None,
    tarjetas: Annotated[
        bool, typer.Option("--tarjetas", help="Escribe las agregadas en la página como tarjetas, para la lista.")
    ] = False,
) -> None:
    """Muestra las fuentes: las de la lista y las que se agregaron en la página, y qué se sabe de cada una."""
    from rich.console import Console
    from rich.table import Table

    from feeds.sources import load_sources, without_twins, written
    from flows.settings import read_settings

    with told_in_spanish():
        settings = read_settings()
        cards = load_sources(fuentes or settings.sources)
        added = without_twins(_added(settings.storage), cards)
        if tarjetas:
            typer.echo(written(added), nl=False)
            return
        table = Table("Fuente", "Departamento", "Tipo", "Cada", "Activa", "De", "Notas")
        for card in (*cards, *added):
            table.add_row(
                card.id,
                card.department or "nacional",
                card.type.value,
                f"{card.cadence_minutes} min",
                "sí" if card.active else "no",
                "página" if card in added else "lista",
                card.notes,
            )
        Console().print(table)
        every = (*cards, *added)
        told = (
            f"{counted(len(every), 'fuente', 'fuentes')}, {counted(sum(c.active for c in every), 'activa', 'activas')}."
        )
        own = f" {counted(len(added), 'agregada', 'agregadas')} en la página: --tarjetas las escribe." if added else ""
        say(told + own)


def _added(storage: Any) -> tuple[Any, ...]:
    """Return what people added on the page; nothing where there is no register yet."""
    from cli.opened import opened_register
    from register.queries.sources import added

    lite = storage.url.removeprefix("sqlite:///")
    if lite != storage.url and not Path(lite).exists():
        return ()
    with opened_register() as register_, register_.reading() as session:
        return tuple(added(session))


def try_address(
    url: Annotated[str, typer.Argument(help="Dirección del medio o de su canal RSS, Atom o mapa de noticias.")],
) -> None:
    """Busca el canal de una dirección y muestra lo que un ciclo leería allí, sin guardar nada."""
    from conflict.codebook import GOOD_OUTCOMES
    from conflict.probe import Trouble
    from feeds.detect import find_channel
    from flows.settings import read_settings

    with told_in_spanish():
        settings = read_settings()
        found = find_channel(url, settings.private_network, settings.user_agent)
        if found.trouble is Trouble.ROBOTS:
            say("El sitio pide no ser leído por programas. Un medio que lo permita por escrito va en la lista.")
            raise SystemExit(3)
        if found.trouble is Trouble.NO_FEED and found.outcome in GOOD_OUTCOMES:
            say(f"{NO_FEED} ({found.took_ms} ms).")
            raise SystemExit(3)
        if found.trouble is not None:
            say(f"{found.outcome.value}: {found.took_ms} ms. No se leyó nada.")
            raise SystemExit(3 if found.outcome in THERE else 4)
        say(
            f"{found.outcome.value}: {counted(found.total, 'nota', 'notas')} en {found.took_ms} ms. "
            f"Canal {found.type.value}: {found.url}"
        )
        for note in found.notes:
            typer.echo(f"- {note.published_at.isoformat() if note.published_at else 'sin fecha'}  {note.title}")
