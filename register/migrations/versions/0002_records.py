"""What persons decide: reviews of the queue, records, actions, deadlines, transfers."""

import sqlalchemy as sa
from alembic import op

from register import columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("searchable", sa.Text(), nullable=False),
        sa.Column("departments", columns.JsonText(), nullable=False),
        sa.Column("municipalities", columns.JsonText(), nullable=False),
        sa.Column("measures", columns.JsonText(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("responsible", sa.Text(), nullable=False),
        sa.Column("external_code", sa.Text(), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("closing_words", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (state IN ('registrada', 'en_seguimiento', 'abierto'))",
            name=op.f("ck_record_closed"),
        ),
        sa.CheckConstraint(
            "(kind = 'alerta' AND state IN ('registrada', 'en_seguimiento', 'convertida_en_conflicto', 'desactivada', 'vencida_sin_hecho', 'anulada')) OR (kind = 'conflicto' AND state IN ('abierto', 'concluido', 'anulada'))",
            name=op.f("ck_record_state_of_kind"),
        ),
        sa.CheckConstraint("kind IN ('alerta', 'conflicto')", name=op.f("ck_record_kind_known")),
        sa.CheckConstraint("level IN ('bajo', 'medio', 'alto', 'critico')", name=op.f("ck_record_level_known")),
        sa.CheckConstraint(
            "outcome IN ('acuerdo_total', 'acuerdo_parcial', 'demanda_atendida', 'retroceso_del_demandante', 'levantada_sin_acuerdo', 'imposicion_o_intervencion', 'judicializacion', 'sin_sustento', 'se_desconoce')",
            name=op.f("ck_record_outcome_known"),
        ),
        sa.CheckConstraint(
            "state IN ('registrada', 'en_seguimiento', 'convertida_en_conflicto', 'desactivada', 'vencida_sin_hecho', 'abierto', 'concluido', 'anulada')",
            name=op.f("ck_record_state_known"),
        ),
        sa.ForeignKeyConstraint(["origin_id"], ["record.id"], name=op.f("fk_record_origin_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
        sa.UniqueConstraint("code", name=op.f("uq_record_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_record_work", "record", ["state", "updated_at", "id"], unique=False)
    op.create_table(
        "deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.Column("due_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("closed_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.CheckConstraint("(closed_at IS NULL) = (state = 'abierto')", name=op.f("ck_deadline_closed")),
        sa.CheckConstraint("state IN ('abierto', 'cumplido', 'ya_no_aplica')", name=op.f("ck_deadline_state_known")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_deadline_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sqlite_strict=True,
    )
    op.create_index("ix_deadline_work", "deadline", ["state", "due_at", "id"], unique=False)
    op.create_table(
        "record_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("entered_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('verificacion_en_sitio', 'gestion_ante_autoridad', 'informe_escrito_requerido', 'mediacion_o_dialogo', 'accion_de_prevencion', 'accion_constitucional', 'pronunciamiento', 'seguimiento_de_acuerdo', 'otra')",
            name=op.f("ck_record_action_kind_known"),
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_action_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_action")),
        sqlite_strict=True,
    )
    op.create_index("ix_record_action_record", "record_action", ["record_id", "at", "id"], unique=False)
    op.create_table(
        "transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("pack", columns.JsonText(), nullable=False),
        sa.Column("asked_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("answer_by", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('solicitada', 'aceptada', 'devuelta', 'retirada')", name=op.f("ck_transfer_state_known")
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_transfer_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_transfer_one_asked",
        "transfer",
        ["record_id"],
        unique=True,
        sqlite_where=sa.text("state = 'solicitada'"),
        postgresql_where=sa.text("state = 'solicitada'"),
    )
    op.create_table(
        "record_entry",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["queue_entry.id"], name=op.f("fk_record_entry_entry_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_entry_record_id")),
        sa.PrimaryKeyConstraint("record_id", "entry_id", name=op.f("pk_record_entry")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_record_entry_entry_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("state_before", sa.Text(), nullable=False),
        sa.Column("review_by_before", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("undone_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('descartar', 'posponer', 'registrar', 'unir')", name=op.f("ck_review_decision_known")
        ),
        sa.CheckConstraint(
            "reason IN ('sin_demanda', 'hecho_pasado', 'fuera_de_competencia', 'delito_accidente_deporte_opinion', 'otro')",
            name=op.f("ck_review_reason_known"),
        ),
        sa.CheckConstraint(
            "state_before IN ('nueva', 'en_revision', 'descartada', 'vinculada', 'registrada', 'pospuesta', 'vencida')",
            name=op.f("ck_review_state_before_known"),
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["queue_entry.id"], name=op.f("fk_review_entry_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_review_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sqlite_strict=True,
    )
    op.create_index("ix_review_at", "review", ["at"], unique=False)
    op.create_index("ix_review_entry", "review", ["entry_id", "id"], unique=False)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
