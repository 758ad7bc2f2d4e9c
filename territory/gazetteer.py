"""The gazetteer: every name Atalaya knows, what it may stand for, and the automaton that finds them all in one pass.

Read from `data/gazetteer/*.csv` (see data/README.md for sources). Codes are text: 2 digits department, 4 province,
6 municipality (INE, census 2024); zones, communities, road points and regions carry a prefix of ours.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import ahocorasick

from conflict.codebook import PlaceLevel
from conflict.errors import DataError, reason_in_spanish
from territory.folding import plain


class Kind(StrEnum):
    """What a name is, before anybody asks where."""

    PLACE = "lugar"
    DEMONYM = "gentilicio"
    INSTITUTION = "institucion"
    HIDDEN = "homonimo"
    ABROAD = "extranjero"
    ABROAD_PEOPLE = "gentilicio_extranjero"
    COUNTRY = "bolivia"


class Demand(StrEnum):
    """What a name must have beside it to be read as a place (column `exige`)."""

    NOTHING = "0"
    CONTEXT = "1"
    TYPE_WORD = "2"


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a name may stand for. `department`, `municipality` are codes, "" when it lies in several."""

    kind: Kind
    code: str
    name: str
    level: PlaceLevel | None
    department: str
    municipality: str
    demand: Demand
    why: str = ""
    departments: tuple[str, ...] = ()


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


_REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "departamentos": ("codigo", "nombre", "capital", "alias"),
    "provincias": ("codigo", "nombre", "departamento", "suelta"),
    "municipios": (
        "codigo",
        "codigo_listas_2012_2020",
        "nombre",
        "nombre_oficial",
        "provincia",
        "departamento",
        "exige",
    ),
    "alias_municipios": ("codigo", "alias"),
    "lugares_propios": ("codigo", "nombre", "nivel", "municipio", "exige"),
    "comunidades": ("codigo", "nombre", "municipio"),
    "puntos_camineros": ("codigo", "nombre", "departamento", "municipio"),
    "regiones": ("codigo", "nombre", "departamentos", "alias"),
    "gentilicios": ("gentilicio", "codigo"),
    "instituciones": ("nombre", "departamento", "municipio"),
    "homonimos": ("expresion", "clase", "motivo"),
    "extranjero": ("nombre", "clase"),
}


def load_gazetteer(folder: Path) -> Gazetteer:
    """Load every table of the folder; raise DataError when one is missing, lacks a column or names an unknown code."""
    tables = {name: _rows(folder / f"{name}.csv", columns) for name, columns in _REQUIRED.items()}
    departments = {row["codigo"]: row["nombre"] for row in tables["departamentos"]}
    capitals = {row["codigo"]: row["capital"] for row in tables["departamentos"]}
    municipalities = {row["codigo"]: _municipality(row, folder) for row in tables["municipios"]}
    names: dict[str, dict[tuple[Kind, str], Sense]] = {}

    def add(sense: Sense, *spellings: str) -> None:
        for spelling in filter(None, spellings):
            names.setdefault(plain(spelling).strip(), {}).setdefault((sense.kind, sense.code), sense)

    for row in tables["departamentos"]:
        code = row["codigo"]
        sense = _place(code, row["nombre"], PlaceLevel.DEPARTMENT, code, "")
        add(sense, row["nombre"], *row["alias"].split("|"))
    _add_municipalities(tables, municipalities, add)
    for row in tables["provincias"]:
        sense = _place(row["codigo"], row["nombre"], PlaceLevel.PROVINCE, row["departamento"], "")
        add(sense, f"provincia {row['nombre']}", f"provincia de {row['nombre']}")
        if row["suelta"] == "1":
            add(sense, row["nombre"])
    for table in ("lugares_propios", "comunidades"):
        for row in tables[table]:
            where = _known(municipalities, row["municipio"], folder / f"{table}.csv")
            level = PlaceLevel(row.get("nivel", PlaceLevel.COMMUNITY.value))
            demand = Demand(row.get("exige", Demand.TYPE_WORD.value))
            sense = _place(row["codigo"], row["nombre"], level, where.department, where.code, demand)
            if table == "lugares_propios" or plain(row["nombre"]) not in names:
                add(sense, row["nombre"])
    for row in tables["puntos_camineros"]:
        sense = _place(
            row["codigo"], row["nombre"], PlaceLevel.ROAD, row["departamento"], row["municipio"], Demand.TYPE_WORD
        )
        if plain(row["nombre"]) not in names:
            add(sense, row["nombre"])
    for row in tables["regiones"]:
        within = tuple(row["departamentos"].split("|"))
        one = within[0] if len(within) == 1 else ""
        sense = _place(row["codigo"], row["nombre"], PlaceLevel.REGION, one, "", departments=within)
        add(sense, row["nombre"], *row["alias"].split("|"))
    _add_people_and_others(tables, municipalities, departments, add)
    automaton = ahocorasick.Automaton()
    senses: list[tuple[Sense, ...]] = []
    for spelling, by_code in names.items():
        automaton.add_word(f" {spelling}", (len(senses), len(spelling)))
        senses.append(tuple(by_code.values()))
    automaton.make_automaton()
    return Gazetteer(departments, capitals, municipalities, tuple(senses), automaton)


