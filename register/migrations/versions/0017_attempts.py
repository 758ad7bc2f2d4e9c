"""Refused attempts, counted by the hour."""

import sqlalchemy as sa
from alembic import op

from register import columns, triggers

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "refused_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hour", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_refused_attempt_counted")),
        sa.CheckConstraint(
            "why IN ('permiso', 'oculto', 'version', 'regla')", name=op.f("ck_refused_attempt_why_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_attempt")),
        sa.UniqueConstraint(
            "hour",
            "actor",
            "action",
            "object_id",
            "why",
            name=op.f("uq_refused_attempt_hour_actor_action_object_id_why"),
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_refused_attempt_last_at", "refused_attempt", ["last_at"], unique=False)
    for statement in triggers.refused_attempts(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
