"""An answer to a transfer can be taken back by who gave it; a waiting one remembers when it was last reminded of."""

import sqlalchemy as sa
from alembic import op

from register import case_triggers, columns
from register.migrations.rules import replace_rules

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_RULES = (
    ("transfer_moves", "transfer"),
    ("record_changes_hands", "record"),
    ("transfer_of_sender_update", "transfer"),
)
"""They know the way back now."""


def upgrade() -> None:
    """Apply the step."""
    op.add_column("transfer", sa.Column("held_by", sa.Text(), nullable=False, server_default=""))
    op.add_column("transfer", sa.Column("reminded_at", columns.UtcDateTime(), nullable=True))
    replace_rules(_RULES)
    for statement in case_triggers.giving_back(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
