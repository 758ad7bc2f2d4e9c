"""Where an outlet is at home, for news that come with its name alone: data/gazetteer/medios.csv.

The home is weak evidence: it counts only where the text says «la ciudad» or the like and names no place.
"""

from collections.abc import Mapping
from pathlib import Path

from territory.folding import plain
from territory.gazetteer import Gazetteer
from territory.tables import read_table

Outlets = Mapping[str, tuple[str, str]]
"""Plain name of an outlet -> the codes of its department and of its municipality ("" where it covers the first)."""


def load_outlets(folder: Path, gazetteer: Gazetteer) -> Outlets:
    """Read the table; raise DataError with the line that is wrong or repeats a name."""
    found: dict[str, tuple[str, str]] = {}
    for line in read_table(folder / "medios.csv", ("nombre", "departamento", "municipio")):
        department = line.known("departamento", gazetteer.departments, "departamentos.csv")
        town = line.known("municipio", gazetteer.municipalities, "municipios.csv", empty=True)
        if town and gazetteer.municipalities[town].department != department:
            raise line.refuse(f"el municipio {town} no es del departamento {department}")
        for name in line.required("nombre").split("|"):
            if _key(name) in found:
                raise line.refuse(f"el medio «{name}» ya está en otra línea")
            found[_key(name)] = (department, town)
    return found


def home_of(outlets: Outlets, name: str) -> tuple[str, str]:
    """Return department and municipality of an outlet; two empty texts for one that nobody has placed."""
    return outlets.get(_key(name), ("", ""))


def _key(name: str) -> str:
    return " ".join(plain(name).split())
