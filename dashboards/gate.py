"""The gate: who is it, for every request; does the form carry their token and does the table let them, for a route."""

import hmac
import secrets
from collections.abc import Callable
from datetime import datetime

import structlog
from fastapi import HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from conflict.errors import StorageError
from conflict.permissions import allowed
from conflict.refusal import Refusal
from dashboards import refusals
from dashboards.forms import NUL
from dashboards.policies import POLICIES
from dashboards.settings import Door
from dashboards.visitor import FIELD, Visitor, welcome
from register.account_rows import TokenUse
from register.columns import LARGEST_ID
from register.commands import sessions, tokens
from register.commands.sessions import TOUCH_EVERY
from register.engine import Register
from register.queries import accounts

SESSION = "atalaya_sesion"
DEVICE = "atalaya_equipo"
CHANNELS = frozenset({"/calendario.ics", "/rss/cola", "/rss/registros", "/rss/resumen"})
"""Addresses that programs subscribe to: a token in the query opens them. No log keeps the query of an address."""
CHANNEL_FIELD = "ficha"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SECRET = ("/entrar", "/clave", "/inicio", "/cuenta")
"""Addresses whose forms carry passwords and tokens: nothing of them is ever shown again."""

log = structlog.get_logger()


class NotEntered(Exception):
    """Nobody has entered with this browser, or the session is over. `fields` are those of the form that was sent.

    `files` are the names of the fields in which it brought a file; no file is kept for somebody who has not entered.
    """

    def __init__(self, fields: tuple[tuple[str, str], ...] = (), files: tuple[str, ...] = ()) -> None:
        """Keep what was written."""
        super().__init__("not entered")
        self.fields, self.files = fields, files


class NotTheirs(Exception):
    """The table of permissions does not let this person use the route."""


class WithoutToken(Exception):
    """A form without the token of its visitor."""


class Recognise:
    """Look up who sends a request, whatever it is for, and tell the rest of the application.

    What fails here is raised at the gate of the route, where the application can answer it with a page.
    """

    def __init__(self, app: ASGIApp, register: Register, clock: Callable[[], datetime], door: Door) -> None:
        """Keep what people are looked up in."""
        self.app, self.register, self.clock, self.door = app, register, clock, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and not scope["path"].startswith("/static/"):
            state = scope.setdefault("state", {})
            try:
                state["visitor"] = await run_in_threadpool(self._look, Request(scope))
            except StorageError as error:  # the session cannot be looked up; the forms of its browser are known still
                state["visitor"], state["failure"] = self._unknown(Request(scope)), error
            except Exception as error:  # noqa: BLE001 - raised again at the gate
                state["visitor"], state["failure"] = None, error
            welcome(state["visitor"])
        await self.app(scope, receive, send)

    def _look(self, request: Request) -> Visitor:
        if request.url.path.startswith("/api/"):
            return self._program(request)
        if request.url.path in CHANNELS and CHANNEL_FIELD in request.query_params:
            return self._reader(request.query_params[CHANNEL_FIELD])
        unknown = self._unknown(request)
        secret, device = unknown.secret, unknown.device
        if not secret:
            return unknown
        now = self.clock()
        with self.register.reading() as session:
            entered = accounts.of_session(session, secret, now)
        if entered is None:
            return Visitor(None, "", device)
        if now - entered.seen_at >= TOUCH_EVERY:
            self._touch(secret, now)
        return Visitor(entered.account, secret, device)

    def _unknown(self, request: Request) -> Visitor:
        """Return the browser that sends a request, whoever has entered with it."""
        if request.url.path.startswith("/api/"):
            return Visitor(None, "", "-")
        secret = request.cookies.get(self.door.cookie(SESSION), "")
        return Visitor(None, secret, request.cookies.get(self.door.cookie(DEVICE), "") or secrets.token_urlsafe(32))

    def _program(self, request: Request) -> Visitor:
        """Return whose token a program carries; a cookie opens nothing here, so no other site can use one."""
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret:
            return Visitor(None, "", "-")
        with self.register.reading() as session:
            account = accounts.of_token(session, secret, self.clock())
        if account is None:
            log.warning("token_refused", address=request.client.host if request.client else "")
        return Visitor(account, "", "-")

    def _reader(self, secret: str) -> Visitor:
        """Return whose address of a channel was asked for: without session, under that person's permissions of now."""
        now = self.clock()
        with self.register.reading() as session:
            account = accounts.of_token(session, secret, now, TokenUse.CHANNEL)
            stale = account is not None and tokens.idle(session, secret=secret, now=now)
        if stale:
            try:
                with self.register.writing() as session:
                    tokens.used(session, secret=secret, now=now)
            except StorageError as error:
                log.warning("channel_not_touched", cause=str(error))
        return Visitor(account, "", "-")

    def _touch(self, secret: str, now: datetime) -> None:
        """Write down that the session is in use; a database that is busy now is told again a minute later."""
        try:
            with self.register.writing() as session:
                sessions.touch(session, secret=secret, now=now)
        except StorageError as error:
            log.warning("session_not_touched", cause=str(error))


async def gate(request: Request) -> None:
    """Let a request through to its route, or raise why not."""
    failure: Exception | None = getattr(request.state, "failure", None)
    if failure is not None and not isinstance(failure, StorageError):
        raise failure
    found: Visitor = request.state.visitor
    route = (request.method, request.scope["route"].path)
    known, policy = route in POLICIES, POLICIES.get(route)
    request.state.fields, request.state.files = (), ()
    from_page = request.method not in SAFE and not route[1].startswith("/api/")  # no cookie opens the API
    token = await _form(request) if from_page else ""
    theirs = hmac.compare_digest(token.encode("utf-8", "replace"), found.form_token.encode())
    request.state.kept = from_page and theirs and not route[1].startswith(SECRET)
    if failure is not None:
        raise failure
    if found.account is None and (policy is not None or not known):
        raise NotEntered(request.state.fields, tuple(name for name, _ in request.state.files))
    if from_page and not theirs:
        log.warning("form_without_token", path=route[1])
        raise WithoutToken
    person = found.person
    if not known or (policy is not None and (person is None or not allowed(person, policy))):
        log.warning("route_refused", path=route[1], account=person.user_id if person else 0)
        refusals.told(Refusal.PERMISSION)
        raise NotTheirs
    if not route[1].startswith("/api/") and any(_out_of_range(value) for value in request.path_params.values()):
        raise HTTPException(404)


def _out_of_range(value: object) -> bool:
    """Say whether a part of an address is a number that no column holds; a program's is answered by its own route."""
    digits = str(value).lstrip("-")
    return digits.isdecimal() and (len(digits) > len(str(LARGEST_ID)) or int(digits) > LARGEST_ID)


async def _form(request: Request) -> str:
    """Read the form of a request, so that it can be shown again whatever happens; return the token that it carries."""
    form = await request.form()
    fields = tuple((name, value) for name, value in form.multi_items() if isinstance(value, str))
    if any(NUL in value for _, value in fields):
        raise HTTPException(400)
    request.state.files = tuple(
        (name, f"{file.filename}:{file.size}")
        for name, file in form.multi_items()
        if not isinstance(file, str) and file.filename
    )
    request.state.fields = tuple((name, value) for name, value in fields if name != FIELD)
    return dict(fields).get(FIELD, "")
