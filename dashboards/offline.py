"""What a telephone without network needs of us: short answers to what it kept and sends when it is back."""

from fastapi import Request
from fastapi.responses import JSONResponse, Response

FROM_DEVICE = "atalaya-equipo"
"""The header of an order that a device kept and now sends; a form of a page cannot carry it."""


def from_device(request: Request) -> bool:
    """Say whether a device sends what it kept, and so asks for a short answer and not for a page."""
    return request.headers.get(FROM_DEVICE) == "1"


def taken(code: str) -> Response:
    """Tell a device that its order stands: now, or since it was sent before."""
    return JSONResponse({"fila": code})


def not_taken(words: str) -> Response:
    """Tell a device why its order was not carried out, in the words of the page; nothing was changed."""
    return JSONResponse({"motivo": words}, status_code=409)
