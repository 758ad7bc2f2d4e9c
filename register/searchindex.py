"""Keep the search current: what a transaction touched is indexed at its end, inside the same transaction.

Commands say `touch`; the register settles before every commit, when only the end of the journal's chain is still to be
locked, so that transactions that add words wait for each other in one order.
"""

import enum
import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from conflict.departments import DEPARTMENTS
from conflict.searchwords import likeable, search_words, trigrams
from register.record_tables import ActionRow, RecordRow
from register.search_tables import SearchDocument, SearchTrigram, SearchWord
from register.tables import ArticleRow, QueueEntry

MOST_WORDS = 2_000
MOST_ACTIONS = 300
"""Actions of a record, the newest, whose words are indexed."""
BODY_CHARS = 1_000
"""Letters of an article's body that are indexed; what an article is about stands at its beginning."""
STEP = 400
_WORDS_LOCK = 7_206_010
_TOUCHED = "search_touched"


class SearchKind(enum.IntEnum):
    """What can be found; the number is part of the document's own."""

    RECORD = 0
    ENTRY = 1
    ARTICLE = 2

    @property
    def mark(self) -> str:
        """Return the word that every document of the kind has; nobody can type it."""
        return f"_{self.name.lower()}"

    def document(self, ident: int) -> int:
        """Return the number of the document of a row."""
        return ident * 4 + self.value


def department_mark(code: str) -> str:
    """Return the word that every document of a department has; nobody can type it."""
    return f"_d{code}"


def touch(session: Session, kind: SearchKind, idents: Iterable[int]) -> None:
    """Have these rows indexed before the transaction is committed."""
    session.info.setdefault(_TOUCHED, {}).setdefault(kind, set()).update(idents)


def settle(session: Session) -> None:
    """Index what was touched."""
    touched: dict[SearchKind, set[int]] = session.info.pop(_TOUCHED, {})
    for kind, idents in touched.items():
        ordered = sorted(idents)
        for start in range(0, len(ordered), STEP):
            _index(session, kind, ordered[start : start + STEP])


