"""The shape of one card of sources.yaml, and what each field must hold, in the words of whoever edits the file."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from conflict.codebook import SourceReach, SourceType
from conflict.source import Source
from feeds.guard import parse_url
from feeds.refused import Refused

EXPECTED = {
    "id": "un nombre corto y único en minúsculas, cifras y guiones, por ejemplo radio-pio-xii",
    "nombre": "el nombre del medio, de 1 a 120 letras",
    "url": "una dirección completa que empiece por https:// o http://, sin usuario ni contraseña",
    "tipo": "rss, atom o sitemap",
    "departamento": 'el código INE de dos cifras entre comillas, de "01" a "09", o "" para una fuente nacional',
    "municipio": 'el código INE de seis cifras entre comillas, por ejemplo "050203", o ""',
    "alcance": "nacional, departamental o local",
    "cadencia_minutos": "un número entero de minutos, de 1 a 10080",
    "activa": "true o false, sin comillas",
    "notas": "un texto de hasta 2000 letras",
}
TEXT_FIELDS = frozenset(EXPECTED) - {"cadencia_minutos", "activa"}
CODE_FIELDS = frozenset({"departamento", "municipio"})
OPTIONAL_FIELDS = frozenset({"municipio", "notas"})


def _address(url: str) -> str:
    """Accept what a feed may be fetched from; whether it is public is decided when it is fetched."""
    try:
        host = parse_url(url).host
    except Refused as refused:
        raise ValueError(refused.detail) from refused
    if not host or not url.isprintable() or " " in url:
        raise ValueError("no host, or a space")
    return url


class Card(BaseModel):
    """One card as it is written. Strict: nothing is converted, nothing unknown is accepted."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")
    nombre: str = Field(min_length=1, max_length=120, pattern=r"\S")
    url: Annotated[str, Field(max_length=2048), AfterValidator(_address)]
    tipo: SourceType = Field(strict=False)
    departamento: str = Field(pattern=r"^(0[1-9])?$")
    municipio: str = Field(default="", pattern=r"^(0[1-9][0-9]{4})?$")
    alcance: SourceReach = Field(strict=False)
    cadencia_minutos: int = Field(ge=1, le=10080)
    activa: bool
    notas: str = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def _belongs_together(self) -> "Card":
        """Refuse codes that contradict one another."""
        if self.municipio and not self.municipio.startswith(self.departamento or "?"):
            raise ValueError("municipio:un municipio del departamento de la tarjeta (sus dos primeras cifras)")
        if self.alcance is not SourceReach.NATIONAL and not self.departamento:
            raise ValueError(f"departamento:un código de departamento, porque el alcance es {self.alcance.value}")
        return self

    def source(self) -> Source:
        """Return the card as the rest of the product knows it."""
        return Source(
            id=self.id,
            name=self.nombre,
            url=self.url,
            type=self.tipo,
            department=self.departamento,
            municipality=self.municipio,
            reach=self.alcance,
            cadence_minutes=self.cadencia_minutos,
            active=self.activa,
            notes=self.notas,
        )
