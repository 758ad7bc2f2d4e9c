"""The journal's chain: office, role, version and mac of every line, the end of the chain, salts, reads of reserved data.

Lines that were written before are chained here with the key of the chain, and the names of persons in them become
digests: the last time that a line changes.
"""

import sqlalchemy as sa
from alembic import context, op

from register import chain, columns, triggers
from register.journal_key import missing, print_of

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    dialect = op.get_bind().dialect.name
    for statement in triggers.journal_off(dialect):
        op.execute(statement)
    op.add_column("journal", sa.Column("office", sa.Text(), nullable=False, server_default=""))
    op.add_column("journal", sa.Column("role", sa.Text(), nullable=False, server_default=""))
    op.add_column("journal", sa.Column("object_version", sa.Integer(), nullable=True))
    op.add_column("journal", sa.Column("mac", sa.Text(), nullable=False, server_default=""))
    head = op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mac", sa.Text(), nullable=False),
        sa.Column("key_print", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_journal_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
        sqlite_strict=True,
    )
    op.create_table(
        "journal_salt",
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("object_type", "object_id", name=op.f("pk_journal_salt")),
        sqlite_strict=True,
    )
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
        sqlite_strict=True,
    )
    op.create_index("ix_access_log_at", "access_log", ["at"], unique=False)
    op.create_index("ix_access_log_object_type_object_id", "access_log", ["object_type", "object_id"], unique=False)
    seq, mac, key_print = _chain_what_is_there()
    op.bulk_insert(head, [{"id": 1, "seq": seq, "mac": mac, "key_print": key_print}])
    for statement in (*triggers.journal_on(dialect), *triggers.access_log(dialect)):
        op.execute(statement)


def _chain_what_is_there() -> tuple[int, str, str]:
    """Chain the lines; return where the chain ends and the print of its key, "" when there was no line."""
    journal = sa.table(
        "journal",
        *(sa.column(name) for name in chain.FIELDS if name not in ("at", "details")),
        sa.column("at", columns.UtcDateTime(timezone=True)),
        sa.column("details", columns.JsonText()),
        sa.column("mac"),
    )
    bind = op.get_bind()
    key = context.config.attributes.get("journal_key")
    seq, mac, last = 0, chain.FIRST_MAC, -1
    while rows := bind.execute(
        sa.select(journal).where(journal.c.seq > last).order_by(journal.c.seq).limit(1_000)
    ).all():
        if key is None:
            raise missing()
        changes = []
        for row in rows:
            line = dict(row._mapping)
            details = dict(line["details"])
            line["office"] = str(details.pop("oficina", ""))
            line["details"] = details
            if line["actor"] != "maquina":
                line["actor"] = chain.name_digest(key, line["actor"])
            mac = chain.mac_of(key, mac, line)
            changes.append({"this": row.seq, "a": line["actor"], "o": line["office"], "d": details, "m": mac})
            seq = last = row.seq
        bind.execute(
            sa.update(journal)
            .where(journal.c.seq == sa.bindparam("this"))
            .values(
                actor=sa.bindparam("a"),
                office=sa.bindparam("o"),
                details=sa.bindparam("d", type_=columns.JsonText()),
                mac=sa.bindparam("m"),
            ),
            changes,
        )
    return seq, mac, print_of(key) if key is not None and seq else ""


def downgrade() -> None:
    """Refuse: data written under a step is never thrown away; restore a backup instead."""
    raise NotImplementedError
