"""An index of the closed records by the day of their end: the page of deadlines asks for those longest concluded."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_index("ix_record_closed", "record", ["state", "closed_at", "id"])


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
