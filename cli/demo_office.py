"""What the invented people of the demo decide, evening by evening, so that records and the weekly summary have a past.

Everything goes through the register's own commands, at the hour of the evening; which row becomes what follows from a
digest of its code, so two demos of one day tell the same.
"""

import hashlib
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from conflict.codebook import Level, Stage
from conflict.fieldwork import Modality
from conflict.lifecycle import ActionKind, DiscardReason, Outcome, RecordKind, RecordState, RecordStep
from conflict.measure import FactMeasure
from conflict.office import OfficeKind
from conflict.permissions import NATIONAL_UNIT
from conflict.record import Person, RuleError
from conflict.vocabulary import ActorRole, FactKind, Sector, Side

UNTOUCHED = timedelta(days=3)
"""Rows of the last days stay in the queue, for whoever tries the demo."""
MOST_ROWS = 200
FILE = {
    "typology": "laboral",
    "demand": "Pago de sueldos de dos meses",
    "rights": "trabajo libre_transito",
    "affected_words": "unas 200 familias",
    "no_measure": "si",
    "no_harm": "si",
    "no_simat": "si",
}
INSTITUTIONS = (
    (
        "Dirección Distrital de Educación inventada",
        "institucion",
        "05",
        "Uncía",
        "Ítems, infraestructura escolar",
        "central de la demostración, interno 4",
    ),
    (
        "Mesa Técnica del Agua inventada",
        "organizacion",
        "03",
        "Sacaba",
        "Pozos, turnos de riego",
        "oficina de la demostración, lunes y jueves",
    ),
    (
        "Inspectoría del Trabajo inventada",
        "institucion",
        "04",
        "Oruro",
        "Sueldos, despidos, beneficios",
        "ventanilla de la demostración 2",
    ),
    (
        "Servicio Legal Integral inventado",
        "servicio",
        "07",
        "",
        "Patrocinio y acompañamiento",
        "guardia de la demostración, todo el día",
    ),
    (
        "Cámara de Transporte inventada",
        "organizacion",
        "02",
        "El Alto",
        "Tarifas, rutas",
        "secretaría de la demostración",
    ),
)
"""Name, kind, department, municipality, what it attends to, contact."""
_CONFLICT = frozenset({Stage.MEASURE, Stage.VIOLENCE})


def work_evening(register: Any, now: datetime, last: datetime, past: frozenset[str] = frozenset()) -> None:
    """Decide the rows of one evening and go on with the records; nothing is decided within UNTOUCHED of `last`.

    `past` has the titles that the invented press knows to tell of no open conflict: the office discards their rows.
    """
    from register.queries import queue as queue_queries
    from register.queries import records as record_queries

    if now > last - UNTOUCHED:
        return
    with register.reading() as session:
        rows = queue_queries.page(session, limit=MOST_ROWS, now=now).rows
        opened = record_queries.listed(session)
    for row in rows:
        _try(register, partial(_decide, no_case=row.title in past), row, now)
    for record in opened:
        _try(register, _go_on, record, now)


def fill_directory(register: Any, now: datetime) -> None:
    """Let the directory have some who can act."""
    from register.commands import directory

    by = Person("Persona de la demostración", NATIONAL_UNIT)
    for name, kind, department, municipality, does, contact in INSTITUTIONS:
        with register.writing() as session:
            directory.add(
                session,
                name=name,
                kind=kind,
                department=department,
                municipality=municipality,
                does=does,
                contact=contact,
                by=by,
                now=now,
            )


def _try(register: Any, work: Any, thing: Any, now: datetime) -> None:
    """Do one piece of work in one transaction; what a rule forbids is left, as people leave it."""
    try:
        with register.writing() as session:
            work(session, thing, now)
    except RuleError:
        return


def _share(code: str, salt: str) -> float:
    """Return a number from 0 to 1 that is always the same for a code."""
    return int(hashlib.sha256(f"{salt}/{code}".encode()).hexdigest()[:8], 16) / 0xFFFFFFFF


def _person(session: Any, departments: tuple[str, ...]) -> Person:
    """Return who decides what lies there: of the department's delegation in the table of offices, else nationally."""
    from register.queries import offices

    delegations = (one for one in offices.working(session) if one.kind is OfficeKind.DELEGATION)
    office = next((one.name for one in delegations if one.department in departments[:1]), NATIONAL_UNIT)
    return Person("Persona de la demostración", office)


