"""Verb `demo`: six weeks of invented news, read by the real flows through Prefect, and the pages open at the end.

Nothing leaves this machine and nothing is kept: the folder is thrown away on leaving.
"""

import contextlib
import shutil
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import typer

from cli.demo_people import invent_people
from cli.failure import say, told_in_spanish
from cli.operate import prefect_server
from cli.serve import DEFAULT_PORT, serve_pages
from cli.spanish import SpanishCommand

READ_AT_HOUR = 21
"""A past day is read once, at nine in the evening in La Paz; the outlets' pages hold three days and more."""

ONCE_A_DAY = 1_440
"""What the cards of the demo say, in minutes: outlets that are read as they say are not late."""

DAILY = 15
"""The last days are read one by one, those before every third day: nothing is missed and the wait stays short."""


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("demo", cls=SpanishCommand)(demo)


def demo(
    puerto: Annotated[int, typer.Option("--puerto", min=1024, max=65535, help="Puerto del tablero.")] = DEFAULT_PORT,
    sin_navegador: Annotated[bool, typer.Option("--sin-navegador", help="No abre el navegador.")] = False,
) -> None:
    """Muestra Atalaya con seis semanas de noticias inventadas. Ctrl-C detiene todo y borra lo que se creó."""
    from cli.ports import claim_port

    with told_in_spanish():
        claim_port(puerto, "el tablero")
        started = monotonic()
        with _thrown_away() as folder, _played(folder) as (storage, collector, prober):
            say(f"Listo en {monotonic() - started:.0f} s. Todos los hechos, medios y personas son ficticios.")
            logins = invent_people(storage, datetime.now(UTC))
            address = f"http://127.0.0.1:{puerto}/entrar"
            say(f"Abra {address} y entre con una de estas cuentas inventadas, solo en este equipo:")
            for one in logins:
                say(f"  {one.login:<10} {one.password}   {one.name}, {one.what}")
            if not sin_navegador and sys.stdout.isatty():
                webbrowser.open(address)
            serve_pages(storage, puerto, demo=True, logins=logins, collector=collector, prober=prober)


@contextlib.contextmanager
def _thrown_away() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="atalaya-demo-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _played(folder: Path) -> Iterator[tuple[Any, Any, Any]]:
    """Start the invented press and Prefect, play the six weeks; give the register of it, who collects and who looks."""
    from cli.children import kept
    from cli.press import Press, write_sources
    from cli.probing import Prober
    from conflict.lapaz import local_day
    from flows.asked import ONLY_BY_HAND
    from flows.settings import enter_prefect, read_collector, read_settings
    from register.migrate import migrate
    from register.settings import Storage

    settings = read_settings()
    storage = Storage(url=f"sqlite:///{folder / 'demo.db'}", folder=folder)
    migrate(storage)
    today = datetime.now(UTC)
    press = Press(settings.resources / "demo", today=local_day(today))
    press.start()
    try:
        settings = replace(
            settings,
            storage=storage,
            sources=write_sources(press, folder, ONCE_A_DAY),
            private_network=press.base_url.removeprefix("http://").rstrip("/"),
            spacing_seconds=0.0,
            parse_workers=1,
        )
        say("Iniciando Prefect en este equipo …")
        with prefect_server(storage, 4211) as api:
            enter_prefect(storage, api, quiet=True)
            _play(settings, press, today)
            say(f"Prefect, con una ejecución por día leído: {api.removesuffix('/api')}")
            with kept(["flows.deployments", ONLY_BY_HAND], _environment(settings), folder / "registro" / "a-mano.log"):
                yield storage, read_collector(api), Prober(settings.private_network, settings.user_agent)
    finally:
        press.stop()


def _environment(settings: Any) -> dict[str, str]:
    """Return the settings of the demo as a process reads them."""
    return {
        "ATALAYA_BASE_DE_DATOS": settings.storage.url,
        "ATALAYA_DATOS": str(settings.storage.folder),
        "ATALAYA_FUENTES": str(settings.sources),
        "ATALAYA_RED_PRIVADA": settings.private_network,
        "ATALAYA_ESPERA_POR_SITIO": "0",
        "ATALAYA_PROCESOS_DE_ANALISIS": "1",
    }


def _play(settings: Any, press: Any, today: datetime) -> None:
    """Read the six weeks, each reading at its hour and the last one now."""
    from rich.progress import track

    from cli.demo_office import fill_directory, freeze_weeks, work_evening
    from conflict.lapaz import local_day
    from flows.through_prefect import run_flow
    from register.engine import open_register

    register_ = open_register(settings.storage)
    fill_directory(register_, _evenings(local_day(today))[0])
    past = press.no_cases()
    moments = [*_evenings(local_day(today)), today]
    for moment in track(moments, description="Leyendo seis semanas", disable=not sys.stderr.isatty()):
        press.set_clock(moment)
        run_flow("ciclo", settings, moment, by_cadence=False)
        work_evening(register_, moment, today, past)
    freeze_weeks(register_, today)
    register_.close()


def _evenings(last: date) -> list[datetime]:
    """Return when the press was read before today, oldest first."""
    from cli.press_news import DAYS
    from conflict.lapaz import LA_PAZ

    back = [days for days in range(DAYS - 1, 0, -1) if days < DAILY or days % 3 == 0]
    return [datetime.combine(last - timedelta(days=days), time(READ_AT_HOUR), LA_PAZ).astimezone(UTC) for days in back]
