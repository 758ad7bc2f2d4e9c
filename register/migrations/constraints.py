"""Replace CHECK constraints of a table that has rows, on both engines, inside the migration's transaction.

SQLite cannot alter a constraint: the table is made anew from its own stored statement, so columns, indexes and triggers
that other steps added stay. Rows that refer to it are not touched: with `defer_foreign_keys` the references are counted
again while the rows come back (SQLite: sqlite.org/foreignkeys.html, section 4.2 and 5).
"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op


def replace_checks(table: str, checks: Mapping[str, str], added: Mapping[str, str]) -> None:
    """Give each named constraint its new expression, and add new ones. Raise ValueError when one is not there."""
    if op.get_bind().dialect.name == "postgresql":
        for name, expression in {**checks, **added}.items():
            if name in checks:
                op.drop_constraint(op.f(name), table, type_="check")
            op.create_check_constraint(op.f(name), table, expression)
        return
    _rebuild(table, checks, added)


def _rebuild(table: str, checks: Mapping[str, str], added: Mapping[str, str]) -> None:
    connection = op.get_bind()
    stored = connection.execute(
        sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL"), {"table": table}
    ).all()
    (made,) = [sql for kind, sql in stored if kind == "table"]
    first = next(iter(checks))
    for name, expression in checks.items():
        begin, end = _found(made, name)
        new = f"CONSTRAINT {name} CHECK ({expression})"
        if name == first:
            new = ", ".join([new, *(f"CONSTRAINT {more} CHECK ({text})" for more, text in added.items())])
        made = made[:begin] + new + made[end:]
    kept = f"{table}_kept"
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TABLE {kept} AS SELECT * FROM {table}")  # noqa: S608 - names of our own tables
    op.execute(f"DROP TABLE {table}")
    op.execute(sa.text(made.replace(":", r"\:")))
    op.execute(f"INSERT INTO {table} SELECT * FROM {kept}")  # noqa: S608
    op.execute(f"DROP TABLE {kept}")
    for kind, sql in stored:
        if kind in ("index", "trigger"):
            op.execute(sa.text(sql.replace(":", r"\:")))


def _found(made: str, name: str) -> tuple[int, int]:
    """Return where a CHECK constraint begins and ends in the statement of a table."""
    begin = made.find(f"CONSTRAINT {name} CHECK (")
    if begin < 0:
        raise ValueError(f"no constraint {name}")
    at = made.index("(", begin)
    depth, quoted = 0, False
    for position in range(at, len(made)):
        char = made[position]
        if char == "'":
            quoted = not quoted
        elif not quoted and char in "()":
            depth += 1 if char == "(" else -1
            if depth == 0:
                return begin, position + 1
    raise ValueError(f"constraint {name} has no end")
