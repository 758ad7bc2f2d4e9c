"""Correct the number of a note after it was written down: of a written request, or of another system.

The number before stays in the timeline and in the journal; both are found by either.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from conflict.outsidecode import outside_code
from conflict.record import Person, RuleError, said
from conflict.vocabulary import OutsideSystem
from register.case_tables import OutsideCode
from register.commands import recordkeeping as keep
from register.commands.requests import MISSING
from register.duty_tables import RequestRow
from register.record_tables import RecordRow
from register.searchindex import SearchKind, touch

WHY = "por qué se corrige"
NONE = "ninguno"
NO_CODE = "Ese código ya no está en la ficha. Abra la página de nuevo."


def correct_cite(session: Session, *, request_id: int, cite: str, words: str, by: Person, now: datetime) -> str:
    """Give a written request another CITE, "" for none, and say why; return the code of its record.

    A closed record takes it too. Raise RuleError where nothing changes, or for what can be no number of a note.
    """
    request = keep.held(session, RequestRow, request_id)
    if request is None:
        raise RuleError(f"no request {request_id}", MISSING)
    record = keep.behind(session, request.record_id, by, MISSING)
    before, after = request.cite, outside_code(cite) if cite.strip() else ""
    text = _reasoned(before, after, words)
    session.execute(
        update(RequestRow).where(RequestRow.id == request_id).values(cite=after, row_version=RequestRow.row_version + 1)
    )
    name, of = f"CITE ({request.addressee})", {"requerimiento": request_id}
    _tell(session, record, name, "cite.corregir", before, after, text, of, by, now)
    return str(record.code)


def correct_code(
    session: Session,
    *,
    code: str,
    system: OutsideSystem,
    before: str,
    after: str,
    words: str,
    by: Person,
    now: datetime,
) -> None:
    """Put another number in the place of one of another system, "" for none, and say why.

    `before` is the number that the page showed: where it is gone meanwhile, RuleError says so and nothing is changed.
    A number taken away stays in the timeline and in the journal.
    """
    record = keep.find(session, code, by)
    same_system = (OutsideCode.record_id == record.id) & (OutsideCode.system == system.value)
    found = session.scalars(select(OutsideCode).where(same_system).with_for_update()).all()
    wrong = next((one for one in found if one.code == before), None)
    if wrong is None:
        raise RuleError(f"no code of {system.value} to correct", NO_CODE)
    typed = outside_code(after) if after.strip() else ""
    text = _reasoned(before, typed, words)
    if any(one.code == typed for one in found):
        raise RuleError(f"code of {system.value} twice", "La ficha ya tiene ese código de ese sistema.")
    if typed:
        session.execute(update(OutsideCode).where(OutsideCode.id == wrong.id).values(code=typed, at=now, by=by.name))
    else:
        session.execute(delete(OutsideCode).where(OutsideCode.id == wrong.id))
    is_shown = system is OutsideSystem.SIMAT and record.external_code == before
    others = sorted((one for one in found if one is not wrong), key=lambda one: one.id)
    shown = {"external_code": typed or (others[-1].code if others else "")} if is_shown else {}
    name, of = f"Código ({system.value})", {"sistema": system.value}
    _tell(session, record, name, "codigo.corregir", before, typed, text, of, by, now, **shown)


def _reasoned(before: str, after: str, words: str) -> str:
    if before == after:
        raise RuleError("number unchanged", "No cambió nada: escriba un número distinto.")
    return said(words, WHY, 300)


def _tell(
    session: Session,
    record: RecordRow,
    name: str,
    action: str,
    before: str,
    after: str,
    text: str,
    of: Mapping[str, object],
    by: Person,
    now: datetime,
    **shown: object,
) -> None:
    """Say it in the timeline and in the journal, and have the record found by the number that stands now."""
    line = f"{name} corregido: antes {before or NONE}, ahora {after or NONE}. {text}"
    keep.write_down(session, record, None, now, line, "", by, now)
    touch(session, SearchKind.RECORD, [record.id])
    keep.change(session, record, now, **shown)
    keep.tell(session, record, action, by, now, {**of, "antes": before, "despues": after}, reason=text)
