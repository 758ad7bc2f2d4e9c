"""data/vocabulario -> the names of organisations, institutions and sectors that a form offers while a person writes."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

from conflict.actor import ActorReach
from conflict.text import fold
from register.tablefile import read_table

ACTOR_COLUMNS = (
    "clave", "nombre", "sigla", "clase", "papel", "sector", "subsector", "nivel", "departamento", "municipio", "alias",
    "faccion", "desde", "hasta", "fuente",
)  # fmt: skip
GROUP_COLUMNS = ("clave", "nombre", "sector", "subsector", "formas")

Names = Callable[[date], tuple[str, ...]]


def actor_names(resources: Path) -> Names:
    """Return the names of each day, read once for a day."""

    @lru_cache(maxsize=4)
    def of(day: date) -> tuple[str, ...]:
        return load_names(resources, day)

    return of


def load_names(resources: Path, on: date) -> tuple[str, ...]:
    """Return the names as rows of the queue tell them, in order; raise DataError for a table that is wrong."""
    folder = resources / "vocabulario"
    actors = [
        line["sigla"] if line["sigla"] and line["nivel"] == ActorReach.NATIONAL.value else line["nombre"]
        for line in read_table(folder / "actores.csv", ACTOR_COLUMNS)
        if not line["hasta"] or on < line.day("hasta")
    ]
    groups = [line["nombre"] for line in read_table(folder / "grupos.csv", GROUP_COLUMNS)]
    return tuple(sorted(set(actors + groups), key=fold))
