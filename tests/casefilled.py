"""What a record needs before it may convert or conclude, put in through its own commands."""

from datetime import datetime

from sqlalchemy.orm import Session

from conflict.codebook import Measure
from conflict.record import Person
from conflict.vocabulary import ActorRole, FactKind, Sector, Side
from register.commands import casefile, facts, involved

FORM = {
    "typology": "laboral",
    "demand": "Pago de sueldos de dos meses",
    "rights": "trabajo libre_transito",
    "affected_words": "unas 200 familias",
    "no_measure": "si",
    "no_harm": "si",
    "no_simat": "si",
}


def begun(session: Session, code: str, by: Person, now: datetime) -> int:
    """Write down the executed fact on which a conversion rests."""
    return facts.add(
        session,
        code=code,
        kind=FactKind.MEASURE,
        measure=Measure.ROAD_BLOCKADE,
        at=now,
        words="Comenzó el bloqueo en el cruce.",
        source="Radio Cerro",
        by=by,
        now=now,
    )


def filled_in(session: Session, code: str, by: Person, now: datetime) -> None:
    """Fill in everything that a conclusion asks for."""
    assert casefile.edit(session, code=code, form=FORM, before={}, by=by, now=now) == ()
    for name, side in (("Sindicato de Prueba", Side.DEMANDER), ("Gobierno Municipal de Prueba", Side.ADDRESSEE)):
        involved.add_actor(
            session, code=code, name=name, side=side, role=ActorRole.PRIMARY, sector=Sector.OTHER, by=by, now=now
        )
