"""What was sent with a transfer stays as it was, also where the transfer is withdrawn afterwards."""

from alembic import op

from register import case_triggers

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute("DROP TRIGGER transfer_frozen ON transfer")
        op.execute("DROP FUNCTION transfer_frozen()")
    else:
        op.execute("DROP TRIGGER transfer_frozen")
    for statement in case_triggers.of_name("transfer_frozen", dialect):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
