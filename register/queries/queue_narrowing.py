"""What narrows the queue besides its columns: measure, outlet, days, an announced day, an actor; each one condition."""

from datetime import date, datetime, time, timedelta
from functools import reduce
from typing import Any

from sqlalchemy import Text, and_, exists, func, or_, select, type_coerce

from conflict.announced import AWAITED
from conflict.codebook import Measure
from conflict.lapaz import LA_PAZ, local_day
from conflict.text import fold
from register.announcement_tables import AnnouncementRow
from register.tables import ArticleRow, GroupMember, QueueEntry, SourceRow

_ACCENTED = "áéíóúüñÁÉÍÓÚÜÑ’"
_PLAIN = "aeiouun" * 2 + "'"
"""The letters of Spanish and no more: each is one step deeper, and SQLite reads no expression of a hundred."""
_JSON = '[]{}",:\\'
"""What separates the names in a stored list: no part of any word that is looked for."""
_ONE_DAY = timedelta(days=1)


def narrowing(
    *,
    measure: Measure | None = None,
    outlet: str = "",
    first: date | None = None,
    last: date | None = None,
    announced: bool = False,
    actor: str = "",
    now: datetime,
) -> list[Any]:
    """Return the conditions that a view of the queue has besides its columns, none for what is not asked for.

    `outlet` is the id of a source or words of its name; `first` and `last` are days of La Paz on which the newest note
    came; `announced` asks for a day still to be watched, the one that stands in the row; `actor` are words of the names
    of who asks or is asked.
    """
    conditions: list[Any] = []
    if measure is not None:
        conditions.append(type_coerce(QueueEntry.measures, Text).contains(f'"{measure.value}"', autoescape=True))
    if outlet:
        conditions.append(_told_by(outlet))
    if first is not None:
        conditions.append(QueueEntry.newest_at >= datetime.combine(first, time(0), LA_PAZ))
    if last is not None:
        conditions.append(QueueEntry.newest_at < datetime.combine(last + _ONE_DAY, time(0), LA_PAZ))
    if announced:
        conditions.append(_with_a_day(local_day(now)))
    if actor:
        names = _folded(type_coerce(QueueEntry.claimants, Text).concat(type_coerce(QueueEntry.addressees, Text)))
        conditions += _words_in(names, actor)
    return conditions


def _told_by(outlet: str) -> Any:
    """Return the condition that a note of the row came from the outlet."""
    named = and_(*_words_in(_folded(SourceRow.name), outlet))
    return exists(
        select(GroupMember.article_id)
        .join(ArticleRow, ArticleRow.id == GroupMember.article_id)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .where(GroupMember.group_id == QueueEntry.group_id, or_(SourceRow.id == outlet, named))
    )


def _with_a_day(today: date) -> Any:
    """Return the condition that a day of the row is still to be watched (as `announcements.next_days` has it)."""
    return QueueEntry.group_id.in_(
        select(AnnouncementRow.group_id).where(
            AnnouncementRow.state.in_([state.value for state in AWAITED]),
            AnnouncementRow.day_known,
            AnnouncementRow.first_day >= today.isoformat(),
        )
    )


def _words_in(folded: Any, words: str) -> list[Any]:
    """Return the conditions that a folded text has all of the words; nothing has those that are but signs."""
    kept = fold(words).translate({ord(sign): " " for sign in _JSON}).split()[:8]
    return [folded.contains(word, autoescape=True) for word in kept] or [func.length(folded) < 0]


def _folded(column: Any) -> Any:
    """Return a column as `conflict.text.fold` would write it, as far as its letters are those of names here.

    No engine folds by itself, and a folded copy would be one more thing to keep true.
    """
    plain = reduce(lambda text, pair: func.replace(text, *pair), zip(_ACCENTED, _PLAIN, strict=True), column)
    return type_coerce(func.lower(plain), Text)
