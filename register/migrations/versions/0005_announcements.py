"""The calendar of announced actions: entries, the articles that say so, and what later news proposes."""

import sqlalchemy as sa
from alembic import op

from register import columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("first_day", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("day_known", columns.Flag(), nullable=False),
        sa.Column("read_first", sa.Text(), nullable=False),
        sa.Column("read_last", sa.Text(), nullable=True),
        sa.Column("hour", sa.Text(), nullable=False),
        sa.Column("open_ended", columns.Flag(), nullable=False),
        sa.Column("conditional", columns.Flag(), nullable=False),
        sa.Column("announcer", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("departments", columns.JsonText(), nullable=False),
        sa.Column("municipalities", columns.JsonText(), nullable=False),
        sa.Column("municipality_codes", columns.JsonText(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("corrected_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("corrected_by", sa.Text(), nullable=False),
        sa.Column("corrected_why", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('limite', 'inicio', 'dia')", name=op.f("ck_announcement_kind_known")),
        sa.CheckConstraint(
            "state IN ('anunciada', 'iniciada', 'postergada', 'levantada', 'vencida_sin_hecho', 'desconocida')",
            name=op.f("ck_announcement_state_known"),
        ),
        sa.CheckConstraint("last_day IS NULL OR last_day > first_day", name=op.f("ck_announcement_window")),
        sa.CheckConstraint("length(first_day) = 10 AND length(read_first) = 10", name=op.f("ck_announcement_days")),
        sa.ForeignKeyConstraint(["group_id"], ["story_group.id"], name=op.f("fk_announcement_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("code", name=op.f("uq_announcement_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_announcement_days", "announcement", ["first_day", "state", "id"], unique=False)
    op.create_index("ix_announcement_group", "announcement", ["group_id"], unique=False)
    op.create_table(
        "announcement_department",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_announcement_department_announcement_id")
        ),
        sa.PrimaryKeyConstraint("announcement_id", "department", name=op.f("pk_announcement_department")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_announcement_department_code", "announcement_department", ["department", "announcement_id"], unique=False
    )
    op.create_table(
        "announcement_note",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("told", columns.JsonText(), nullable=False),
        sa.Column("joined_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_announcement_note_announcement_id")
        ),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_announcement_note_article_id")),
        sa.PrimaryKeyConstraint("announcement_id", "article_id", name=op.f("pk_announcement_note")),
        sqlite_strict=True,
    )
    op.create_index("ix_announcement_note_article", "announcement_note", ["article_id"], unique=False)
    op.create_table(
        "announcement_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Text(), nullable=True),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("news_day", sa.Text(), nullable=False),
        sa.Column("made_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint("(answered_at IS NULL) = (answer = '')", name=op.f("ck_announcement_proposal_answered")),
        sa.CheckConstraint(
            "answer IN ('', 'aceptada', 'rechazada', 'superada')", name=op.f("ck_announcement_proposal_answer_known")
        ),
        sa.CheckConstraint(
            "state IN ('anunciada', 'iniciada', 'postergada', 'levantada', 'vencida_sin_hecho', 'desconocida')",
            name=op.f("ck_announcement_proposal_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_announcement_proposal_announcement_id")
        ),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_announcement_proposal_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_proposal")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_announcement_proposal_one_waits",
        "announcement_proposal",
        ["announcement_id", "state"],
        unique=True,
        sqlite_where=sa.text("answer = ''"),
        postgresql_where=sa.text("answer = ''"),
    )


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
