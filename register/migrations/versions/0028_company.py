"""What the notes of the same days did to a reading: what it was alone, and who drew it whither."""

import sqlalchemy as sa
from alembic import op

from register import columns, second_net

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "reading_alone",
        sa.Column("signal_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("probability", columns.Number, nullable=False),
        sa.Column("signal", columns.Flag(), nullable=False),
        sa.CheckConstraint("probability >= 0 AND probability <= 1", name=op.f("ck_reading_alone_probability_in_range")),
        sa.ForeignKeyConstraint(["signal_id"], ["signal.id"], name=op.f("fk_reading_alone_signal_id")),
        sa.PrimaryKeyConstraint("signal_id", name=op.f("pk_reading_alone")),
        sqlite_strict=True,
    )
    op.create_table(
        "reading_neighbour",
        sa.Column("signal_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("towards", columns.Flag(), nullable=False),
        sa.CheckConstraint("place >= 1", name=op.f("ck_reading_neighbour_place_from_one")),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_reading_neighbour_article_id")),
        sa.ForeignKeyConstraint(
            ["signal_id"], ["reading_alone.signal_id"], name=op.f("fk_reading_neighbour_signal_id")
        ),
        sa.PrimaryKeyConstraint("signal_id", "place", name=op.f("pk_reading_neighbour")),
        sqlite_strict=True,
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in second_net.guard("reading_neighbour"):
            op.execute(statement)


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
