"""What readings tell of actors, demand and measures as columns, and back again."""

from typing import Any, Protocol

from conflict.actor import ActorKind, ActorMention, ActorReach, ActorRole, Sector
from conflict.claim import Claim
from conflict.codebook import Measure
from conflict.pressure import Moment, PressureKind, PressureMention
from conflict.signal import Reading
from conflict.typology import Typology
from register.tables import SignalRow


class Claimed(Protocol):
    """A row that keeps a claim: of the queue, or a record."""

    claimants: Any
    addressees: Any
    demand: Any
    typology: Any


def told_values(reading: Reading) -> dict[str, Any]:
    """Return the columns of a signal that tell who asks whom for what."""
    return {
        "actors": [_actor_values(actor) for actor in reading.actors],
        "demand_span": None if reading.demand_span is None else list(reading.demand_span),
        "typology": reading.typology and reading.typology.value,
        "pressures": [[p.kind.value, p.measure.value, p.moment.value, p.start, p.end] for p in reading.pressures],
        "vocabulary": reading.vocabulary,
    }


def told_of(row: SignalRow) -> dict[str, Any]:
    """Return the same as fields of a reading; a row from before they were read has none."""
    return {
        "actors": tuple(_actor_of(told) for told in row.actors),
        "demand_span": None if row.demand_span is None else (row.demand_span[0], row.demand_span[1]),
        "typology": None if row.typology is None else Typology(row.typology),
        "pressures": tuple(
            PressureMention(PressureKind(kind), Measure(measure), Moment(moment), start, end)
            for kind, measure, moment, start, end in row.pressures
        ),
        "vocabulary": row.vocabulary,
    }


def claim_values(claim: Claim) -> dict[str, Any]:
    """Return the columns of a claim."""
    return {
        "claimants": list(claim.claimants),
        "addressees": list(claim.addressees),
        "demand": claim.demand,
        "typology": claim.typology and claim.typology.value,
    }


def claim_in(row: Claimed) -> Claim:
    """Return the claim that a row keeps."""
    typology = None if row.typology is None else Typology(row.typology)
    return Claim(tuple(row.claimants), tuple(row.addressees), row.demand, typology)


def _actor_values(actor: ActorMention) -> dict[str, Any]:
    """Return what is known of an actor: rows are many, and most of an actor's fields are empty."""
    return {name: value for name, value in actor.told().items() if value or name in {"inicio", "fin"}}


def _actor_of(told: dict[str, Any]) -> ActorMention:
    return ActorMention(
        key=told["clave"],
        name=told["nombre"],
        said=told["texto"],
        kind=ActorKind(told["clase"]),
        role=ActorRole(told["papel"]),
        sector=Sector(told["sector"]),
        reach=ActorReach(told["nivel"]) if "nivel" in told else None,
        faction=told.get("faccion", ""),
        department=told.get("departamento", ""),
        municipality=told.get("municipio", ""),
        start=told["inicio"],
        end=told["fin"],
        reason=told.get("motivo", ""),
        initials=told.get("sigla", ""),
    )
