"""Weekly summaries in frozen versions."""

import sqlalchemy as sa
from alembic import op

from register import columns, summary_triggers

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "summary_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("content", columns.JsonText(), nullable=False),
        sa.Column("made_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("edited_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("edited_by", sa.Text(), nullable=False),
        sa.Column("published_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(published_at IS NULL) = (state = 'borrador')", name=op.f("ck_summary_version_published")),
        sa.CheckConstraint(
            "state IN ('borrador', 'publicado', 'automatico')", name=op.f("ck_summary_version_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_version")),
        sa.UniqueConstraint("scope", "week", "version", name=op.f("uq_summary_version_scope_week_version")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_summary_version_draft",
        "summary_version",
        ["scope", "week"],
        unique=True,
        sqlite_where=sa.text("state = 'borrador'"),
        postgresql_where=sa.text("state = 'borrador'"),
    )
    for statement in summary_triggers.statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
