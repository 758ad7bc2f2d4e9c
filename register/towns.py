"""data/gazetteer -> the municipalities that a person may choose, each with the regional office that has it."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

from conflict.entered import Town
from conflict.text import fold
from register.tablefile import read_table

TOWN_COLUMNS = (
    "codigo", "codigo_listas_2012_2020", "nombre", "nombre_oficial", "provincia", "departamento", "poblacion", "lat",
    "lon", "exige",
)  # fmt: skip
OFFICE_COLUMNS = ("oficina", "municipio", "desde", "hasta", "procedencia")


def towns(resources: Path) -> Callable[[date], tuple[Town, ...]]:
    """Return the municipalities of each day, read once for a day."""

    @lru_cache(maxsize=4)
    def of(day: date) -> tuple[Town, ...]:
        return load_towns(resources, day)

    return of


def load_towns(resources: Path, on: date) -> tuple[Town, ...]:
    """Return the municipalities, by department and then by name; raise DataError for a table that is wrong."""
    folder = resources / "gazetteer"
    offices = {
        line["municipio"]: line["oficina"]
        for line in read_table(folder / "oficina_municipio.csv", OFFICE_COLUMNS)
        if line.day("desde") <= on and (not line["hasta"] or on < line.day("hasta"))
    }
    found = (
        Town(line["codigo"], line["nombre"], line["departamento"], offices.get(line["codigo"], ""))
        for line in read_table(folder / "municipios.csv", TOWN_COLUMNS)
    )
    return tuple(sorted(found, key=lambda town: (town.department, fold(town.name))))
