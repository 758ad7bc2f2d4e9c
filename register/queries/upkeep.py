"""How far each of many records is up to date and what is done about it, in one statement for all of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conflict.checklist import Checklist, Upkeep, gaps_of, upkeep_of
from conflict.vocabulary import Phase
from register.case_tables import CaseFile
from register.manyrows import among
from register.queries.records import is_late
from register.record_rows import RecordFact
from register.record_tables import DeadlineRow, RecordRow
from register.standing import fields_in, hanging


@dataclass(frozen=True, slots=True)
class KeptFact:
    """What the office does about a record, and how far the record is up to date."""

    phase: Phase
    upkeep: Upkeep


def kept(session: Session, facts: Collection[RecordFact], now: datetime) -> Mapping[str, KeptFact]:
    """Return by code what a list tells of each record beside itself.

    The statement stands over the records, so that a reader's sight narrows every question in it.
    """
    if not facts:
        return {}
    asked = hanging(RecordRow.id, (RecordRow.id, RecordRow.origin_id))
    held = [query.correlate(RecordRow).exists().label(f"held_{name}") for name, query in asked.items()]
    overdue = select(func.count()).where(DeadlineRow.record_id == RecordRow.id, *is_late(now)).correlate(RecordRow)
    rows = session.execute(
        select(
            *(RecordRow.code, RecordRow.municipalities, RecordRow.external_code, CaseFile.phase, CaseFile.typology),
            *(CaseFile.demand, CaseFile.rights, CaseFile.affected_words, CaseFile.origin),
            *(CaseFile.no_measure, CaseFile.no_harm, CaseFile.no_simat),
            overdue.scalar_subquery().label("overdue"),
            *held,
        )
        .join(CaseFile, CaseFile.record_id == RecordRow.id)
        .where(among(session, RecordRow.code, [one.code for one in facts]))
        .order_by(RecordRow.id)
    )
    acted = {one.code: one.last_action for one in facts}
    found = {}
    for one in rows:
        there = {name for name, answer in zip(asked, one[-len(asked) :], strict=True) if answer}
        gaps = gaps_of(fields_in(one, one, there))
        found[one.code] = KeptFact(Phase(one.phase), upkeep_of(Checklist(gaps=gaps), acted[one.code], one.overdue, now))
    return found
