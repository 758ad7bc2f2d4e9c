"""A record to take away: its PDF, its workbook and its Word document, each written down before it is handed over."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dashboards.accesses import noted
from dashboards.case_paper import MEDIA, document, paper_of
from dashboards.ficha import Ficha


def routes(ficha: Ficha) -> APIRouter:
    """Return the routes of the documents of a record; they go before its page, whose address takes any ending."""
    router = APIRouter(prefix="/registros")
    desk = ficha.desk

    def taken(request: Request, code: str, ending: str, kind: str) -> Response:
        now = desk.clock()
        with desk.register.reading() as session:
            if isinstance(opened := ficha.opened(session, code), Response):
                return opened
            found, file = opened
            paper = paper_of(found, file, desk.words(now), now)
        content = document(paper, ending, now)
        noted(desk, request, f"exportar.ficha.{kind}", "ficha", code)
        name = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(code)}.{ending}"}
        return Response(content, media_type=MEDIA[ending], headers=name)

    @router.get("/{code}.pdf")
    def pdf(request: Request, code: str) -> Response:
        return taken(request, code, "pdf", "pdf")

    @router.get("/{code}.xlsx")
    def book(request: Request, code: str) -> Response:
        return taken(request, code, "xlsx", "excel")

    @router.get("/{code}/word")
    def word(request: Request, code: str) -> Response:
        return taken(request, code, "docx", "word")

    return router
