"""What the API offers: its OpenAPI for programs, and in the demo a page for people that lists the same."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse, Response

from dashboards.api_problems import PREFIX
from dashboards.desk import Desk, frame
from dashboards.pages import Frame

TITLE = "Atalaya"
VERSION = "1"
ABOUT = (
    "Lo que un programa puede leer y decidir por la persona de su llave de acceso, con los mismos permisos. Los "
    "nombres de los campos son los de las exportaciones. Los errores son «problem details» (RFC 9457)."
)

ASKED = {"If-Match": '^"[0-9]{1,9}(-[0-9a-f]{32})?"$', "Idempotency-Key": "^[!-~]{1,64}$"}
"""Headers that every order carries, with their form; the routes themselves say what to send when one lacks."""


@dataclass(frozen=True, slots=True)
class OperationView:
    """One operation, as the page lists it."""

    method: str
    path: str
    summary: str


@dataclass(frozen=True, slots=True)
class ApiView:
    """The page that lists the operations."""

    frame: Frame
    about: str
    operations: tuple[OperationView, ...]


def routes(desk: Desk, *programs: APIRouter) -> APIRouter:
    """Return the routes that describe `programs`; the page for people exists in the demo alone."""
    router = APIRouter()

    @cache
    def described() -> dict[str, Any]:
        operations = [route for router in programs for route in router.routes]
        found = get_openapi(title=TITLE, version=VERSION, description=ABOUT, routes=operations)
        for path in found["paths"].values():
            for operation in path.values():
                for told in operation.get("parameters", ()):
                    if told["name"] in ASKED:
                        told["required"] = True
                        told["schema"] |= {"pattern": ASKED[told["name"]]}
                        told["schema"].pop("default", None)
        found["components"]["securitySchemes"] = {"llave": {"type": "http", "scheme": "bearer"}}
        return found | {"security": [{"llave": []}]}

    @router.get(f"{PREFIX}/openapi.json", include_in_schema=False)
    def openapi() -> Response:
        return JSONResponse(described())

    if desk.demo:

        @router.get("/docs", response_class=HTMLResponse, include_in_schema=False)
        def page() -> Response:
            listed = tuple(
                OperationView(method.upper(), path, told["summary"])
                for path, methods in described()["paths"].items()
                for method, told in methods.items()
            )
            around = frame(desk, "API para programas", "", pending=None, trouble=False)
            return desk.page("api.html", ApiView(around, ABOUT, listed))

    return router
