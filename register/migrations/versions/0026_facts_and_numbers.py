"""Every measure of V5 for a fact, which is never rewritten in any of its columns.

The search knows the numbers of notes in records: `register.migrate` indexes the records again at this step.
"""

from register.migrations.constraints import replace_checks
from register.migrations.rules import replace_rules

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_MEASURES = (
    "'bloqueo', 'bloqueo_de_carretera', 'bloqueo_de_calles', 'cerco', 'marcha', 'caravana', 'paro', "
    "'paro_civico', 'paro_sectorial', 'huelga', 'huelga_hambre', 'huelga_hambre_hasta_3_dias', "
    "'huelga_hambre_mas_de_3_dias', 'vigilia', 'toma', 'avasallamiento', 'planton', 'emergencia', "
    "'ultimatum', 'anuncio_o_amenaza', 'cabildo', 'enfrentamiento', 'quema_o_dano_de_bienes', 'motin', "
    "'retencion', 'linchamiento', 'crucifixion', 'tapiado_o_enterramiento', 'otras_autolesivas', 'otra'"
)
_RULES = (("record_fact_frozen", "record_fact"), ("record_conversion", "record"))
"""The second names the measures that make an alert a conflict."""


def upgrade() -> None:
    """Apply the step."""
    replace_checks("record_fact", {"ck_record_fact_measure_known": f"measure IN ({_MEASURES})"}, {})
    replace_rules(_RULES)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
