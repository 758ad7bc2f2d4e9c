"""The names of an exported row, for a table that has none: its heads stand there all the same."""

from conflict.casefields import DIMENSIONS
from register.queries.export import DRAWN, FIELDS
from register.queries.labels import HEADS

_LOOKED_UP: dict[str, tuple[str, ...]] = {
    "agregadas": ("cola",),
    "senales": DRAWN,
    "cola": ("duda", "articulos"),
    "anuncios": ("articulos",),
    "registros": ("origen", "cola", *DIMENSIONS),
    "acciones": ("ficha", "familia"),
    "plazos": ("ficha",),
    "transferencias": ("ficha",),
    "decisiones": ("cola", "ficha"),
}
"""What a row has of other tables, in the order in which the rows are made."""


def heads(what: str) -> tuple[str, ...]:
    """Return the names of the rows of a kind; raise KeyError for an unknown one."""
    if what == "etiquetas":
        return HEADS
    return (*FIELDS[what][1], *_LOOKED_UP.get(what, ()))
