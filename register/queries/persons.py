"""Everything that the register holds about a person, in every text of every table, those that come later too."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, Text, select
from sqlalchemy.orm import Session

from conflict.mention import mentions, words_of
from register.columns import JsonText
from register.record_tables import RecordRow
from register.tableset import kept_tables

SECRET = frozenset({"password_hash", "totp_secret", "recovery", "digest", "mac", "salt", "key_print"})
"""Columns that hold no word of anybody."""
CHAINED = frozenset({"journal", "journal_head", "journal_salt"})
"""Tables that name nobody by their rule: persons are numbers or digests there."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One text that names a person: where it stands, and the code of the record it hangs from, "" for none."""

    table: str
    key: str
    column: str
    record: str
    text: str


def about(session: Session, name: str) -> Iterator[Mention]:
    """Yield each text that names a person; nothing for a name without words of three letters.

    Every row is read, so it takes minutes on a large register; no index holds reserved identities.
    """
    words = words_of(name)
    if not words:
        return
    codes = {row.id: row.code for row in session.execute(select(RecordRow.id, RecordRow.code))}
    for table in kept_tables():
        texts = [one for one in table.columns if isinstance(one.type, Text | JsonText) and one.name not in SECRET]
        if table.name not in CHAINED and texts:
            yield from _in_table(session, table, texts, words, codes)


def _in_table(
    session: Session, table: Table, texts: list[Any], words: tuple[str, ...], codes: dict[int, str]
) -> Iterator[Mention]:
    for row in session.execute(select(table).execution_options(yield_per=1_000)).mappings():
        for column in texts:
            value = row[column.name]
            text = value if isinstance(value, str) else "" if value in (None, [], {}) else str(value)
            if text and mentions(words, text):
                key = "-".join(str(row[one.name]) for one in table.primary_key.columns)
                record = _record(session, table, row, codes)
                yield Mention(table.name, key, column.name, record, text)


def _record(session: Session, table: Table, row: Any, codes: dict[int, str]) -> str:
    """Return the code of the record that a row is or hangs from."""
    if table.name == "record":
        return str(row["code"])
    if table.name == "reserved_identity":
        harm = table.metadata.tables["record_harm"]
        return codes.get(session.scalar(select(harm.c.record_id).where(harm.c.id == row["harm_id"])) or 0, "")
    return codes.get(row.get("record_id") or 0, "")
