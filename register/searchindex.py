"""Keep the search current: what a transaction touched is indexed at its end, inside the same transaction.

Commands say `touch`; the register settles before every commit, when only the end of the journal's chain is still to be
locked, so that transactions that add words wait for each other in one order.
"""

import enum
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from conflict.departments import DEPARTMENTS
from conflict.searchwords import likeable, search_words, trigrams
from register.record_tables import ActionRow, RecordRow
from register.search_tables import SearchDocument, SearchTrigram, SearchWord
from register.tables import ArticleRow, QueueEntry

MOST_WORDS = 400
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
        rows.append({"id": kind.document(ident), "words": " ".join([kind.mark, *marks, *found])})
    if rows:
        _store(session, rows)
        _learn(session, {word for word in words if likeable(word)})


_FORGET = text(
    "INSERT INTO search_index(search_index, rowid, words) SELECT 'delete', id, words FROM search_doc WHERE id IN :some"
).bindparams(bindparam("some", expanding=True))
_KEEP = text("INSERT INTO search_index(rowid, words) SELECT id, words FROM search_doc WHERE id IN :some").bindparams(
    bindparam("some", expanding=True)
)


def _store(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Store documents, and on SQLite their place in the index; PostgreSQL keeps its own."""
    lite = session.get_bind().dialect.name == "sqlite"
    some = {"some": [row["id"] for row in rows]}
    if lite:
        session.execute(_FORGET, some)
    statement = (sqlite if lite else postgresql).insert(SearchDocument)
    session.execute(
        statement.on_conflict_do_update(index_elements=["id"], set_={"words": statement.excluded.words}), rows
    )
    if lite:
        session.execute(_KEEP, some)


def _learn(session: Session, words: set[str]) -> None:
    """Add the words that the vocabulary does not have."""
    if new := _unknown(session, words):
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WORDS_LOCK})
            new = _unknown(session, set(new))
        for start in range(0, len(new), STEP):
            some = new[start : start + STEP]
            session.execute(insert(SearchWord), [{"word": word} for word in some])
            grams = [(gram, len(word), word) for word in some for gram in sorted(trigrams(word))]
            session.execute(
                insert(SearchTrigram), [{"trigram": gram, "size": size, "word": word} for gram, size, word in grams]
            )


def _unknown(session: Session, words: set[str]) -> list[str]:
    ordered, known = sorted(words), set()
    for start in range(0, len(ordered), STEP):
        known |= set(session.scalars(select(SearchWord.word).where(SearchWord.word.in_(ordered[start : start + STEP]))))
    return [word for word in ordered if word not in known]


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
    done: dict[int, list[str]] = {}
    for ident, words in session.execute(
        select(ActionRow.record_id, ActionRow.words)
        .where(ActionRow.record_id.in_(idents))
        .order_by(ActionRow.record_id, ActionRow.id.desc())
    ):
        done.setdefault(ident, []).append(words)
    record = RecordRow
    columns = (record.id, record.code, record.external_code, record.title, record.searchable, record.office,
               record.closing_words, record.municipalities, record.departments)  # fmt: skip
    for row in session.execute(select(*columns).where(record.id.in_(idents))):
        said = [row.code, row.external_code, row.title, row.searchable, row.office, row.closing_words]
        said += [*row.municipalities, *_names(row.departments), *done.get(row.id, ())]
        yield row.id, [department_mark(code) for code in row.departments], " ".join(said)


def _names(codes: Sequence[str]) -> list[str]:
    return [DEPARTMENTS.get(code, "") for code in codes]


_TEXTS = {SearchKind.ARTICLE: _articles, SearchKind.ENTRY: _entries, SearchKind.RECORD: _records}
_TABLES: dict[SearchKind, Any] = {
    SearchKind.ARTICLE: ArticleRow,
    SearchKind.ENTRY: QueueEntry,
    SearchKind.RECORD: RecordRow,
}
