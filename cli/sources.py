"""Verbs `fuentes listar` and `fuentes probar`: what is read, and what an address would bring."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.failure import say, told_in_spanish
from cli.spanish import SpanishCommand, SpanishGroup
from conflict.esbo import counted

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
) -> None:
    """Muestra las fuentes de la lista: dónde, cada cuánto y qué se sabe de cada una."""
    from rich.console import Console
    from rich.table import Table

    from feeds.sources import load_sources
    from flows.settings import read_settings

    with told_in_spanish():
        cards = load_sources(fuentes or read_settings().sources)
        table = Table("Fuente", "Departamento", "Tipo", "Cada", "Activa", "Notas")
        for card in cards:
            table.add_row(
                card.id,
                card.department or "nacional",
                card.type.value,
                f"{card.cadence_minutes} min",
                "sí" if card.active else "no",
                card.notes,
            )
        Console().print(table)
        say(
            f"{counted(len(cards), 'fuente', 'fuentes')}, {counted(sum(c.active for c in cards), 'activa', 'activas')}."
        )


def try_address(url: Annotated[str, typer.Argument(help="Dirección del canal RSS, Atom o mapa de noticias.")]) -> None:
    """Lee una dirección como lo haría un ciclo y muestra lo que traería, sin guardar nada."""
    from conflict.codebook import GOOD_OUTCOMES, SourceReach, SourceType
    from conflict.source import Source
    from feeds.box import ParseBox
    from feeds.fetch import Fetched, Fetcher
    from feeds.guard import PrivateNetwork
    from feeds.limits import Limits
    from flows.settings import read_settings

    with told_in_spanish():
        settings = read_settings()
        card = Source("prueba", "Prueba", url, SourceType.RSS, "", "", SourceReach.NATIONAL, 180, True, "")

        async def fetch() -> Fetched:
            private = PrivateNetwork.parse(settings.private_network)
            async with Fetcher(Limits(), private, settings.user_agent, spacing_seconds=0.0) as fetcher:
                return await fetcher.fetch(card, etag=None, last_modified=None, now=datetime.now(UTC))

        answer = asyncio.run(fetch())
        attempt = answer.attempt
        if answer.body is None:
            say(f"{attempt.outcome.value}: {attempt.detail or 'sin detalle'} ({attempt.took_ms} ms). No se leyó nada.")
            raise SystemExit(4)
        with ParseBox(workers=1) as box:
            parsed = box.parse(
                card, answer.body, answer.content_type, answer.charset, attempt.final_url, attempt.started_at
            )
        say(
            f"{parsed.outcome.value}: {counted(len(parsed.articles), 'nota', 'notas')} en "
            f"{attempt.decoded_bytes} bytes, {attempt.took_ms} ms. {parsed.detail}".strip()
        )
        for article in parsed.articles[:5]:
            moment = article.published_at.isoformat() if article.published_at else "sin fecha"
            typer.echo(f"- {moment}  {article.title}")
        if parsed.outcome not in GOOD_OUTCOMES:
            raise SystemExit(3)
