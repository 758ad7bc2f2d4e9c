"""Leave a count of what persons were not let do: what is refused is rolled back, so this is written by itself.

Counted are every refusal of the table of permissions, every change on a version that others had overtaken, and what a
rule forbade at the acts of `PROTECTED`; not a form that lacked a word elsewhere.
"""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime

import structlog
from fastapi.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conflict.errors import StorageError
from conflict.record import Person
from conflict.refusal import Refusal
from dashboards.visitor import Visitor
from register.commands import attempts
from register.engine import Register

PROTECTED = frozenset(
    {
        "/registros/{code}/paso",
        "/registros/{code}/aprobar",
        "/registros/{code}/mover",
        "/registros/{code}/reservado",
        "/registros/{code}/transferir",
        "/transferencias/{number}",
        "/resumen/{semana}/publicar",
        "/ajustes/usuarios",
        "/ajustes/usuarios/{number}",
    }
)
"""Where what a rule forbids is counted too: concluding, approving, moving, reading who was harmed, accounts."""
ASKS = frozenset({"GET", "HEAD", "OPTIONS"})
OVERTAKEN, ABSENT = 409, 404

log = structlog.get_logger()
_REFUSED: ContextVar[list[Refusal] | None] = ContextVar("refused", default=None)


def told(why: Refusal) -> None:
    """Say that the request that is being answered was refused; the first reason is the one that counts."""
    if (found := _REFUSED.get()) is not None:
        found.append(why)


class CountRefusals:
    """Write the count before the answer leaves. One that cannot be written is a line in the technical log."""

    def __init__(self, app: ASGIApp, register: Register, clock: Callable[[], datetime]) -> None:
        """Keep what is written to."""
        self.app, self.register, self.clock = app, register, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        visitor: Visitor | None = scope.get("state", {}).get("visitor")
        person = visitor.person if visitor else None
        if scope["type"] != "http" or person is None:
            await self.app(scope, receive, send)
            return
        refused: list[Refusal] = []
        _REFUSED.set(refused)

        async def counted(message: Message) -> None:
            route = getattr(scope.get("route"), "path", "")
            if message["type"] == "http.response.start" and route:
                why = _why(refused, message["status"], scope["method"], route)
                if why is not None:
                    await run_in_threadpool(self._note, f"{scope['method']} {route}", _object(scope), why, person)
            await send(message)

        await self.app(scope, receive, counted)

    def _note(self, action: str, of: str, why: Refusal, by: Person) -> None:
        try:
            with self.register.writing() as session:
                attempts.note(session, action=action, of=of, why=why, by=by, now=self.clock())
        except StorageError as error:
            log.error("refusal_not_counted", action=action, why=why.value, cause=str(error))


def _why(refused: list[Refusal], status: int, method: str, route: str) -> Refusal | None:
    if refused and status == ABSENT:
        return Refusal.HIDDEN  # for what does not exist too: that it takes as long tells nothing
    if refused and (refused[0] is not Refusal.RULE or route in PROTECTED):
        return refused[0]
    return Refusal.VERSION if status == OVERTAKEN and method not in ASKS and not refused else None


def _object(scope: Scope) -> str:
    """Return the code or number that the address names, "" for none."""
    return next((str(value) for value in scope.get("path_params", {}).values()), "")
