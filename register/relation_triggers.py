"""What the database itself refuses about relations of organisations, on both engines: struck out, never deleted."""

from register.refusals import created, never_deleted


def statements(dialect: str) -> tuple[str, ...]:
    """Return the statements for an engine."""
    return created([never_deleted("record_relation")], dialect)
