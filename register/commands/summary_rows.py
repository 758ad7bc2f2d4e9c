"""The draft of a summary as its commands find it, change it and tell the journal of it; in the caller's transaction."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from conflict.errors import StaleError
from conflict.permissions import Ability, Forbidden, allowed, refused_words
from conflict.record import Person, RuleError
from conflict.week import Week
from conflict.weeksummary import Scope
from conflict.weekversion import VersionState
from register.commands import journal
from register.summary_tables import SummaryVersion


def demand(by: Person) -> None:
    """Raise Forbidden unless a person may edit and publish summaries: the national unit."""
    if not allowed(by, Ability.PUBLISH_SUMMARY):
        cause = f"publicar_resumen: not for {by.role.value}"
        raise Forbidden(cause, refused_words(by, "el resumen"), hidden=False)


def newest(session: Session, scope: str, week: str) -> SummaryVersion | None:
    """Return the newest version of a week, locked until the end of the transaction; None when there is none."""
    return session.scalars(
        select(SummaryVersion)
        .where(SummaryVersion.scope == scope, SummaryVersion.week == week)
        .order_by(SummaryVersion.version.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()


def draft_of(session: Session, scope: Scope, week: Week, seen: int | None = None) -> SummaryVersion:
    """Return the draft of a week, locked.

    Raise RuleError when there is none, StaleError when it is not at the version that was seen.
    """
    found = newest(session, scope.key, week.code)
    if found is None or found.state != VersionState.DRAFT.value:
        raise RuleError(f"no draft {scope.key} {week.code}", f"La semana {week.number} no tiene borrador.")
    if seen is not None and found.row_version != seen:
        raise StaleError(
            f"draft {week.code} at {found.row_version}, asked for {seen}",
            "Otra persona cambió este borrador. Vuelva a la página y repita su cambio sobre el texto nuevo.",
        )
    return found


def change(session: Session, row: SummaryVersion, **values: object) -> None:
    """Write new values into a version, which makes it one change newer."""
    session.execute(
        update(SummaryVersion)
        .where(SummaryVersion.id == row.id)
        .values(row_version=SummaryVersion.row_version + 1, **values)
    )


def tell(
    session: Session,
    row: SummaryVersion,
    action: str,
    actor: str | Person,
    now: datetime,
    details: dict[str, object],
    reason: str = "",
) -> None:
    """Add the journal's line of a change; codes and numbers only, beside the reason that will be printed."""
    journal.append(
        session,
        now=now,
        actor=actor,
        action=action,
        object_type="resumen",
        object_id=f"{row.week}/{row.version}",
        reason=reason,
        details=details | {"alcance": row.scope.partition(":")[0]},
    )
