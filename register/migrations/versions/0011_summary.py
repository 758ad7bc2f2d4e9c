"""Weekly summaries in frozen versions; rules of recipients and the outbox of messages."""

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
    op.create_table(
        "recipient_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("kinds", columns.JsonText(), nullable=False),
        sa.Column("approval", columns.Flag(), nullable=False),
        sa.Column("made_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipient_rule")),
        sqlite_strict=True,
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("not_before", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.CheckConstraint("(sent_at IS NOT NULL) = (state = 'enviado')", name=op.f("ck_message_sent")),
        sa.CheckConstraint("kind IN ('diario', 'semanal', 'critico', 'vencidos')", name=op.f("ck_message_kind_known")),
        sa.CheckConstraint(
            "state IN ('espera', 'por_aprobar', 'enviado', 'retirado', 'rechazado')",
            name=op.f("ck_message_state_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_message_due", "message", ["state", "not_before", "id"], unique=False)
    for statement in summary_triggers.statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
