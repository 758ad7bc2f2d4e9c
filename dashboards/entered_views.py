"""What the template of «Agregar» may know, and the words of what persons brought and of sweeps; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from conflict.entered import Town, Way
from conflict.esbo import counted
from conflict.lapaz import local
from dashboards.labels import department_name
from dashboards.pages import Frame, Option
from dashboards.when import ago, long_day
from register.queries.entered import Alike, EnteredFact, EnteredMonth, SweepFact

WAYS = {
    Way.NEWS_LINK: "Una nota de prensa (enlace)",
    Way.INSTITUTIONAL_POST: "Una publicación de una cuenta institucional pública",
    Way.CALL: "Una llamada",
    Way.VISIT: "Una visita",
    Way.OTHER_OFFICE: "Otra oficina",
    Way.OTHER: "Otra vía",
}
SHORT_WAYS = {
    Way.NEWS_LINK: "nota de prensa",
    Way.INSTITUTIONAL_POST: "publicación institucional",
    Way.CALL: "llamada",
    Way.VISIT: "visita",
    Way.OTHER_OFFICE: "otra oficina",
    Way.OTHER: "otra vía",
}


@dataclass(frozen=True, slots=True)
class TownGroup:
    """The municipalities of a department."""

    department: str
    towns: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class AlikeView:
    """A row or record that may tell the same."""

    address: str
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class EnterView:
    """The form. `typed` are its fields as they were sent; `alike` what may be the same, to be looked at first."""

    frame: Frame
    ways: tuple[Option, ...]
    stages: tuple[Option, ...]
    measures: tuple[Option, ...]
    departments: tuple[Option, ...]
    towns: tuple[TownGroup, ...]
    offices: tuple[Option, ...]
    typed: Mapping[str, str]
    alike: tuple[AlikeView, ...]
    done: str


def town_groups(towns: Sequence[Town], chosen: str) -> tuple[TownGroup, ...]:
    """Return the municipalities under their departments, in the order they come."""
    groups: dict[str, list[Option]] = {}
    for town in towns:
        groups.setdefault(town.department, []).append(Option(town.code, town.name, 0, town.code == chosen))
    return tuple(TownGroup(department_name(code), tuple(options)) for code, options in groups.items())


def alike_view(one: Alike) -> AlikeView:
    """Return something similar as a link."""
    return AlikeView(f"/{'registros' if one.record else 'cola'}/{one.code}", one.code, one.title)


def brought_words(fact: EnteredFact | None, now: datetime) -> str:
    """Say who brought a row and how, "" for one of the machine."""
    if fact is None:
        return ""
    said = f"; lo dijo: {fact.said_by}" if fact.said_by else ""
    miss = " Era de una fuente de la lista: cuenta como omisión de la máquina." if fact.miss else ""
    when = ago(fact.entered_at, now).text
    return f"La agregó {fact.by} ({fact.office}), {when}, por {SHORT_WAYS[fact.way]}{said}.{miss}"


def sweep_words(fact: SweepFact | None, now: datetime) -> str:
    """Say what a sweep of the queue stored, "" for none."""
    if fact is None:
        return ""
    what = "con filtros" if fact.view else "toda la cola"
    rows = counted(fact.seen, "fila", "filas") if fact.seen else "ninguna fila"
    at = f"{long_day(fact.at)}, {local(fact.at):%H:%M}"
    return (
        f"{at}, {fact.by} ({fact.office}), {what}: {rows}; {fact.decided} con decisión y {fact.remaining} sin decidir."
    )


def month_words(months: Sequence[EnteredMonth]) -> str:
    """Say how much persons brought, month by month, and what of it the machine missed."""
    if not months:
        return "Nadie agregó nada a mano en este tiempo."
    told = "; ".join(f"{one.month}: {one.entered}, de ellas {one.missed} que la máquina debió marcar" for one in months)
    return f"Agregadas a mano por mes. {told}."
