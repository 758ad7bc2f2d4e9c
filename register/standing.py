"""Where a record stands: what is open, what is missing, what its dated facts allow. Commands and pages ask."""

from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from conflict.checklist import Checklist, Fields, Ground, gaps_of
from conflict.codebook import Measure
from conflict.handling import PENDING_REQUESTS, UNSETTLED
from conflict.lifecycle import WAITING_TRANSFERS, DeadlineState
from conflict.vocabulary import CALMING_FACTS, FactKind, OutsideSystem, Side, executed
from register.case_tables import CaseFile, FactRow, HarmRow, OutsideCode, RecordActor
from register.duty_tables import CommitmentRow, ProposalRow, RequestRow
from register.record_tables import DeadlineRow, RecordEntry, RecordRow, TransferRow


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
    return Checklist(
        deadlines=tuple(
            session.scalars(
                select(DeadlineRow.what)
                .where(DeadlineRow.record_id == record.id, DeadlineRow.state == DeadlineState.OPEN.value, own)
                .order_by(DeadlineRow.due_at)
            )
        ),
        requests=tuple(
            session.scalars(
                select(RequestRow.addressee)
                .where(RequestRow.record_id == record.id, RequestRow.state.in_([s.value for s in PENDING_REQUESTS]))
                .order_by(RequestRow.sent_at)
            )
        ),
        commitments=tuple(
            session.scalars(
                select(CommitmentRow.words)
                .where(CommitmentRow.record_id == record.id, CommitmentRow.state.in_([s.value for s in UNSETTLED]))
                .order_by(CommitmentRow.due_on, CommitmentRow.id)
            )
        ),
        transfer=_exists(
            session,
            select(TransferRow.id).where(
                TransferRow.record_id == record.id, TransferRow.state.in_([s.value for s in WAITING_TRANSFERS])
            ),
        ),
        proposal=_exists(
            session, select(ProposalRow.id).where(ProposalRow.record_id == record.id, ProposalRow.decided_at.is_(None))
        ),
        gaps=gaps_of(fields_of(session, record)),
    )


def fields_of(session: Session, record: RecordRow) -> Fields:
    """Return which fields that concluding asks for are filled in."""
    file = session.get_one(CaseFile, record.id)
    sides = set(
        session.scalars(
            select(RecordActor.side).where(RecordActor.record_id.in_(lineage(record)), RecordActor.removed_at.is_(None))
        )
    )
    measured = _exists(
        session,
        select(FactRow.id).where(
            FactRow.record_id.in_(lineage(record)),
            FactRow.kind == FactKind.MEASURE.value,
            FactRow.annulled_at.is_(None),
        ),
    )
    harmed = _exists(session, select(HarmRow.id).where(HarmRow.record_id.in_(lineage(record))))
    simat = _exists(
        session,
        select(OutsideCode.id).where(
            OutsideCode.record_id.in_(lineage(record)), OutsideCode.system == OutsideSystem.SIMAT.value
        ),
    )
    joined = _exists(session, select(RecordEntry.entry_id).where(RecordEntry.record_id == record.id))
    return Fields(
        municipalities=bool(record.municipalities),
        typology=file.typology is not None,
        demand=bool(file.demand),
        measure_or_none=measured or file.no_measure,
        demander=Side.DEMANDER.value in sides,
        addressee=Side.ADDRESSEE.value in sides,
        rights=bool(file.rights),
        affected=bool(file.affected_words),
        harm_or_none=harmed or file.no_harm,
        simat_or_none=simat or file.no_simat or bool(record.external_code),
        origin=file.origin is not None or joined,
    )


def ground_of(session: Session, record: RecordRow) -> Ground:
    """Return what the dated facts of a record say; annulled ones do not count."""
    facts = session.execute(
        select(FactRow.kind, FactRow.measure).where(
            FactRow.record_id.in_(lineage(record)), FactRow.annulled_at.is_(None)
        )
    ).all()
    kinds = [(FactKind(kind), Measure(measure) if measure else None) for kind, measure in facts]
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


def _exists(session: Session, query: Select[int]) -> bool:
    return session.scalar(query.limit(1)) is not None
