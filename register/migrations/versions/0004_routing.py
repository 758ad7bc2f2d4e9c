"""Offices, the office of each row of the queue, and the rows that persons moved."""

import sqlalchemy as sa
from alembic import op

from register import columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_BASES = (
    "'persona', 'lugar_del_hecho', 'origen_actor', 'territorio_afectado', 'sede_demandado', 'inferido', 'nacional', "
    "'sin_territorio', 'por_precisar'"
)


def upgrade() -> None:
    """Apply the step.

    Rows that are there get the delegation of their first department, or the national unit, marked `por_precisar`; the
    next run looks at their places and says it more exactly.
    """
    op.create_table(
        "office",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("provenance", sa.Text(), nullable=False),
        sa.Column("working", columns.Flag(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('delegacion', 'coordinacion', 'frontera', 'nacional')", name=op.f("ck_office_kind_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sqlite_strict=True,
    )
    op.create_table(
        "queue_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["queue_entry.id"], name=op.f("fk_queue_move_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_move")),
        sqlite_strict=True,
    )
    op.create_index("ix_queue_move_entry", "queue_move", ["entry_id", "id"], unique=False)
    # Written out, since SQLite adds a column with its constraint only this way without copying the table.
    op.execute("ALTER TABLE queue_entry ADD COLUMN office TEXT NOT NULL DEFAULT ''")
    op.execute(
        "ALTER TABLE queue_entry ADD COLUMN office_basis TEXT NOT NULL DEFAULT 'por_precisar' "
        f"CONSTRAINT ck_queue_entry_office_basis_known CHECK (office_basis IN ({_BASES}))"
    )
    # `departments` is JSON text: its first code is between the first two quotation marks.
    op.execute(
        "UPDATE queue_entry SET office = CASE WHEN departments LIKE '[\"__\"%' "
        "THEN 'of-' || substr(departments, 3, 2) ELSE 'of-nacional' END"
    )
    op.create_index("ix_queue_entry_office", "queue_entry", ["office", "state", "review_by"], unique=False)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
