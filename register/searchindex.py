"""Keep the search current: what a transaction touched is indexed at its end, inside the same transaction.

Commands say `touch`; the register settles before every commit, when only the end of the journal's chain is still to be
locked, so that transactions that add words wait for each other in one order.
"""

import enum
import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from conflict.departments import DEPARTMENTS
from conflict.searchwords import likeable, number_words, search_words, trigrams
from conflict.vocabulary import OutsideSystem
from register.advisory import Advisory, hold
from register.manyrows import among
from register.note_numbers import numbers_of
from register.record_tables import ActionRow, RecordRow
from register.search_tables import SearchDocument, SearchTrigram, SearchWord
from register.tables import ArticleRow, QueueEntry

MOST_WORDS = 2_000
"""Words of a row that are indexed."""
MOST_GROWN = 2 * MOST_WORDS
"""Words up to which the document of a record grows line by line before it is indexed as a whole again."""
MOST_ACTIONS = 300
"""Actions of a record, the newest, whose words are indexed whenever it is indexed as a whole."""
RECORD_WORDS = frozenset(
    ("code", "external_code", "title", "searchable", "office", "closing_words", "municipalities", "departments")
)
"""The columns of a record whose words are indexed."""
BODY_CHARS = 1_000
"""Letters of an article's body that are indexed; what an article is about stands at its beginning."""
STEP = 2_000
_TOUCHED, _GROWN = "search_touched", "search_grown"


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


def grow(session: Session, record: int, words: str) -> None:
    """Have these words added to what is indexed of a record, whose other words stay as they are.

    A long history is not read again for every line that is added to it.
    """
    session.info.setdefault(_GROWN, {}).setdefault(record, []).append(words)


def settle(session: Session) -> None:
    """Index what was touched, and what was added to the rest."""
    touched: dict[SearchKind, set[int]] = session.info.pop(_TOUCHED, {})
    grown: dict[int, list[str]] = session.info.pop(_GROWN, {})
    whole = touched.setdefault(SearchKind.RECORD, set())
    for record in sorted(grown.keys() - whole):
        if not _added(session, record, " ".join(grown[record])):
            whole.add(record)
    for kind, idents in touched.items():
        ordered = sorted(idents)
        for start in range(0, len(ordered), STEP):
            _index(session, kind, ordered[start : start + STEP])


def reindex(session: Session, kind: SearchKind) -> int:
    """Index every row of a kind again, as when more of it is indexed than before; return how many there are."""
    table, last, count = _TABLES[kind], 0, 0
    while idents := session.scalars(select(table.id).where(table.id > last).order_by(table.id).limit(STEP)).all():
        _index(session, kind, idents)
        last, count = idents[-1], count + len(idents)
    return count


def rebuild(session: Session) -> int:
    """Make the whole index again; return the number of documents."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("INSERT INTO search_index(search_index) VALUES ('delete-all')"))
    for derived in (SearchTrigram, SearchWord, SearchDocument):
        session.execute(delete(derived))
    return sum(reindex(session, kind) for kind in _TABLES)


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
        _learn(session, [word for word in words if likeable(word)])


def _added(session: Session, record: int, said: str) -> bool:
    """Add words to the document of a record; say no where it has none yet or would grow too long."""
    document = SearchKind.RECORD.document(record)
    stored = session.scalar(select(SearchDocument.words).where(SearchDocument.id == document))
    if stored is None:
        return False
    known = stored.split(" ")
    had = set(known)
    fresh = [word for word in search_words(said) if word not in had]
    if len(known) + len(fresh) > MOST_GROWN:
        return False
    if fresh:
        _store(session, [(document, " ".join((stored, *fresh)))])
        _learn(session, [word for word in fresh if likeable(word)])
    return True


def _store(session: Session, rows: Sequence[tuple[int, str]]) -> None:
    """Store documents, and on SQLite their place in the index; PostgreSQL keeps its own."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        idents, documents = " ".join(str(ident) for ident, _ in rows), "\n".join(words for _, words in rows)
        connection.exec_driver_sql(
            "INSERT INTO search_doc (id, words) SELECT * FROM "
            "unnest(string_to_array(%s, ' ')::int[], string_to_array(%s, E'\\n')) "
            "ON CONFLICT (id) DO UPDATE SET words = excluded.words",
            (idents, documents),
        )
        return
    connection.exec_driver_sql(
        "INSERT INTO search_index(search_index, rowid, words) SELECT 'delete', id, words FROM search_doc "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([ident for ident, _ in rows]),),
    )
    connection.exec_driver_sql(
        "INSERT INTO search_doc (id, words) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET words = excluded.words",
        list(rows),
    )
    connection.exec_driver_sql("INSERT INTO search_index(rowid, words) VALUES (?, ?)", list(rows))


