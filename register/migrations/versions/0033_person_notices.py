"""What each person asks to be told of, the institution's words of messages, and whose a message is."""

import sqlalchemy as sa
from alembic import op

from register import columns

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_KINDS = "'diario', 'semanal', 'critico', 'reunidos', 'vencidos', 'propios', 'recordatorio', 'sin_atender', 'superior'"


def upgrade() -> None:
    """Apply the step."""
    op.add_column("message", sa.Column("account_id", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_message_account", "message", ["account_id", "state"])
    op.create_table(
        "person_notices",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mail", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("morning", sa.Integer(), nullable=True),
        sa.Column("urgent", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("silence", columns.Flag(), nullable=False),
        sa.Column("reminders", columns.Flag(), nullable=False),
        sa.Column("changed_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "urgent IN ('nada', 'critico', 'critico_y_alto')", name=op.f("ck_person_notices_urgent_known")
        ),
        sa.CheckConstraint("way IN ('correo', 'telegram')", name=op.f("ck_person_notices_way_known")),
        sa.CheckConstraint("morning BETWEEN 0 AND 23", name=op.f("ck_person_notices_hour")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_person_notices_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_person_notices")),
        sqlite_strict=True,
    )
    op.create_table(
        "message_wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("made_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("ended_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name=op.f("ck_message_wordings_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_wordings")),
        sa.UniqueConstraint("kind", "version", name=op.f("uq_message_wordings_kind_version")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_message_wordings_in_force",
        "message_wordings",
        ["kind"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
