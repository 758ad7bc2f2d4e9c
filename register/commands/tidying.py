"""Keep the full-text index in few pieces, a little at a time, so that who writes or searches never pays for it.

Every transaction that adds words adds a piece to the index of SQLite. FTS5 would merge pieces inside whichever
transaction comes when there are many of them, and make one person in twenty wait for it; so it is told not to
(migration 0022), and they are merged here, at the end of a cycle. PostgreSQL keeps new words in a list that every
search reads from end to end until a writer or its own housekeeping empties it, which with many articles is seldom; it
is emptied here too.
"""

from sqlalchemy import text
from sqlalchemy.orm import Session

STEP_PAGES = 250
"""Pages of about 4 KB that one step writes: so long the others wait, a few hundredths of a second."""
GIN = ("ix_search_doc_vector", "ix_search_doc_record", "ix_search_doc_entry")
LEAST_CHANGES = 2
"""A merge that changed fewer rows found nothing to do (sqlite.org/fts5.html#the_merge_command)."""


def tidy(session: Session) -> bool:
    """Merge pieces of the index, a bounded step of it; say whether there is more to do."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        for index in GIN:
            connection.execute(text("SELECT gin_clean_pending_list(CAST(:index AS regclass))"), {"index": index})
        return False
    before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    connection.execute(
        text("INSERT INTO search_index(search_index, rank) VALUES ('merge', :pages)"), {"pages": STEP_PAGES}
    )
    changes: int = connection.exec_driver_sql("SELECT total_changes()").scalar_one() - before
    return changes >= LEAST_CHANGES
