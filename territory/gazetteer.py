"""The gazetteer: every name Atalaya knows, what it may stand for, and the automaton that finds them all in one pass.

Read from `data/gazetteer/*.csv` (see data/README.md for sources). Codes are text: 2 digits department, 4 province,
6 municipality (INE, census 2024); zones, communities, road points and regions carry a prefix of ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import ahocorasick

from conflict.codebook import PlaceLevel
from conflict.correction import Correction, CorrectionAction
from conflict.errors import DataError
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
    "gentilicios": ("codigo", "gentilicio"),
    "instituciones": ("nombre", "departamento", "municipio"),
    "homonimos": ("expresion", "clase", "motivo"),
    "extranjero": ("nombre", "clase"),
}
_IDENTITY: Final = ("departamentos", "provincias", "municipios", "lugares_propios", "comunidades", "regiones")


_NOUNS: Final = frozenset(
    [
        *("Aeropuerto", "Apacheta", "Avenida", "Autopista", "Barrio", "Botadero", "Campamento", "Campo", "Cárcel"),
        *("Ceja", "Cerro", "Colonia", "Complejo", "Cono", "Cruce", "Distrito", "Extranca", "Feria", "Hospital"),
        *(
            "Ingenio",
            "Isla",
            "Lago",
            "Laguna",
            "Lagunas",
            "Mercado",
            "Mina",
            "Multifunción",
            "Norte",
            "Parque",
            "Penal",
        ),
        *("Planta", "Plaza", "Puente", "Relleno", "Represa", "Reserva", "Río", "Rotonda", "Salar", "Santuario"),
        *("Terminal", "Trópico", "Valle", "Valles", "Zona"),
    ]
)
"""First words of names that many write small: `plaza 14 de Septiembre`, `valle bajo`."""


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
            known = self._senses.setdefault(plain(spelling).strip(), {})
            key = (sense.kind, sense.code)
            small = spelling[0].islower() or spelling.split()[0] in _NOUNS
            if small and not (key in known and known[key].lower):
                known[key] = replace(known.get(key, sense), lower=True)
            known.setdefault(key, sense)

    def correct(self, one: Correction, towns: Mapping[str, tuple[str, str, str]]) -> None:
        """Add or take away another name of a municipality; raise DataError when there is none of that code."""
        if one.key not in towns:
            raise DataError(
                f"correction of unknown municipality {one.key}",
                f"La corrección local «{one.phrase}» es del municipio «{one.key}», que no existe. Se esperaba un "
                "código de seis cifras de municipios.csv.",
            )
        name, department, _ = towns[one.key]
        sense = Sense(Kind.PLACE, one.key, name, PlaceLevel.MUNICIPALITY, department, one.key, Demand.NOTHING)
        spelling = plain(one.phrase).strip()
        if one.action is CorrectionAction.ADD:
            self._senses.setdefault(spelling, {})[sense.kind, sense.code] = sense
        elif self._senses.get(spelling, {}).pop((sense.kind, sense.code), None) and not self._senses[spelling]:
            del self._senses[spelling]

    def automaton(self) -> tuple[Any, tuple[tuple[Sense, ...], ...]]:
        """Return the automaton and the senses it points to."""
        automaton = ahocorasick.Automaton()
        senses: list[tuple[Sense, ...]] = []
        for spelling, by_code in self._senses.items():
            automaton.add_word(f" {spelling}", (len(senses), len(spelling)))
            senses.append(tuple(by_code.values()))
        automaton.make_automaton()
        return automaton, tuple(senses)


def load_gazetteer(folder: Path, corrections: Iterable[Correction] = ()) -> Gazetteer:
    """Load every table of the folder; raise DataError with file and line of what is wrong in one.

    `corrections` are other names of municipalities that an office added or took away; they go before the tables.
    """
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
    for one in corrections:
        names.correct(one, towns)
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
