"""A reserved identity says which one it rectifies."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.execute("ALTER TABLE reserved_identity ADD COLUMN replaces INTEGER")


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
