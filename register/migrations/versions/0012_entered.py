"""What persons bring to the queue, and the proof of each sweep of it."""

import sqlalchemy as sa
from alembic import op

from register import columns

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "entered",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("seen_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("entered_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("miss", columns.Flag(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_type", sa.Text(), nullable=False),
        sa.Column("file_bytes", sa.Integer(), nullable=False),
        sa.CheckConstraint("(digest = '') = (file_bytes = 0)", name=op.f("ck_entered_file")),
        sa.CheckConstraint(
            "way IN ('noticia_enlace', 'red_social_institucional', 'llamada', 'visita', 'otra_oficina', 'otro')",
            name=op.f("ck_entered_way_known"),
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["queue_entry.id"], name=op.f("fk_entered_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entered")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_entered_entry_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_entered_at", "entered", ["entered_at"], unique=False)
    op.create_table(
        "sweep",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("since", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("view", columns.JsonText(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decided >= 0 AND remaining >= 0 AND seen = decided + remaining", name=op.f("ck_sweep_adds_up")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep")),
        sqlite_strict=True,
    )
    op.create_index("ix_sweep_office", "sweep", ["office", "at"], unique=False)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
