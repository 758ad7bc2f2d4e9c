"""What comes in with a form or an address: which forms are taken, and how a field is read."""

from collections.abc import Awaitable, Callable
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import Response

from conflict.attachment import LARGEST
from conflict.record import RuleError

LARGEST_UPLOAD = LARGEST + 64 * 1024
"""Bytes of a form that carries one file of evidence."""
LARGEST_WORKBOOK = 10 * 1024 * 1024 + 64 * 1024
"""Bytes of a form that carries a past register."""
LARGEST_FORM = 64 * 1024
"""Bytes of a form: many times the longest text that a page lets a person write."""

YEARS = range(2000, 2101)
"""Of the days that anybody asks for in an address; others are no filter."""

NUL = "\x00"

log = structlog.get_logger()

Choice = TypeVar("Choice", bound=StrEnum)
Next = Callable[[Request], Awaitable[Response]]


def day_asked(typed: str) -> date | None:
    """Return a day of the address, None for what is none."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def served_at(request: Request) -> str:
    """Return where the pages are served, without a slash at its end: what links outside of them begin with."""
    return str(request.base_url).rstrip("/")


def refusal(request: Request) -> int:
    """Return the status with which a request is refused, 0 when it is taken.

    A character that no database stores is refused in every address. A browser says where a form comes from in
    Sec-Fetch-Site and Origin (ASVS 5.0: 3.5.1); a length must be given.
    """
    if NUL in request.url.path or b"%00" in request.scope["query_string"]:
        return 400
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return 0
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return 403
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        return 403
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        return 403 if "transfer-encoding" in request.headers else 0
    path = request.url.path
    carries_file = (path.startswith("/registros/") and path.endswith("/evidencia")) or path == "/agregar"
    largest = LARGEST_WORKBOOK if path == "/importar" else LARGEST_UPLOAD if carries_file else LARGEST_FORM
    return 413 if int(length) > largest else 0


def guard(app: FastAPI, refuse: Callable[[Request, int], Response]) -> None:
    """Refuse such forms on every route there is and will be."""

    @app.middleware("http")
    async def check(request: Request, call_next: Next) -> Response:
        status = refusal(request)
        if status:
            log.warning(
                "request_refused", status=status, method=request.method
            )  # never the address: it may carry a name
            return refuse(request, status)
        return await call_next(request)


def chosen(vocabulary: type[Choice], text: str, what: str, field: str = "") -> Choice:
    """Return the member that a form chose; raise RuleError that asks for `what` (Spanish) when it chose none.

    `field` is the form's, for a page that marks it.
    """
    try:
        return vocabulary(text)
    except ValueError:
        raise RuleError(f"{vocabulary.__name__} {text[:20]!r}", f"Falta elegir {what}.", field) from None


def chosen_or_none(vocabulary: type[Choice], text: str, what: str, field: str = "") -> Choice | None:
    """Return the member that a form chose, None for a field left empty; raise RuleError for what is no member."""
    return chosen(vocabulary, text, what, field) if text else None


def printable(text: str) -> str:
    """Return a field without what cannot be shown."""
    return "".join(char for char in text if char.isprintable())
