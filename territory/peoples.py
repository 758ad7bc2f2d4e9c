"""Names that are no place but tell of one: inhabitants, institutions; and those that only look like one."""

from collections.abc import Mapping
from enum import StrEnum

from conflict.codebook import PlaceLevel
from territory.meaning import Demand, Kind, Sense
from territory.places import Names, Tables, Towns


class Look(StrEnum):
    """What a look-alike is (column `clase` of homonimos.csv)."""

    ABROAD = "extranjero"
    CLUB = "club"
    PERSON = "persona"
    STREET = "calle"
    OTHER = "otro"


class Foreign(StrEnum):
    """What a foreign name is (column `clase` of extranjero.csv)."""

    COUNTRY = "pais"
    CITY = "ciudad"
    REGION = "region"
    PEOPLE = "gentilicio"


def add_people_and_others(tables: Tables, departments: Mapping[str, str], towns: Towns, names: Names) -> None:
    """Add inhabitants, institutions, look-alikes and foreign names; raise DataError for a line that is wrong."""

    def home(kind: Kind, code: str) -> Sense:
        name, level = (towns[code][0], PlaceLevel.MUNICIPALITY) if code in towns else (departments[code], _DEPARTMENT)
        return Sense(kind, code, name, level, code[:2], code if code in towns else "", Demand.NOTHING)

    for line in tables["gentilicios"]:
        code = line.known("codigo", {*departments, *towns}, "departamentos.csv ni en municipios.csv")
        names.add(home(Kind.DEMONYM, code), *line.required("gentilicio").split("|"))
    for line in tables["instituciones"]:
        department = line.known("departamento", departments, "departamentos.csv")
        town = line.known("municipio", towns, "municipios.csv", empty=True)
        if town and towns[town][1] != department:
            raise line.refuse(f"el municipio {town} no es del departamento {department}")
        names.add(home(Kind.INSTITUTION, town or department), line.required("nombre"))
    for line in tables["homonimos"]:
        kind = Kind.ABROAD if line.member(Look, "clase") is Look.ABROAD else Kind.HIDDEN
        name = line.required("expresion")
        names.add(Sense(kind, "", name, None, "", "", Demand.NOTHING, line.required("motivo")), name)
    for line in tables["extranjero"]:
        people = line.member(Foreign, "clase") is Foreign.PEOPLE
        name = line.required("nombre")
        kind = Kind.ABROAD_PEOPLE if people else Kind.ABROAD
        names.add(Sense(kind, "", name, None, "", "", Demand.NOTHING), *name.split("|"))
    bolivia = Sense(Kind.COUNTRY, "BO", "Bolivia", None, "", "", Demand.NOTHING)
    names.add(bolivia, "Bolivia", "boliviano", "bolivianos", "boliviana", "bolivianas")


_DEPARTMENT = PlaceLevel.DEPARTMENT
