"""A rule that the database itself keeps, whoever writes the SQL: one text, made a trigger on either engine."""

from collections.abc import Iterable

Rule = tuple[str, str, str, str, str]
"""Name, table, event (`UPDATE OF state`, `INSERT`, `DELETE`), condition that refuses, message."""


def never_deleted(table: str) -> Rule:
    """Return the rule of a table whose rows stay."""
    return f"{table}_no_delete", table, "DELETE", "1 = 1", f"{table}: never deleted"


def created(rules: Iterable[Rule], dialect: str) -> tuple[str, ...]:
    """Return the statements that create rules on an engine."""
    make = _postgres if dialect == "postgresql" else _sqlite
    return tuple(sql for rule in rules for sql in make(*rule))


def _sqlite(name: str, table: str, event: str, refused: str, message: str) -> tuple[str, ...]:
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {refused} BEGIN SELECT RAISE(ABORT, '{message}'); END",
    )


def _postgres(name: str, table: str, event: str, refused: str, message: str) -> tuple[str, ...]:
    back = "OLD" if event == "DELETE" else "NEW"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN "
        f"RAISE EXCEPTION '{message}'; END IF; RETURN {back}; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    )
