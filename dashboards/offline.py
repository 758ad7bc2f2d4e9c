"""What a device without network needs: its worker, its page, the rows to keep, and short answers to what it sends.

A device keeps rows of the queue only, of one person at a time; nothing of records, nothing reserved is handed out here.
"""

import hashlib
import re
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from dashboards.desk import TEMPLATES, Desk, frame
from dashboards.keyed import LONGEST_KEY, begins
from dashboards.offline_views import KeptPageView, WorkerView
from dashboards.person import People, person_of
from dashboards.queue import panel_of
from dashboards.queue_filters import Filters
from dashboards.visitor import visitor
from register.queries import offices as office_queries
from register.queries import orders

FROM_DEVICE = "atalaya-equipo"
"""The header of an order that a device kept and now sends; a form of a page cannot carry it."""
MOST_ASKED = 50
"""Rows that a device keeps (bar of the pages: the last 50 details)."""
MOST_SENT = 10
"""Rows in one answer, so that a slow network gets them in pieces; a device asks again until none is left."""
_HELD = re.compile(r"(P-\d{6}-\d{3,9}):(\d{1,9})")
SHELL = ("servicio.js", "sin_red.html", "base.html")
"""Templates that a device keeps, each in its way."""


def from_device(request: Request) -> bool:
    """Say whether a device sends what it kept, and so asks for a short answer and not for a page."""
    return request.headers.get(FROM_DEVICE) == "1"


def taken(code: str) -> Response:
    """Tell a device that its order stands: now, or since it was sent before."""
    return JSONResponse({"fila": code})


def not_taken(words: str) -> Response:
    """Tell a device why its order was not carried out, in the words of the page; nothing was changed."""
    return JSONResponse({"motivo": words}, status_code=409)


def release_of(static: Path, *, demo: bool) -> str:
    """Return 16 digits that change with any file that a device keeps."""
    made = hashlib.sha256(b"demo" if demo else b"")
    for path in (*sorted(static.iterdir()), *(TEMPLATES / name for name in SHELL)):
        made.update(path.name.encode() + b"\0" + path.read_bytes())
    return made.hexdigest()[:16]


def routes(desk: Desk, people: People, static: Path) -> APIRouter:
    """Return the routes of a device; `static` is the folder of styles and scripts that it keeps."""
    router = APIRouter()
    worker = WorkerView(
        release_of(static, demo=desk.demo), tuple(f"/static/{p.name}" for p in sorted(static.iterdir()))
    )

    @router.get("/servicio.js")
    def service(request: Request) -> Response:
        tag = {"ETag": f'"{worker.release}"'}
        if request.headers.get("if-none-match", "").removeprefix("W/") == tag["ETag"]:
            return Response(status_code=304, headers=tag)
        text = desk.templates.get_template("servicio.js").render(v=worker)
        return Response(text, media_type="text/javascript", headers=tag)

    @router.get("/manifiesto.webmanifest")
    def manifest() -> Response:
        return JSONResponse(MANIFEST, media_type="application/manifest+json")

    @router.get("/sin-red", response_class=HTMLResponse)
    def kept_page() -> Response:
        around = frame(desk, "Sin conexión", "cola", pending=None, trouble=False, nobody=True)
        return desk.page("sin_red.html", KeptPageView(around))

    @router.get("/sin-red/llave")
    def key(hecha: str = "") -> Response:
        """Tell a device whose it is now, with what it may send, and whether an order of a form was carried out."""
        now = visitor()
        if now is None or now.account is None:
            return JSONResponse({"persona": "", "csrf": "", "hecha": False})
        with desk.register.reading() as session:
            done = bool(hecha) and orders.carried_out(session, begins(now.account.person(), hecha[:LONGEST_KEY]))
        return JSONResponse({"persona": now.mark, "csrf": now.form_token, "hecha": done})

    @router.get("/sin-red/filas")
    def rows(request: Request, tiene: str = "") -> Response:
        """Return the details that changed since a device kept them, by code; None for a row that is no longer there."""
        person_of(desk, people, request)
        now, asked, plain = desk.clock(), _HELD.findall(tiene)[:MOST_ASKED], Filters()
        found: dict[str, dict[str, object] | None] = {}
        with desk.register.reading() as session:
            offices = office_queries.working(session)
            for code, version in asked:
                if len(found) == MOST_SENT:
                    break
                panel = panel_of(session, plain, code, offices, now)
                if panel is None:
                    found[code] = None
                elif panel.version != int(version):
                    html = bytes(desk.page("detalle.html", panel).body).decode()
                    found[code] = {"version": panel.version, "detalle": html}
        return JSONResponse({"filas": found, "quedan": len(found) == MOST_SENT})

    return router


MANIFEST = {
    "name": "Atalaya",
    "short_name": "Atalaya",
    "description": "Alerta temprana de conflictos",
    "lang": "es-BO",
    "start_url": "/cola",
    "scope": "/",
    "display": "minimal-ui",
    "background_color": "#f7f6f2",
    "theme_color": "#0f4c5c",
    "icons": [{"src": "/static/atalaya.svg", "sizes": "any", "type": "image/svg+xml"}],
}