def _learn(session: Session, words: Collection[str]) -> None:
    """Add the words that the vocabulary does not have."""
    new = _unknown(session, words)
    if not new:
        return
    if hold(session, Advisory.WORDS):
        new = _unknown(session, new)
    connection = session.connection()
    # In the order of their index: neighbours are written together, on both engines.
    grams = sorted((gram, len(word), word) for word in new for gram in trigrams(word))
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("INSERT INTO search_word SELECT unnest(string_to_array(%s, ' '))", (" ".join(new),))
        columns = tuple(" ".join(str(gram[n]) for gram in grams) for n in range(3))
        connection.exec_driver_sql(
            "INSERT INTO search_trigram (trigram, size, word) SELECT * FROM "
            "unnest(string_to_array(%s, ' '), string_to_array(%s, ' ')::int[], string_to_array(%s, ' '))",
            columns,
        )
        return
    connection.exec_driver_sql("INSERT INTO search_word VALUES (?)", [(word,) for word in new])
    connection.exec_driver_sql("INSERT INTO search_trigram (trigram, size, word) VALUES (?, ?, ?)", grams)


def _unknown(session: Session, words: Collection[str]) -> list[str]:
    """Return the words that the vocabulary does not have, in their order; none has a space in it."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        given, told = "SELECT unnest(string_to_array(%s, ' ')) AS word", " ".join(words)
    else:
        given, told = "SELECT value AS word FROM json_each(?)", json.dumps(list(words))
    asked = f"SELECT word FROM ({given}) g WHERE NOT EXISTS (SELECT 1 FROM search_word w WHERE w.word = g.word)"  # noqa: S608
    return sorted(connection.exec_driver_sql(asked, (told,)).scalars())


Texts = Iterable[tuple[int, list[str], str]]


def _articles(session: Session, idents: Sequence[int]) -> Texts:
    body = func.substr(ArticleRow.body, 1, BODY_CHARS)
    for ident, title, summary, start in session.execute(
        select(ArticleRow.id, ArticleRow.title, ArticleRow.summary, body).where(among(session, ArticleRow.id, idents))
    ):
        yield ident, [], f"{title} {summary} {start}"


def _entries(session: Session, idents: Sequence[int]) -> Texts:
    entry = QueueEntry
    for row in session.execute(
        select(entry.id, entry.code, entry.title, entry.searchable, entry.municipalities, entry.departments).where(
            among(session, entry.id, idents)
        )
    ):
        said = [row.code, row.title, row.searchable, *row.municipalities, *_names(row.departments)]
        yield row.id, [department_mark(code) for code in row.departments], " ".join(said)


def _records(session: Session, idents: Sequence[int]) -> Texts:
    record = RecordRow
    columns = (record.id, record.code, record.external_code, record.title, record.searchable, record.office,
               record.closing_words, record.municipalities, record.departments)  # fmt: skip
    numbers = numbers_of(session, idents)
    for row in session.execute(select(*columns).where(among(session, record.id, idents))):
        said = [row.code, row.external_code, row.title, row.searchable, row.office, row.closing_words]
        said += [*row.municipalities, *_names(row.departments)]
        said += [words_of_number(*one) for one in numbers.get(row.id, ())]
        newest = _done(session, row.id)
        # As lines are added where all fit; where not, what was done last is what stays.
        done = newest[::-1] if sum(len(line.split()) for line in (*said, *newest)) <= MOST_WORDS else newest
        yield row.id, [department_mark(code) for code in row.departments], " ".join((*said, *done))


def words_of_number(system: OutsideSystem, number: str) -> str:
    """Return what is indexed of the number of a note or of another system: typed with any separators it is found."""
    return " ".join((system.value.replace("_", " "), number, *number_words(number)))


def _done(session: Session, record: int) -> Sequence[str]:
    """Return what the newest actions of a record say, the newest first."""
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
