"""Parts of a page for a browser that has it open: what was asked with htmx, and how an answer is marked as a part.

A browser that gets a whole page where it asked for a part shows the page: the mark tells them apart.
"""

from fastapi import Request
from fastapi.responses import Response

MARK = "Atalaya-Parte"
"""The header of an answer that is a part; static/cola.js reads it."""


def asked_in_part(request: Request) -> bool:
    """Say whether the page is open already and wants only what changes (htmx says so in a header)."""
    return request.headers.get("hx-request") == "true"


def part(answer: Response, *, address: str = "", into: str = "") -> Response:
    """Mark an answer as a part.

    `address` is what the browser shows from now on, "" to leave it as it is; `into` a selector for where the part goes
    when it is not the place that the form named.
    """
    answer.headers[MARK] = "1"
    if address:
        answer.headers["HX-Replace-Url"] = address
    if into:
        answer.headers["HX-Retarget"] = into
        answer.headers["HX-Reswap"] = "innerHTML"
    return answer
