"""How long what the register holds is kept: the terms, and what has outlived its own; pure.

Terms come from data/calendario/conservacion.csv and are proposals until the institution confirms them (reliability
bar, register rules on deletion).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Holding(StrEnum):
    """What is kept. A reserved identity counts from the closing of the last record of its case."""

    RECORD = "ficha"
    JOURNAL = "bitacora"
    NEWS = "noticia"
    RESERVED_READ = "lectura_reservada"
    IDENTITY = "identidad_reservada"
    ACCESS = "acceso"
    ATTEMPT = "intento_negado"
    DRAFT = "borrador"
    SESSION = "sesion"
    RAW_BODY = "cuerpo_crudo"


class KeepUnit(StrEnum):
    """In what a term is counted."""

    DAYS = "dias"
    MONTHS = "meses"
    FOR_GOOD = "siempre"


FOR_GOOD = frozenset({Holding.RECORD, Holding.JOURNAL, Holding.NEWS, Holding.RESERVED_READ})
"""What no term reaches: the database refuses to delete it, or a record rests on it."""
LEAST_MONTHS: Mapping[Holding, int] = {Holding.ACCESS: 24, Holding.ATTEMPT: 24}
"""Under these the database refuses the deletion (register/triggers.py)."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """One row of the table: so long, and why."""

    holding: Holding
    amount: int
    unit: KeepUnit
    why: str


def fault_of(keeping: Keeping) -> str:
    """Return in Spanish what is wrong with a term, "" for one that can be used."""
    if (keeping.holding in FOR_GOOD) != (keeping.unit is KeepUnit.FOR_GOOD):
        return "esto se conserva siempre" if keeping.holding in FOR_GOOD else "se esperaba dias o meses"
    if (keeping.amount == 0) != (keeping.unit is KeepUnit.FOR_GOOD):
        return "la cantidad va con dias o meses y queda en 0 con siempre"
    least = LEAST_MONTHS.get(keeping.holding, 0)
    if least and (keeping.unit is not KeepUnit.MONTHS or keeping.amount < least):
        return f"se conserva {least} meses o más"
    return ""


def cutoff(keeping: Keeping, now: datetime) -> datetime | None:
    """Return the moment before which things have outlived their term, None for what is kept for good.

    A month back from a day that its month does not have is that month's last day.
    """
    moment = now.astimezone(UTC)
    match keeping.unit:
        case KeepUnit.FOR_GOOD:
            return None
        case KeepUnit.DAYS:
            return moment - timedelta(days=keeping.amount)
        case KeepUnit.MONTHS:
            year, month = divmod(moment.year * 12 + moment.month - 1 - keeping.amount, 12)
            first = moment.replace(year=year, month=month + 1, day=1)
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            return first.replace(day=min(moment.day, last.day))


def still_needed(live: Iterable[int], links: Iterable[tuple[int, int]]) -> set[int]:
    """Return the records that belong to a case in which any is live: itself, and those linked to it at any remove."""
    beside: dict[int, set[int]] = {}
    for one, other in links:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    found, waiting = set(), list(live)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(beside.get(one, ()))
    return found
