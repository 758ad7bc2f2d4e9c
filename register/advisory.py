"""One transaction at a time where there is no row to hold: the advisory locks of PostgreSQL, all their numbers here.

SQLite needs none: its writer lock lets one transaction write at a time.
"""

from enum import IntEnum

from sqlalchemy import text
from sqlalchemy.orm import Session


class Advisory(IntEnum):
    """What is done by one transaction at a time."""

    LEASE = 7_206_001
    """Hand the lease of the cycle out."""
    READINGS = 7_206_002
    """Store a batch of readings with its stories and queue rows."""
    MIGRATION = 7_206_003
    ENTERING = 7_206_004
    """Count a try to enter, before its password is looked at: those at once would all count as the first."""
    WORDS = 7_206_010
    """Teach the search words that it does not have."""
    TABLES = 7_206_011
    """Change the tables: each change is checked against all that stand."""
    IMPORTS = 7_206_012
    """Bring a past register in: its file and its rows are compared with all that is there."""


def hold(session: Session, what: Advisory) -> bool:
    """Wait until nobody else does this, and keep it until the transaction ends.

    Return whether there was anything to wait for: what was read before may have changed meanwhile then.
    """
    if session.get_bind().dialect.name != "postgresql":
        return False
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": what.value})
    return True
