"""What the database refuses about changes of the tables, on both engines: they are withdrawn, never rewritten."""

from register.refusals import created, never_deleted

_KEPT = ("of_table", "row_key", "cells", "since", "words", "at", "by", "office")
_NEW, _OLD = (", ".join(f'{row}."{name}"' for name in _KEPT) for row in ("NEW", "OLD"))
"""Quoted, for BY is a word of PL/pgSQL itself."""
RULES = (
    (
        "amendment_frozen",
        "amendment",
        "UPDATE",
        f"OLD.withdrawn_at IS NOT NULL OR ({_NEW}) <> ({_OLD})",
        "amendment: withdrawn, never rewritten",
    ),
    never_deleted("amendment"),
)


def statements(dialect: str) -> tuple[str, ...]:
    """Return the statements for an engine."""
    return created(RULES, dialect)
