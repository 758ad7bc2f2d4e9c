"""The file of one record as its page shows it, its journal, and the proof that every record is in somebody's hands."""

from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from conflict.casefields import FIELDS
from conflict.fieldwork import PlacePrecision, TimePrecision
from conflict.handling import AgreementState, CommitmentState, RecommendationState, RequestState
from conflict.lifecycle import OPEN_STATES, WAITING_TRANSFERS, DeadlineState, Outcome, RecordStep, TransferState
from conflict.measure import FactMeasure
from conflict.vocabulary import (
    ActorRole,
    Certainty,
    FactKind,
    HarmGroup,
    HarmKind,
    OutsideSystem,
    Phase,
    RelationKind,
    Sector,
    Side,
)
from register.case_rows import (
    ActorFact,
    AgreementFact,
    CaseDetail,
    CodeFact,
    CommitmentFact,
    EvidenceFact,
    FileFact,
    HappenedFact,
    HarmFact,
    JournalFact,
    ProposalFact,
    RecommendationFact,
    RelationFact,
    RequestFact,
)
from register.case_tables import (
    CaseFile,
    EvidenceRow,
    FactRow,
    HarmRow,
    OutsideCode,
    RecordActor,
    ReservedIdentity,
)
from register.duty_tables import (
    AgreementRow,
    CommitmentRow,
    MergeRow,
    ProposalRow,
    RecommendationRow,
    RequestRow,
)
from register.queries.records import stored
from register.record_tables import DeadlineRow, RecordRow, TransferRow
from register.relation_tables import RelationRow
from register.standing import checklist_of, file_of, lineage
from register.tables import Base, JournalRow
from register.thereis import there_is


def case(session: Session, code: str) -> CaseDetail | None:
    """Return the file of a record; None when there is no such code."""
    record = stored(session, code)
    if record is None:
        return None
    ids = lineage(record)
    filled = _filled(session, record, ids)
    papers = _evidence(session, ids) if EvidenceRow in filled else ()
    return CaseDetail(
        file=_file(session, record, fronts=CaseFile in filled),
        facts=_facts(session, ids) if FactRow in filled else (),
        harm=_harm(session, ids) if HarmRow in filled else (),
        actors=_actors(session, ids) if RecordActor in filled else (),
        relations=_relations(session, ids) if RelationRow in filled else (),
        evidence=papers,
        codes=_codes(session, ids) if OutsideCode in filled else (),
        requests=_requests(session, ids) if RequestRow in filled else (),
        agreements=_agreements(session, ids, papers) if AgreementRow in filled else (),
        recommendations=_recommendations(session, ids) if RecommendationRow in filled else (),
        proposal=_proposal(session, record) if ProposalRow in filled else None,
        checklist=checklist_of(session, record),
        merged_into=_merged_into(session, record) if MergeRow in filled else "",
        joined=_joined(session, record) if MergeRow in filled else (),
    )


def _filled(session: Session, record: RecordRow, ids: list[int]) -> frozenset[type[Base]]:
    """Return the tables that hold something of a record: the others, most of them, are not asked."""
    of_ids = (FactRow, HarmRow, RecordActor, RelationRow, EvidenceRow, OutsideCode, RequestRow, AgreementRow)
    asked: dict[type[Base], Select[Any]] = {
        table: select(table.record_id).where(table.record_id.in_(ids))
        for table in (*of_ids, RecommendationRow, ProposalRow)
    }
    joined = or_(MergeRow.record_id == record.id, MergeRow.into_id == record.id)
    asked[MergeRow] = select(MergeRow.record_id).where(joined)
    asked[CaseFile] = select(CaseFile.record_id).where(CaseFile.parent_id == record.id)
    return there_is(session, record, asked)


def _actors(session: Session, ids: list[int]) -> tuple[ActorFact, ...]:
    rows = session.scalars(
        select(RecordActor)
        .where(RecordActor.record_id.in_(ids), RecordActor.removed_at.is_(None))
        .order_by(RecordActor.side, RecordActor.id)
    )
    return tuple(ActorFact(one.id, one.name, Side(one.side), ActorRole(one.role), Sector(one.sector)) for one in rows)


def _evidence(session: Session, ids: list[int]) -> tuple[EvidenceFact, ...]:
    rows = session.scalars(select(EvidenceRow).where(EvidenceRow.record_id.in_(ids)).order_by(EvidenceRow.id))
    return tuple(
        EvidenceFact(
            one.id, one.name, one.media_type, one.bytes, one.digest, one.words, one.at, one.by, one.annulled_why
        )
        for one in rows
    )


