"""What people say of sources on their page: one that they added, a new address, a rest until a day."""

import sqlalchemy as sa
from alembic import op

from register import columns

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    for name in ("added_by", "accepted_url", "held_by", "held_reason"):
        op.add_column("source", sa.Column(name, sa.Text(), nullable=True))
    for name in ("added_at", "held_until"):
        op.add_column("source", sa.Column(name, columns.UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
