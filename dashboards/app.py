"""Put the application together: wiring only."""

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

import structlog
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect

from conflict.amendment import Amendment
from conflict.errors import StorageError
from dashboards import (
    account,
    adding,
    amending,
    announced,
    api,
    api_agreements,
    api_batches,
    api_decisions,
    api_docs,
    api_facts,
    api_file,
    api_places,
    api_records,
    api_rows,
    api_steps,
    api_transfers,
    api_views,
    api_week,
    arrivals,
    atom,
    batching,
    case_copies,
    case_forms,
    case_pages,
    claiming,
    collecting,
    control,
    correcting,
    debtors,
    decisions,
    directory,
    drafts,
    ending,
    entered,
    entrance,
    forms,
    handing,
    helping,
    importing,
    institution,
    journal,
    listing,
    looking,
    message_words,
    notices,
    offline,
    own_notices,
    own_settings,
    patterns,
    person,
    practising,
    proof,
    quality,
    queue,
    reconciling,
    records,
    renumbering,
    search,
    source_file,
    sources,
    town,
    users,
    week,
)
from dashboards.account_views import DemoLogin
from dashboards.api_problems import PREFIX, Problem, invalid
from dashboards.collecting import Collecting
from dashboards.desk import Desk, open_templates
from dashboards.ficha import Ficha
from dashboards.gate import CHANNEL_FIELD, CHANNELS, SAFE, NotEntered, NotTheirs, Recognise, WithoutToken, gate
from dashboards.headers import HEADERS, SafeHeaders
from dashboards.nextrun import NextRun, never
from dashboards.personal import PersonalRegister
from dashboards.probing import Probing
from dashboards.refusals import CountRefusals
from dashboards.settings import Door
from dashboards.turns import few_at_once
from dashboards.visitor import visitor
from dashboards.waiting_books import WaitingBooks
from register.actor_names import actor_names
from register.calendars import rulebooks
from register.engine import Register
from register.queries.amendments import standing
from register.towns import towns
from register.wordbooks import wordbooks

STATIC = Path(__file__).parent / "static"
LOCAL = Door()

log = structlog.get_logger()

CHANNEL_WORDS = "Esta dirección ya no vale. Pida otra en Mi cuenta.\n"


RESOURCES = Path(__file__).resolve().parent.parent / "data"
"""Where calendars and vocabularies lie when the project is used from its own folder."""