def _codes(session: Session, ids: list[int]) -> tuple[CodeFact, ...]:
    rows = session.scalars(select(OutsideCode).where(OutsideCode.record_id.in_(ids)).order_by(OutsideCode.id))
    return tuple(CodeFact(OutsideSystem(one.system), one.code) for one in rows)


def _recommendations(session: Session, ids: list[int]) -> tuple[RecommendationFact, ...]:
    table = RecommendationRow
    rows = session.scalars(select(table).where(table.record_id.in_(ids)).order_by(table.id))
    return tuple(
        RecommendationFact(one.id, one.document, one.addressee, one.words, one.sent_on, RecommendationState(one.state))
        for one in rows
    )


def _proposal(session: Session, record: RecordRow) -> ProposalFact | None:
    one = session.scalars(
        select(ProposalRow).where(ProposalRow.record_id == record.id, ProposalRow.decided_at.is_(None))
    ).one_or_none()
    if one is None:
        return None
    outcome = Outcome(one.outcome) if one.outcome else None
    return ProposalFact(RecordStep(one.step), outcome, one.words, one.proposed_by, one.due_at)


def _merged_into(session: Session, record: RecordRow) -> str:
    into = select(RecordRow.code).join(MergeRow, MergeRow.into_id == RecordRow.id)
    return session.scalar(into.where(MergeRow.record_id == record.id, MergeRow.undone_at.is_(None))) or ""


def _joined(session: Session, record: RecordRow) -> tuple[str, ...]:
    joined = select(RecordRow.code).join(MergeRow, MergeRow.record_id == RecordRow.id)
    return tuple(session.scalars(joined.where(MergeRow.into_id == record.id, MergeRow.undone_at.is_(None))))


def facts_of(session: Session, code: str) -> tuple[HappenedFact, ...]:
    """Return the dated facts of a record, the newest first, struck out ones too; none when there is no such code."""
    record = session.scalars(select(RecordRow).where(RecordRow.code == code)).one_or_none()
    return () if record is None else _facts(session, lineage(record))


def journal_of(session: Session, code: str, *, limit: int = 500) -> tuple[JournalFact, ...]:
    """Return the journal's lines about a record, the newest first."""
    rows = session.scalars(
        select(JournalRow)
        .where(JournalRow.object_type == "ficha", JournalRow.object_id == code)
        .order_by(JournalRow.seq.desc())
        .limit(limit)
    )
    return tuple(JournalFact(one.at, one.actor, one.action, one.reason, dict(one.details)) for one in rows)


def in_nobodys_hands(session: Session) -> tuple[str, ...]:
    """Return the codes of open records that no office answers for; it is empty, and this is what proves it.

    An open record is in somebody's hands when it names an office and a person, when a transfer on its way still has it
    with its sender, and when the last accepted transfer has it with its receiver or with whom that one sent it to.
    """
    on_its_way = select(TransferRow.id).where(
        TransferRow.record_id == RecordRow.id,
        TransferRow.state.in_([one.value for one in WAITING_TRANSFERS]),
        TransferRow.sender != RecordRow.office,
    )
    newer = aliased(TransferRow)
    accepted = (TransferState.ACCEPTED.value, TransferState.CLOSED.value)
    last_accepted = select(TransferRow.id).where(
        TransferRow.record_id == RecordRow.id,
        TransferRow.state.in_(accepted),
        TransferRow.receiver != RecordRow.office,
        ~select(newer.id)
        .where(newer.record_id == RecordRow.id, newer.state.in_(accepted), newer.id > TransferRow.id)
        .exists(),
    )
    return tuple(
        session.scalars(
            select(RecordRow.code)
            .where(
                RecordRow.state.in_([one.value for one in OPEN_STATES]),
                or_(
                    RecordRow.office == "",
                    RecordRow.responsible == "",
                    on_its_way.exists(),
                    last_accepted.exists(),
                ),
            )
            .order_by(RecordRow.code)
        )
    )


