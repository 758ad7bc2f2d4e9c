"""Find the attempts of a span of time by themselves: the page of sources went through all that were ever made."""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    columns = ["started_at", "source_id", "outcome", "new"]
    op.create_index("ix_fetch_attempt_started_at_source_id_outcome_new", "fetch_attempt", columns)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
