"""A commitment that was kept or not: on which day, and the document of the record that shows it."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.execute("ALTER TABLE commitment ADD COLUMN settled_on TEXT NOT NULL DEFAULT ''")
    op.execute(
        "ALTER TABLE commitment ADD COLUMN evidence_id INTEGER "
        "CONSTRAINT fk_commitment_evidence_id REFERENCES record_evidence (id)"
    )


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
