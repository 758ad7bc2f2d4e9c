"""What the office teaches and checks: control sample, models in use, the challenger's readings."""

import sqlalchemy as sa
from alembic import op

from register import columns

revision = "0009"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "control_day",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("drawn_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("unflagged", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_control_day")),
        sqlite_strict=True,
    )
    op.create_table(
        "model_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("since", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("card", columns.JsonText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_use")),
        sqlite_strict=True,
    )
    op.create_table(
        "shadow_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("challenger", sa.Text(), nullable=False),
        sa.Column("champion", sa.Text(), nullable=False),
        sa.Column("probability", columns.Number, nullable=False),
        sa.Column("signal", columns.Flag(), nullable=False),
        sa.Column("champion_probability", columns.Number, nullable=False),
        sa.Column("champion_signal", columns.Flag(), nullable=False),
        sa.Column("read_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "champion_probability >= 0 AND champion_probability <= 1", name=op.f("ck_shadow_reading_champion_in_range")
        ),
        sa.CheckConstraint(
            "probability >= 0 AND probability <= 1", name=op.f("ck_shadow_reading_probability_in_range")
        ),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_shadow_reading_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_reading")),
        sa.UniqueConstraint(
            "article_id", "version", "challenger", name=op.f("uq_shadow_reading_article_id_version_challenger")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_shadow_reading_challenger", "shadow_reading", ["challenger", "read_at"], unique=False)
    op.create_table(
        "control_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("signal_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("decided_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "stage IN ('demanda', 'anuncio', 'medida', 'violencia', 'gestion', 'repliegue', 'antecedente', 'no_conflicto')",
            name=op.f("ck_control_item_stage_known"),
        ),
        sa.CheckConstraint("verdict IN ('conflicto', 'sin_conflicto')", name=op.f("ck_control_item_verdict_known")),
        sa.CheckConstraint("(decided_at IS NULL) = (verdict IS NULL)", name=op.f("ck_control_item_decided")),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_control_item_article_id")),
        sa.ForeignKeyConstraint(["day"], ["control_day.day"], name=op.f("fk_control_item_day")),
        sa.ForeignKeyConstraint(["entry_id"], ["queue_entry.id"], name=op.f("fk_control_item_entry_id")),
        sa.ForeignKeyConstraint(["signal_id"], ["signal.id"], name=op.f("fk_control_item_signal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_item")),
        sa.UniqueConstraint("article_id", name=op.f("uq_control_item_article_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_control_item_work", "control_item", ["decided_at", "id"], unique=False)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
