"""The file of one record as its page shows it, its journal, and the proof that every record is in somebody's hands."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from conflict.casefields import FIELDS
from conflict.codebook import Measure
from conflict.handling import AgreementState, CommitmentState, RecommendationState, RequestState
from conflict.lifecycle import OPEN_STATES, WAITING_TRANSFERS, DeadlineState, Outcome, RecordStep, TransferState
from conflict.vocabulary import (
    ActorRole,
    Certainty,
    FactKind,
    HarmGroup,
    HarmKind,
    OutsideSystem,
    Phase,
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
from register.record_tables import DeadlineRow, RecordRow, TransferRow
from register.standing import checklist_of, lineage
from register.tables import JournalRow


def case(session: Session, code: str) -> CaseDetail | None:
    """Return the file of a record; None when there is no such code."""
    record = session.scalars(select(RecordRow).where(RecordRow.code == code)).one_or_none()
    if record is None:
        return None
    ids = lineage(record)
    proposal = session.scalars(
        select(ProposalRow).where(ProposalRow.record_id == record.id, ProposalRow.decided_at.is_(None))
    ).one_or_none()
    other = aliased(RecordRow)
    merged = select(other.code).where(MergeRow.undone_at.is_(None))
    return CaseDetail(
        file=_file(session, record),
        facts=_facts(session, ids),
        harm=_harm(session, ids),
        actors=tuple(
            ActorFact(one.id, one.name, Side(one.side), ActorRole(one.role), Sector(one.sector))
            for one in session.scalars(
                select(RecordActor)
                .where(RecordActor.record_id.in_(ids), RecordActor.removed_at.is_(None))
                .order_by(RecordActor.side, RecordActor.id)
            )
        ),
        evidence=tuple(
            EvidenceFact(
                one.id, one.name, one.media_type, one.bytes, one.digest, one.words, one.at, one.by, one.annulled_why
            )
            for one in session.scalars(
                select(EvidenceRow).where(EvidenceRow.record_id.in_(ids)).order_by(EvidenceRow.id)
            )
        ),
        codes=tuple(
            CodeFact(OutsideSystem(one.system), one.code)
            for one in session.scalars(
                select(OutsideCode).where(OutsideCode.record_id.in_(ids)).order_by(OutsideCode.id)
            )
        ),
        requests=_requests(session, ids),
        agreements=_agreements(session, ids),
        recommendations=tuple(
            RecommendationFact(
                one.id, one.document, one.addressee, one.words, one.sent_on, RecommendationState(one.state)
            )
            for one in session.scalars(
                select(RecommendationRow).where(RecommendationRow.record_id.in_(ids)).order_by(RecommendationRow.id)
            )
        ),
        proposal=None
        if proposal is None
        else ProposalFact(
            RecordStep(proposal.step),
            Outcome(proposal.outcome) if proposal.outcome else None,
            proposal.words,
            proposal.proposed_by,
            proposal.due_at,
        ),
        checklist=checklist_of(session, record),
        merged_into=session.scalar(
            merged.join(MergeRow, MergeRow.into_id == other.id).where(MergeRow.record_id == record.id)
        )
        or "",
        joined=tuple(
            session.scalars(merged.join(MergeRow, MergeRow.record_id == other.id).where(MergeRow.into_id == record.id))
        ),
    )


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


def _file(session: Session, record: RecordRow) -> FileFact:
    file = session.get_one(CaseFile, record.id)
    parent = session.scalar(select(RecordRow.code).where(RecordRow.id == file.parent_id)) if file.parent_id else None
    fronts = session.scalars(
        select(RecordRow.code)
        .join(CaseFile, CaseFile.record_id == RecordRow.id)
        .where(CaseFile.parent_id == record.id)
        .order_by(RecordRow.code)
    )
    return FileFact(
        phase=Phase(file.phase),
        values={name: getattr(file, name) for name in FIELDS},
        vocabulary=file.vocabulary,
        edited_at=file.edited_at,
        edited_by=file.edited_by,
        parent=parent or "",
        fronts=tuple(fronts),
    )


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
            Measure(one.measure) if one.measure else None,
            one.at,
            one.place,
            one.points,
            one.words,
            one.source,
            one.verified,
            one.by,
            one.annulled_why,
        )
        for one, code in rows
    )


def _harm(session: Session, ids: list[int]) -> tuple[HarmFact, ...]:
    known = set(
        session.scalars(
            select(ReservedIdentity.harm_id)
            .join(HarmRow, HarmRow.id == ReservedIdentity.harm_id)
            .where(HarmRow.record_id.in_(ids))
        )
    )
    return tuple(
        HarmFact(
            one.id,
            HarmKind(one.kind),
            HarmGroup(one.people),
            one.count,
            Certainty(one.certainty),
            one.source,
            one.cause,
            one.id in known,
        )
        for one in session.scalars(select(HarmRow).where(HarmRow.record_id.in_(ids)).order_by(HarmRow.id))
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
        )
        for one, due in rows
    )


def _agreements(session: Session, ids: list[int]) -> tuple[AgreementFact, ...]:
    promised: dict[int, list[CommitmentFact]] = {}
    files = session.execute(select(EvidenceRow.id, EvidenceRow.name).where(EvidenceRow.record_id.in_(ids)))
    papers = {ident: name for ident, name in files}  # noqa: C416 - dict() would take the result for a mapping
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
