"""What a program may ask the API to do, as pydantic models; examples are invented."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from conflict.codebook import Level
from conflict.lifecycle import DiscardReason, RecordKind
from dashboards.api_shape import shown
from dashboards.api_work import Moment, plain

Comment = Annotated[str, Field(max_length=500), AfterValidator(plain)]


class DiscardIn(BaseModel):
    """Set the row aside; words are welcome and never needed."""

    model_config = shown("Descartar", {"decision": "descartar", "motivo": "hecho_pasado", "comentario": ""})

    decision: Literal["descartar"]
    motivo: DiscardReason
    comentario: Comment = ""


class PostponeIn(BaseModel):
    """Put the row off; without `hasta`, until the office opens next."""

    model_config = shown("Posponer", {"decision": "posponer", "hasta": "2026-11-21T12:30:00-04:00"})

    decision: Literal["posponer"]
    hasta: Moment | None = None


class RegisterIn(BaseModel):
    """Make an alert or a conflict of the row."""

    model_config = shown("Registrar", {"decision": "registrar", "tipo": "alerta", "nivel": "alto"})

    decision: Literal["registrar"]
    tipo: RecordKind
    nivel: Level


class LinkIn(BaseModel):
    """Join the row to an open record."""

    model_config = shown("Unir", {"decision": "unir", "ficha": "AT-2026-POT-LLA-0001"})

    decision: Literal["unir"]
    ficha: str = Field(pattern=r"^([A-Za-z]{2}-){1,2}[0-9]{4}(-[A-Za-z0-9]{2,3}){1,2}-[0-9]{4,9}$")


Order = Annotated[DiscardIn | PostponeIn | RegisterIn | LinkIn, Field(discriminator="decision")]


class DecidedOut(BaseModel):
    """The decision stands. `id` takes it back; `ficha` is what came of it, "" for nothing; `version` the row's now."""

    model_config = shown("Decisión", {"id": 3, "codigo": "P-261120-001", "ficha": "AT-2026-POT-LLA-0001", "version": 2})

    id: int
    codigo: str
    ficha: str
    version: int


class UndoneOut(BaseModel):
    """The decision was taken back; the row is as it was before, with a new version."""

    model_config = shown("Decisión deshecha", {"codigo": "P-261120-001", "version": 3})

    codigo: str
    version: int
