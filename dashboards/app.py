"""Put the application together: wiring only."""

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from conflict.errors import StorageError
from dashboards import (
    announced,
    atom,
    control,
    decisions,
    entry,
    forms,
    person,
    quality,
    queue,
    records,
    search,
    sources,
    week,
)
from dashboards.desk import Desk, open_templates
from dashboards.headers import HEADERS, SafeHeaders
from register.engine import Register

STATIC = Path(__file__).parent / "static"

log = structlog.get_logger()


def create_app(register: Register, *, demo: bool, entry_key: str | None, clock: Callable[[], datetime]) -> FastAPI:
    """Return the application. Raise ValueError when it would be open to anyone outside the demo."""
    if not demo and not entry_key:
        raise ValueError("outside the demo the pages need an entry key")
    desk = Desk(register, clock, demo, open_templates())
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    people: person.People = {}
    show = queue.drawn(desk)
    app.include_router(queue.routes(show))
    app.include_router(decisions.routes(desk, people, show))
    app.include_router(control.routes(desk, people))
    app.include_router(quality.routes(desk))
    app.include_router(records.routes(desk, people))
    app.include_router(announced.routes(desk, people))
    app.include_router(week.routes(desk, people))
    app.include_router(atom.routes(desk))
    app.include_router(person.routes(desk, people))
    app.include_router(sources.routes(desk))
    app.include_router(search.routes(desk))

    @app.get("/", include_in_schema=False)
    def start() -> Response:
        return RedirectResponse("/cola", status_code=303)

    @app.get("/salud", include_in_schema=False)
    def health() -> Response:
        return JSONResponse({"estado": "en servicio"})

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return desk.error(404, "No existe esa página", "Vuelva a la cola y búsquela desde allí.")
        return desk.error(error.status_code, "No se puede hacer eso aquí", "Vuelva a la cola.")

    @app.exception_handler(person.Unnamed)
    async def unnamed(request: Request, error: person.Unnamed) -> Response:
        return RedirectResponse("/quien", status_code=303)

    @app.exception_handler(RequestValidationError)
    async def wrong(request: Request, error: RequestValidationError) -> Response:
        return desk.error(422, "La dirección trae un dato no válido", "Quite los filtros y vuelva a la cola.")

    @app.exception_handler(StorageError)
    async def unreadable(request: Request, error: StorageError) -> Response:
        code = _noted(request, error, str(error))
        return desk.error(503, "La base de datos no responde", error.spanish, code)

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        code = _noted(request, error)
        answer = desk.error(500, "Algo falló de nuestro lado", "Nada se perdió. Reintente en un momento.", code)
        answer.headers.update(HEADERS)  # made outside every middleware, so nobody else puts them on
        return answer

    if not demo and entry_key:
        entry.guard(app, entry_key, lambda request: desk.error(403, "Falta la llave de entrada", ENTRY_WORDS))
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=6)
    forms.guard(app, lambda status: desk.error(status, "Ese formulario no se aceptó", FORM_WORDS))
    app.add_middleware(SafeHeaders)
    return app


def _noted(request: Request, error: Exception, cause: str = "") -> str:
    """Write what failed in the log, without what was asked for, and return the code that the page shows."""
    code = secrets.token_hex(2).upper()
    log.error("page_failed", code=code, path=request.url.path, kind=type(error).__name__, cause=cause)
    return code


FORM_WORDS = "Vino de otro sitio o es demasiado grande. Nada cambió; vuelva a la página y repita desde allí."
ENTRY_WORDS = "Abra la dirección que mostró el programa al iniciar; trae la llave. Vale hasta que el programa termine."
