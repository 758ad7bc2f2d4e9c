"""Keep the filters of the queue under a name, for oneself or for the office, and throw them away."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from conflict.permissions import Ability, allowed
from conflict.record import Person, RuleError
from conflict.triage import LONGEST_VIEW_NAME, MOST_VIEWS
from register.commands import journal
from register.triage_tables import ViewRow

GONE = "Esa vista ya no está."


def save(session: Session, *, name: str, filters: Mapping[str, str], shared: bool, by: Person, now: datetime) -> int:
    """Keep filters under a name and return the number of the view; the same name is written over.

    Raise RuleError without a name or filters, for a name that is too long, and when there are too many views.
    """
    tidy = " ".join("".join(char for char in name if char.isprintable()).split())
    if not tidy or len(tidy) > LONGEST_VIEW_NAME:
        raise RuleError("view without a name", f"Póngale un nombre a la vista, de hasta {LONGEST_VIEW_NAME} letras.")
    if not filters:
        raise RuleError("view without filters", "Elija primero los filtros de la vista.")
    if shared and not allowed(by, Ability.REVIEW):
        raise RuleError("office view by a reader", "Su rol guarda vistas propias, no de la oficina.")
    whose = {"account_id": 0 if shared else by.user_id, "office": by.office if shared else ""}
    session.execute(delete(ViewRow).filter_by(name=tidy, **whose))
    if (session.scalar(select(func.count()).select_from(ViewRow).filter_by(**whose)) or 0) >= MOST_VIEWS:
        raise RuleError("too many views", f"Hay {MOST_VIEWS} vistas guardadas. Borre una que no use.")
    number = session.execute(
        insert(ViewRow).values(name=tidy, filters=dict(filters), at=now, by=by.name, **whose).returning(ViewRow.id)
    ).scalar_one()
    _tell(session, "vista.guardar", number, by, now)
    return number


def drop(session: Session, *, view_id: int, by: Person, now: datetime) -> None:
    """Throw a view away; raise RuleError when it is neither this person's nor their office's."""
    view = session.get(ViewRow, view_id)
    if view is None or not (view.account_id == by.user_id if view.account_id else view.office == by.office):
        raise RuleError(f"no view {view_id}", GONE)
    session.execute(delete(ViewRow).where(ViewRow.id == view_id))
    _tell(session, "vista.borrar", view_id, by, now)


def _tell(session: Session, action: str, number: int, by: Person, now: datetime) -> None:
    journal.append(session, now=now, actor=by, action=action, object_type="vista", object_id=number)
