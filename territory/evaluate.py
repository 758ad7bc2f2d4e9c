"""How well texts are placed: precision and recall of departments and municipalities, and the mistakes by kind."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from conflict.codebook import FLAGGED_STAGES, Scope
from conflict.place import Location
from conflict.shares import Share
from territory.folding import plain

WHOLE_COUNTRY, UNSURE = "BO", "?"
"""What the column `deptos` of a labelled set says besides codes: national; the two readings differ."""


class Mistake(StrEnum):
    """What is wrong with the place of a text; the values are shown."""

    MISSING = "faltó: el texto no nombra un lugar que se reconozca"
    UNDECIDED = "faltó: nombre de varios lugares, no se eligió"
    SEVERAL = "faltó: región de varios departamentos"
    NATIONAL = "faltó: se leyó como asunto nacional"
    ABROAD = "faltó: se leyó como asunto de otro país"
    ONLY_DEPARTMENT = "faltó el municipio: solo se dijo el departamento"
    WRONG = "equivocado"
    WRONG_INFERRED = "equivocado, por inferencia"


def place_scores(rows: Sequence[Mapping[str, str]], located: Sequence[Location]) -> str:
    """Return the table for the strict rows of a labelled set that tell of a conflict; "" when it names no places.

    A text is right when it shares a place with its label and says at most one more. Rows labelled as national or with
    two readings do not count; how many of the national ones were placed is said apart.
    """
    kept = [
        (row, where)
        for row, where in zip(rows, located, strict=True)
        if row.get("dudoso", "0") != "1" and row["etapa"] in {stage.value for stage in FLAGGED_STAGES}
    ]
    lines = ["Lugares, en las filas con señal:"]
    for column, name in (("deptos", "departamento"), ("municipios", "municipio")):
        lines += _column(kept, column, name)
    if len(lines) == 1:
        return ""
    country = [where for row, where in kept if WHOLE_COUNTRY in _label(row, "deptos")]
    placed = sum(where.scope is Scope.LOCATED for where in country)
    lines.append(f"  nacionales según la etiqueta: {len(country)}, de ellas se ubicaron {placed}")
    return "\n".join(lines)


def _column(kept: Sequence[tuple[Mapping[str, str], Location]], column: str, name: str) -> list[str]:
    right, mistakes = 0, Counter[Mistake]()
    for row, where in kept:
        gold = _label(row, column)
        if not gold or gold & {WHOLE_COUNTRY, UNSURE}:
            continue
        said = set(where.departments) if column == "deptos" else {plain(one) for one in where.municipalities}
        if said & gold and len(said - gold) <= 1:
            right += 1
        else:
            mistakes[_mistake(where, bool(said))] += 1
    whole = right + mistakes.total()
    if not whole:
        return []
    said_so = right + mistakes[Mistake.WRONG] + mistakes[Mistake.WRONG_INFERRED]
    lines = [_share(f"precisión de {name}", right, said_so), _share(f"cobertura de {name}", right, whole)]
    return lines + [f"  {count:>4}  {kind.value}" for kind, count in mistakes.most_common()]


def _label(row: Mapping[str, str], column: str) -> set[str]:
    values = {one.strip() for one in row.get(column, "").split(";") if one.strip()}
    return values if column == "deptos" else {one if one in (WHOLE_COUNTRY, UNSURE) else plain(one) for one in values}


def _mistake(where: Location, said: bool) -> Mistake:
    if said:
        inferred = any(place.inferred for place in where.places)
        return Mistake.WRONG_INFERRED if inferred else Mistake.WRONG
    if where.scope is Scope.LOCATED:
        return Mistake.ONLY_DEPARTMENT
    if where.scope is Scope.NATIONAL:
        return Mistake.NATIONAL
    if where.scope is Scope.ABROAD:
        return Mistake.ABROAD
    if where.places:
        return Mistake.SEVERAL
    return Mistake.UNDECIDED if " puede ser " in where.reason else Mistake.MISSING


def _share(name: str, part: int, whole: int) -> str:
    share = Share(part, whole)
    if share.value is None:
        return f"{name:<32} sin casos"
    low, high = share.interval
    return f"{name:<32} {share.value:.3f}  [{low:.3f}–{high:.3f}]  {part} de {whole}"
