"""Verb `servir`: the pages, on this machine."""

from typing import Annotated, Any

import typer

from cli.failure import say, told_in_spanish
from cli.spanish import SpanishCommand
from conflict.errors import DataError

DEFAULT_PORT = 8000


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("servir", cls=SpanishCommand)(serve)


def serve(
    puerto: Annotated[int, typer.Option("--puerto", min=1024, max=65535, help="Puerto en este equipo.")] = DEFAULT_PORT,
    escuchar: Annotated[
        str, typer.Option("--escuchar", metavar="DIRECCIÓN", help="Dirección de red; otra que 127.0.0.1 exige TLS.")
    ] = "127.0.0.1",
) -> None:
    """Sirve las páginas. La primera vez dice con qué ficha se crea la cuenta que administra."""
    from register.settings import read_storage

    with told_in_spanish():
        serve_pages(read_storage(), puerto, demo=False, listen=escuchar)


def serve_pages(
    storage: Any, port: int, *, demo: bool, clock: Any = None, logins: Any = (), listen: str = "127.0.0.1"
) -> None:
    """Serve until interrupted; every page asks for an account. `logins` are the invented ones of a demo."""
    from datetime import UTC, datetime

    import uvicorn

    from cli.ports import LOOPBACK, claim_port
    from dashboards.app import create_app
    from dashboards.settings import read_door
    from register.engine import open_register
    from register.migrate import migrate

    door = read_door()
    if listen != LOOPBACK and not (door.tls and door.hosts):
        raise DataError(
            f"listening on {listen} without TLS",
            f"Para escuchar en {listen} hace falta TLS delante: ponga ATALAYA_TRAS_TLS=1 y el nombre del sitio en "
            "ATALAYA_ANFITRIONES.",
        )
    claim_port(port, "el tablero")
    migrate(storage)
    register_ = open_register(storage)
    app = create_app(register_, demo=demo, clock=clock or (lambda: datetime.now(UTC)), door=door, demo_logins=logins)
    say(f"Tablero: http://{LOOPBACK}:{port}/")
    if not demo:
        _first_account(register_, port)
    say("Ctrl-C para terminar.")
    try:
        uvicorn.run(
            app,
            host=listen,
            port=port,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=door.tls,  # a header that says whence a request comes is believed of the TLS proxy alone
        )
    finally:
        register_.close()


def _first_account(register_: Any, port: int) -> None:
    """Say with which one-time token the first administrator is made, while there is none."""
    from datetime import UTC, datetime

    from register.commands import accounts
    from register.queries.accounts import has_admin

    with register_.reading() as session:
        if has_admin(session):
            return
    with register_.writing() as session:
        token = accounts.token_for_first_admin(session, now=datetime.now(UTC))
    say(f"Aún no hay cuentas. Cree la primera en http://127.0.0.1:{port}/inicio con esta ficha (48 horas): {token}")
