"""What a program may send about a record, as pydantic models; examples are invented."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from conflict.fieldwork import Modality
from conflict.lifecycle import ActionKind
from dashboards.api_shape import shown

EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def plain(text: str) -> str:
    """Return a text as it came; raise ValueError for one with a character that no database stores."""
    if "\x00" in text:
        raise ValueError("NUL in a text")
    return text


def _thinkable(at: datetime) -> datetime:
    if not EARLIEST <= at <= LATEST:
        raise ValueError("a moment that nobody works with")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_thinkable)]
Line = Annotated[str, Field(max_length=300), AfterValidator(plain)]
Text = Annotated[str, Field(max_length=8_000), AfterValidator(plain)]


class ActionIn(BaseModel):
    """An action that was done; without `fecha`, now.

    A written request needs `entidad`, may have a `cite`, and opens the deadline of its answer.
    """

    model_config = shown(
        "Acción hecha",
        {
            "tipo": "verificacion_en_sitio",
            "texto": "Se visitó el punto y se habló con las partes.",
            "fecha": "2026-11-20T08:30:00-04:00",
            "vence_en": "2026-11-23T12:00:00-04:00",
            "que_vence": "Volver al punto",
        },
    )

    tipo: ActionKind
    texto: Text
    fecha: Moment | None = None
    respaldo: Line = ""
    entidad: Line = ""
    vence_en: Moment | None = None
    que_vence: Line = ""
    modalidad: Modality | None = None
    lugar: Line = ""
    cite: Line = ""


class DeadlineIn(BaseModel):
    """A deadline that the office gives itself."""

    model_config = shown("Plazo nuevo", {"que": "Volver al punto", "vence_en": "2026-11-23T12:00:00-04:00"})

    que: Line
    vence_en: Moment


class CloseIn(BaseModel):
    """How a deadline ended: met, or no longer due."""

    model_config = shown("Cierre de un plazo", {"cumplido": True})

    cumplido: bool


class MoveIn(BaseModel):
    """A later moment for an open deadline, and why."""

    model_config = shown(
        "Otro día para un plazo", {"vence_en": "2026-11-24T12:00:00-04:00", "motivo": "El camino sigue cortado."}
    )

    vence_en: Moment
    motivo: Line


class WorkedOut(BaseModel):
    """It was written down; `version` is the record's now."""

    model_config = shown("Anotado", {"ficha": "AT-2026-POT-LLA-0001", "version": 3})

    ficha: str
    version: int