def _decide(session: Any, row: Any, now: datetime, no_case: bool) -> None:
    from register.commands import reviews

    by, share = _person(session, row.departments), _share(row.code, "fila")
    if share < 0.62 and not no_case:
        kind = RecordKind.CONFLICT if row.stage in _CONFLICT else RecordKind.ALERT
        level = row.level if row.level is not Level.CRITICAL or share < 0.2 else Level.HIGH
        reviews.register(session, code=row.code, version=row.version, kind=kind, level=level, by=by, now=now)
    elif no_case or share < 0.92:
        reason = DiscardReason.OTHER_MATTER if no_case and share < 0.5 else DiscardReason.NO_DEMAND
        reviews.discard(session, code=row.code, version=row.version, reason=reason, comment="", by=by, now=now)


def _go_on(session: Any, record: Any, now: datetime) -> None:
    from register.commands import records, transfers

    by, age, share = _person(session, record.departments), (now - record.opened_at).days, _share(record.code, "ficha")
    code = record.code
    if record.last_action is None and age >= 1 and share > 0.12:
        words = "Se habló con las partes y se acordó una reunión."
        what = "Reunión con las partes" if share > 0.5 else ""
        due = now + timedelta(days=4 + round(10 * share)) if what else None
        written = share > 0.85
        records.act(
            session,
            code=code,
            kind=ActionKind.WRITTEN_REPORT if written else ActionKind.MEDIATION,
            at=now,
            words=words,
            proof="acta",
            by=by,
            now=now,
            next_due=due,
            next_what=what,
            addressee="Alcaldía de la demostración" if written else "",
            modality=Modality.WRITTEN if written else Modality.IN_PERSON,
            cite=f"DEMO-{record.opened_at:%m%d}/{now.year}" if written else "",
        )
    elif record.state in (RecordState.REGISTERED, RecordState.FOLLOWED) and age >= 3 and share < 0.35:
        _happened(session, code, FactKind.MEASURE, "Empezó la medida que se había anunciado.", by, now)
        records.advance(
            session, code=code, asked=RecordStep.BECOME_CONFLICT, words="Empezó la medida anunciada.", by=by, now=now
        )
    elif age >= 6 and 0.35 <= share < 0.5:
        unit = transfers.NATIONAL_UNIT
        transfers.ask(session, code=code, receiver=unit, reason="Pasa a varios departamentos.", by=by, now=now)
    elif age >= 7 and share < 0.3:
        step, end = (
            (RecordStep.CONCLUDE, Outcome.PARTIAL_AGREEMENT)
            if record.kind is RecordKind.CONFLICT
            else (RecordStep.CALL_OFF, Outcome.DEMANDER_WITHDREW)
        )
        _happened(session, code, FactKind.AGREEMENT, "Las partes firmaron un acuerdo.", by, now)
        _fill_in(session, code, by, now)
        records.advance(
            session, code=code, asked=step, words="Se firmó un acuerdo entre las partes.", by=by, now=now, outcome=end
        )


def _happened(session: Any, code: str, kind: FactKind, words: str, by: Person, now: datetime) -> None:
    """Write down the dated fact on which a conversion or an ending rests."""
    from register.commands import facts

    measure = FactMeasure.ROAD_BLOCKADE if kind is FactKind.MEASURE else None
    facts.add(
        session, code=code, kind=kind, measure=measure, at=now, words=words, source="Verificación", by=by, now=now
    )


def _fill_in(session: Any, code: str, by: Person, now: datetime) -> None:
    """Fill in what a conclusion asks for."""
    from register.commands import casefile, involved

    casefile.edit(session, code=code, form=FILE, before={}, by=by, now=now)
    for name, side in (("Sindicato de la demostración", Side.DEMANDER), ("Alcaldía inventada", Side.ADDRESSEE)):
        involved.add_actor(
            session, code=code, name=name, side=side, role=ActorRole.PRIMARY, sector=Sector.OTHER, by=by, now=now
        )


def freeze_weeks(register: Any, now: datetime) -> None:
    """Publish the weeks that are over, the last one but as a draft, each at its own Monday."""
    from conflict.week import closed_week
    from flows.weekly import draft_week, publish_week

    last = closed_week(now)
    for week in last.shifted(-1).last(3):
        publish_week(register, week, now=week.end + timedelta(hours=8))
    draft_week(register, last, now=max(now, last.end))
