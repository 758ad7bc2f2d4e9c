"""The mapped tables of the search: what is found by which words. Derived: made again from the others at any time.

The same two ideas on both engines, so that both find the same: a document per record, queue row and article with its
folded words, indexed by the engine's own full-text index (FTS5, or GIN over a tsvector), and a vocabulary with the
trigrams of its words, in which a mistyped word finds those it may have meant. No extension is needed.
"""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from register.tables import Base

BYTES = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is ordered by its bytes, so that a range of words is one on both engines."""


class SearchDocument(Base):
    """The words of one row. Its number is the row's own times four plus the kind's, see `register.searchindex`."""

    __tablename__ = "search_doc"
    __table_args__ = {"sqlite_strict": True, "info": {"derived": True}}  # noqa: RUF012 - what SQLAlchemy reads

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[str]


class SearchWord(Base):
    """A word that some document has or had."""

    __tablename__ = "search_word"
    __table_args__ = {"sqlite_strict": True, "sqlite_with_rowid": False, "info": {"derived": True}}  # noqa: RUF012

    word: Mapped[str] = mapped_column(BYTES, primary_key=True)


class SearchTrigram(Base):
    """Three letters of a word, with the word's length."""

    __tablename__ = "search_trigram"
    __table_args__ = {"sqlite_strict": True, "sqlite_with_rowid": False, "info": {"derived": True}}  # noqa: RUF012

    trigram: Mapped[str] = mapped_column(BYTES, primary_key=True)
    size: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(BYTES, primary_key=True)


SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(words, content='search_doc', content_rowid='id', detail=none, "
    "columnsize=0, tokenize=\"ascii tokenchars '_'\")",
)
"""The index is written beside its documents, not by triggers: with `trusted_schema=OFF` none may reach it."""

POSTGRES = (
    "ALTER TABLE search_doc ADD COLUMN vector tsvector "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED",
    "CREATE INDEX ix_search_doc_vector ON search_doc USING gin (vector)",
)


SQLITE_QUIET = (
    "INSERT INTO search_index(search_index, rank) VALUES ('automerge', 0)",
    "INSERT INTO search_index(search_index, rank) VALUES ('crisismerge', 64)",
)
"""No command merges pieces of the index, unless there are 64 of a size: `register.commands.tidying` does."""

POSTGRES_APART = (
    "CREATE INDEX ix_search_doc_record ON search_doc USING gin (vector) WHERE id % 4 = 0",
    "CREATE INDEX ix_search_doc_entry ON search_doc USING gin (vector) WHERE id % 4 = 1",
)
"""Records and rows of the queue, of which there are hundreds of times fewer than articles, in indexes of their own."""


def quiet(dialect: str) -> tuple[str, ...]:
    """Return the statements by which the index of an engine keeps out of the way of those who write and search."""
    return POSTGRES_APART if dialect == "postgresql" else SQLITE_QUIET


def statements(dialect: str) -> tuple[str, ...]:
    """Return the statements that make the full-text index of an engine."""
    return POSTGRES if dialect == "postgresql" else SQLITE
