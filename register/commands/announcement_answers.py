"""What a person does with the calendar: answer a proposal, correct a day or a state; each with its line in the journal.

Nothing is done to an entry that changed since the page was drawn: StaleError says so, and the caller shows it again.
"""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from conflict.codebook import AnnouncedState
from conflict.errors import StaleError
from conflict.permissions import Ability, Thing, demand
from conflict.record import Person, RuleError, said
from register.announcement_tables import AnnouncementProposal, AnnouncementRow
from register.commands import journal

LONGEST_COMMENT = 300
NO_PROPOSAL = "Esa propuesta no existe."
FURTHEST_YEARS = 2
"""A day further from today than this was mistyped."""


def answer(
    session: Session, *, proposal_id: int, version: int, accept: bool, comment: str, by: Person, now: datetime
) -> str:
    """Accept a proposal, which moves its entry, or refuse it, which leaves the entry; return the entry's code.

    Other proposals for the entry that no longer fit are set aside as overtaken. Answered twice changes nothing.
    """
    of = select(AnnouncementProposal.announcement_id).where(AnnouncementProposal.id == proposal_id)
    entry = session.scalar(of)
    if entry is None:
        raise RuleError(f"no proposal {proposal_id}", NO_PROPOSAL)
    row = session.get_one(AnnouncementRow, entry, with_for_update=True)  # before its proposal, as whoever corrects it
    asked = session.get_one(AnnouncementProposal, proposal_id, with_for_update=True, populate_existing=True)
    _demand(row, by, NO_PROPOSAL)
    if asked.answer:
        return str(row.code)
    _unchanged(row, version)
    words = " ".join(comment.split())[:LONGEST_COMMENT]
    _close(session, asked.id, "aceptada" if accept else "rechazada", words, by, now)
    values: dict[str, object] = {}
    if accept:
        values = {"state": asked.state}
        if asked.state == AnnouncedState.PUT_OFF.value:
            values["day_known"] = asked.first_day is not None
            if asked.first_day is not None:
                values |= {"first_day": asked.first_day, "last_day": asked.last_day}
        _overtake(session, row.id, by, now)
    _change(session, row, by, now, values)
    details = {"propuesta": asked.id, "antes": row.state, "estado": asked.state}
    _tell(session, "anuncio.aceptado" if accept else "anuncio.rechazado", row, by, now, details)
    return str(row.code)


def correct(
    session: Session,
    *,
    code: str,
    version: int,
    state: AnnouncedState,
    first: date,
    last: date | None,
    words: str,
    by: Person,
    now: datetime,
) -> str:
    """Set state and days of an entry as a person knows them, with the words that say why; return its code.

    What the machine read stays beside it. Raise RuleError for a window that ends before it begins or lies far away.
    """
    row = session.scalars(select(AnnouncementRow).where(AnnouncementRow.code == code).with_for_update()).one_or_none()
    if row is None:
        raise RuleError(f"no announcement {code[:40]!r}", no_announcement(code))
    _demand(row, by, no_announcement(code))
    _unchanged(row, version)
    if last is not None and last < first:
        raise RuleError(f"window from {first} to {last}", "El último día no puede ser anterior al primero.")
    if any(abs(day.year - now.year) > FURTHEST_YEARS for day in (first, last or first)):
        raise RuleError(f"day {first} far away", "Revise el año de la fecha: queda muy lejos de hoy.")
    before = {"antes": row.state, "fecha_antes": row.first_day, "hasta_antes": row.last_day}
    last_day = last.isoformat() if last is not None and last > first else None
    values = {
        "state": state.value,
        "first_day": first.isoformat(),
        "last_day": last_day,
        "day_known": True,
        "corrected_at": now,
        "corrected_by": by.name,
        "corrected_why": said(words, "por qué se corrige", LONGEST_COMMENT),
    }
    if state.value != row.state:
        _overtake(session, row.id, by, now)
    _change(session, row, by, now, values)
    details = before | {"estado": state.value, "fecha": first.isoformat(), "hasta": last_day}
    _tell(session, "anuncio.corregido", row, by, now, details)
    return str(row.code)


def no_announcement(code: str) -> str:
    """Return the sentence for an entry that does not exist, and for one that somebody may not know of."""
    return f"No existe el anuncio «{code[:40]}»."


def _demand(row: AnnouncementRow, by: Person, missing: str) -> None:
    """Raise Forbidden unless a person reviews what lies there: the calendar is answered by who answers the queue."""
    demand(by, Ability.REVIEW, Thing(tuple(row.departments), tuple(row.municipalities)), row.code, missing)


def _unchanged(row: AnnouncementRow, version: int) -> None:
    if row.row_version != version:
        raise StaleError(
            f"{row.code} at version {row.row_version}, asked for {version}",
            f"{row.code} cambió mientras usted miraba la página. Nada se aplicó: revise y repita.",
        )


def _close(session: Session, proposal: int, answer: str, comment: str, by: Person, now: datetime) -> None:
    session.execute(
        update(AnnouncementProposal)
        .where(AnnouncementProposal.id == proposal)
        .values(answer=answer, answered_at=now, answered_by=by.name, comment=comment)
    )


def _overtake(session: Session, entry: int, by: Person, now: datetime) -> None:
    """Set aside what still waits for an entry that has another state now."""
    waiting = select(AnnouncementProposal.id).where(
        AnnouncementProposal.announcement_id == entry, AnnouncementProposal.answer == ""
    )
    for proposal in session.scalars(waiting).all():
        _close(session, proposal, "superada", "", by, now)


def _change(session: Session, row: AnnouncementRow, by: Person, now: datetime, values: Mapping[str, object]) -> None:
    session.execute(
        update(AnnouncementRow)
        .where(AnnouncementRow.id == row.id)
        .values(updated_at=now, row_version=AnnouncementRow.row_version + 1, **values)
        .execution_options(synchronize_session=False)
    )


def _tell(
    session: Session, action: str, row: AnnouncementRow, by: Person, now: datetime, details: Mapping[str, object]
) -> None:
    journal.append(
        session,
        now=now,
        actor=by,
        action=action,
        object_type="anuncio",
        object_id=row.code,
        details=details,
        version=row.row_version + 1,
    )
