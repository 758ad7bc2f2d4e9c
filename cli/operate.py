"""Verb `operar`: the whole machine on one computer — Prefect, the schedule, the pages — until Ctrl-C."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.failure import say, told_in_spanish
from cli.serve import DEFAULT_PORT, PROCESSES, Processes, serve_pages
from cli.spanish import SpanishCommand

PREFECT_PORT = 4200


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("operar", cls=SpanishCommand)(operate)


def operate(
    puerto: Annotated[int, typer.Option("--puerto", min=1024, max=65535, help="Puerto del tablero.")] = DEFAULT_PORT,
    procesos: Processes = PROCESSES,
) -> None:
    """Pone todo en marcha: fuentes reales, base de datos duradera, un ciclo cada tres horas y el tablero."""
    from cli.children import kept
    from cli.ports import claim_port
    from cli.probing import Prober
    from flows.settings import prefect_environment, read_collector, read_settings
    from register.migrate import migrate

    with told_in_spanish():
        settings = read_settings()
        claim_port(puerto, "el tablero")  # before a cycle is begun and a server started that nobody would look after
        migrate(settings.storage)
        with prefect_server(settings.storage) as api:
            environment = prefect_environment(settings.storage, api)
            logs = settings.storage.folder / "registro"
            with kept(["flows.deployments"], environment, logs / "horario.log"):
                say(f"Prefect: {api.removesuffix('/api')} · un ciclo cada tres horas · registro técnico en {logs}")
                _first_cycle(environment, logs)
                serve_pages(
                    settings.storage,
                    puerto,
                    demo=False,
                    processes=procesos,
                    collector=read_collector(api),
                    prober=Prober(settings.private_network, settings.user_agent),
                )


def _first_cycle(environment: dict[str, str], logs: Path) -> None:
    """Start one cycle now, beside us, so that nobody waits three hours for a first row."""
    from cli.children import inherited_environment

    logs.mkdir(parents=True, exist_ok=True)
    with (logs / "primer-ciclo.log").open("ab") as out:
        subprocess.Popen(
            [sys.executable, "-m", "cli", "ciclo", "--segun-cadencia", "--json"],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=inherited_environment() | environment,
        )
    say(f"Primer ciclo en marcha; su resumen quedará en {logs / 'primer-ciclo.log'}")


@contextlib.contextmanager
def prefect_server(storage: Any, port: int = PREFECT_PORT) -> Iterator[str]:
    """Keep a Prefect server of our own running on loopback; give its API address and end it on leaving."""
    from cli.children import kept, wait_until_it_answers
    from cli.ports import LOOPBACK, free_port
    from flows.settings import guard_prefect, prefect_environment

    port = free_port(port)
    word = guard_prefect()
    api = f"http://{LOOPBACK}:{port}/api"
    log = storage.folder / "registro" / "prefect.log"
    arguments = ["flows.server", "start", "--host", LOOPBACK, "--port", str(port)]
    with kept(arguments, prefect_environment(storage, api), log) as process:
        wait_until_it_answers(f"{api}/health", process, log)
        say(f"El panel de Prefect en este equipo pide esta palabra: {word}")
        yield api
