"""What the queue says of its filters: each that is set with the way out of it, and why nothing is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from conflict.codebook import Level, Measure, Stage
from conflict.esbo import counted
from dashboards.filter_chips import ways_out
from dashboards.labels import LEVELS, MEASURES, STAGES, department_name
from dashboards.pages import ChipView
from dashboards.queue_filters import GIVEN, Filters
from dashboards.when import whole_day

NAMES = {
    "departamento": "Territorio",
    "oficina": "Oficina",
    "nivel": "Nivel",
    "etapa": "Etapa",
    "asignada": "A cargo de",
    "municipio": "Municipio",
    "medida": "Medida",
    "demanda": "Demanda",
    "fuente": "Fuente",
    "dia_desde": "Desde",
    "dia_hasta": "Hasta",
    "plazo": "Con plazo anunciado",
    "repetidas": "Solo repetidas",
    "pasadas": "Transferidas a mi oficina",
    "actor": "Actor",
    "texto": "Texto",
}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How many rows there are beside a view that has none: in its whole department, and discarded ones."""

    whole: int
    discarded: int


NOTHING = Elsewhere(0, 0)


def chips(filters: Filters, offices: Mapping[str, str]) -> tuple[ChipView, ...]:
    """Return the filters that are set, each with the address of the queue without it; `offices` are names by id."""
    return ways_out(
        filters.kept(),
        NAMES,
        lambda name, value: _said(name, value, offices),
        lambda name: f"/cola{filters.query(**{name: '', 'desde': ''})}",
    )


def _said(name: str, value: str, offices: Mapping[str, str]) -> str:
    match name:
        case "departamento":
            return _place(value)
        case "oficina":
            return offices.get(value, value)
        case "nivel":
            return LEVELS[Level(value)]
        case "etapa":
            return STAGES[Stage(value)]
        case "medida":
            return MEASURES[Measure(value)]
        case "asignada":
            return GIVEN[value].removeprefix("A cargo de ")
        case "dia_desde" | "dia_hasta":
            return whole_day(date.fromisoformat(value))
        case "plazo" | "repetidas" | "pasadas":
            return ""
        case _:
            return f"«{value}»"


def placed(filters: Filters) -> bool:
    """Say whether a view asks for a text or a place."""
    return bool(filters.department or filters.text)


def within(filters: Filters) -> bool:
    """Say whether a view is a part of a whole department."""
    return bool(filters.department and filters.kept().keys() - {"departamento", "estado"})


def wider(filters: Filters) -> ChipView:
    """Return the way to all of the department of a view."""
    kept = filters.kept()
    without = dict.fromkeys(kept.keys() - {"departamento", "estado"}, "") | {"desde": ""}
    name = "Ver sin territorio" if filters.department == "sin" else f"Buscar en {_place(filters.department)}"
    return ChipView(name, "", f"/cola{filters.query(**without)}")


def nothing(filters: Filters, beside: Elsewhere, waiting: int) -> str:
    """Say that a view has no row, and where there are some; `waiting` are all that wait for a decision."""
    place = _place(filters.department) if filters.department else ""
    where = "" if not place else " sin territorio" if filters.department == "sin" else f" en {place}"
    others = filters.kept().keys() - {"departamento", "texto", "estado"}
    words = f" con «{filters.text}»" if filters.text else ""
    rest = "" if not others else " con los demás filtros" if placed(filters) else " con esos filtros"
    told = [f"{beside.whole}{where.replace(' en ', ' en todo ', 1)}"] if beside.whole else []
    told += [counted(beside.discarded, "descartada", "descartadas")] if beside.discarded else []
    said = f"Nada{words}{where}{rest}."
    if told:
        said += f" Hay {' y '.join(told)}."
    if not beside.whole and waiting:
        said += f" Sin filtros hay {waiting} por revisar."
    return said


def _place(code: str) -> str:
    return "Sin territorio" if code == "sin" else department_name(code)
