"""Make rules of the database anew, as `register.case_triggers` has them now, inside the migration's transaction."""

from collections.abc import Iterable

from alembic import op

from register import case_triggers


def replace_rules(rules: Iterable[tuple[str, str]]) -> None:
    """Drop each rule, given by its name and its table, and create the one of that name."""
    dialect = op.get_bind().dialect.name
    for name, table in rules:
        if dialect == "postgresql":
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
        else:
            op.execute(f"DROP TRIGGER {name}")
        for statement in case_triggers.of_name(name, dialect):
            op.execute(statement)
