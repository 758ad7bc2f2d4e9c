"""Readings and locations as columns, and back again."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from conflict.codebook import Measure, PlaceLevel, PlaceRole, ReasonClass, Scope, Stage
from conflict.place import Location, Place
from conflict.signal import Deadline, Reading, Reason
from register.tables import SignalRow


def signal_values(
    article_id: int, version: int, reading: Reading, location: Location, decision: str, now: datetime
) -> dict[str, Any]:
    """Return the columns of one reading."""
    deadline = reading.deadline
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
        "deadline": None
        if deadline is None
        else {
            "fecha": deadline.day.isoformat(),
            "texto": deadline.text,
            "inicio": deadline.start,
            "fin": deadline.end,
        },
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
    }


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
    told = row.deadline
    deadline = told and Deadline(date.fromisoformat(told["fecha"]), told["texto"], told["inicio"], told["fin"])
    return Reading(
        probability=row.probability,
        signal=row.signal,
        doubtful=row.doubtful,
        stage=Stage(row.stage),
        measures=tuple(Measure(value) for value in row.measures),
        deadline=deadline or None,
        reasons=tuple(Reason(start, end, ReasonClass(kind), weight) for start, end, kind, weight in row.reasons),
        floor=row.floor,
        demand=row.demand,
        model_version=row.model_version,
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
