"""The register as a verb has it: opened where the settings say, of this version, and closed on leaving."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def opened_register() -> Iterator[Any]:
    """Give the register; raise StorageError when its tables are of another version."""
    from register.engine import open_register
    from register.migrate import check_version
    from register.settings import read_storage

    opened = open_register(read_storage())
    try:
        with opened.reading() as session:
            check_version(session)
        yield opened
    finally:
        opened.close()
