"""What a record tells and owes: its file, facts, harm, actors, evidence, requests, agreements; lives of all of them.

States gain the drafts, dormant and merged records and the two-sided transfer of the domain model. A transfer that waited
becomes one that was sent, a written request that waited gets its row, and every record its file.
"""

import sqlalchemy as sa
from alembic import op

from register import case_triggers, columns
from register.migrations.constraints import replace_checks
from register.migrations.promises_and_harm import create_promises_and_harm

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    _new_columns()
    _wider_checks()
    _new_tables()
    _fill()
    for statement in case_triggers.statements(op.get_bind().dialect.name):
        op.execute(sa.text(statement.replace(":", r"\:")))


def _new_columns() -> None:
    for table, added in (
        ("deadline", [("term", "propio"), ("why", "")]),
        (
            "transfer",
            [
                ("motive", "otro"),
                ("authorised_by", ""),
                ("sent_by", ""),
                ("local_role", "acompana"),
                ("counter_reference", ""),
                ("closed_by", ""),
            ],
        ),
    ):
        for name, value in added:
            op.add_column(table, sa.Column(name, sa.Text(), server_default=value, nullable=False))
    for name in ("authorised_at", "sent_at", "closed_at"):
        op.add_column("transfer", sa.Column(name, columns.UtcDateTime(timezone=True), nullable=True))