def _add_municipalities(tables: Any, municipalities: Mapping[str, Municipality], add: Any) -> None:
    demands = {row["codigo"]: Demand(row["exige"]) for row in tables["municipios"]}
    for code, one in municipalities.items():
        add(
            _place(code, one.name, PlaceLevel.MUNICIPALITY, one.department, code, demands[code]),
            one.name,
        )
    for row in tables["alias_municipios"]:
        one = municipalities[row["codigo"]]
        for alias in row["alias"].split("|"):
            # A short saint's name says little by itself: many towns, parishes and foreign cities bear it.
            saint = len(alias.split()) == 2 and alias.startswith(("San ", "Santa "))
            demand = Demand.TYPE_WORD if saint or alias in _WEAK_ALIASES else demands[row["codigo"]]
            add(_place(one.code, one.name, PlaceLevel.MUNICIPALITY, one.department, one.code, demand), alias)


_WEAK_ALIASES: Final = frozenset(
    {"Salinas", "Trigal", "Loma Alta", "Huari", "Macha", "Guayara", "Vaca Guzmán", "Gonzalo Moreno"}
)


def _add_people_and_others(
    tables: Any, municipalities: Mapping[str, Municipality], departments: Mapping[str, str], add: Any
) -> None:
    for row in tables["gentilicios"]:
        code = row["codigo"]
        town = municipalities.get(code)
        name, level = (town.name, PlaceLevel.MUNICIPALITY) if town else (departments[code], PlaceLevel.DEPARTMENT)
        add(
            Sense(Kind.DEMONYM, code, name, level, code[:2], code if town else "", Demand.NOTHING),
            row["gentilicio"],
        )
    for row in tables["instituciones"]:
        code = row["municipio"] or row["departamento"]
        level = PlaceLevel.MUNICIPALITY if row["municipio"] else PlaceLevel.DEPARTMENT
        name = municipalities[code].name if row["municipio"] else departments[code]
        add(Sense(Kind.INSTITUTION, code, name, level, code[:2], row["municipio"], Demand.NOTHING), row["nombre"])
    for row in tables["homonimos"]:
        kind = Kind.ABROAD if row["clase"] == "extranjero" else Kind.HIDDEN
        add(Sense(kind, "", row["expresion"], None, "", "", Demand.NOTHING, row["motivo"]), row["expresion"])
    for row in tables["extranjero"]:
        kind = Kind.ABROAD_PEOPLE if row["clase"] == "gentilicio" else Kind.ABROAD
        add(Sense(kind, "", row["nombre"], None, "", "", Demand.NOTHING), row["nombre"])
    bolivia = Sense(Kind.COUNTRY, "BO", "Bolivia", None, "", "", Demand.NOTHING)
    add(bolivia, "Bolivia", "boliviano", "bolivianos", "boliviana", "bolivianas")


def _place(
    code: str,
    name: str,
    level: PlaceLevel,
    department: str,
    municipality: str,
    demand: Demand = Demand.NOTHING,
    departments: tuple[str, ...] = (),
) -> Sense:
    return Sense(Kind.PLACE, code, name, level, department, municipality, demand, "", departments)


def _municipality(row: Mapping[str, str], folder: Path) -> Municipality:
    try:
        return Municipality(
            row["codigo"],
            row["codigo_listas_2012_2020"],
            row["nombre"],
            row["nombre_oficial"],
            row["provincia"],
            row["departamento"],
            int(row["poblacion"]),
            float(row["lat"]),
            float(row["lon"]),
        )
    except (KeyError, ValueError) as error:
        raise _damaged(
            folder / "municipios.csv", f"la fila del código {row['codigo']} no se entiende: {error}"
        ) from error


def _known(municipalities: Mapping[str, Municipality], code: str, path: Path) -> Municipality:
    if code not in municipalities:
        raise _damaged(path, f"el municipio {code!r} no está en municipios.csv")
    return municipalities[code]


def _rows(path: Path, columns: Iterable[str]) -> list[dict[str, str]]:
    """Read one table and check its header."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise _damaged(path, f"faltan las columnas {', '.join(missing)}")
            return list(reader)
    except OSError as error:
        raise _damaged(path, f"no se pudo leer: {reason_in_spanish(error)}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise _damaged(path, "no se pudo leer: no es un CSV en UTF-8") from error


def _damaged(path: Path, what: str) -> DataError:
    return DataError(
        f"gazetteer table {path.name} is unusable: {what}",
        f"El nomenclátor está dañado: en {path.name} {what}. Recupere el archivo original o corríjalo.",
    )
