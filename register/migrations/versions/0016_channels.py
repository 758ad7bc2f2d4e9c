"""Tokens say what they open: the API, or the addresses of feeds and calendar."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step: what was given before opens the API, as it did."""
    op.execute(
        "ALTER TABLE api_token ADD COLUMN opens TEXT NOT NULL DEFAULT 'api' "
        "CONSTRAINT ck_api_token_opens_known CHECK (opens IN ('api', 'canal'))"
    )


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
