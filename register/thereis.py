"""Ask in one statement which of many questions about a row find anything: most have little that hangs from them."""

from collections.abc import Hashable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from register.record_tables import RecordRow
from register.tables import QueueEntry

T = TypeVar("T", bound=Hashable)


def there_is(session: Session, row: RecordRow | QueueEntry, asked: Mapping[T, Select[Any]]) -> frozenset[T]:
    """Return the names of the questions that find a row.

    The statement stands over the row that they are about, so that a reader's sight narrows every question in it.
    """
    table = type(row)
    answers = select(*(query.exists() for query in asked.values())).select_from(table).where(table.id == row.id)
    found = session.execute(answers).one_or_none() or [False] * len(asked)
    return frozenset(name for name, answer in zip(asked, found, strict=True) if answer)
