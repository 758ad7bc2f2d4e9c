"""Dated facts of a record: written down with source and place, struck out when wrong, never erased."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.fieldwork import PlacePrecision, TimePrecision
from conflict.lifecycle import RecordKind
from conflict.measure import FactMeasure
from conflict.record import NotYet, Person, RuleError, said, sourced
from conflict.vocabulary import FactKind, Phase, executed
from register.case_tables import CaseFile, FactRow
from register.commands import casefile
from register.commands import recordkeeping as keep

ACTOR_CHARS = 160
MISSING = "Ese hecho no existe o ya se anuló."


def add(
    session: Session,
    *,
    code: str,
    kind: FactKind,
    at: datetime,
    words: str,
    source: str,
    by: Person,
    now: datetime,
    measure: FactMeasure | None = None,
    place: str = "",
    points: int | None = None,
    verified: bool = False,
    actor: str = "",
    place_precision: PlacePrecision | None = None,
    time_precision: TimePrecision | None = None,
) -> int:
    """Write a fact down and return its number. `actor` is the organisation or entity that did it, "" for none named.

    A new executed measure or a breach takes a conflict in transformation back to handling (domain model, conflict).
    Raise RuleError for a future day, a measure without its kind, or a fact without source.
    """
    record = keep.find_open(session, code, by)
    if at > now:
        raise NotYet("fact in the future")
    if (kind is FactKind.MEASURE) != (measure is not None):
        raise RuleError(
            "measure of a fact", "Elija la medida solo cuando el hecho es una medida de presión.", "measure"
        )
    told = sourced(source, "Falta la fuente del hecho: qué medio, persona u oficina lo dice.")
    if points is not None and not 0 <= points <= 1_000:
        raise RuleError(f"{points} points", "Los puntos van de 0 a 1.000.", "points")
    text = said(words, "qué ocurrió")
    number = session.execute(
        insert(FactRow)
        .values(
            record_id=record.id,
            kind=kind.value,
            measure=measure.value if measure else None,
            at=at,
            place=" ".join(place.split())[:200],
            points=points,
            words=text,
            source=told,
            verified=verified,
            entered_at=now,
            by=by.name,
            office=by.office,
            annulled_at=None,
            annulled_by="",
            annulled_why="",
            actor=" ".join("".join(c for c in actor if c.isprintable()).split())[:ACTOR_CHARS],
            place_precision=place_precision.value if place_precision else None,
            time_precision=time_precision.value if time_precision else None,
        )
        .returning(FactRow.id)
    ).scalar_one()
    keep.change(session, record, now)
    keep.tell(session, record, "hecho.alta", by, now, {"hecho": number, "tipo": kind.value})
    phase = session.scalar(select(CaseFile.phase).where(CaseFile.record_id == record.id))
    again = executed(kind, measure) or kind is FactKind.BREACH
    if again and record.kind == RecordKind.CONFLICT.value and phase == Phase.TRANSFORMATION.value:
        casefile.set_phase(session, record, Phase.HANDLING, "hecho nuevo o incumplimiento", by, now)
    return number


def annul(session: Session, *, fact_id: int, words: str, by: Person, now: datetime) -> str:
    """Strike a fact out with a reason; return the code of its record."""
    fact = keep.held(session, FactRow, fact_id)
    if fact is None or fact.annulled_at is not None:
        raise RuleError(f"no fact {fact_id}", MISSING)
    record = keep.behind_open(session, fact.record_id, by, MISSING)
    text = said(words, "por qué se anula el hecho")
    session.execute(
        update(FactRow).where(FactRow.id == fact_id).values(annulled_at=now, annulled_by=by.name, annulled_why=text)
    )
    keep.change(session, record, now)
    keep.tell(session, record, "hecho.anular", by, now, {"hecho": fact_id})
    return str(record.code)
