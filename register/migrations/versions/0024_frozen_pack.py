"""What was sent with a transfer stays as it was, also where the transfer is withdrawn afterwards."""

from register.migrations.rules import replace_rules

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    replace_rules([("transfer_frozen", "transfer")])


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
