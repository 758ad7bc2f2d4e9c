"""The register as the pages have it: what they read is narrowed to what the visitor may see, whoever wrote the page."""

from contextlib import AbstractContextManager
from pathlib import Path

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

    def writing(self) -> AbstractContextManager[Transaction]:
        """Give a session for one command, which asks the table of permissions itself."""
        return self.whole.writing()
