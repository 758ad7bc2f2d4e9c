"""The day on which a conflict ended, which is not the moment at which its record was closed."""

import sqlalchemy as sa
from alembic import op

from register import case_triggers

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    for table in ("record", "proposal"):
        op.add_column(table, sa.Column("ended_on", sa.Text(), nullable=True))
    for statement in case_triggers.end_day(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
