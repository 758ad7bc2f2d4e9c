"""The register as the pages have it: what they read is narrowed to what the visitor may see, whoever wrote the page."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from conflict.refusal import refusal_of
from dashboards import refusals
from dashboards.visitor import sight
from register.engine import Register, Transaction


class PersonalRegister:
    """A register whose reading sessions see what the visitor may see."""

    def __init__(self, register: Register) -> None:
        """Wrap an open register."""
        self.whole = register

    @property
    def folder(self) -> Path:
        """Return the data folder, where evidence lies."""
        return self.whole.folder

    def reading(self) -> AbstractContextManager[Transaction]:
        """Give a session that reads as the visitor may."""
        return self.whole.reading(sight())

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Give a session for one command, which asks the table of permissions itself; what it refuses is counted."""
        try:
            with self.whole.writing() as session:
                yield session
        except Exception as error:
            if (why := refusal_of(error)) is not None:
                refusals.told(why)
            raise
