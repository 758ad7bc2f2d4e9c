"""How organisations of a record stand to each other."""

import sqlalchemy as sa
from alembic import op

from register import columns, relation_triggers

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    standing = sa.text("removed_at IS NULL")
    op.create_table(
        "record_relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("entered_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("removed_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('alianza', 'cercania', 'debil', 'tension', 'confrontacion')",
            name=op.f("ck_record_relation_kind_known"),
        ),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_record_relation_two_actors")),
        sa.CheckConstraint("source <> ''", name=op.f("ck_record_relation_sourced")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_relation_record_id")),
        sa.ForeignKeyConstraint(["first_id"], ["record_actor.id"], name=op.f("fk_record_relation_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["record_actor.id"], name=op.f("fk_record_relation_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_relation")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_record_relation_one",
        "record_relation",
        ["first_id", "second_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_index("ix_record_relation_record", "record_relation", ["record_id", "id"], unique=False)
    for statement in relation_triggers.statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
