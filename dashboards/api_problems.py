"""How the API says that something did not go: problem details (RFC 9457) in Spanish, without the name of anybody.

What a program sent is never repeated in them, for it may hold a name.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

PREFIX = "/api/v1"
_EXAMPLE: dict[str, Any] = {
    "type": "about:blank",
    "status": 404,
    "title": "No existe esa ficha",
    "detail": "Revise el código.",
}


class ProblemOut(BaseModel):
    """The members of every problem; some carry others beside them."""

    model_config = ConfigDict(title="Problema", extra="allow", json_schema_extra={"examples": [_EXAMPLE]})

    type: str
    status: int
    title: str
    detail: str


PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "Lo que impidió atender el pedido",
        "content": {"application/problem+json": {"schema": ProblemOut.model_json_schema()}},
    }
}
"""What every operation of the API may answer beside its own answer."""


def only_known(request: Request) -> None:
    """Refuse a query parameter that the operation does not know, or one told twice: a filter is never passed over."""
    known, told = {one.alias for one in request.scope["route"].dependant.query_params}, set()
    for name, _ in request.query_params.multi_items():
        if name not in known or name in told:
            raise RequestValidationError([{"type": "extra_forbidden", "loc": ("query", name)}])
        told.add(name)


class Problem(JSONResponse):
    """A failure as problem details."""

    media_type = "application/problem+json"

    def __init__(
        self, status: int, title: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        """Say what was wrong and what to do; `more` are further members with Spanish names."""
        body = {"type": "about:blank", "status": status, "title": title, "detail": detail} | more
        super().__init__(body, status, headers)


_WORDS = {
    "missing": "falta",
    "enum": "no es uno de los valores previstos",
    "literal_error": "no es uno de los valores previstos",
    "union_tag_invalid": "no es uno de los valores previstos",
    "union_tag_not_found": "falta el campo «decision»",
    "string_too_long": "es demasiado largo",
    "extra_forbidden": "no se esperaba",
    "json_invalid": "no es JSON",
    "timezone_aware": "debe llevar su huso horario",
}


def invalid(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """Return the problem of a request that breaks its contract; `errores` names each known field and what it lacks."""
    told = [{"campo": _field(one), "motivo": _WORDS.get(str(one["type"]), "no es válido")} for one in errors]
    return Problem(
        422, "El pedido trae un dato no válido", "Corrija lo que dice «errores». No se cambió nada.", errores=told
    )


def _field(error: Mapping[str, Any]) -> str:
    """Return which field it is; one that nobody expected keeps its name to itself."""
    place = [str(part) for part in error["loc"]]
    if error["type"] == "extra_forbidden":
        place = place[:-1]
    return place[-1] if place else ""
