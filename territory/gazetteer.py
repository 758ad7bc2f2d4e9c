"""The gazetteer: every name Atalaya knows, what it may stand for, and the automaton that finds them all in one pass.

Read from `data/gazetteer/*.csv` (see data/README.md for sources). Codes are text: 2 digits department, 4 province,
6 municipality (INE, census 2024); zones, communities, road points and regions carry a prefix of ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import ahocorasick

from conflict.codebook import PlaceLevel
from territory.folding import plain
from territory.meaning import Demand, Kind, Sense
from territory.peoples import add_people_and_others
from territory.places import add_places
from territory.tables import Line, read_table, unique


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality. `listed_code` is its code in the lists of 2012 to 2020, which differs for seven of them."""

    code: str
    listed_code: str
    name: str
    official_name: str
    province: str
    department: str
    population: int
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names and codes, loaded. `automaton` maps ` name` (plain, with the space before) to its place in `senses`."""

    departments: Mapping[str, str]
    capitals: Mapping[str, str]
    municipalities: Mapping[str, Municipality]
    senses: tuple[tuple[Sense, ...], ...]
    automaton: Any


_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "departamentos": ("codigo", "nombre", "capital", "alias"),
    "provincias": ("codigo", "nombre", "departamento", "suelta"),
    "municipios": (
        "codigo",
        "codigo_listas_2012_2020",
        "nombre",
        "nombre_oficial",
        "provincia",
        "departamento",
        "poblacion",
        "lat",
        "lon",
        "exige",
    ),
    "alias_municipios": ("codigo", "alias"),
    "lugares_propios": ("codigo", "nombre", "nivel", "municipio", "exige"),
    "comunidades": ("codigo", "nombre", "municipio"),
    "puntos_camineros": ("codigo", "nombre", "departamento", "municipio"),
    "regiones": ("codigo", "nombre", "departamentos", "municipios", "alias"),
    "gentilicios": ("gentilicio", "codigo"),
    "instituciones": ("nombre", "departamento", "municipio"),
    "homonimos": ("expresion", "clase", "motivo"),
    "extranjero": ("nombre", "clase"),
}
_IDENTITY: Final = ("departamentos", "provincias", "municipios", "lugares_propios", "comunidades", "regiones")


class Names:
    """Names and their senses, while they are gathered. The same name may come with many senses, each once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._senses: dict[str, dict[tuple[Kind, str], Sense]] = {}

    def __contains__(self, name: str) -> bool:
        return plain(name).strip() in self._senses

    def add(self, sense: Sense, *spellings: str) -> None:
        """Let a sense be found under those spellings; empty ones are none."""
        for spelling in filter(None, spellings):
            self._senses.setdefault(plain(spelling).strip(), {}).setdefault((sense.kind, sense.code), sense)

    def automaton(self) -> tuple[Any, tuple[tuple[Sense, ...], ...]]:
        """Return the automaton and the senses it points to."""
        automaton = ahocorasick.Automaton()
        senses: list[tuple[Sense, ...]] = []
        for spelling, by_code in self._senses.items():
            automaton.add_word(f" {spelling}", (len(senses), len(spelling)))
            senses.append(tuple(by_code.values()))
        automaton.make_automaton()
        return automaton, tuple(senses)


def load_gazetteer(folder: Path) -> Gazetteer:
    """Load every table of the folder; raise DataError with file and line of what is missing, torn or unknown."""
    tables = {name: read_table(folder / f"{name}.csv", columns) for name, columns in _COLUMNS.items()}
    for name in _IDENTITY:
        unique(tables[name], "codigo")
    departments = {line["codigo"]: line.required("nombre") for line in tables["departamentos"]}
    provinces = {line["codigo"] for line in tables["provincias"]}
    municipalities = {line["codigo"]: _municipality(line, departments, provinces) for line in tables["municipios"]}
    capitals = {
        line["codigo"]: line.known("capital", municipalities, "municipios.csv") for line in tables["departamentos"]
    }
    names = Names()
    for line in tables["departamentos"]:
        code = line["codigo"]
        sense = Sense(Kind.PLACE, code, line["nombre"], PlaceLevel.DEPARTMENT, code, "", Demand.NOTHING)
        names.add(sense, line["nombre"], *line["alias"].split("|"))
    towns = {code: (one.name, one.department, one.province) for code, one in municipalities.items()}
    add_places(tables, departments, towns, names)
    add_people_and_others(tables, departments, towns, names)
    automaton, senses = names.automaton()
    return Gazetteer(departments, capitals, municipalities, senses, automaton)


def _municipality(line: Line, departments: Mapping[str, str], provinces: set[str]) -> Municipality:
    code = line["codigo"]
    province = line.required("provincia")
    if not (len(code) == 6 and code.isdecimal() and code.startswith(province)):
        raise line.refuse(f"el código «{code}» no tiene seis cifras o no es de la provincia «{province}»")
    if province not in provinces and "tioc" not in plain(line["nombre"]):
        raise line.refuse(f"«provincia» vale «{province}» y no está en provincias.csv")
    return Municipality(
        code,
        line["codigo_listas_2012_2020"],
        line.required("nombre"),
        line.required("nombre_oficial"),
        province,
        line.known("departamento", departments, "departamentos.csv"),
        int(line.number_of("poblacion")),
        line.number_of("lat"),
        line.number_of("lon"),
    )
