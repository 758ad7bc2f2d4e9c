"""Working the queue together: claims of rows, corrections, joined rows, batches, assignments and saved views."""

import sqlalchemy as sa
from alembic import op

from register import columns

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "queue_lease",
        _number("entry_id"),
        _number("account_id"),
        *_texts("by", "office"),
        *_moments("since", "until"),
        sa.CheckConstraint("until > since", name=op.f("ck_queue_lease_forwards")),
        _of_entry("queue_lease", "entry_id"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_queue_lease")),
        sa.UniqueConstraint("account_id", name=op.f("uq_queue_lease_account_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "queue_correction",
        _number("id"),
        _number("entry_id"),
        *_texts("field"),
        *_jsons("before", "after"),
        *_texts("reason"),
        *_moments("at"),
        *_texts("by", "office"),
        sa.CheckConstraint(
            "field IN ('lugar', 'etapa', 'medidas', 'nivel')", name=op.f("ck_queue_correction_field_known")
        ),
        _of_entry("queue_correction", "entry_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_correction")),
        sqlite_strict=True,
    )
    op.create_index("ix_queue_correction_entry_id_id", "queue_correction", ["entry_id", "id"], unique=False)
    op.create_table(
        "queue_joined",
        _number("review_id"),
        _number("entry_id"),
        _number("into_id"),
        *_jsons("articles", "changed"),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_queue_joined_review_id")),
        _of_entry("queue_joined", "entry_id"),
        _of_entry("queue_joined", "into_id"),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_queue_joined")),
        sqlite_strict=True,
    )
    op.create_index("ix_queue_joined_into_id", "queue_joined", ["into_id"], unique=False)
    op.create_index("ix_queue_joined_entry_id", "queue_joined", ["entry_id"], unique=False)
    op.create_table(
        "queue_batch",
        _number("id"),
        *_texts("kind"),
        *_jsons("reviews"),
        *_moments("at"),
        *_texts("by", "office"),
        sa.Column("undone_at", columns.UtcDateTime(timezone=True), nullable=True),
        *_texts("undone_by"),
        sa.CheckConstraint("kind IN ('descartar', 'posponer', 'unir')", name=op.f("ck_queue_batch_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_batch")),
        sqlite_strict=True,
    )
    op.create_table(
        "queue_assignment",
        _number("entry_id"),
        _number("account_id"),
        *_texts("name"),
        *_moments("at"),
        *_texts("by"),
        _of_entry("queue_assignment", "entry_id"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_queue_assignment")),
        sqlite_strict=True,
    )
    op.create_index("ix_queue_assignment_account_id", "queue_assignment", ["account_id"], unique=False)
    op.create_table(
        "saved_view",
        _number("id"),
        _number("account_id"),
        *_texts("office", "name"),
        *_jsons("filters"),
        *_moments("at"),
        *_texts("by"),
        sa.CheckConstraint("(account_id = 0) <> (office = '')", name=op.f("ck_saved_view_of_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("account_id", "office", "name", name=op.f("uq_saved_view_account_id_office_name")),
        sqlite_strict=True,
    )


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _jsons(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, columns.JsonText(), nullable=False) for name in names]


def _moments(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, columns.UtcDateTime(timezone=True), nullable=False) for name in names]


def _of_entry(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["queue_entry.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