def _file(session: Session, record: RecordRow, *, fronts: bool) -> FileFact:
    file = file_of(session, record)
    parent = session.scalar(select(RecordRow.code).where(RecordRow.id == file.parent_id)) if file.parent_id else None
    parts = select(RecordRow.code).join(CaseFile, CaseFile.record_id == RecordRow.id)
    own = parts.where(CaseFile.parent_id == record.id).order_by(RecordRow.code)
    return FileFact(
        phase=Phase(file.phase),
        values={name: getattr(file, name) for name in FIELDS},
        vocabulary=file.vocabulary,
        edited_at=file.edited_at,
        edited_by=file.edited_by,
        parent=parent or "",
        fronts=tuple(session.scalars(own)) if fronts else (),
    )


def _relations(session: Session, ids: list[int]) -> tuple[RelationFact, ...]:
    """Return how the organisations of a record stand to each other; with one of them removed nothing is said of it."""
    first, second = aliased(RecordActor), aliased(RecordActor)
    rows = session.execute(
        select(RelationRow, first.name, second.name)
        .join(first, first.id == RelationRow.first_id)
        .join(second, second.id == RelationRow.second_id)
        .where(
            RelationRow.record_id.in_(ids),
            RelationRow.removed_at.is_(None),
            first.removed_at.is_(None),
            second.removed_at.is_(None),
        )
        .order_by(RelationRow.id)
    )
    return tuple(RelationFact(row.id, one, RelationKind(row.kind), other, row.source) for row, one, other in rows)


def _facts(session: Session, ids: list[int]) -> tuple[HappenedFact, ...]:
    rows = session.execute(
        select(FactRow, RecordRow.code)
        .join(RecordRow, RecordRow.id == FactRow.record_id)
        .where(FactRow.record_id.in_(ids))
        .order_by(FactRow.at.desc(), FactRow.id.desc())
    )
    return tuple(
        HappenedFact(
            one.id,
            code,
            FactKind(one.kind),
            FactMeasure(one.measure) if one.measure else None,
            one.at,
            one.place,
            one.points,
            one.words,
            one.source,
            one.verified,
            one.by,
            one.annulled_why,
            one.actor,
            PlacePrecision(one.place_precision) if one.place_precision else None,
            TimePrecision(one.time_precision) if one.time_precision else None,
            one.annulled_by,
            one.annulled_at,
        )
        for one, code in rows
    )


def _harm(session: Session, ids: list[int]) -> tuple[HarmFact, ...]:
    known = select(ReservedIdentity.id).where(ReservedIdentity.harm_id == HarmRow.id).exists()
    rows = session.execute(select(HarmRow, known).where(HarmRow.record_id.in_(ids)).order_by(HarmRow.id))
    return tuple(
        HarmFact(
            one.id,
            HarmKind(one.kind),
            HarmGroup(one.people),
            one.count,
            Certainty(one.certainty),
            one.source,
            one.cause,
            bool(identified),
        )
        for one, identified in rows
    )


def _requests(session: Session, ids: list[int]) -> tuple[RequestFact, ...]:
    clock = and_(DeadlineRow.id == RequestRow.deadline_id, DeadlineRow.state == DeadlineState.OPEN.value)
    rows = session.execute(
        select(RequestRow, DeadlineRow.due_at)
        .outerjoin(DeadlineRow, clock)
        .where(RequestRow.record_id.in_(ids))
        .order_by(RequestRow.id)
    )
    return tuple(
        RequestFact(
            one.id,
            one.addressee,
            one.note,
            RequestState(one.state),
            one.sent_at,
            due,
            one.answer,
            one.repeated_at,
            one.escalated_to,
            one.answered_at,
            one.cite,
        )
        for one, due in rows
    )


def _agreements(session: Session, ids: list[int], evidence: tuple[EvidenceFact, ...]) -> tuple[AgreementFact, ...]:
    promised: dict[int, list[CommitmentFact]] = {}
    papers = {one.id: one.name for one in evidence}
    for one in session.scalars(
        select(CommitmentRow).where(CommitmentRow.record_id.in_(ids)).order_by(CommitmentRow.due_on, CommitmentRow.id)
    ):
        promised.setdefault(one.agreement_id, []).append(
            CommitmentFact(
                one.id,
                one.words,
                one.owner,
                one.due_on,
                CommitmentState(one.state),
                one.verification,
                one.settled_on,
                papers.get(one.evidence_id or 0, ""),
            )
        )
    return tuple(
        AgreementFact(
            one.id, one.signed_on, one.signers, one.words, AgreementState(one.state), tuple(promised.get(one.id, ()))
        )
        for one in session.scalars(
            select(AgreementRow).where(AgreementRow.record_id.in_(ids)).order_by(AgreementRow.id)
        )
    )
