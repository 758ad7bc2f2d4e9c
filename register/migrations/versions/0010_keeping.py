"""What keeps the register usable: the search. Its rows are made by `register.searchindex` once the tables stand."""

import sqlalchemy as sa
from alembic import op

from register import search_tables

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "search_doc",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_doc")),
        sqlite_strict=True,
    )
    op.create_table(
        "search_word",
        sa.Column("word", search_tables.BYTES, nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_trigram",
        sa.Column("trigram", search_tables.BYTES, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("word", search_tables.BYTES, nullable=False),
        sa.PrimaryKeyConstraint("trigram", "size", "word", name=op.f("pk_search_trigram")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_queue_entry_counts", "queue_entry", ["state", "level", "stage", "office", "review_by", "id"], unique=False
    )
    for statement in search_tables.statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
