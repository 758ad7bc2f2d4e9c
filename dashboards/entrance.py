"""Enter, leave, and set a password with a one-time token."""

import re
from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.permissions import Ability
from conflict.record import RuleError
from dashboards.account_views import DemoLogin, EnterView, PasswordView, ResendView
from dashboards.desk import Desk, frame
from dashboards.gate import DEVICE, SESSION
from dashboards.settings import Door
from dashboards.visitor import Visitor, visitor, welcome
from register.commands import accounts, sessions
from register.entering import Let, Try, Wait, enter
from register.queries import accounts as account_queries

Field = Annotated[str, Form(max_length=600)]
HELD = "guardado_"
AGAIN = "elegir"
"""Which field had a file when the session ended."""
FIELD_NAME = re.compile(r"[a-z_]{1,40}")
UNSEEN = ("version", "llave", "numero", "que")
"""Fields that no person wrote."""
MONTHS = 400 * 24 * 3600
"""Seconds that a browser keeps the cookie by which its owner is not slowed by somebody else's guessing."""

log = structlog.get_logger()


def local(path: str) -> str:
    """Return a path of ours to go on to; "/" for anything that could lead elsewhere."""
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return "/"
    return path if path.isprintable() and not path.startswith("/entrar") else "/"


def written(held: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return what a person wrote or chose in a form, its fields' names as labels, without what the page put in it."""
    return tuple(
        (name.replace("_", " ").capitalize(), value)
        for name, value in held
        if value and name not in UNSEEN and not name.startswith("antes.")
    )


Ask = Callable[..., Response]
"""Draw the page of entering."""


def asking(desk: Desk, door: Door, demo: tuple[DemoLogin, ...]) -> Ask:
    """Return what draws the page of entering, and gives the browser its cookie."""

    def ask(
        *, words: str = "", login: str = "", code: bool = False, to: str = "/", held: tuple[tuple[str, str], ...] = (),
        files: tuple[str, ...] = (), status: int = 200,
    ) -> Response:  # fmt: skip
        around = frame(desk, "Entrar", "", pending=None, trouble=False)
        label = (
            door.provider.label if door.provider and not held and not files else ""
        )  # the way there would lose what was written
        answer = desk.page(
            "entrar.html", EnterView(around, words, login, code, local(to), held, demo, label, files), status
        )
        return with_device(answer, door)

    return ask


def with_device(answer: Response, door: Door) -> Response:
    """Give the browser the secret by which it is known before anybody enters."""
    now = visitor()
    if now is not None:
        answer.set_cookie(
            door.cookie(DEVICE), now.device, max_age=MONTHS, httponly=True, samesite="lax", secure=door.tls, path="/"
        )
    return answer


def home(now: Visitor | None) -> str:
    """Return where somebody begins: the queue, else the records, else the sources."""
    for ability, path in ((Ability.SEE_QUEUE, "/cola"), (Ability.SEE_RECORDS, "/registros")):
        if now is not None and now.may(ability):
            return path
    return "/fuentes"


def sent_again(
    desk: Desk, to: str, held: tuple[tuple[str, str], ...], files: tuple[str, ...], trouble: str = ""
) -> Response:
    """Draw the page with a form that was written and not carried out; `trouble` says why, where that is known."""
    around = frame(desk, "Su formulario sigue aquí", "", pending=None, trouble=False)
    view = ResendView(around, to, held, written(held), files, trouble)
    return desk.page("reenviar.html", view, 503 if trouble else 200)


def entered(
    desk: Desk, door: Door, found: Let, here: Visitor, to: str, held: tuple[tuple[str, str], ...] = (),
    files: tuple[str, ...] = (), *, keep: bool = False,
) -> Response:  # fmt: skip
    """Give the browser its new session and lead it on, or back to the form that waited."""
    with desk.register.whole.reading() as session:
        account = account_queries.by_id(session, found.account_id)
    now = Visitor(account, found.secret, here.device)
    welcome(now)
    answer: Response
    if held or files:
        answer = sent_again(desk, to, held, files)
    else:
        answer = RedirectResponse(home(now) if to == "/" else to, status_code=303)
    answer.set_cookie(
        door.cookie(SESSION),
        found.secret,
        max_age=int(sessions.ABSOLUTE.total_seconds()) if keep else None,
        httponly=True,
        samesite="lax",
        secure=door.tls,
        path="/",
    )
    return with_device(answer, door)


def routes(desk: Desk, door: Door, ask: Ask) -> APIRouter:
    """Return the routes of entering and leaving."""
    router = APIRouter()

    @router.get("/entrar", response_class=HTMLResponse)
    def show(volver: str = "/") -> Response:
        return ask(to=volver)

    @router.post("/entrar", response_class=HTMLResponse)
    async def let_in(request: Request) -> Response:
        form = await request.form()
        fields = tuple((name, value) for name, value in form.multi_items() if isinstance(value, str))
        return await run_in_threadpool(_let_in, request, fields)

    def _let_in(request: Request, fields: tuple[tuple[str, str], ...]) -> Response:
        sent = dict(fields)
        held = tuple((name.removeprefix(HELD), value) for name, value in fields if name.startswith(HELD))
        files = tuple(value for name, value in fields if name == AGAIN and FIELD_NAME.fullmatch(value))
        login, to, now = sent.get("usuario", "")[:120], local(sent.get("volver", "/")), desk.clock()
        here = visitor()
        assert here is not None  # the gate has been passed
        asked = Try(
            login,
            sent.get("clave", ""),
            sent.get("codigo", "")[:40],
            request.client.host if request.client else "",
            here.device,
            here.secret or request.cookies.get(door.cookie(SESSION), ""),
            sent.get("mantener", "") == "1",
        )
        found = enter(desk.register.whole, asked, now)
        if isinstance(found, Let):
            log.info("entered", account=found.account_id)
            return entered(desk, door, found, here, to, held, files, keep=asked.keep)
        if isinstance(found, Wait):
            log.warning("entering_slowed", seconds=found.seconds, address=asked.address)
            words = (
                f"Hubo varios intentos fallidos. Espere {found.seconds} s y vuelva a intentar; nadie queda bloqueado."
            )
            return ask(words=words, login=login, to=to, held=held, files=files, status=429)
        log.warning("entering_failed", code_asked=found.code_asked, address=asked.address)
        words = "El código no coincide o falta." if found.code_asked else "Usuario o contraseña no coinciden."
        return ask(words=words, login=login, code=found.code_asked, to=to, held=held, files=files, status=401)

    @router.post("/salir")
    def leave() -> Response:
        now = visitor()
        if now is not None:
            with desk.register.writing() as session:
                sessions.end(session, secret=now.secret, now=desk.clock())
        answer = RedirectResponse("/entrar", status_code=303)
        answer.delete_cookie(door.cookie(SESSION), path="/", secure=door.tls, httponly=True, samesite="lax")
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer

    def password_page(first: bool, words: str = "", login: str = "", name: str = "") -> Response:
        title = "Primera cuenta" if first else "Poner contraseña"
        around = frame(desk, title, "", pending=None, trouble=False)
        view = PasswordView(around, words, first, login, name)
        return with_device(desk.page("clave.html", view, 422 if words else 200), door)

    @router.get("/clave", response_class=HTMLResponse)
    def ask_password() -> Response:
        return password_page(False)

    @router.get("/inicio", response_class=HTMLResponse)
    def ask_first() -> Response:
        return password_page(True)

    @router.post("/clave")
    def set_password(usuario: Field = "", ficha: Field = "", clave: Field = "") -> Response:
        try:
            with desk.register.writing() as session:
                accounts.password_by_token(session, token=ficha, login=usuario, password=clave, now=desk.clock())
        except RuleError as broken:
            return password_page(False, broken.spanish, usuario)
        return RedirectResponse("/entrar?volver=/ayuda", status_code=303)  # where the practice is offered

    @router.post("/inicio")
    def make_first(usuario: Field = "", nombre: Field = "", ficha: Field = "", clave: Field = "") -> Response:
        try:
            with desk.register.writing() as session:
                accounts.first_admin(session, token=ficha, login=usuario, name=nombre, password=clave, now=desk.clock())
        except RuleError as broken:
            return password_page(True, broken.spanish, usuario, nombre)
        return RedirectResponse("/entrar", status_code=303)

    return router
