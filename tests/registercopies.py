"""Make many rows out of a few that the commands made: what takes a cycle weeks is there in seconds.

Copies are whole: each has its article, group, row of the queue, words of the search and line of the journal, or its
record with file, actions and deadline. Only the text they are found by and their numbers are their own.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from conflict.text import fold
from register.case_tables import CaseFile
from register.commands import journal
from register.engine import Register
from register.record_tables import ActionRow, DeadlineRow, RecordEntry, RecordRow
from register.searchindex import SearchKind, touch
from register.tables import ArticleRow, GroupMember, OutboxRow, QueueDepartment, QueueEntry, SignalRow, StoryGroup

STEP = 5_000
Row = dict[str, Any]


def copied_signals(register: Register, count: int, now: datetime) -> None:
    """Read so many more of the articles that wait, each like one of those read before."""
    with register.reading() as session:
        signals = _rows(session, SignalRow, limit=200)
        entries = _rows(session, QueueEntry, limit=200)
        last = session.scalar(select(func.max(OutboxRow.article_id)).where(OutboxRow.attempts > 0)) or 0
        last = max(last, session.scalar(select(func.max(SignalRow.article_id))) or 0)
    for start in range(0, count, STEP):
        with register.writing() as session:
            asked = select(ArticleRow.id, ArticleRow.title).where(ArticleRow.id > last).order_by(ArticleRow.id)
            told = session.execute(asked.limit(min(STEP, count - start))).all()
            group, entry = _last(session, StoryGroup), _last(session, QueueEntry)
            put: dict[Any, list[Row]] = {
                table: [] for table in (SignalRow, StoryGroup, GroupMember, QueueEntry, QueueDepartment)
            }
            for n, (article, title) in enumerate(told, 1):
                like = entries[n % len(entries)]
                code = f"P-250101-{entry + n:05}"
                own = {"id": entry + n, "group_id": group + n, "code": code, "title": title, "searchable": fold(title)}
                put[SignalRow].append(signals[n % len(signals)] | {"article_id": article})
                put[StoryGroup].append({"id": group + n, "opened_at": now, "newest_at": like["newest_at"]})
                put[GroupMember].append(
                    {"article_id": article, "group_id": group + n, "placed_by": journal.MACHINE, "placed_at": now}
                )
                put[QueueEntry].append(like | own)
                put[QueueDepartment].append({"entry_id": entry + n, "department": like["departments"][0]})
                journal.append(
                    session, now=now, actor=journal.MACHINE, action="cola.alta", object_type="cola", object_id=code
                )
            for row in put[SignalRow]:
                row.pop("id", None)
            _put(session, put)
            touch(session, SearchKind.ENTRY, range(entry + 1, entry + len(told) + 1))
            last = told[-1][0]


def copied_cases(register: Register, codes: Sequence[str]) -> None:
    """Make a record of each of these rows of the queue, like those made before; the oldest one is like no other."""
    with register.reading() as session:
        records = [row for row in _rows(session, RecordRow, limit=100) if row["id"] > 1]
        files = {row["record_id"]: row for row in _rows(session, CaseFile, limit=100)}
        actions = [row for row in _rows(session, ActionRow, limit=600) if row["record_id"] > 1]
        deadlines = {row["record_id"]: row for row in _rows(session, DeadlineRow, limit=100)}
    for start in range(0, len(codes), STEP):
        some = codes[start : start + STEP]
        with register.writing() as session:
            found = session.execute(select(QueueEntry.id, QueueEntry.title).where(QueueEntry.code.in_(some))).all()
            last = _last(session, RecordRow)
            put: dict[Any, list[Row]] = {
                table: [] for table in (RecordRow, RecordEntry, CaseFile, ActionRow, DeadlineRow)
            }
            for n, (entry, title) in enumerate(found, 1):
                like, ident = records[n % len(records)], last + n
                own = {"id": ident, "code": f"{like['code'][:-4]}9{ident:05}", "title": title}
                put[RecordRow].append(like | own | {"searchable": fold(title)})
                put[RecordEntry].append({"record_id": ident, "entry_id": entry})
                put[CaseFile].append(files[like["id"]] | {"record_id": ident})
                put[DeadlineRow].append(deadlines[like["id"]] | {"record_id": ident})
                done = [row for row in actions if row["record_id"] == like["id"]]
                put[ActionRow] += [row | {"record_id": ident} for row in done]
            for table in (ActionRow, DeadlineRow):
                for row in put[table]:
                    row.pop("id", None)
            _put(session, put)
            touch(session, SearchKind.RECORD, range(last + 1, last + len(found) + 1))


def more_of(register: Register, table: Any, like: int, count: int, **own: Callable[[int], object]) -> list[int]:
    """Store so many more rows like the one of that number, `own` says what differs in the n-th; return the numbers."""
    with register.writing() as session:
        columns = table.__table__.c
        row = dict(session.execute(select(*columns).where(columns.id == like)).one()._mapping)
        first = _last(session, table) + 1
        rows = [row | {"id": first + n} | {name: made(first + n) for name, made in own.items()} for n in range(count)]
        _put(session, {table: rows})
    return [row["id"] for row in rows]


def _rows(session: Session, table: Any, limit: int) -> list[Row]:
    """Return the first rows of a table with all their columns."""
    columns = table.__table__.c
    first = next(iter(table.__table__.primary_key))
    return [dict(row._mapping) for row in session.execute(select(*columns).order_by(first).limit(limit))]


def _last(session: Session, table: Any) -> int:
    return session.scalar(select(func.max(table.id))) or 0


def _put(session: Session, put: dict[Any, list[Row]]) -> None:
    """Store rows table by table, in this order, and let PostgreSQL count on from the numbers given."""
    postgres = session.get_bind().dialect.name == "postgresql"
    for table, rows in put.items():
        session.connection().execute(insert(table.__table__), rows)
        if postgres and rows and "id" in rows[0]:
            name = table.__tablename__
            session.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")
            )
