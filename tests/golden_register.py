"""The golden weeks written into a real register, row by row, as its commands would have left them."""

from datetime import timedelta

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from conflict.clocks import Term
from conflict.codebook import CycleKind, CycleState, FetchOutcome, SourceReach, SourceType
from conflict.handling import RequestState
from conflict.lifecycle import FIRST_STATE, OPEN_STATES, DeadlineState, RecordKind, RecordState, TransferState
from conflict.record import Person
from conflict.vocabulary import ActorRole, Sector, Side
from conflict.weekfacts import WeekRecord
from register.case_tables import CaseFile, FactRow, RecordActor
from register.commands import casefile, journal
from register.duty_tables import RequestRow
from register.record_tables import DeadlineRow, RecordRow, TransferRow
from register.tables import CycleTable, FetchAttempt, SourceRow
from tests.golden import at, golden_facts
from tests.golden import table as rows_of

STEPS = {
    RecordState.BECAME_CONFLICT: "convertir",
    RecordState.CALLED_OFF: "desactivar",
    RecordState.CONCLUDED: "concluir",
    RecordState.OPEN: "reabrir",
    RecordState.VOID: "anular",
}


def write_golden(session: Session) -> None:
    """Write records, journal, deadlines, requests, facts, transfers and attempts; announcements are left out."""
    facts = golden_facts()
    numbers: dict[str, int] = {}
    lines = []
    for number, one in enumerate(facts.records, start=1):
        numbers[one.code] = number
        state = one.steps[-1][1] if one.steps else FIRST_STATE[one.kind]
        closed = None if state in OPEN_STATES else one.steps[-1][0]
        session.execute(
            insert(RecordRow).values(
                id=number,
                code=one.code,
                kind=one.kind.value,
                state=state.value,
                level=(one.levels[-1][1] if one.levels else one.level).value,
                title=one.title,
                searchable="",
                departments=list(one.departments),
                municipalities=list(one.municipalities),
                measures=list(one.measures),
                office=one.office,
                responsible="Persona",
                external_code="",
                origin_id=numbers.get(one.origin),
                opened_at=one.opened_at,
                updated_at=one.opened_at,
                closed_at=closed,
                outcome=None,
                closing_words="",
                row_version=1,
                claimants=list(one.actors if one.kind is RecordKind.ALERT else ()),
                typology=next(iter(one.demands), None) if one.kind is RecordKind.ALERT else None,
            )
        )
        _write_file(session, number, one, numbers)
        lines.append((one.opened_at, "ficha.alta", one.code, {"nivel": one.level.value}))
        lines += [(when, f"ficha.{STEPS[s]}", one.code, {"estado": s.value}) for when, s in one.steps if s in STEPS]
        lines += [(when, "ficha.nivel", one.code, {"nivel": level.value}) for when, level in one.levels]
    for when, action, code, details in sorted(lines, key=lambda line: line[0]):
        journal.append(
            session, now=when, actor="Persona", action=action, object_type="ficha", object_id=code, details=details
        )
    # the weeks were written by hand before the database held these two rules: a closed record owes nothing any more
    where = " ON {}" if session.get_bind().dialect.name == "postgresql" else ""
    for name, trigger in (("deadline", "deadline_of_open_insert"), ("transfer", "transfer_of_sender_insert")):
        session.execute(text(f"DROP TRIGGER {trigger}{where.format(name)}"))
    for due in facts.deadlines:
        session.execute(
            insert(DeadlineRow).values(
                record_id=numbers[due.record],
                what=due.what,
                addressee=due.addressee,
                due_at=due.due_at,
                state=(DeadlineState.MET if due.closed_at else DeadlineState.OPEN).value,
                made_at=due.made_at,
                made_by="Persona",
                closed_at=due.closed_at,
                closed_by="",
                term=due.term.value,
            )
        )
    _write_signs(session, numbers)
    for moved in facts.transfers:
        answered = TransferState.ACCEPTED if moved.accepted else TransferState.RETURNED
        session.execute(
            insert(TransferRow).values(
                record_id=numbers[moved.record],
                state=(answered if moved.answered_at else TransferState.REQUESTED).value,
                sender=moved.sender,
                receiver=moved.receiver,
                reason="",
                pack={"titulo": "x"},
                asked_at=moved.asked_at,
                asked_by="Persona",
                answer_by=moved.answer_by,
                answered_at=moved.answered_at,
                answered_by="Persona" if moved.answered_at else "",
                answer="",
            )
        )
    _write_sources(session)


