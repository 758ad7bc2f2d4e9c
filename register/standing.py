"""Where a record stands: what is open, what is missing, what its dated facts allow. Commands and pages ask."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from conflict.checklist import Checklist, Fields, Ground, gaps_of
from conflict.handling import PENDING_REQUESTS, UNSETTLED
from conflict.lifecycle import WAITING_TRANSFERS, DeadlineState
from conflict.measure import FactMeasure
from conflict.vocabulary import CALMING_FACTS, FactKind, OutsideSystem, Side, executed
from register.case_tables import CaseFile, FactRow, HarmRow, OutsideCode, RecordActor
from register.duty_tables import CommitmentRow, ProposalRow, RequestRow
from register.record_tables import DeadlineRow, RecordEntry, RecordRow, TransferRow
from register.remembered import once_read
from register.thereis import there_is


def lineage(record: RecordRow) -> list[int]:
    """Return the record and the alert it came from: facts, harm, actors and codes of the one are of the other."""
    return [record.id] if record.origin_id is None else [record.id, record.origin_id]


def checklist_of(session: Session, record: RecordRow) -> Checklist:
    """Return everything that is open or missing in a record, in the order in which it is due."""
    own = DeadlineRow.id.not_in(
        select(RequestRow.deadline_id).where(RequestRow.record_id == record.id, RequestRow.deadline_id.is_not(None))
    ) & DeadlineRow.id.not_in(
        select(CommitmentRow.deadline_id).where(
            CommitmentRow.record_id == record.id, CommitmentRow.deadline_id.is_not(None)
        )
    )
    held = _held(session, record)
    return Checklist(
        deadlines=tuple(
            session.scalars(
                select(DeadlineRow.what)
                .where(DeadlineRow.record_id == record.id, DeadlineRow.state == DeadlineState.OPEN.value, own)
                .order_by(DeadlineRow.due_at)
            )
        ),
        requests=tuple(session.scalars(_pending(record).order_by(RequestRow.sent_at)) if "requests" in held else ()),
        commitments=tuple(
            session.scalars(_unsettled(record).order_by(CommitmentRow.due_on, CommitmentRow.id))
            if "commitments" in held
            else ()
        ),
        transfer="transfer" in held,
        proposal="proposal" in held,
        gaps=gaps_of(fields_in(record, file_of(session, record), held)),
    )


def file_of(session: Session, record: RecordRow) -> CaseFile:
    """Return what a person filled in about a record."""
    return once_read(session, (CaseFile, record.id), lambda: session.get_one(CaseFile, record.id))


def fields_in(record: Any, file: Any, held: Collection[str]) -> Fields:
    """Return which fields that concluding asks for are filled in, from the columns of a record and of its file."""
    return Fields(
        municipalities=bool(record.municipalities),
        typology=file.typology is not None,
        demand=bool(file.demand),
        measure_or_none="measure" in held or file.no_measure,
        demander=Side.DEMANDER.value in held,
        addressee=Side.ADDRESSEE.value in held,
        rights=bool(file.rights),
        affected=bool(file.affected_words),
        harm_or_none="harm" in held or file.no_harm,
        simat_or_none="simat" in held or file.no_simat or bool(record.external_code),
        origin=file.origin is not None or "entry" in held,
    )


def hanging(number: Any, ids: Sequence[Any]) -> dict[str, Select[Any]]:
    """Return what tells by name whether the fields of a record are filled in by what hangs from it.

    `number` and `ids` are of one record and its lineage, or the columns of all records of a statement around.
    """
    actor = select(RecordActor.id).where(RecordActor.record_id.in_(ids), RecordActor.removed_at.is_(None))
    measure = (FactRow.kind == FactKind.MEASURE.value) & FactRow.annulled_at.is_(None)
    return {
        **{side.value: actor.where(RecordActor.side == side.value) for side in (Side.DEMANDER, Side.ADDRESSEE)},
        "measure": select(FactRow.id).where(FactRow.record_id.in_(ids), measure),
        "harm": select(HarmRow.id).where(HarmRow.record_id.in_(ids)),
        "simat": select(OutsideCode.id).where(
            OutsideCode.record_id.in_(ids), OutsideCode.system == OutsideSystem.SIMAT.value
        ),
        "entry": select(RecordEntry.entry_id).where(RecordEntry.record_id == number),
    }


def _held(session: Session, record: RecordRow) -> frozenset[str]:
    """Return the names of what there is of a record, out of one statement: most records have little of it."""
    waiting = TransferRow.state.in_([one.value for one in WAITING_TRANSFERS])
    asked: dict[str, Select[Any]] = {
        "requests": _pending(record),
        "commitments": _unsettled(record),
        "transfer": select(TransferRow.id).where(TransferRow.record_id == record.id, waiting),
        "proposal": select(ProposalRow.id).where(ProposalRow.record_id == record.id, ProposalRow.decided_at.is_(None)),
        **hanging(record.id, lineage(record)),
    }
    return there_is(session, record, asked)


def _pending(record: RecordRow) -> Select[str]:
    states = [one.value for one in PENDING_REQUESTS]
    return select(RequestRow.addressee).where(RequestRow.record_id == record.id, RequestRow.state.in_(states))


def _unsettled(record: RecordRow) -> Select[str]:
    states = [one.value for one in UNSETTLED]
    return select(CommitmentRow.words).where(CommitmentRow.record_id == record.id, CommitmentRow.state.in_(states))


def ground_of(session: Session, record: RecordRow) -> Ground:
    """Return what the dated facts of a record say; annulled ones do not count."""
    facts = session.execute(
        select(FactRow.kind, FactRow.measure).where(
            FactRow.record_id.in_(lineage(record)), FactRow.annulled_at.is_(None)
        )
    ).all()
    kinds = [(FactKind(kind), FactMeasure(measure) if measure else None) for kind, measure in facts]
    foreseen = session.scalar(select(CaseFile.foreseen_on).where(CaseFile.record_id == record.id))
    return Ground(
        executed=any(executed(kind, measure) for kind, measure in kinds),
        calmed=any(kind in CALMING_FACTS for kind, _ in kinds),
        last_fact=session.scalar(
            select(func.max(FactRow.at)).where(FactRow.record_id.in_(lineage(record)), FactRow.annulled_at.is_(None))
        ),
        foreseen=date.fromisoformat(foreseen) if foreseen else None,
        opened_at=record.opened_at,
    )
