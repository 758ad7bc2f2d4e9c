"""Readings and locations as columns, and back again."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from conflict.codebook import DateKind, Measure, PlaceLevel, PlaceRole, ReasonClass, Scope, Stage
from conflict.place import Location, Place
from conflict.signal import Deadline, Reading, Reason
from register.claims import told_of, told_values
from register.tables import SignalRow


def signal_values(
    article_id: int, version: int, reading: Reading, location: Location, decision: str, now: datetime
) -> dict[str, Any]:
    """Return the columns of one reading."""
    return {
        "article_id": article_id,
        "version": version,
        "model_version": reading.model_version,
        "read_at": now,
        "probability": reading.probability,
        "signal": reading.signal,
        "doubtful": reading.doubtful,
        "stage": reading.stage.value,
        "measures": [measure.value for measure in reading.measures],
        "deadline": None if reading.deadline is None else deadline_values(reading.deadline, reading.further),
        "reasons": [[r.start, r.end, r.kind.value, round(r.weight, 4)] for r in reading.reasons],
        "floor": reading.floor,
        "demand": reading.demand,
        "scope": location.scope.value,
        "departments": list(location.departments),
        "municipalities": list(location.municipalities),
        "municipality_codes": list(location.municipality_codes),
        "places": [_place_values(place) for place in location.places],
        "location_reason": location.reason,
        "decision": decision,
        **told_values(reading),
    }


def deadline_values(one: Deadline, further: Sequence[Deadline] = ()) -> dict[str, Any]:
    """Return an announced date as a small value; what was not read is left out, the other dates go along."""
    told = {
        "fecha": one.day.isoformat(),
        "texto": one.text,
        "inicio": one.start,
        "fin": one.end,
        "clase": one.kind.value,
        "hasta": one.last and one.last.isoformat(),
        "abierto": one.open_ended,
        "hora": one.hour and f"{one.hour:%H:%M}",
        "condicional": one.conditional,
        "quien": one.announcer,
        "medida": one.measure and one.measure.value,
        "otras": [deadline_values(other) for other in further],
    }
    return {name: value for name, value in told.items() if value or name in ("inicio", "fin")}


def deadline_of(told: Mapping[str, Any]) -> Deadline:
    """Return the announced date that a value stores; an older row has its day and words only."""
    return Deadline(
        day=date.fromisoformat(told["fecha"]),
        text=told["texto"],
        start=told["inicio"],
        end=told["fin"],
        kind=DateKind(told.get("clase", DateKind.DAY)),
        last=date.fromisoformat(told["hasta"]) if "hasta" in told else None,
        open_ended=told.get("abierto", False),
        hour=time.fromisoformat(told["hora"]) if "hora" in told else None,
        conditional=told.get("condicional", False),
        announcer=told.get("quien", ""),
        measure=Measure(told["medida"]) if "medida" in told else None,
    )


def _place_values(place: Place) -> list[Any]:
    return [
        place.code,
        place.name,
        place.level.value,
        place.role.value,
        place.department,
        place.municipality,
        place.start,
        place.end,
        place.inferred,
        place.reason,
    ]


def reading_of(row: SignalRow) -> Reading:
    """Return the reading that a row stores."""
    told = row.deadline or {}
    return Reading(
        probability=row.probability,
        signal=row.signal,
        doubtful=row.doubtful,
        stage=Stage(row.stage),
        measures=tuple(Measure(value) for value in row.measures),
        deadline=deadline_of(told) if told else None,
        reasons=tuple(Reason(start, end, ReasonClass(kind), weight) for start, end, kind, weight in row.reasons),
        floor=row.floor,
        demand=row.demand,
        model_version=row.model_version,
        further=tuple(deadline_of(other) for other in told.get("otras", ())),
        **told_of(row),
    )


def location_of(row: SignalRow) -> Location:
    """Return the location that a row stores."""
    return Location(
        places=tuple(_place_of(values) for values in row.places),
        scope=Scope(row.scope),
        departments=tuple(row.departments),
        municipalities=tuple(row.municipalities),
        municipality_codes=tuple(row.municipality_codes),
        reason=row.location_reason,
    )


def _place_of(values: Sequence[Any]) -> Place:
    code, name, level, role, department, municipality, start, end, inferred, reason = values
    return Place(code, name, PlaceLevel(level), PlaceRole(role), department, municipality, start, end, inferred, reason)
