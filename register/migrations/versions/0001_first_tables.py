"""The first tables: sources, attempts, articles, signals, groups, queue, work, journal."""

import sqlalchemy as sa
from alembic import op

from register import columns, triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "code_counter",
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_code_counter")),
        sqlite_strict=True,
    )
    op.create_table(
        "cycle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("started_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lease_until", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("summary", columns.JsonText(), nullable=False),
        sa.CheckConstraint("kind IN ('recolectar', 'evaluar-noticias', 'ciclo')", name=op.f("ck_cycle_kind_known")),
        sa.CheckConstraint(
            "state IN ('en_curso', 'completo', 'parcial', 'sin_red', 'detenido_disco', 'fallido', 'cancelado', 'abandonado')",
            name=op.f("ck_cycle_state_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_cycle_one_running",
        "cycle",
        ["state"],
        unique=True,
        sqlite_where=sa.text("state = 'en_curso'"),
        postgresql_where=sa.text("state = 'en_curso'"),
    )
    op.create_table(
        "journal",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("details", columns.JsonText(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
        sqlite_strict=True,
    )
    op.create_index("ix_journal_object_type_object_id", "journal", ["object_type", "object_id"], unique=False)
    op.create_table(
        "source",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("cadence_minutes", sa.Integer(), nullable=False),
        sa.Column("active", columns.Flag(), nullable=False),
        sa.Column("listed", columns.Flag(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("failures", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("next_check_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("paused_until", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("pause_reason", sa.Text(), nullable=False),
        sa.Column("last_attempt_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_good_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_full_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_keys", columns.JsonText(), nullable=False),
        sa.Column("last_outcome", sa.Text(), nullable=True),
        sa.Column("last_detail", sa.Text(), nullable=False),
        sa.Column("interval_factor", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("gone_since", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("moved_since", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("moved_seen", sa.Integer(), nullable=False),
        sa.CheckConstraint("reach IN ('nacional', 'departamental', 'local')", name=op.f("ck_source_reach_known")),
        sa.CheckConstraint("type IN ('rss', 'atom', 'sitemap')", name=op.f("ck_source_type_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sqlite_strict=True,
    )
    op.create_table(
        "story_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opened_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("newest_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_group")),
        sqlite_strict=True,
    )
    op.create_index("ix_story_group_newest_at", "story_group", ["newest_at"], unique=False)
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("guid", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("canonical_link", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("categories", columns.JsonText(), nullable=False),
        sa.Column("published_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("published_text", sa.Text(), nullable=False),
        sa.Column("time_quality", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("truncated", columns.JsonText(), nullable=False),
        sa.Column("flags", columns.JsonText(), nullable=False),
        sa.Column("reading_state", sa.Text(), nullable=False),
        sa.Column("first_seen_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reading_state IN ('pendiente', 'leida', 'error')", name=op.f("ck_article_reading_state_known")
        ),
        sa.CheckConstraint(
            "time_quality IN ('exacta', 'sin_zona', 'corregida_futura', 'ausente')",
            name=op.f("ck_article_time_quality_known"),
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_article_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("source_id", "key", name=op.f("uq_article_source_id_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_article_source_id_canonical_link", "article", ["source_id", "canonical_link"], unique=False)
    op.create_index("ix_article_source_id_content_hash", "article", ["source_id", "content_hash"], unique=False)
    op.create_index("ix_article_source_id_first_seen_at", "article", ["source_id", "first_seen_at"], unique=False)
    op.create_table(
        "fetch_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("started_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("final_url", sa.Text(), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("raw_bytes", sa.Integer(), nullable=False),
        sa.Column("decoded_bytes", sa.Integer(), nullable=False),
        sa.Column("conditional", columns.Flag(), nullable=False),
        sa.Column("body_digest", sa.Text(), nullable=False),
        sa.Column("retry_after", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("counts", columns.JsonText(), nullable=False),
        sa.Column("flags", columns.JsonText(), nullable=False),
        sa.Column("events", columns.JsonText(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("duplicate", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('ok', 'sin_cambios', 'vacio', 'degradado', 'no_es_feed', 'parse_fallido', 'parse_tiempo', 'parse_memoria', 'dtd_rechazada', 'demasiado_grande', 'descompresion', 'cuerpo_incompleto', 'tiempo_total', 'dns', 'tls', 'conexion', 'direccion_bloqueada', 'esquema_bloqueado', 'redirecciones', 'http_4xx', 'http_5xx', 'desaparecido_410', 'limite_429', 'movido_301', 'codificacion_dudosa', 'cancelado')",
            name=op.f("ck_fetch_attempt_outcome_known"),
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_fetch_attempt_cycle_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_fetch_attempt_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fetch_attempt")),
        sqlite_strict=True,
    )
    op.create_index("ix_fetch_attempt_source_id_started_at", "fetch_attempt", ["source_id", "started_at"], unique=False)
    op.create_table(
        "queue_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("searchable", sa.Text(), nullable=False),
        sa.Column("departments", columns.JsonText(), nullable=False),
        sa.Column("municipalities", columns.JsonText(), nullable=False),
        sa.Column("measures", columns.JsonText(), nullable=False),
        sa.Column("floor", sa.Text(), nullable=False),
        sa.Column("opened_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("newest_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("review_by", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("notes", sa.Integer(), nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("updated", columns.Flag(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("level IN ('bajo', 'medio', 'alto', 'critico')", name=op.f("ck_queue_entry_level_known")),
        sa.CheckConstraint(
            "scope IN ('ubicado', 'nacional', 'extranjero', 'sin_territorio')", name=op.f("ck_queue_entry_scope_known")
        ),
        sa.CheckConstraint(
            "stage IN ('demanda', 'anuncio', 'medida', 'violencia', 'gestion', 'repliegue', 'antecedente', 'no_conflicto')",
            name=op.f("ck_queue_entry_stage_known"),
        ),
        sa.CheckConstraint(
            "state IN ('nueva', 'en_revision', 'descartada', 'vinculada', 'registrada', 'pospuesta', 'vencida')",
            name=op.f("ck_queue_entry_state_known"),
        ),
        sa.ForeignKeyConstraint(["group_id"], ["story_group.id"], name=op.f("fk_queue_entry_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_entry")),
        sa.UniqueConstraint("code", name=op.f("uq_queue_entry_code")),
        sa.UniqueConstraint("group_id", name=op.f("uq_queue_entry_group_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_queue_entry_work", "queue_entry", ["state", "review_by", "urgency", "newest_at", "id"], unique=False
    )
    op.create_table(
        "article_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("replaced_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_version_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_version")),
        sa.UniqueConstraint("article_id", "version", name=op.f("uq_article_version_article_id_version")),
        sqlite_strict=True,
    )
    op.create_table(
        "group_member",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("placed_by", sa.Text(), nullable=False),
        sa.Column("placed_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_group_member_article_id")),
        sa.ForeignKeyConstraint(["group_id"], ["story_group.id"], name=op.f("fk_group_member_group_id")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_group_member")),
        sqlite_strict=True,
    )
    op.create_index("ix_group_member_group_id", "group_member", ["group_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("created_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_until", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_outbox_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("kind", "article_id", name=op.f("uq_outbox_kind_article_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_outbox_claimed_until", "outbox", ["claimed_until"], unique=False)
    op.create_table(
        "queue_department",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["queue_entry.id"], name=op.f("fk_queue_department_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", "department", name=op.f("pk_queue_department")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_queue_department_department_entry_id", "queue_department", ["department", "entry_id"], unique=False
    )
    op.create_table(
        "signal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("model_version", sa.Text(), nullable=False),
        sa.Column("read_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("probability", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("signal", columns.Flag(), nullable=False),
        sa.Column("doubtful", columns.Flag(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("measures", columns.JsonText(), nullable=False),
        sa.Column("deadline", columns.JsonText(), nullable=True),
        sa.Column("reasons", columns.JsonText(), nullable=False),
        sa.Column("floor", sa.Text(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("departments", columns.JsonText(), nullable=False),
        sa.Column("municipalities", columns.JsonText(), nullable=False),
        sa.Column("municipality_codes", columns.JsonText(), nullable=False),
        sa.Column("places", columns.JsonText(), nullable=False),
        sa.Column("location_reason", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "scope IN ('ubicado', 'nacional', 'extranjero', 'sin_territorio')", name=op.f("ck_signal_scope_known")
        ),
        sa.CheckConstraint(
            "stage IN ('demanda', 'anuncio', 'medida', 'violencia', 'gestion', 'repliegue', 'antecedente', 'no_conflicto')",
            name=op.f("ck_signal_stage_known"),
        ),
        sa.CheckConstraint("probability >= 0 AND probability <= 1", name=op.f("ck_signal_probability_in_range")),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_signal_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
        sa.UniqueConstraint(
            "article_id", "version", "model_version", name=op.f("uq_signal_article_id_version_model_version")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_signal_read_at", "signal", ["read_at"], unique=False)
    for statement in triggers.statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
