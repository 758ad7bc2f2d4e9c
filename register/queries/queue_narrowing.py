"""What narrows the queue besides its columns: measure, demand, town, outlet, days, actor; each one condition."""

from datetime import date, datetime, time, timedelta
from functools import reduce
from typing import Any

from sqlalchemy import Text, and_, exists, func, or_, select, true, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from conflict.announced import AWAITED
from conflict.codebook import Measure
from conflict.departments import DEPARTMENTS
from conflict.lapaz import LA_PAZ, local_day
from conflict.lifecycle import OPEN_STATES
from conflict.office import RouteBasis
from conflict.text import fold
from register.announcement_tables import AnnouncementRow
from register.office_tables import OfficeRow
from register.record_tables import RecordRow
from register.tables import ArticleRow, GroupMember, QueueEntry, SourceRow

_ACCENTED = "áéíóúüñÁÉÍÓÚÜÑ’"
_PLAIN = "aeiouun" * 2 + "'"
"""The letters of Spanish and no more: each is one step deeper, and SQLite reads no expression of a hundred."""
_JSON = '[]{}",:\\'
"""What separates the names in a stored list: no part of any word that is looked for."""
_ONE_DAY = timedelta(days=1)
_FOLDED_DEPARTMENTS = {fold(name): code for code, name in DEPARTMENTS.items()}


class JsonMembers(GenericFunction[str]):
    """The members of a stored list as rows of one column `value`; each engine has its own name for it."""

    name = "json_members"
    inherit_cache = True


@compiles(JsonMembers, "sqlite")
def _of_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **how)})"


@compiles(JsonMembers, "postgresql")
def _of_postgresql(element: Any, compiler: Any, **how: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **how)} AS JSON))"


def narrowing(
    *,
    measure: Measure | None = None,
    outlet: str = "",
    first: date | None = None,
    last: date | None = None,
    announced: bool = False,
    actor: str = "",
    demand: str = "",
    town: str = "",
    repeated: bool = False,
    passed_to: str = "",
    now: datetime,
) -> list[Any]:
    """Return the conditions that a view of the queue has besides its columns, none for what is not asked for.

    `outlet` is the id of a source or words of its name; `first` and `last` are days of La Paz on which the newest note
    came; `announced` asks for a day still to be watched, the one that stands in the row; `actor` are words of the names
    of who asks or is asked; `demand` words of what is demanded. `town` is a municipality, alone or with its department
    after a comma; `repeated` asks for rows that an open record may tell already; `passed_to` is the name of an office
    to which a person passed the rows.
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
    if demand:
        conditions += _words_in(_folded(QueueEntry.demand), demand)
    if town:
        conditions += _in_town(town)
    if repeated:
        conditions.append(_perhaps_registered())
    if passed_to:
        conditions += [QueueEntry.office_basis == RouteBasis.PERSON.value, of_office(passed_to)]
    return conditions


def of_office(name: str) -> Any:
    """Return the condition that a row is in the care of the office with that name."""
    return QueueEntry.office == select(func.min(OfficeRow.id)).where(OfficeRow.name == name).scalar_subquery()


def _in_town(typed: str) -> list[Any]:
    """Return the conditions that a row is in a municipality, whose name stands whole where its department does too."""
    names = _folded(type_coerce(QueueEntry.municipalities, Text))
    name, _, behind = typed.rpartition(",")
    department = _FOLDED_DEPARTMENTS.get(fold(behind).strip(), "")
    if not (name and department):
        return _words_in(names, typed)
    whole = names.contains(f'"{fold(name).strip()}"', autoescape=True)
    return [whole, type_coerce(QueueEntry.departments, Text).contains(f'"{department}"')]


def _perhaps_registered() -> Any:
    """Return the condition that an open record is of a municipality of the row, of its department where it has none.

    Narrower than the panel of a row, which offers records of the department too: that would leave most rows.
    """
    unplaced = type_coerce(QueueEntry.municipalities, Text) == "[]"
    near = and_(unplaced, _shared(QueueEntry.departments, RecordRow.departments))
    return or_(_shared(QueueEntry.municipalities, RecordRow.municipalities), near)


def _shared(of_row: Any, of_record: Any) -> Any:
    """Return the condition that a list of the row shares a member with that list of an open record."""
    mine, theirs = members(of_row), members(of_record)
    open_ones = RecordRow.state.in_(sorted(state.value for state in OPEN_STATES))
    taken = select(theirs.c.value).select_from(RecordRow).join(theirs, true()).where(open_ones)
    return exists(select(mine.c.value).where(mine.c.value.in_(taken)))


def members(of: Any) -> Any:
    """Return the members of a stored list as rows of one column `value`."""
    return func.json_members(type_coerce(of, Text)).table_valued("value")


def opened_after(moment: datetime) -> Any:
    """Return the condition that a row came into the queue after a moment."""
    return QueueEntry.opened_at > moment


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
