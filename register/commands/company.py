"""Store what the notes of the same days did to readings, beside the readings, in the same transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from register.commands.assessed import Assessed
from register.company_tables import ReadingAlone, ReadingNeighbour
from register.inserting import insert_on
from register.tables import SignalRow


def store(session: Session, assessed: Sequence[Assessed]) -> None:
    """Store for each stored reading that others drew what it was alone, and who they are; twice changes nothing.

    The keys of those that drew it are numbers of articles in the register (flows.assess).
    """
    drawn = {
        (one.pending.id, one.pending.version, one.reading.model_version): one.reading.drawn
        for one in assessed
        if one.reading.drawn is not None
    }
    if not drawn:
        return
    columns = select(SignalRow.id, SignalRow.article_id, SignalRow.version, SignalRow.model_version)
    found = session.execute(columns.where(SignalRow.article_id.in_([article for article, _, _ in drawn])))
    alone: list[dict[str, Any]] = []
    neighbours: list[dict[str, Any]] = []
    for ident, article, version, model in found:
        if (one := drawn.get((article, version, model))) is not None:
            alone.append({"signal_id": ident, "probability": one.alone, "signal": one.signal})
            neighbours += [
                {"signal_id": ident, "place": place, "article_id": int(other.key), "towards": other.towards}
                for place, other in enumerate(one.by, 1)
            ]
    for table, rows in ((ReadingAlone, alone), (ReadingNeighbour, neighbours)):
        if rows:
            session.execute(insert_on(session, table).on_conflict_do_nothing(), rows)
