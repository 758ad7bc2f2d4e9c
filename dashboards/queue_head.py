"""What stands over the queue: its views with their counts, and how much of today's work is done; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from conflict.entered import Town
from conflict.record import Person
from conflict.text import fold
from dashboards.labels import department_name
from dashboards.pages import Option
from dashboards.queue_filters import Asked, Filters
from register.queries.queue_views import ViewCounts
from register.rows import OfficeFact

CROWDED = 200
"""Rows from which nobody reads a queue from end to end."""


@dataclass(frozen=True, slots=True)
class Head:
    """The views of the queue, each with how many rows it has, and how many of those due today are reviewed."""

    tabs: tuple[Option, ...]
    done: int
    due: int


def own_department(person: Person | None) -> str:
    """Return the department of somebody who has just one, "" for others."""
    return person.departments[0] if person and len(person.departments) == 1 else ""


def head_of(
    filters: Filters, counts: ViewCounts, offices: Sequence[OfficeFact], person: Person | None, waiting: int, check: int
) -> Head:
    """Return the head for a person; `waiting` are all rows that wait, `check` those of the control sample.

    Today's work is what the person's office decided and all that the person sees waiting.
    """
    office = next((one.id for one in offices if person and one.name == person.office), "")
    department = own_department(person)
    views: list[tuple[str, dict[str, str], int]] = [("Todas", {}, waiting)]
    views += [("Mi oficina", {"oficina": office}, counts.office)] if office else []
    views += [(department_name(department), {"departamento": department}, counts.department)] if department else []
    views += [("Sin territorio", {"departamento": "sin"}, counts.unplaced)]
    views += [("Transferidas a mí", {"pasadas": "si"}, counts.passed)] if office else []
    views += [("Pospuestas", {"estado": "pospuesta"}, counts.postponed)]
    kept = filters.kept()
    tabs = [Option(Filters(Asked(**asked)).address, label, count, asked == kept) for label, asked, count in views]
    tabs += [Option("/muestra", "Muestra de control", check, False)] if check else []
    today = {"estado": "hoy"}
    tabs.append(Option(Filters(Asked(**today)).address, "Decididas hoy", counts.decided, today == kept))
    return Head(tuple(tabs), counts.by_office, counts.by_office + waiting)


def crowded_words(filters: Filters, total: int) -> str:
    """Say where to begin where there are too many rows, "" where somebody has begun or there are not."""
    begun = filters.narrowed or filters.state != "abiertas"
    return "" if begun or total <= CROWDED else f"Hay {total}. Empiece por Vencidas y Alto."


def town_names(towns: Sequence[Town]) -> tuple[tuple[str, str], ...]:
    """Return the municipalities as they are typed, each with its name without accents where it has some.

    A browser that completes what is typed looks for the letters as they are.
    """
    told = ((f"{one.name}, {department_name(one.department)}", one.name) for one in towns)
    return tuple((whole, "" if fold(name) == name.lower() else fold(name)) for whole, name in told)
