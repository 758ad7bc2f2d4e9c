"""Whole vocabularies of actions, discards, outcomes and sectors; what the domain model says of records, facts, requests.

Old rows keep their codes: a list only grows. New columns are empty where nobody has said anything yet.
"""

from alembic import op

from register.migrations.constraints import replace_checks

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_ACTIONS = (
    "'verificacion_en_sitio', 'gestion_ante_autoridad', 'informe_escrito_requerido', 'mediacion_o_dialogo', "
    "'accion_de_prevencion', 'accion_constitucional', 'pronunciamiento', 'seguimiento_de_acuerdo', 'otra', "
    "'monitoreo', 'acercamiento_a_las_partes', 'exhortacion', 'convocatoria_a_dialogo', 'facilitacion', "
    "'buenos_oficios', 'mediacion', 'observacion', 'accion_humanitaria', 'acompanamiento_a_audiencias', "
    "'seguimiento_a_investigaciones', 'coordinacion_interinstitucional', 'orientacion_o_derivacion', 'informe'"
)
_DISCARDS = (
    "'sin_demanda', 'hecho_pasado', 'fuera_de_competencia', 'delito_accidente_deporte_opinion', 'otro', 'duplicado', "
    "'extranjero', 'opinion', 'figurado', 'deporte', 'delito_comun', 'desastre', "
    "'agenda_oficial', 'sin_fecha_o_antigua', 'lugar_no_determinable', 'ya_registrado', 'fuente_no_confiable', "
    "'insuficiente'"
)
_OUTCOMES = (
    "'acuerdo_total', 'acuerdo_parcial', 'demanda_atendida', 'retroceso_del_demandante', 'retroceso_del_demandado', "
    "'levantada_sin_acuerdo', 'imposicion_o_intervencion', 'judicializacion', 'sin_sustento', 'se_desconoce'"
)
_SECTORS = (
    "'trabajadores', 'mineros', 'cooperativistas_mineros', 'transportistas', 'maestros', 'salud', 'campesinos', "
    "'cocaleros', 'pueblos_indigenas_tierras_altas', 'pueblos_indigenas_tierras_bajas', 'vecinal', 'civico', "
    "'estudiantil', 'comerciantes', 'empresa', 'privados_de_libertad', 'victimas', 'partido_u_organizacion_politica', "
    "'institucion_estatal', 'otro', 'agropecuario', 'proteccion_especial'"
)
_WIDER = (
    ("record_action", "kind", _ACTIONS),
    ("review", "reason", _DISCARDS),
    ("record", "outcome", _OUTCOMES),
    ("proposal", "outcome", _OUTCOMES),
    ("record_actor", "sector", _SECTORS),
)
_CHOICES = (
    ("case_file", "realm", "'reproduccion_social', 'institucional', 'politico_cultural'"),
    (
        "case_file",
        "reach",
        "'vecinal_o_comunal', 'municipal', 'provincial', 'departamental', 'interdepartamental', 'nacional', "
        "'internacional'",
    ),
    ("case_file", "setting", "'urbano', 'periurbano', 'rural', 'urbano_y_rural'"),
    (
        "case_file",
        "competence",
        "'nivel_central', 'gobierno_departamental', 'gobierno_regional', 'gobierno_municipal', "
        "'autonomia_indigena', 'organo_legislativo', 'organo_judicial', 'organo_electoral', 'entidad_autonoma'",
    ),
    ("case_file", "field_check", "'si', 'no', 'pendiente'"),
    ("record_fact", "place_precision", "'direccion', 'comunidad', 'municipio', 'provincia', 'departamento'"),
    ("record_fact", "time_precision", "'exacta', 'aproximada', 'solo_el_dia'"),
    ("record_action", "modality", "'presencial', 'virtual', 'telefono', 'escrita'"),
)
_TEXTS = (("record_fact", "actor"), ("record_action", "place"), ("report_request", "cite"), ("office", "mark"))


def upgrade() -> None:
    """Apply the step."""
    for table, column, codes in _WIDER:
        replace_checks(table, {f"ck_{table}_{column}_known": f"{column} IN ({codes})"}, {})
    for table, column, codes in _CHOICES:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} TEXT "
            f"CONSTRAINT ck_{table}_{column}_known CHECK ({column} IN ({codes}))"
        )
    for table, column in _TEXTS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