def _wider_checks() -> None:
    op.drop_index("ix_transfer_one_asked", table_name="transfer")
    replace_checks(
        "record",
        {
            "ck_record_closed": "(closed_at IS NULL) = (state IN ('borrador', 'registrada', 'en_seguimiento', 'abierto', 'latente', 'reactivado'))",
            "ck_record_state_of_kind": "(kind = 'alerta' AND state IN ('borrador', 'registrada', 'en_seguimiento', 'convertida_en_conflicto', 'desactivada', 'vencida_sin_hecho', 'fusionada', 'anulada')) OR (kind = 'conflicto' AND state IN ('abierto', 'latente', 'reactivado', 'concluido', 'archivado', 'fusionada', 'anulada'))",
            "ck_record_state_known": "state IN ('borrador', 'registrada', 'en_seguimiento', 'convertida_en_conflicto', 'desactivada', 'vencida_sin_hecho', 'abierto', 'latente', 'reactivado', 'concluido', 'archivado', 'fusionada', 'anulada')",
        },
        {"ck_record_in_somebodys_hands": "office <> '' AND responsible <> ''"},
    )
    replace_checks(
        "transfer",
        {
            "ck_transfer_state_known": "state IN ('solicitada', 'autorizada', 'enviada', 'aceptada', 'devuelta', 'retirada', 'cerrada')"
        },
        {
            "ck_transfer_motive_known": "motive IN ('supera_la_jurisdiccion', 'demandado_nacional', 'muerte_o_arma', 'gestion_local_agotada', 'rechazo_a_la_oficina', 'instruccion_nacional', 'otro')",
            "ck_transfer_local_role_known": "local_role IN ('concluye', 'acompana')",
            "ck_transfer_two_offices": "sender <> receiver",
            "ck_transfer_answered": "(answered_at IS NULL) = (state IN ('solicitada', 'autorizada', 'enviada'))",
            "ck_transfer_answerer": "state NOT IN ('aceptada', 'devuelta', 'cerrada') OR answered_by <> ''",
            "ck_transfer_referred_back": "state <> 'cerrada' OR counter_reference <> ''",
            "ck_transfer_packed": "state NOT IN ('enviada', 'aceptada', 'devuelta', 'cerrada') OR pack <> '{}'",
        },
    )
    replace_checks(
        "deadline",
        {"ck_deadline_state_known": "state IN ('abierto', 'cumplido', 'ya_no_aplica')"},
        {
            "ck_deadline_term_known": "term IN ('senal_critica_vista', 'senal_decidida', 'senal_a_registro', 'primera_accion', 'primera_accion_critica', 'actualizacion_gestion', 'actualizacion_prevencion', 'actualizacion_transformacion', 'fecha_anunciada', 'requerimiento', 'compromiso', 'transferencia', 'tras_transferencia', 'validacion', 'revision_de_concluido', 'propio')"
        },
    )
    waiting = sa.text("state IN ('solicitada', 'autorizada', 'enviada')")
    op.create_index(
        "ix_transfer_one_waiting",
        "transfer",
        ["record_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _fill() -> None:
    op.execute(
        "UPDATE transfer SET state = 'enviada', authorised_at = asked_at, authorised_by = asked_by, "
        "sent_at = asked_at, sent_by = asked_by WHERE state = 'solicitada'"
    )
    op.execute(
        "UPDATE deadline SET term = 'primera_accion' WHERE what = 'Primera acción: verificación en sitio o gestión'"
    )
    op.execute("UPDATE deadline SET term = 'requerimiento' WHERE addressee <> ''")
    op.execute(
        "INSERT INTO report_request (record_id, action_id, deadline_id, addressee, note, state, sent_at, repeated_at, "
        "escalated_to, answered_at, answer, row_version) "
        "SELECT record_id, NULL, id, addressee, '', 'enviado', made_at, NULL, '', NULL, '', 1 "
        "FROM deadline WHERE addressee <> '' AND state = 'abierto'"
    )
    no = "FALSE" if op.get_bind().dialect.name == "postgresql" else "0"
    op.execute(
        "INSERT INTO case_file (record_id, parent_id, summary, alert_class, origin, phase, intensity, trend, typology, "
        "rights, demand, place_words, affected_words, dialogue, foreseen_on, probability, impact, no_measure, no_harm, "
        "no_simat, vocabulary, edited_at, edited_by, row_version) "
        "SELECT id, NULL, '', NULL, NULL, CASE kind WHEN 'alerta' THEN 'prevencion' ELSE 'gestion' END, NULL, NULL, "
        f"NULL, '[]', '', '', '', '', '', NULL, NULL, {no}, {no}, {no}, '', updated_at, responsible, 1 FROM record"
    )


def _new_tables() -> None:
    op.create_table(
        "case_file",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("alert_class", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("intensity", sa.Text(), nullable=True),
        sa.Column("trend", sa.Text(), nullable=True),
        sa.Column("typology", sa.Text(), nullable=True),
        sa.Column("rights", columns.JsonText(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("place_words", sa.Text(), nullable=False),
        sa.Column("affected_words", sa.Text(), nullable=False),
        sa.Column("dialogue", sa.Text(), nullable=False),
        sa.Column("foreseen_on", sa.Text(), nullable=False),
        sa.Column("probability", sa.Integer(), nullable=True),
        sa.Column("impact", sa.Integer(), nullable=True),
        sa.Column("no_measure", columns.Flag(), nullable=False),
        sa.Column("no_harm", columns.Flag(), nullable=False),
        sa.Column("no_simat", columns.Flag(), nullable=False),
        sa.Column("vocabulary", sa.Text(), nullable=False),
        sa.Column("edited_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("edited_by", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "alert_class IN ('estado_de_emergencia', 'plazo_ultimatum', 'anuncio_de_medida', 'convocatoria_decisoria', 'exigencia_publica', 'incumplimiento', 'tension_sin_anuncio', 'posible_reactivacion')",
            name=op.f("ck_case_file_alert_class_known"),
        ),
        sa.CheckConstraint(
            "intensity IN ('latente', 'manifiesto', 'confrontacion', 'enfrentamiento_violento', 'crisis_de_gobernabilidad')",
            name=op.f("ck_case_file_intensity_known"),
        ),
        sa.CheckConstraint(
            "origin IN ('monitoreo_de_medios', 'oficina_en_terreno', 'llamada', 'sociedad_civil', 'entidad_publica', 'red_social', 'otro_registro')",
            name=op.f("ck_case_file_origin_known"),
        ),
        sa.CheckConstraint(
            "phase IN ('monitoreo', 'prevencion', 'gestion', 'transformacion')", name=op.f("ck_case_file_phase_known")
        ),
        sa.CheckConstraint("trend IN ('escalando', 'estable', 'desescalando')", name=op.f("ck_case_file_trend_known")),
        sa.CheckConstraint(
            "typology IN ('laboral', 'economico', 'gobernanza', 'cuestionamiento_de_autoridades', 'incumplimiento_de_convenios', 'limites', 'tierra_y_territorio', 'loteamientos_y_vivienda', 'recursos_naturales_y_medio_ambiente', 'servicios_basicos_y_combustible', 'educacion', 'salud', 'infraestructura_y_transporte', 'seguridad_ciudadana', 'sistema_judicial_y_penitenciario', 'politico_electoral', 'leyes_y_normas', 'identidad_y_derechos_colectivos', 'coca', 'comercio_y_contrabando', 'otro')",
            name=op.f("ck_case_file_typology_known"),
        ),
        sa.CheckConstraint("impact BETWEEN 1 AND 3", name=op.f("ck_case_file_impact_range")),
        sa.CheckConstraint("parent_id <> record_id", name=op.f("ck_case_file_not_its_own_parent")),
        sa.CheckConstraint("probability BETWEEN 1 AND 3", name=op.f("ck_case_file_probability_range")),
        sa.ForeignKeyConstraint(["parent_id"], ["record.id"], name=op.f("fk_case_file_parent_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_case_file_record_id")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_case_file")),
        sqlite_strict=True,
    )
    op.create_index("ix_case_file_parent", "case_file", ["parent_id"], unique=False)
    op.create_table(
        "outside_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "system IN ('simat', 'ssp', 'ssp_seguimiento', 'hoja_de_ruta', 'cite')",
            name=op.f("ck_outside_code_system_known"),
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_outside_code_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_code")),
        sa.UniqueConstraint("record_id", "system", "code", name=op.f("uq_outside_code_record_id_system_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_outside_code_code", "outside_code", ["system", "code"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("proposed_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("due_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("approved", columns.Flag(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by = '')", name=op.f("ck_proposal_decided")),
        sa.CheckConstraint(
            "outcome IN ('acuerdo_total', 'acuerdo_parcial', 'demanda_atendida', 'retroceso_del_demandante', 'levantada_sin_acuerdo', 'imposicion_o_intervencion', 'judicializacion', 'sin_sustento', 'se_desconoce')",
            name=op.f("ck_proposal_outcome_known"),
        ),
        sa.CheckConstraint(
            "step IN ('aprobar', 'actuar', 'convertir', 'desactivar', 'vencer', 'dejar_latente', 'reactivar', 'concluir', 'archivar', 'reabrir', 'fusionar', 'separar', 'anular')",
            name=op.f("ck_proposal_step_known"),
        ),
        sa.CheckConstraint("decided_by <> proposed_by", name=op.f("ck_proposal_two_persons")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_proposal_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_proposal_one_open",
        "proposal",
        ["record_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("addressee <> ''", name=op.f("ck_recommendation_addressed")),
        sa.CheckConstraint(
            "state IN ('enviada', 'aceptada', 'parcial', 'cumplida', 'sin_respuesta')",
            name=op.f("ck_recommendation_state_known"),
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_recommendation_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sqlite_strict=True,
    )
    op.create_index("ix_recommendation_record", "recommendation", ["record_id", "id"], unique=False)
    op.create_table(
        "record_actor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("entered_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("removed_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('primario', 'secundario', 'terciario')", name=op.f("ck_record_actor_role_known")),
        sa.CheckConstraint(
            "sector IN ('trabajadores', 'mineros', 'cooperativistas_mineros', 'transportistas', 'maestros', 'salud', 'campesinos', 'cocaleros', 'pueblos_indigenas_tierras_altas', 'pueblos_indigenas_tierras_bajas', 'vecinal', 'civico', 'estudiantil', 'comerciantes', 'empresa', 'privados_de_libertad', 'victimas', 'partido_u_organizacion_politica', 'institucion_estatal', 'otro')",
            name=op.f("ck_record_actor_sector_known"),
        ),
        sa.CheckConstraint("side IN ('demandante', 'demandado', 'tercero')", name=op.f("ck_record_actor_side_known")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_actor_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_actor")),
        sqlite_strict=True,
    )
    op.create_index("ix_record_actor_record", "record_actor", ["record_id", "id"], unique=False)
    op.create_table(
        "record_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("annulled_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("annulled_why", sa.Text(), nullable=False),
        sa.CheckConstraint("bytes > 0", name=op.f("ck_record_evidence_not_empty")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_record_evidence_digest_length")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_evidence_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_evidence")),
        sqlite_strict=True,
    )
    op.create_index("ix_record_evidence_record", "record_evidence", ["record_id", "id"], unique=False)
    op.create_table(
        "record_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified", columns.Flag(), nullable=False),
        sa.Column("entered_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("annulled_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("annulled_by", sa.Text(), nullable=False),
        sa.Column("annulled_why", sa.Text(), nullable=False),
        sa.CheckConstraint("(annulled_at IS NULL) = (annulled_why = '')", name=op.f("ck_record_fact_annulled")),
        sa.CheckConstraint("(measure IS NULL) = (kind <> 'medida')", name=op.f("ck_record_fact_measure_of_a_measure")),
        sa.CheckConstraint(
            "kind IN ('medida', 'violencia', 'dialogo', 'acuerdo', 'levantamiento', 'cuarto_intermedio', 'declaracion', 'intervencion_estatal', 'norma', 'incumplimiento')",
            name=op.f("ck_record_fact_kind_known"),
        ),
        sa.CheckConstraint(
            "measure IN ('bloqueo', 'marcha', 'paro', 'huelga', 'huelga_hambre', 'vigilia', 'toma', 'avasallamiento', 'planton', 'emergencia', 'ultimatum', 'cabildo', 'enfrentamiento', 'retencion', 'linchamiento', 'crucifixion', 'otra')",
            name=op.f("ck_record_fact_measure_known"),
        ),
        sa.CheckConstraint("at <= entered_at", name=op.f("ck_record_fact_not_in_the_future")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_fact_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_fact")),
        sqlite_strict=True,
    )
    op.create_index("ix_record_fact_record", "record_fact", ["record_id", "at", "id"], unique=False)
    op.create_table(
        "record_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("moved", columns.JsonText(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("undone_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=False),
        sa.CheckConstraint("record_id <> into_id", name=op.f("ck_record_merge_two_records")),
        sa.ForeignKeyConstraint(["into_id"], ["record.id"], name=op.f("fk_record_merge_into_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_merge_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_merge")),
        sqlite_strict=True,
    )
    op.create_index("ix_record_merge_into", "record_merge", ["into_id"], unique=False)
    op.create_index(
        "ix_record_merge_one",
        "record_merge",
        ["record_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "reserved_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_reserved_read_reasoned")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_reserved_read_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reserved_read")),
        sqlite_strict=True,
    )
    op.create_index("ix_reserved_read_record", "reserved_read", ["record_id", "at"], unique=False)
    create_promises_and_harm()


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
