"""Evidence of a record: who brought which file when; annulled when wrong, its bytes and its line stay."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from conflict.attachment import Attachment
from conflict.record import Person, RuleError, said
from register import evidence
from register.case_tables import EvidenceRow
from register.commands import recordkeeping as keep

MISSING = "Ese documento no existe o ya se anuló."


def attach(
    session: Session, *, code: str, folder: Path, file: Attachment, words: str, by: Person, now: datetime
) -> int:
    """Store a file and its line and return its number. A file without its line, after a crash, is harmless."""
    record = keep.find_open(session, code, by)
    tidy = " ".join(words.split())[:300]
    digest = evidence.keep(folder, file.content)
    number = session.execute(
        insert(EvidenceRow)
        .values(
            record_id=record.id,
            digest=digest,
            name=file.name,
            media_type=file.media_type,
            bytes=len(file.content),
            words=tidy,
            at=now,
            by=by.name,
            office=by.office,
            annulled_at=None,
            annulled_why="",
        )
        .returning(EvidenceRow.id)
    ).scalar_one()
    keep.change(session, record, now)
    keep.tell(session, record, "evidencia.alta", by, now, {"evidencia": number, "sha256": digest})
    return number


def annul(session: Session, *, evidence_id: int, words: str, by: Person, now: datetime) -> str:
    """Strike a file out with a reason; return the code of its record."""
    found = keep.held(session, EvidenceRow, evidence_id)
    if found is None or found.annulled_at is not None:
        raise RuleError(f"no evidence {evidence_id}", MISSING)
    record = keep.behind_open(session, found.record_id, by, MISSING)
    text = said(words, "por qué se anula el documento")
    session.execute(update(EvidenceRow).where(EvidenceRow.id == evidence_id).values(annulled_at=now, annulled_why=text))
    keep.change(session, record, now)
    keep.tell(session, record, "evidencia.anular", by, now, {"evidencia": evidence_id})
    return str(record.code)
