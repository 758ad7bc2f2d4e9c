"""Changes of the institution's tables that stand, the earlier in force first."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.amendment import AmendedTable, Amendment
from register.amendment_tables import AmendmentRow


def standing(session: Session) -> tuple[Amendment, ...]:
    """Return every change that nobody withdrew."""
    rows = session.scalars(
        select(AmendmentRow).where(AmendmentRow.withdrawn_at.is_(None)).order_by(AmendmentRow.since, AmendmentRow.id)
    )
    return tuple(
        Amendment(
            one.id,
            AmendedTable(one.of_table),
            one.row_key,
            dict(one.cells),
            date.fromisoformat(one.since),
            one.words,
            one.by,
        )
        for one in rows
    )
