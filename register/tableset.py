"""All tables of the register, found by themselves: a new file of tables is known here from its first day.

A table whose `info` says `derived` holds nothing of its own: it is made again from the others.
"""

import importlib
import pkgutil
from pathlib import Path

from sqlalchemy import Table

from register.tables import Base


def all_tables() -> list[Table]:
    """Return every mapped table, those that others point to first."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name.endswith("_tables"):
            importlib.import_module(f"register.{module.name}")
    return list(Base.metadata.sorted_tables)


def kept_tables() -> list[Table]:
    """Return the tables whose rows are the register's own, derived ones left out."""
    return [table for table in all_tables() if not table.info.get("derived")]