def create_app(
    register: Register,
    *,
    demo: bool,
    clock: Callable[[], datetime],
    door: Door = LOCAL,
    demo_logins: tuple[DemoLogin, ...] = (),
    resources: Path = RESOURCES,
    waiting: Path | None = None,
    collector: Collecting | None = None,
    prober: Probing | None = None,
) -> FastAPI:
    """Return the application. `demo_logins` are shown at the entrance, and only of a demo.

    `resources` holds the tables of calendars and vocabularies, read once for a day. `waiting` is the folder where
    workbooks wait, where several processes serve the same pages. `collector` is who collects when a person asks for it,
    `prober` who looks at an address for the page of sources.
    """
    if demo_logins and not demo:
        raise ValueError("logins are shown in the demo only")

    def amended() -> tuple[Amendment, ...]:
        with register.reading() as session:
            return standing(session)

    def forget() -> None:
        rules.forget()
        words.forget()

    rules, words = rulebooks(resources, amended), wordbooks(resources, amended)
    desk = Desk(PersonalRegister(register), clock, demo, open_templates(), rules, words)
    ask = entrance.asking(desk, door, demo_logins)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(gate)], lifespan=few_at_once)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    people = person.People()
    coming = NextRun(collector) if collector is not None else never
    show = queue.drawn(desk, towns(resources), coming)
    app.include_router(entrance.routes(desk, door, ask))
    if door.provider is not None:
        app.include_router(institution.routes(desk, door, door.provider, ask))
    app.include_router(account.routes(desk, people))
    app.include_router(journal.routes(desk, people))
    app.include_router(own_settings.routes(desk, people))
    app.include_router(users.routes(desk, people))
    app.include_router(notices.routes(desk, people))
    app.include_router(own_notices.routes(desk, people))
    app.include_router(message_words.routes(desk, people))
    app.include_router(helping.routes(desk))
    app.include_router(practising.routes(desk))
    app.include_router(arrivals.routes(desk))
    app.include_router(queue.routes(show))
    app.include_router(batching.routes(desk, people, show))
    app.include_router(decisions.routes(desk, people, show))
    app.include_router(offline.routes(desk, people, STATIC))
    app.include_router(drafts.routes(desk, people))
    app.include_router(claiming.routes(desk, people, show))
    app.include_router(correcting.routes(desk, people, show, towns(resources), actor_names(resources)))
    app.include_router(looking.routes(desk))
    app.include_router(town.routes(desk))
    app.include_router(entered.routes(desk, people, towns(resources)))
    app.include_router(control.routes(desk, people))
    app.include_router(quality.routes(desk))
    ficha = Ficha(desk, people)
    end = ending.drawn(ficha)
    app.include_router(listing.routes(ficha))
    app.include_router(case_copies.routes(ficha))
    app.include_router(records.routes(ficha, end))
    app.include_router(ending.routes(end))
    app.include_router(case_pages.routes(ficha))
    app.include_router(case_forms.routes(ficha))
    app.include_router(renumbering.routes(ficha))
    app.include_router(handing.routes(ficha))
    app.include_router(directory.routes(desk, people))
    app.include_router(amending.routes(desk, people, resources, forget))
    app.include_router(debtors.routes(desk))
    app.include_router(proof.routes(desk, people))
    app.include_router(reconciling.routes(desk))
    app.include_router(announced.routes(desk, people))
    app.include_router(week.routes(desk, people, towns(resources)))
    app.include_router(atom.routes(desk))
    sources_page = sources.drawn(desk, collector, coming)
    app.include_router(sources.routes(sources_page))
    app.include_router(adding.routes(desk, people, prober, towns(resources)))
    app.include_router(source_file.routes(desk, people, prober))
    app.include_router(collecting.routes(desk, people, collector, sources_page))
    app.include_router(search.routes(desk))
    programs = (
        api.routes(desk),
        api_week.routes(desk),
        api_decisions.routes(desk, people),
        api_records.routes(desk, people),
        api_file.routes(desk, people),
        api_facts.routes(desk, people),
        api_steps.routes(desk, people),
        api_transfers.routes(desk, people),
        api_places.routes(desk, towns(resources)),
        api_rows.routes(desk, people, towns(resources)),
        api_batches.routes(desk, people),
        api_views.routes(desk, people),
        api_agreements.routes(desk, people),
    )
    for router in programs:
        app.include_router(router)
    app.include_router(api_docs.routes(desk, *programs))
    app.include_router(importing.routes(desk, people, WaitingBooks(waiting)))
    app.include_router(patterns.routes(desk))

    @app.get("/", include_in_schema=False)
    def start() -> Response:
        return RedirectResponse(entrance.home(visitor()), status_code=303)

    @app.get("/salud", include_in_schema=False)
    def health() -> Response:
        return JSONResponse({"estado": "en servicio"})

    def told(request: Request, status: int, heading: str, sentence: str, code: str = "") -> Response:
        """Say what went wrong: to a program as problem details, to a person with a page."""
        if request.url.path.startswith(f"{PREFIX}/"):
            return Problem(status, heading, sentence, codigo=code)
        return desk.error(status, heading, sentence, code, again=bool(code) and request.method in SAFE)

    def again(request: Request, sentence: str) -> Response:
        """Say what went wrong and give a person's form back, to be sent again."""
        files = tuple(name for name, _ in request.state.files)
        query = f"?{request.url.query}" if request.url.query else ""
        return entrance.sent_again(desk, f"{request.url.path}{query}", request.state.fields, files, sentence)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return told(request, 404, "No existe esa página", "Vuelva a la cola y búsquela desde allí.")
        return told(request, error.status_code, "No se puede hacer eso aquí", "Vuelva a la cola.")

    @app.exception_handler(NotEntered)
    async def not_entered(request: Request, error: NotEntered) -> Response:
        if request.url.path.startswith(f"{PREFIX}/"):
            return Problem(401, "Falta la llave de acceso", BEARER_WORDS, {"WWW-Authenticate": "Bearer"})
        if request.url.path in CHANNELS and CHANNEL_FIELD in request.query_params:
            return PlainTextResponse(CHANNEL_WORDS, 401)  # never on to the entrance: its address would carry the token
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        if request.method in SAFE:
            return RedirectResponse("/entrar" if path == "/" else f"/entrar?{urlencode({'volver': path})}", 303)
        return ask(to=path, held=error.fields, files=error.files, status=401)

    @app.exception_handler(NotTheirs)
    async def not_theirs(request: Request, error: NotTheirs) -> Response:
        return told(request, 403, "Su rol no incluye esta página", ROLE_WORDS)

    @app.exception_handler(WithoutToken)
    async def without_token(request: Request, error: WithoutToken) -> Response:
        return desk.error(403, "Ese formulario no se aceptó", OLD_FORM_WORDS)

    @app.exception_handler(RequestValidationError)
    async def wrong(request: Request, error: RequestValidationError) -> Response:
        route = getattr(request.scope.get("route"), "path", "")
        log.warning("values_refused", path=route, count=len(error.errors()))  # no value, no name of a field
        if request.url.path.startswith(f"{PREFIX}/"):
            return invalid(error.errors())
        return desk.error(422, "La dirección trae un dato no válido", "Quite los filtros y vuelva a la cola.")

    @app.exception_handler(StorageError)
    async def unreadable(request: Request, error: StorageError) -> Response:
        code = _noted(request, error, str(error))
        if getattr(request.state, "kept", False):
            return again(request, error.spanish)
        return told(request, 503, "La base de datos no responde", error.spanish, code)

    @app.exception_handler(ClientDisconnect)
    async def left(request: Request, error: ClientDisconnect) -> Response:
        return Response(status_code=400)  # who left in the middle of a form reads no answer, and nothing failed here

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        code = _noted(request, error)
        answer = told(request, 500, "Algo falló de nuestro lado", "Nada se perdió. Reintente en un momento.", code)
        answer.headers.update(HEADERS)  # made outside every middleware, so nobody else puts them on
        return answer

    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=6)
    forms.guard(
        app,
        lambda request, status: told(
            request, status, *(NUL_WORDS if status == 400 else ("Ese formulario no se aceptó", FORM_WORDS))
        ),
    )
    app.add_middleware(CountRefusals, register=register, clock=clock)
    app.add_middleware(Recognise, register=register, clock=clock, door=door)
    app.add_middleware(SafeHeaders, door=door)
    return app


def _noted(request: Request, error: Exception, cause: str = "") -> str:
    """Write what failed in the log, neither address nor what was asked for; return the code that the page shows."""
    code, route = secrets.token_hex(2).upper(), request.scope.get("route")
    log.error("page_failed", code=code, path=getattr(route, "path", ""), kind=type(error).__name__, cause=cause)
    return code


ROLE_WORDS = "Si la necesita, pídala a quien administra las cuentas."
BEARER_WORDS = "Envíe «Authorization: Bearer» con una llave de acceso que valga."
FORM_WORDS = "Vino de otro sitio o es demasiado grande. Nada cambió; vuelva a la página y repita desde allí."
NUL_WORDS = ("Ese pedido no se entiende", "Trae un carácter que no se puede guardar. Quítelo y repita.")
OLD_FORM_WORDS = "Se abrió con otra sesión o hace mucho. Nada cambió; abra la página de nuevo y repita desde allí."
