"""The counts beside the queue's filters, departments among them, out of one index and no row."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.drop_index("ix_queue_entry_counts", "queue_entry")
    op.create_index(
        "ix_queue_entry_counts",
        "queue_entry",
        ["state", "departments", "level", "stage", "office", "review_by", "id"],
        unique=False,
    )


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
