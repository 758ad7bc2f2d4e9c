"""What keeps the register usable: search, keys of commands, drafts, imports, the directory of institutions.

The rows of the search are made by `register.searchindex` once the tables stand.
"""

import sqlalchemy as sa
from alembic import op

from register import columns, search_tables

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "search_doc",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_doc")),
        sqlite_strict=True,
    )
    op.create_table(
        "search_word",
        sa.Column("word", search_tables.BYTES, nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_trigram",
        sa.Column("trigram", search_tables.BYTES, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("word", search_tables.BYTES, nullable=False),
        sa.PrimaryKeyConstraint("trigram", "size", "word", name=op.f("pk_search_trigram")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_queue_entry_counts", "queue_entry", ["state", "level", "stage", "office", "review_by", "id"], unique=False
    )
    op.create_table(
        "command_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answer", columns.JsonText(), nullable=True),
        sa.Column("answer_digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_command_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_command_key_at", "command_key", ["at"], unique=False)
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("fields", columns.JsonText(), nullable=False),
        sa.Column("object_version", sa.Integer(), nullable=False),
        sa.Column("saved_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("by", "form", "object", name=op.f("uq_draft_by_form_object")),
        sqlite_strict=True,
    )
    op.create_index("ix_draft_saved", "draft", ["saved_at"], unique=False)
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("columns", columns.JsonText(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("skipped", columns.JsonText(), nullable=False),
        sa.Column("undone_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=False),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by = '')", name=op.f("ck_import_batch_undone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sqlite_strict=True,
    )
    op.create_index("ix_import_batch_digest", "import_batch", ["digest"], unique=False)
    op.create_table(
        "institution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("does", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("contact_by", sa.Text(), nullable=False),
        sa.Column("contact_since", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("active", columns.Flag(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('institucion', 'organizacion', 'servicio')", name=op.f("ck_institution_kind_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution")),
        sa.UniqueConstraint("name", "municipality", name=op.f("uq_institution_name_municipality")),
        sqlite_strict=True,
    )
    op.create_index("ix_institution_place", "institution", ["department", "municipality"], unique=False)
    op.create_table(
        "import_row",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_batch_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_import_row_record_id")),
        sa.PrimaryKeyConstraint("batch_id", "row", name=op.f("pk_import_row")),
        sa.UniqueConstraint("record_id", name=op.f("uq_import_row_record_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("confirmed_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("confirmed_words", sa.Text(), nullable=False),
        sa.Column("returned_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.CheckConstraint("(returned_at IS NULL) = (result = '')", name=op.f("ck_referral_result")),
        sa.CheckConstraint(
            "returned_at IS NULL OR confirmed_at IS NOT NULL", name=op.f("ck_referral_returned_after_confirmed")
        ),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_referral_institution_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_referral_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sqlite_strict=True,
    )
    op.create_index("ix_referral_open", "referral", ["returned_at", "asked_at"], unique=False)
    for statement in search_tables.statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
