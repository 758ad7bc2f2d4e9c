"""Row-level security under the pages on PostgreSQL; SQLite has none."""

import sqlalchemy as sa
from alembic import op

from register import second_net

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for statement in second_net.statements(sa.inspect(connection).get_table_names()):
            op.execute(statement)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
