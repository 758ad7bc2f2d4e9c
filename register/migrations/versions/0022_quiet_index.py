"""The search's index: SQLite merges no pieces inside a command, a search of rows or records reads theirs alone."""

from alembic import op

from register.search_tables import quiet

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    for statement in quiet(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
