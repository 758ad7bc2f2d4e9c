"""Names of places, from municipalities down to road points, and regions across them."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from conflict.codebook import PlaceLevel
from territory.folding import plain
from territory.meaning import Demand, Kind, Sense
from territory.tables import Line

Tables = Mapping[str, Sequence[Line]]
Towns = Mapping[str, tuple[str, str, str]]
"""Code of a municipality -> its name, department and province."""


class Names(Protocol):
    """Where names are gathered."""

    def __contains__(self, name: str) -> bool: ...

    def add(self, sense: Sense, *spellings: str) -> None:
        """Let a sense be found under those spellings."""


_WEAK_ALIASES: Final = frozenset(
    {"Salinas", "Trigal", "Loma Alta", "Huari", "Macha", "Guayara", "Vaca Guzmán", "Gonzalo Moreno"}
)


def add_places(tables: Tables, departments: Mapping[str, str], towns: Towns, names: Names) -> None:
    """Add every place below the department; raise DataError for a line that names an unknown code."""
    _add_municipalities(tables, towns, names)
    _add_provinces(tables["provincias"], departments, towns, names)
    for line in tables["lugares_propios"]:
        _add_within(line, line.member(PlaceLevel, "nivel"), line.member(Demand, "exige"), towns, names)
    for line in tables["comunidades"]:
        if line["nombre"] not in names:
            _add_within(line, PlaceLevel.COMMUNITY, Demand.TYPE_WORD, towns, names)
    for line in tables["puntos_camineros"]:
        department = line.known("departamento", departments, "departamentos.csv")
        town = line.known("municipio", towns, "municipios.csv", empty=True)
        if line["nombre"] not in names:
            names.add(
                Sense(Kind.PLACE, line["codigo"], line["nombre"], PlaceLevel.ROAD, department, town, Demand.TYPE_WORD),
                line.required("nombre"),
            )
    for line in tables["regiones"]:
        _add_region(line, departments, towns, names)


def _add_municipalities(tables: Tables, towns: Towns, names: Names) -> None:
    demands = {line["codigo"]: line.member(Demand, "exige") for line in tables["municipios"]}
    demanding = {
        plain(line["nombre"]) for line in tables["municipios"] if demands[line["codigo"]] is not Demand.NOTHING
    }

    def sense(code: str, demand: Demand) -> Sense:
        name, department, _ = towns[code]
        return Sense(Kind.PLACE, code, name, PlaceLevel.MUNICIPALITY, department, code, demand)

    for code, (name, _, _) in towns.items():
        names.add(sense(code, demands[code]), name)
    for line in tables["alias_municipios"]:
        code = line.known("codigo", towns, "municipios.csv")
        for alias in line.required("alias").split("|"):
            # A short saint's name says little by itself: many towns, parishes and foreign cities bear it.
            saint = len(alias.split()) == 2 and alias.startswith(("San ", "Santa "))
            full = len(alias.split()) > 1 and plain(alias) not in demanding
            demand = Demand.NOTHING if full else demands[code]
            names.add(sense(code, Demand.TYPE_WORD if saint or alias in _WEAK_ALIASES else demand), alias)


def _add_provinces(lines: Sequence[Line], departments: Mapping[str, str], towns: Towns, names: Names) -> None:
    """Add provinces by `provincia X`, and by the bare name where that is safe.

    A municipality of the same name in another province (Chayanta, Carangas, Ingavi) makes the bare name stand for both,
    so that nobody is told a municipality that the text may not mean (domain model §5.2).
    """
    bearers: dict[str, list[str]] = {}
    for code, (name, _, _) in towns.items():
        bearers.setdefault(plain(name), []).append(code)
    for line in lines:
        code, name = line["codigo"], line.required("nombre")
        department = line.known("departamento", departments, "departamentos.csv")
        sense = Sense(Kind.PLACE, code, name, PlaceLevel.PROVINCE, department, "", Demand.NOTHING)
        names.add(sense, f"provincia {name}", f"provincia de {name}")
        elsewhere = [town for town in bearers.get(plain(name), ()) if not town.startswith(code)]
        if line["suelta"] == "1":
            names.add(sense, name)
        elif elsewhere:
            names.add(Sense(Kind.PLACE, code, name, PlaceLevel.PROVINCE, department, "", Demand.CONTEXT), name)


def _add_within(line: Line, level: PlaceLevel, demand: Demand, towns: Towns, names: Names) -> None:
    town = line.known("municipio", towns, "municipios.csv")
    name = line.required("nombre")
    names.add(Sense(Kind.PLACE, line["codigo"], name, level, towns[town][1], town, demand), name)


def _add_region(line: Line, departments: Mapping[str, str], towns: Towns, names: Names) -> None:
    within = tuple(line.required("departamentos").split("|"))
    members = frozenset(filter(None, line["municipios"].split("|")))
    unknown = sorted((set(within) - set(departments)) | (members - set(towns)))
    if unknown:
        raise line.refuse(f"los códigos {', '.join(unknown)} no están en el nomenclátor")
    astray = sorted(code for code in members if towns[code][1] not in within)
    if astray:
        raise line.refuse(f"los municipios {', '.join(astray)} no son de los departamentos de la región")
    one = within[0] if len(within) == 1 else ""
    town = next(iter(members)) if len(members) == 1 else ""  # a territory within one municipality
    name = line.required("nombre")
    sense = Sense(Kind.PLACE, line["codigo"], name, PlaceLevel.REGION, one, town, Demand.NOTHING, "", within, members)
    names.add(sense, name, *line["alias"].split("|"))
