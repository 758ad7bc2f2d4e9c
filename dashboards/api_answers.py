"""An answer of the API that a program may keep: with its ETag, and 304 when it has that already (RFC 9110, 13)."""

import hashlib
import re
from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel

_TAGS = re.compile(r'(?:W/)?("[^"]*")')

KEPT: dict[int | str, dict[str, Any]] = {304: {"description": "Es lo que el programa ya tiene; no trae cuerpo"}}
"""What every operation that reads may answer beside its own answer."""


def answered(request: Request, model: BaseModel, version: int = 0, *, more: bool = False) -> Response:
    """Return a model as JSON; its ETag is the object's version, without one a digest of what is answered.

    It is both where there is `more` than the object, which changes without it; an order may name it all the same.
    """
    body = model.model_dump_json().encode()
    told = [str(version)] if version else []
    if more or not version:
        told.append(hashlib.sha256(body).hexdigest()[:32])
    tag = f'"{"-".join(told)}"'
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers={"ETag": tag})
    return Response(body, media_type="application/json", headers={"ETag": tag})


def _has(told: str, tag: str) -> bool:
    return told.strip() == "*" or tag in _TAGS.findall(told[:4096])
