"""Which forms are taken: from our own pages, of a modest size; checked before anything of them is read."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import Response

LARGEST_FORM = 64 * 1024
"""Bytes of a form: many times the longest text that a page lets a person write."""

Next = Callable[[Request], Awaitable[Response]]


def refusal(request: Request) -> int:
    """Return the status with which a form is refused, 0 when it is taken.

    A browser says where a form comes from in Sec-Fetch-Site and Origin (ASVS 5.0: 3.5.1); a length must be given.
    """
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
    return 413 if int(length) > LARGEST_FORM else 0


def guard(app: FastAPI, refuse: Callable[[int], Response]) -> None:
    """Refuse such forms on every route there is and will be."""

    @app.middleware("http")
    async def check(request: Request, call_next: Next) -> Response:
        status = refusal(request)
        return refuse(status) if status else await call_next(request)