def _write_file(session: Session, number: int, one: WeekRecord, numbers: dict[str, int]) -> None:
    """Write what persons filled in: of a conflict topic and actors, of a front its parent; an alert keeps the news."""
    casefile.begin(session, number, one.kind, "2026-11-01", Person("Persona", one.office), one.opened_at)
    if one.kind is RecordKind.ALERT:
        return
    session.execute(
        update(CaseFile)
        .where(CaseFile.record_id == number)
        .values(parent_id=numbers.get(one.parent), typology=next(iter(one.demands), None))
    )
    for name in one.actors:
        session.execute(
            insert(RecordActor).values(
                record_id=number,
                name=name,
                side=Side.DEMANDER.value,
                role=ActorRole.PRIMARY.value,
                sector=Sector.OTHER.value,
                entered_at=one.opened_at,
                by="Persona",
                removed_at=None,
            )
        )


def _write_signs(session: Session, numbers: dict[str, int]) -> None:
    """Write facts with the hour at which each was entered, and requests with the clock of their answer."""
    for row in rows_of("hechos"):
        session.execute(
            insert(FactRow).values(
                record_id=numbers[row["registro"]],
                kind=row["clase"],
                measure=row["medida"] or None,
                at=at(row["fecha"]),
                place="",
                points=None,
                words=row["porque"],
                source="Prueba",
                verified=True,
                entered_at=at(row["anotado"]),
                by="Persona",
                office="Unidad Nacional",
                annulled_at=None,
                annulled_by="",
                annulled_why="",
            )
        )
    for row in rows_of("requerimientos"):
        number = numbers[row["registro"]]
        clock = session.scalar(
            select(DeadlineRow.id).where(DeadlineRow.record_id == number, DeadlineRow.term == Term.REPORT.value)
        )
        session.execute(
            insert(RequestRow).values(
                record_id=number,
                action_id=None,
                deadline_id=clock,
                addressee=row["entidad"],
                note="",
                state=(RequestState.ANSWERED if row["terminado"] else RequestState.SENT).value,
                sent_at=at(row["enviado"]),
                repeated_at=None,
                escalated_to="",
                answered_at=at(row["terminado"]) if row["terminado"] else None,
                answer="",
                row_version=1,
            )
        )


def _write_sources(session: Session) -> None:
    facts = golden_facts()
    first = facts.sources[0].week.start
    session.execute(
        insert(CycleTable).values(
            id=1,
            kind=CycleKind.FULL.value,
            state=CycleState.COMPLETE.value,
            holder="prueba",
            started_at=first,
            ended_at=first,
            lease_until=first,
            summary={},
        )
    )
    for ident, name, department in sorted({(one.source, one.name, one.department) for one in facts.sources}):
        session.execute(
            insert(SourceRow).values(
                id=ident,
                name=name,
                url=f"https://{ident}.example/rss",
                type=SourceType.RSS.value,
                department=department,
                municipality="",
                reach=SourceReach.LOCAL.value,
                cadence_minutes=180,
                active=True,
                listed=True,
                notes="",
            )
        )
    for one in facts.sources:
        for day in range(7):
            outcome = FetchOutcome.OK if day < one.days else FetchOutcome.DNS
            session.execute(
                insert(FetchAttempt).values(
                    cycle_id=1,
                    source_id=one.source,
                    outcome=outcome.value,
                    started_at=one.week.start + timedelta(days=day, hours=23, minutes=30),
                    took_ms=1,
                    url="",
                    final_url="",
                    http_status=200,
                    raw_bytes=0,
                    decoded_bytes=0,
                    conditional=False,
                    body_digest="",
                    retry_after=None,
                    detail="",
                    counts={},
                    flags=[],
                    events=[],
                    new=0,
                    updated=0,
                    duplicate=0,
                )
            )
