"""Verbs `ciclo`, `recolectar`, `evaluar-noticias`: run the machine once and say what came of it."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.failure import say, told_in_spanish
from cli.spanish import SpanishCommand
from flows.priority import STEPS_BACK, step_back

Sources = Annotated[
    Path | None, typer.Option("--fuentes", metavar="F.yaml", help="Lista de fuentes; si falta, sources.yaml.")
]
Now = Annotated[
    str | None, typer.Option("--ahora", metavar="ISO", help="Hora que se toma por actual, para repetir un día pasado.")
]
Steps = Annotated[
    int,
    typer.Option(
        "--ceder",
        metavar="0-19",
        min=0,
        max=19,
        help="Cuánto cede el procesador a las páginas mientras corre; 0, nada.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Escribe al final el resumen como JSON en la salida.")]
Plain = Annotated[bool, typer.Option("--sin-prefect", help="Corre sin Prefect.")]
WithPrefect = Annotated[
    bool, typer.Option("--con-prefect", help="Corre con Prefect y, si no hay servidor, levanta uno pasajero.")
]
ByCadence = Annotated[
    bool, typer.Option("--segun-cadencia", help="Lee solo las fuentes a las que ya les toca según su cadencia.")
]


def register(app: typer.Typer) -> None:
    """Add the three verbs."""
    app.command("ciclo", cls=SpanishCommand)(cycle)
    app.command("recolectar", cls=SpanishCommand)(collect)
    app.command("evaluar-noticias", cls=SpanishCommand)(assess)


def cycle(
    fuentes: Sources = None,
    ahora: Now = None,
    sin_prefect: Plain = False,
    con_prefect: WithPrefect = False,
    segun_cadencia: ByCadence = False,
    ceder: Steps = STEPS_BACK,
    como_json: AsJson = False,
) -> None:
    """Recolecta y evalúa: un ciclo completo."""
    _run("ciclo", fuentes, ahora, sin_prefect, con_prefect, segun_cadencia, ceder, como_json)


def collect(
    fuentes: Sources = None,
    ahora: Now = None,
    sin_prefect: Plain = False,
    con_prefect: WithPrefect = False,
    segun_cadencia: ByCadence = False,
    ceder: Steps = STEPS_BACK,
    como_json: AsJson = False,
) -> None:
    """Lee las fuentes y guarda sus notas."""
    _run("recolectar", fuentes, ahora, sin_prefect, con_prefect, segun_cadencia, ceder, como_json)


def assess(
    ahora: Now = None,
    sin_prefect: Plain = False,
    con_prefect: WithPrefect = False,
    ceder: Steps = STEPS_BACK,
    como_json: AsJson = False,
) -> None:
    """Clasifica, ubica, agrupa y pone en la cola las notas guardadas."""
    _run("evaluar-noticias", None, ahora, sin_prefect, con_prefect, False, ceder, como_json)


def _run(
    kind: str,
    sources: Path | None,
    now: str | None,
    plain: bool,
    with_prefect: bool,
    by_cadence: bool,
    steps: int,
    as_json: bool,
) -> None:
    from cli.progress import source_progress
    from flows.cycle import NoNetworkError
    from flows.settings import enter_prefect, read_settings
    from register.migrate import migrate

    with told_in_spanish():
        settings = read_settings()
        if sources is not None:
            settings = replace(settings, sources=sources)
        moment = None if now is None else _moment(now)
        way = "sin_prefect" if plain else _way(settings.prefect_api, with_prefect)
        if way == "no_responde":
            say(
                f"Aviso: el servidor de Prefect ({settings.prefect_api}) no responde. "
                "El ciclo corre sin él; revise ese servicio."
            )
        migrate(settings.storage)
        arm(settings.fault)
        step_back(steps)
        try:
            with source_progress() as tell:
                if way in ("servidor", "efimero"):
                    enter_prefect(settings.storage, quiet=as_json)
                    summary = _through_prefect(kind, settings, moment, by_cadence)
                else:
                    summary = _plainly(kind, settings, moment, by_cadence, tell)
        except NoNetworkError as error:  # whoever reads the sums finds there which sources failed, and how
            if as_json:
                typer.echo(json.dumps(error.ended.told() | {"prefect": way}, ensure_ascii=False))
            raise
        summary.setdefault("prefect", way)
        _show(kind, summary, as_json)


def _moment(text: str) -> datetime:
    from conflict.errors import DataError
    from conflict.lapaz import told_moment

    try:
        return told_moment(text)
    except ValueError:
        raise DataError(
            f"--ahora {text!r} is not an ISO time",
            f"«{text}» no es una hora ISO. Se esperaba algo como 2026-11-20T08:00 (hora de La Paz).",
        ) from None


def _way(api: str, forced: bool) -> str:
    """Choose how to run: through a server that answers, without one that does not, or plainly when none is set."""
    if not api:
        return "efimero" if forced else "sin_servidor"
    try:
        with urllib.request.urlopen(f"{api.rstrip('/')}/health", timeout=5) as answer:  # noqa: S310 - our own server
            return "servidor" if answer.status == 200 else "no_responde"
    except (urllib.error.URLError, OSError, ValueError):
        return "no_responde"


def _plainly(
    kind: str, settings: Any, moment: datetime | None, by_cadence: bool, tell: Callable[[Any], None]
) -> dict[str, Any]:
    from conflict.codebook import CycleKind
    from flows.cycle import run_cycle

    clock = (lambda: datetime.now(UTC)) if moment is None else (lambda: moment)
    ended = asyncio.run(run_cycle(settings, CycleKind(kind), now=clock, by_cadence=by_cadence, tell=tell))
    return ended.told()


def _through_prefect(kind: str, settings: Any, moment: datetime | None, by_cadence: bool) -> dict[str, Any]:
    from flows.through_prefect import run_flow

    return run_flow(kind, settings, moment, by_cadence)


def arm(fault: str) -> None:
    """Arrange for this process to be killed at a named point, when a test asked for it."""
    if not fault:
        return
    import os
    import signal

    from conflict.killpoint import DeliveryPoint, KillPoint, Point, RegisterPoint, install

    name, _, turn = fault.partition(":")
    known: dict[str, Point] = {one.value: one for one in (*KillPoint, *DeliveryPoint, *RegisterPoint)}
    point, left = known[name], [int(turn or 1)]

    def die(passed: Point) -> None:
        if passed is point:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    install(die)


def _show(kind: str, summary: dict[str, Any], as_json: bool) -> None:
    for notice in summary["avisos"]:
        say(f"Aviso: {notice}")
    if as_json:
        typer.echo(json.dumps(summary, ensure_ascii=False))
        return
    from cli.progress import show_summary

    show_summary(kind, summary)
