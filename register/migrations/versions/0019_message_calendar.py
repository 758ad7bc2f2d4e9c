"""A message carries the calendar file of what it tells with an hour."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.execute("ALTER TABLE message ADD COLUMN calendar TEXT NOT NULL DEFAULT ''")


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
