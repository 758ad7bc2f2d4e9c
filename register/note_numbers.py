"""The numbers of notes and of other systems in records: the CITE of a written request, the codes typed back."""

from collections.abc import Sequence

from sqlalchemy import literal as said
from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from conflict.vocabulary import OutsideSystem
from register.case_tables import OutsideCode
from register.duty_tables import RequestRow
from register.manyrows import among


def numbers_of(session: Session, records: Sequence[int]) -> dict[int, list[tuple[OutsideSystem, str]]]:
    """Return the numbers in each of these records with the system that gave them; a record without one is not there.

    A number that is both of a request and typed back as a code comes once.
    """
    asked = union_all(
        select(RequestRow.record_id, said(OutsideSystem.CITE.value), RequestRow.cite).where(
            among(session, RequestRow.record_id, records), RequestRow.cite != ""
        ),
        select(OutsideCode.record_id, OutsideCode.system, OutsideCode.code).where(
            among(session, OutsideCode.record_id, records)
        ),
    )
    found: dict[int, list[tuple[OutsideSystem, str]]] = {}
    for record, system, code in sorted({(record, system, code) for record, system, code in session.execute(asked)}):
        found.setdefault(record, []).append((OutsideSystem(system), code))
    return found
