"""The territories for programs: departments and municipalities with their official codes."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from conflict.departments import DEPARTMENTS
from conflict.entered import Town
from conflict.lapaz import local_day
from dashboards.api_answers import KEPT, answered
from dashboards.api_problems import PREFIX, PROBLEMS, only_known
from dashboards.api_shape import shown
from dashboards.desk import Desk

TOWN: dict[str, Any] = {"codigo": "050101", "nombre": "Aldea Uno", "oficina": "of-llallagua"}
PLACE: dict[str, Any] = {"codigo": "05", "nombre": "Potosí", "municipios": [TOWN]}


class TownOut(BaseModel):
    """A municipality; `oficina` is the id of the regional office that has it, "" for none."""

    model_config = shown("Municipio", TOWN)

    codigo: str
    nombre: str
    oficina: str


class PlaceOut(BaseModel):
    """A department with its municipalities, by their names."""

    model_config = shown("Departamento", PLACE)

    codigo: str
    nombre: str
    municipios: tuple[TownOut, ...]


class PlacesOut(BaseModel):
    """The nine departments."""

    model_config = shown("Territorios", {"departamentos": [PLACE]})

    departamentos: tuple[PlaceOut, ...]


def routes(desk: Desk, towns: Callable[[date], tuple[Town, ...]]) -> APIRouter:
    """Return the route that reads the territories in force."""
    router = APIRouter(prefix=PREFIX, dependencies=[Depends(only_known)], responses=PROBLEMS | KEPT)

    @router.get("/territorios", response_model=PlacesOut, summary="Leer departamentos y municipios con sus códigos")
    def places(request: Request) -> Response:
        known = towns(local_day(desk.clock()))
        return answered(request, PlacesOut(departamentos=tuple(_place(code, known) for code in DEPARTMENTS)))

    return router


def _place(code: str, known: tuple[Town, ...]) -> PlaceOut:
    here = (one for one in known if one.department == code)
    return PlaceOut(
        codigo=code,
        nombre=DEPARTMENTS[code],
        municipios=tuple(TownOut(codigo=one.code, nombre=one.name, oficina=one.office) for one in here),
    )
