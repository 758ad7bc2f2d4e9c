"""Verb `servir`: the pages, on this machine."""

import atexit
import gc
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.failure import say, told_in_spanish
from cli.log import start_log, verbose_log
from cli.spanish import SpanishCommand
from conflict.errors import DataError

DEFAULT_PORT = 8000
PROCESSES = 2
"""Processes that serve the pages, for one small machine of two cores: one alone computes one page at a time. Measured
with `bench/paginas.py` on two cores that did other things too, twenty users: queue p50 793 and p95 1,213 ms with one,
128 and 422 with two; discarding p95 1,001 and 192. The second takes some 95 MB. What they share is in the register, or
in files that end with them."""

Processes = Annotated[
    int, typer.Option("--procesos", min=1, max=16, help="Procesos que sirven las páginas; uno por núcleo alcanza.")
]


SWITCH = 0.0005
"""Seconds after which a thread that computes lets another one go on. With Python's own 0.005 each wait for the database
behind a long page costs a quick one 5 ms; `bench/paginas.py`, p95 of a discard: 325 ms, and 107 ms with this."""


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("servir", cls=SpanishCommand)(serve)


def serve(
    puerto: Annotated[int, typer.Option("--puerto", min=1024, max=65535, help="Puerto en este equipo.")] = DEFAULT_PORT,
    escuchar: Annotated[
        str, typer.Option("--escuchar", metavar="DIRECCIÓN", help="Dirección de red; otra que 127.0.0.1 exige TLS.")
    ] = "127.0.0.1",
    procesos: Processes = PROCESSES,
) -> None:
    """Sirve las páginas. La primera vez dice con qué llave se crea la cuenta que administra."""
    from cli.probing import Prober
    from flows.settings import read_collector, read_settings

    with told_in_spanish():
        settings = read_settings()
        serve_pages(
            settings.storage,
            puerto,
            demo=False,
            listen=escuchar,
            processes=procesos,
            collector=read_collector(),
            prober=Prober(settings.private_network, settings.user_agent),
        )


def serve_pages(
    storage: Any,
    port: int,
    *,
    demo: bool,
    logins: Any = (),
    listen: str = "127.0.0.1",
    processes: int = 1,
    collector: Any = None,
    prober: Any = None,
) -> None:
    """Serve until interrupted; every page asks for an account. `logins` are the invented ones of a demo; `collector` is
    who collects when a person asks for it, `prober` who looks at an address."""
    import tempfile
    from functools import partial

    from uvicorn import Config, Server
    from uvicorn.supervisors import Multiprocess

    from cli.ports import LOOPBACK, claim_port
    from dashboards.settings import read_door
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
    say(f"Tablero: http://{LOOPBACK}:{port}/")
    if not demo:
        _first_account(storage, port)
    say("Ctrl-C para terminar.")
    with tempfile.TemporaryDirectory(prefix="atalaya-importar-") as waiting:
        config = Config(
            partial(
                application, storage, door, demo, logins, Path(waiting), verbose_log(), processes, collector, prober
            ),
            factory=True,
            host=listen,
            port=port,
            workers=processes,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=door.tls,  # a header that says whence a request comes is believed of the TLS proxy alone
        )
        if processes == 1:
            with suppress(KeyboardInterrupt):
                Server(config).run()
        else:
            Multiprocess(config, sockets=[config.bind_socket()]).run()


def application(
    storage: Any,
    door: Any,
    demo: bool,
    logins: Any,
    waiting: Path,
    verbose: bool = False,
    processes: int = 1,
    collector: Any = None,
    prober: Any = None,
) -> Any:
    """Return the pages over a register of their own, in whatever process this is, one of `processes`; one that was
    started for them ends with the process that started it, and logs as much as that one."""
    import multiprocessing
    from datetime import UTC, datetime

    from dashboards.app import create_app
    from register.engine import open_register
    from register.secret import share_hashing

    share_hashing(processes)
    sys.setswitchinterval(SWITCH)
    register_ = open_register(storage)
    atexit.register(register_.close)
    if parent := multiprocessing.parent_process():
        start_log(verbose)
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()
    app = create_app(
        register_,
        demo=demo,
        clock=lambda: datetime.now(UTC),
        door=door,
        demo_logins=logins,
        waiting=waiting,
        collector=collector,
        prober=prober,
    )
    settle()
    return app


def settle() -> None:
    """Leave what was made at the start, and lives as long as the process, out of every later look for garbage.

    A full look goes through all of it, in the middle of some request: with the pages and their libraries, half a second
    of the processor (`bench/resumen.py`).
    """
    gc.collect()
    gc.freeze()


def _end_after(parent: Any) -> None:
    parent.join()
    signal.raise_signal(signal.SIGTERM)


def _first_account(storage: Any, port: int) -> None:
    """Say with which one-time token the first administrator is made, while there is none."""
    from datetime import UTC, datetime

    from register.commands import accounts
    from register.engine import open_register
    from register.queries.accounts import has_admin

    register_ = open_register(storage)
    try:
        with register_.reading() as session:
            if has_admin(session):
                return
        with register_.writing() as session:
            token = accounts.token_for_first_admin(session, now=datetime.now(UTC))
    finally:
        register_.close()
    say(f"Aún no hay cuentas. Cree la primera en http://127.0.0.1:{port}/inicio con esta llave (48 horas): {token}")
