"""The file that travels with a transfer, as it stands at that moment: summary, timeline, sources, evidence by hash."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.casefields import DIMENSIONS
from register.case_tables import CaseFile, EvidenceRow, FactRow, HarmRow, RecordActor
from register.duty_tables import AgreementRow, CommitmentRow, RequestRow
from register.record_tables import ActionRow, DeadlineRow, RecordEntry, RecordRow
from register.standing import lineage
from register.tables import ArticleRow, GroupMember, QueueEntry

MOST_SOURCES = 200


def pack_of(session: Session, record: RecordRow) -> dict[str, Any]:
    """Return the file of a record as plain values; no identity of a person harmed is ever in it."""
    ids = lineage(record)
    file = session.get_one(CaseFile, record.id)
    actions = session.scalars(
        select(ActionRow).where(ActionRow.record_id.in_(ids)).order_by(ActionRow.at, ActionRow.id)
    )
    facts = session.scalars(
        select(FactRow)
        .where(FactRow.record_id.in_(ids), FactRow.annulled_at.is_(None))
        .order_by(FactRow.at, FactRow.id)
    )
    harm = session.scalars(select(HarmRow).where(HarmRow.record_id.in_(ids)).order_by(HarmRow.id))
    actors = session.scalars(
        select(RecordActor)
        .where(RecordActor.record_id.in_(ids), RecordActor.removed_at.is_(None))
        .order_by(RecordActor.id)
    )
    evidence = session.scalars(
        select(EvidenceRow)
        .where(EvidenceRow.record_id.in_(ids), EvidenceRow.annulled_at.is_(None))
        .order_by(EvidenceRow.id)
    )
    owed = session.scalars(
        select(DeadlineRow)
        .where(DeadlineRow.record_id == record.id, DeadlineRow.state == "abierto")
        .order_by(DeadlineRow.due_at, DeadlineRow.id)
    )
    asked = session.scalars(select(RequestRow).where(RequestRow.record_id.in_(ids)).order_by(RequestRow.id))
    signed = session.scalars(select(AgreementRow).where(AgreementRow.record_id.in_(ids)).order_by(AgreementRow.id))
    promised = session.scalars(select(CommitmentRow).where(CommitmentRow.record_id.in_(ids)).order_by(CommitmentRow.id))
    return {
        "codigo": record.code,
        "titulo": record.title,
        "nivel": record.level,
        "estado": record.state,
        "fase": file.phase,
        "resumen": file.summary,
        "demanda": file.demand,
        "tipologia": file.typology or "",
        **{name: getattr(file, column) or "" for name, column in DIMENSIONS.items()},
        "municipios": list(record.municipalities),
        "departamentos": list(record.departments),
        "actores": [{"nombre": one.name, "lado": one.side, "sector": one.sector} for one in actors],
        "hechos": [
            {
                "fecha": one.at.isoformat(),
                "tipo": one.kind,
                "medida": one.measure or "",
                "texto": one.words,
                "fuente": one.source,
                "actor": one.actor,
                "precision_de_lugar": one.place_precision or "",
                "precision_de_hora": one.time_precision or "",
            }
            for one in facts
        ],
        "afectacion": [{"tipo": one.kind, "grupo": one.people, "cantidad": one.count} for one in harm],
        "acciones": [
            {
                "fecha": one.at.isoformat(),
                "tipo": one.kind or "",
                "texto": one.words,
                "modalidad": one.modality or "",
                "lugar": one.place,
            }
            for one in actions
        ],
        "plazos": [{"que": one.what, "vence": one.due_at.isoformat(), "debe": one.addressee} for one in owed],
        "requerimientos": [{"entidad": one.addressee, "estado": one.state, "cite": one.cite} for one in asked],
        "acuerdos": [{"fecha": one.signed_on, "texto": one.words, "estado": one.state} for one in signed],
        "compromisos": [
            {"texto": one.words, "debe": one.owner, "vence": one.due_on, "estado": one.state} for one in promised
        ],
        "filas": list(session.scalars(_entries(record.id))),
        "fuentes": _sources(session, record.id),
        "evidencia": [{"nombre": one.name, "sha256": one.digest, "bytes": one.bytes} for one in evidence],
    }


def _entries(record_id: int) -> Any:
    return (
        select(QueueEntry.code)
        .join(RecordEntry, RecordEntry.entry_id == QueueEntry.id)
        .where(RecordEntry.record_id == record_id)
        .order_by(QueueEntry.code)
    )


def _sources(session: Session, record_id: int) -> list[dict[str, str]]:
    """Return title, outlet and link of the articles behind the rows of the queue."""
    rows = session.execute(
        select(ArticleRow.title, ArticleRow.source_id, ArticleRow.link, ArticleRow.content_hash)
        .join(GroupMember, GroupMember.article_id == ArticleRow.id)
        .join(QueueEntry, QueueEntry.group_id == GroupMember.group_id)
        .join(RecordEntry, RecordEntry.entry_id == QueueEntry.id)
        .where(RecordEntry.record_id == record_id)
        .order_by(ArticleRow.id)
        .limit(MOST_SOURCES)
    )
    return [
        {"titulo": title, "medio": outlet, "enlace": link or "", "huella": digest}
        for title, outlet, link, digest in rows
    ]
