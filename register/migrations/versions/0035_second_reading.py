"""The second, blind reading of decided rows: what was said first, what was said then."""

import sqlalchemy as sa
from alembic import op

from register import columns, second_net

revision = "0035"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "second_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("first_verdict", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("decided_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "first_verdict IN ('conflicto', 'sin_conflicto')", name=op.f("ck_second_reading_first_verdict_known")
        ),
        sa.CheckConstraint("verdict IN ('conflicto', 'sin_conflicto')", name=op.f("ck_second_reading_verdict_known")),
        sa.CheckConstraint("(decided_at IS NULL) = (verdict IS NULL)", name=op.f("ck_second_reading_decided")),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_second_reading_article_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["queue_entry.id"], name=op.f("fk_second_reading_entry_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_second_reading_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_reading")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_second_reading_entry_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_second_reading_day", "second_reading", ["day", "id"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        for statement in second_net.guard("second_reading"):
            op.execute(statement)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
