"""Verb `servir`: the pages, on this machine."""

from typing import Annotated, Any

import typer

from cli.failure import say, told_in_spanish
from cli.spanish import SpanishCommand

DEFAULT_PORT = 8000


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("servir", cls=SpanishCommand)(serve)


def serve(
    puerto: Annotated[int, typer.Option("--puerto", min=1024, max=65535, help="Puerto en este equipo.")] = DEFAULT_PORT,
) -> None:
    """Sirve las páginas en este equipo (127.0.0.1) y dice con qué dirección se entra."""
    from register.settings import read_storage

    with told_in_spanish():
        serve_pages(read_storage(), puerto, demo=False)


def serve_pages(storage: Any, port: int, *, demo: bool, clock: Any = None) -> None:
    """Serve until interrupted. Pages are open in the demo and need the printed key everywhere else."""
    import secrets
    from datetime import UTC, datetime

    import uvicorn

    from cli.ports import LOOPBACK, claim_port
    from dashboards.app import create_app
    from register.engine import open_register
    from register.migrate import migrate

    claim_port(port, "el tablero")
    migrate(storage)
    key = "" if demo else secrets.token_urlsafe(32)
    register_ = open_register(storage)
    app = create_app(register_, demo=demo, entry_key=key or None, clock=clock or (lambda: datetime.now(UTC)))
    address = f"http://{LOOPBACK}:{port}/"
    say(f"Tablero: {address}" if demo else f"Tablero: {address}entrar?llave={key}")
    say("Ctrl-C para terminar.")
    try:
        uvicorn.run(app, host=LOOPBACK, port=port, log_level="warning", access_log=False, server_header=False)
    finally:
        register_.close()
