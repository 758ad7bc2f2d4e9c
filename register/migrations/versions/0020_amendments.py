"""Changes of the institution's tables: words, terms, switches, hours, days off."""

import sqlalchemy as sa
from alembic import op

from register import amendment_triggers, columns

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("of_table", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("cells", columns.JsonText(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "of_table IN ('catalogos', 'plazos', 'reglas', 'oficinas', 'feriados')",
            name=op.f("ck_amendment_of_table_known"),
        ),
        sa.CheckConstraint("length(since) = 10", name=op.f("ck_amendment_since_day")),
        sa.CheckConstraint("words <> ''", name=op.f("ck_amendment_reasoned")),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by = '')", name=op.f("ck_amendment_withdrawn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sqlite_strict=True,
    )
    standing = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "ix_amendment_one",
        "amendment",
        ["of_table", "row_key", "since"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    for statement in amendment_triggers.statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
