"""Corrections of who demands, before whom and what: three more fields that a person may put right."""

from register.migrations.constraints import replace_checks

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_FIELDS = "'lugar', 'etapa', 'medidas', 'nivel', 'demandantes', 'demandados', 'demanda'"


def upgrade() -> None:
    """Apply the step."""
    replace_checks("queue_correction", {"ck_queue_correction_field_known": f"field IN ({_FIELDS})"}, {})


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
