"""data/calendario/conservacion.csv -> how long each thing is kept on a day."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from conflict.errors import DataError
from conflict.retention import Holding, Keeping, KeepUnit, fault_of
from register.tablefile import Line, in_force, read_table

_COLUMNS = ("clase", "cantidad", "unidad", "desde", "procedencia")
MOST = 1_200


def load_keeping(resources: Path, on: date) -> Mapping[Holding, Keeping]:
    """Read the table as it stands on a day. Raise DataError with file, line and column of the first mistake."""
    lines = in_force(read_table(resources / "calendario" / "conservacion.csv", _COLUMNS), "clase", on).values()
    found = {one.holding: one for one in map(_keeping, lines)}
    if missing := [one.value for one in Holding if one not in found]:
        named = ", ".join(missing)
        raise DataError(
            f"conservacion.csv lacks {named} on {on}",
            f"conservacion.csv no tiene vigentes: {named}. Agregue sus filas; no se borró nada.",
        )
    return found


def _keeping(line: Line) -> Keeping:
    found = Keeping(
        line.read("clase", Holding, f"una de {', '.join(Holding)}"),
        line.read("cantidad", _count, f"un número entero de 0 a {MOST}"),
        line.read("unidad", KeepUnit, f"una de {', '.join(KeepUnit)}"),
        line["procedencia"],
    )
    if fault := fault_of(found):
        line.refuse("unidad", fault)
    return found


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST:
        raise ValueError(text)
    return int(text)
