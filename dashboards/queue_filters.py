"""What the address of the queue asks for: the filters of a view, the page of it, and what was just done."""

import re
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from conflict.codebook import Level, Measure, Stage
from conflict.departments import DEPARTMENTS
from dashboards.forms import day_asked, printable

OFFICE_ID = re.compile(r"[a-z0-9-]{1,40}")

STATES = {
    "abiertas": "Por revisar",
    "duda": "En duda",
    "pospuesta": "Pospuestas",
    "registrada": "Registradas",
    "vinculada": "Unidas a una ficha",
    "descartada": "Descartadas",
    "hoy": "Decididas hoy",
    "vencida": "Vencieron sin revisar",
}

SPREAD = frozenset(
    {"medida", "demanda", "municipio", "fuente", "dia_desde", "dia_hasta", "plazo", "repetidas", "actor"}
)
"""Filters whose fields a page has only where one of them is set or «Más filtros» was asked for: they weigh."""

GIVEN = {
    "mi": "A cargo de usted",
    "otra": "A cargo de otra persona",
    "nadie": "De nadie en particular",
}


class Asked(BaseModel):
    """The query of the address, field by field as it is written there."""

    departamento: Annotated[str, Field(max_length=8)] = ""
    oficina: Annotated[str, Field(max_length=40)] = ""
    nivel: Annotated[str, Field(max_length=20)] = ""
    etapa: Annotated[str, Field(max_length=20)] = ""
    estado: Annotated[str, Field(max_length=20)] = ""
    asignada: Annotated[str, Field(max_length=20)] = ""
    medida: Annotated[str, Field(max_length=20)] = ""
    fuente: Annotated[str, Field(max_length=100)] = ""
    dia_desde: Annotated[str, Field(max_length=20)] = ""
    dia_hasta: Annotated[str, Field(max_length=20)] = ""
    plazo: Annotated[str, Field(max_length=2)] = ""
    actor: Annotated[str, Field(max_length=100)] = ""
    demanda: Annotated[str, Field(max_length=100)] = ""
    municipio: Annotated[str, Field(max_length=100)] = ""
    repetidas: Annotated[str, Field(max_length=2)] = ""
    pasadas: Annotated[str, Field(max_length=2)] = ""
    texto: Annotated[str, Field(max_length=200)] = ""
    desde: Annotated[str, Field(max_length=200)] = ""
    hecho: Annotated[str, Field(max_length=20)] = ""
    corregida: Annotated[str, Field(max_length=20)] = ""
    revisada: Annotated[str, Field(max_length=2)] = ""
    mas: Annotated[str, Field(max_length=2)] = ""
    lote: Annotated[str, Field(max_length=20)] = ""
    deshecha: Annotated[str, Field(max_length=2)] = ""


class Filters:
    """What the address asks for; unknown values are no filter."""

    def __init__(self, asked: Asked | None = None) -> None:
        """Take the query of the address, None for the plain queue."""
        asked = asked or Asked()
        self.department = asked.departamento if asked.departamento in DEPARTMENTS or asked.departamento == "sin" else ""
        self.office = asked.oficina if OFFICE_ID.fullmatch(asked.oficina) else ""
        self.level = asked.nivel if asked.nivel in set(Level) else ""
        self.stage = asked.etapa if asked.etapa in set(Stage) else ""
        self.state = asked.estado if asked.estado in STATES else "abiertas"
        self.given = asked.asignada if asked.asignada in GIVEN else ""
        self.measure = asked.medida if asked.medida in set(Measure) else ""
        self.outlet = _words(asked.fuente)
        self.first, self.last = day_asked(asked.dia_desde), day_asked(asked.dia_hasta)
        self.announced = asked.plazo == "si"
        self.actor = _words(asked.actor)
        self.demand = _words(asked.demanda)
        self.town = _words(asked.municipio)
        self.repeated = asked.repetidas == "si"
        self.passed = asked.pasadas == "si"
        self.text = printable(asked.texto).strip()
        self.spread = asked.mas == "si" or not SPREAD.isdisjoint(self.kept())
        self.cursor = asked.desde
        self.swept = asked.revisada == "si"
        self.done = int(asked.hecho) if asked.hecho.isdecimal() else None
        self.corrected = int(asked.corregida) if asked.corregida.isdecimal() else None
        self.batch = int(asked.lote) if asked.lote.isdecimal() else None
        self.undone = asked.deshecha == "si"

    def query(self, **changes: str) -> str:
        """Return the query of the same view and page with some values changed; "" when it is the plain queue."""
        values = self.kept() | {"desde": self.cursor} | changes
        kept = urlencode({name: value for name, value in values.items() if value})
        return f"?{kept}" if kept else ""

    def kept(self) -> dict[str, str]:
        """Return the filters that make the view, as the address has them, without those that are not set."""
        values = {
            "departamento": self.department,
            "oficina": self.office,
            "nivel": self.level,
            "etapa": self.stage,
            "estado": "" if self.state == "abiertas" else self.state,
            "asignada": self.given,
            "medida": self.measure,
            "fuente": self.outlet,
            "dia_desde": self.first.isoformat() if self.first else "",
            "dia_hasta": self.last.isoformat() if self.last else "",
            "plazo": "si" if self.announced else "",
            "actor": self.actor,
            "demanda": self.demand,
            "municipio": self.town,
            "repetidas": "si" if self.repeated else "",
            "pasadas": "si" if self.passed else "",
            "texto": self.text,
        }
        return {name: value for name, value in values.items() if value}

    @property
    def address(self) -> str:
        """Return where the view opens."""
        return f"/cola{self.query(desde='')}"

    @property
    def deciding(self) -> bool:
        """Say whether the page comes after a decision, a correction or an undoing."""
        return self.undone or any(one is not None for one in (self.done, self.batch, self.corrected))

    @property
    def narrowed(self) -> bool:
        """Say whether anything is filtered."""
        return bool(self.kept().keys() - {"estado"})


def _words(typed: str) -> str:
    """Return what was typed to look for a name, "" where it has neither letter nor digit."""
    tidy = " ".join(printable(typed).split())
    return tidy if any(char.isalnum() for char in tidy) else ""


def _from_address(asked: Annotated[Asked, Query()]) -> Filters:
    return Filters(asked)


FiltersFromAddress = Annotated[Filters, Depends(_from_address)]