def rebuild(session: Session) -> int:
    """Make the whole index again; return the number of documents."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("INSERT INTO search_index(search_index) VALUES ('delete-all')"))
    for derived in (SearchTrigram, SearchWord, SearchDocument):
        session.execute(delete(derived))
    count = 0
    for kind, table in _TABLES.items():
        last = 0
        while idents := session.scalars(select(table.id).where(table.id > last).order_by(table.id).limit(STEP)).all():
            _index(session, kind, idents)
            last, count = idents[-1], count + len(idents)
    return count


def missing(session: Session) -> bool:
    """Say whether there is something to find and no index at all."""
    if session.scalar(select(SearchDocument.id).limit(1)) is not None:
        return False
    return any(session.scalar(select(table.id).limit(1)) is not None for table in _TABLES.values())


def _index(session: Session, kind: SearchKind, idents: Sequence[int]) -> None:
    rows = []
    words: set[str] = set()
    for ident, marks, content in _TEXTS[kind](session, idents):
        found = search_words(content)[:MOST_WORDS]
        words.update(found)
        rows.append((kind.document(ident), " ".join([kind.mark, *marks, *found])))
    if rows:
        _store(session, rows)
        _learn(session, {word for word in words if likeable(word)})


def _store(session: Session, rows: Sequence[tuple[int, str]]) -> None:
    """Store documents, and on SQLite their place in the index; PostgreSQL keeps its own."""
    connection = session.connection()
    columns = [list(column) for column in zip(*rows, strict=True)]
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "INSERT INTO search_doc (id, words) SELECT * FROM unnest(%s::int[], %s::text[]) "
            "ON CONFLICT (id) DO UPDATE SET words = excluded.words",
            tuple(columns),
        )
        return
    some = (json.dumps(columns[0]),)
    among = "SELECT id, words FROM search_doc WHERE id IN (SELECT value FROM json_each(?))"
    connection.exec_driver_sql(
        f"INSERT INTO search_index(search_index, rowid, words) SELECT 'delete', * FROM ({among})",  # noqa: S608
        some,
    )
    connection.exec_driver_sql(
        "INSERT INTO search_doc (id, words) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET words = excluded.words",
        list(rows),
    )
    connection.exec_driver_sql(f"INSERT INTO search_index(rowid, words) {among}", some)


def _learn(session: Session, words: set[str]) -> None:
    """Add the words that the vocabulary does not have."""
    new = _unknown(session, words)
    if not new:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WORDS_LOCK})
        new = _unknown(session, set(new))
    grams = [(gram, len(word), word) for word in new for gram in sorted(trigrams(word))]
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("INSERT INTO search_word SELECT unnest(%s::text[])", (new,))
        columns = tuple([gram[n] for gram in grams] for n in range(3))
        unnested = "SELECT * FROM unnest(%s::text[], %s::int[], %s::text[])"
        connection.exec_driver_sql(f"INSERT INTO search_trigram (trigram, size, word) {unnested}", columns)
        return
    connection.exec_driver_sql("INSERT INTO search_word VALUES (?)", [(word,) for word in new])
    connection.exec_driver_sql("INSERT INTO search_trigram (trigram, size, word) VALUES (?, ?, ?)", grams)


def _unknown(session: Session, words: set[str]) -> list[str]:
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        found = connection.exec_driver_sql("SELECT word FROM search_word WHERE word = ANY(%s)", (list(words),))
    else:
        among = "SELECT word FROM search_word WHERE word IN (SELECT value FROM json_each(?))"
        found = connection.exec_driver_sql(among, (json.dumps(sorted(words)),))
    return sorted(words - set(found.scalars()))


Texts = Iterable[tuple[int, list[str], str]]


def _articles(session: Session, idents: Sequence[int]) -> Texts:
    body = func.substr(ArticleRow.body, 1, BODY_CHARS)
    for ident, title, summary, start in session.execute(
        select(ArticleRow.id, ArticleRow.title, ArticleRow.summary, body).where(ArticleRow.id.in_(idents))
    ):
        yield ident, [], f"{title} {summary} {start}"


def _entries(session: Session, idents: Sequence[int]) -> Texts:
    entry = QueueEntry
    for row in session.execute(
        select(entry.id, entry.code, entry.title, entry.searchable, entry.municipalities, entry.departments).where(
            entry.id.in_(idents)
        )
    ):
        said = [row.code, row.title, row.searchable, *row.municipalities, *_names(row.departments)]
        yield row.id, [department_mark(code) for code in row.departments], " ".join(said)


def _records(session: Session, idents: Sequence[int]) -> Texts:
    record = RecordRow
    columns = (record.id, record.code, record.external_code, record.title, record.searchable, record.office,
               record.closing_words, record.municipalities, record.departments)  # fmt: skip
    for row in session.execute(select(*columns).where(record.id.in_(idents))):
        said = [row.code, row.external_code, row.title, row.searchable, row.office, row.closing_words]
        said += [*row.municipalities, *_names(row.departments), *_done(session, row.id)]
        yield row.id, [department_mark(code) for code in row.departments], " ".join(said)


def _done(session: Session, record: int) -> Sequence[str]:
    newest = select(ActionRow.words).where(ActionRow.record_id == record).order_by(ActionRow.id.desc())
    return session.scalars(newest.limit(MOST_ACTIONS)).all()


def _names(codes: Sequence[str]) -> list[str]:
    return [DEPARTMENTS.get(code, "") for code in codes]


_TEXTS = {SearchKind.ARTICLE: _articles, SearchKind.ENTRY: _entries, SearchKind.RECORD: _records}
_TABLES: dict[SearchKind, Any] = {
    SearchKind.ARTICLE: ArticleRow,
    SearchKind.ENTRY: QueueEntry,
    SearchKind.RECORD: RecordRow,
}
