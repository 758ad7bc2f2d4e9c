"""Take one article out of a row of the queue into its own row. The machine never puts it back: a person placed it."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from conflict.claim import claim_of
from conflict.codebook import LEVEL_STEPS, QueueState
from conflict.queue import review_by, suggested_level
from conflict.record import Person, RuleError
from conflict.text import fold
from register.claims import claim_values
from register.commands import journal
from register.commands.corrections import open_entry, set_departments
from register.commands.opening import next_code
from register.searchindex import SearchKind, touch
from register.signals import location_of, reading_of
from register.tables import ArticleRow, GroupMember, QueueEntry, SignalRow, StoryGroup


def separate(session: Session, *, code: str, article: int, by: Person, now: datetime) -> str:
    """Give an article a row of its own, in the same office and as the machine read it; return the code of the new row.

    Raise RuleError when there is no such row, it was decided, the article is not in it or is its only one.
    """
    entry = open_entry(session, code, by)
    member = session.scalars(
        select(GroupMember).where(GroupMember.article_id == article, GroupMember.group_id == entry.group_id)
    ).one_or_none()
    if member is None:
        raise RuleError(f"article {article} is not in {code}", f"Esa nota ya no está en {entry.code}.")
    told = session.get_one(ArticleRow, article)
    group = session.execute(
        insert(StoryGroup).values(opened_at=now, newest_at=_at(told)).returning(StoryGroup.id)
    ).scalar_one()
    session.execute(
        update(GroupMember)
        .where(GroupMember.article_id == article)
        .values(group_id=group, placed_by=journal.actor_id(session, by), placed_at=now)
    )
    if not recounted(session, entry.id, entry.group_id):
        raise RuleError(f"article {article} is the only one of {code}", f"Es la única nota de {entry.code}.")
    new = _open(session, entry, told, group, now)
    journal.append(
        session,
        now=now,
        actor=by,
        action="cola.separar",
        object_type="cola",
        object_id=entry.code,
        details={"articulo": article, "en": new},
    )
    return new


def recounted(session: Session, entry_id: int, group: int) -> int:
    """Write anew how many articles and outlets a row has and when the newest came; return how many articles."""
    notes, outlets, newest = session.execute(
        select(
            func.count(),
            func.count(func.distinct(ArticleRow.source_id)),
            func.max(func.coalesce(ArticleRow.published_at, ArticleRow.first_seen_at)),
        )
        .select_from(GroupMember)
        .join(ArticleRow, ArticleRow.id == GroupMember.article_id)
        .where(GroupMember.group_id == group)
    ).one()
    values: dict[str, Any] = {"notes": notes, "outlets": outlets, "row_version": QueueEntry.row_version + 1}
    if newest is not None:
        values["newest_at"] = newest
        session.execute(update(StoryGroup).where(StoryGroup.id == group).values(newest_at=newest))
    session.execute(update(QueueEntry).where(QueueEntry.id == entry_id).values(**values))
    touch(session, SearchKind.ENTRY, [entry_id])
    return int(notes)


def _at(told: ArticleRow) -> datetime:
    return told.published_at or told.first_seen_at


def _open(session: Session, out_of: QueueEntry, told: ArticleRow, group: int, now: datetime) -> str:
    """Open the row of the article, by its newest reading; by the row it came from where nothing has read it."""
    signal = session.scalars(
        select(SignalRow).where(SignalRow.article_id == told.id).order_by(SignalRow.id.desc()).limit(1)
    ).one_or_none()
    values: dict[str, Any] = {
        "code": next_code(session, now),
        "group_id": group,
        "state": QueueState.NEW.value,
        "title": told.title or told.summary[:160],
        "searchable": fold(f"{told.title} {told.summary[:500]}")[:4000],
        "opened_at": now,
        "newest_at": _at(told),
        "review_by": out_of.review_by,
        "notes": 1,
        "outlets": 1,
        "updated": False,
        "row_version": 1,
        "office": out_of.office,
        "office_basis": out_of.office_basis,
    }
    if signal is None:
        same = ("level", "urgency", "stage", "scope", "departments", "municipalities", "measures", "floor")
        values |= {name: getattr(out_of, name) for name in same}
        values |= {"claimants": [], "addressees": [], "demand": "", "typology": None}
    else:
        reading, where = reading_of(signal), location_of(signal)
        level = suggested_level(reading)
        values |= {
            "level": level.value,
            "urgency": LEVEL_STEPS[level],
            "stage": reading.stage.value,
            "scope": where.scope.value,
            "departments": list(where.departments),
            "municipalities": list(where.municipalities),
            "measures": [measure.value for measure in reading.measures],
            "floor": reading.floor,
            "review_by": min(out_of.review_by, review_by(level, now)),
            **claim_values(claim_of(reading)),
        }
    entry = session.execute(insert(QueueEntry).values(**values).returning(QueueEntry.id)).scalar_one()
    set_departments(session, entry, values["departments"])
    touch(session, SearchKind.ENTRY, [entry])
    return str(values["code"])
