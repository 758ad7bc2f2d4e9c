"""Workbooks that were sent and wait to be looked at and saved: in files that end with the server.

In files, since the next step of an import may be served by another process than the first one.
"""

import contextlib
import json
import re
import secrets
import tempfile
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from register.workbook import Workbook, read_workbook

HELD = 8
"""Workbooks that wait at once; a small office sends one."""
_TOKEN = re.compile(r"[\w-]{16,32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person wrote anew, by sheet, row and field, and which doubts they accepted, by sheet."""

    mended: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    accepted: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, sheet: str) -> tuple[Mapping[int, Mapping[str, str]], frozenset[str]]:
        """Return the same for one sheet, the rows by their numbers."""
        rows = {int(number): fields for number, fields in self.mended.get(sheet, {}).items()}
        return rows, self.accepted.get(sheet, frozenset())

    def with_more(self, sheet: str, mended: Mapping[int, Mapping[str, str]], accepted: str) -> "Settled":
        """Return it with what was settled now."""
        rows = {number: dict(fields) for number, fields in self.mended.get(sheet, {}).items()}
        for number, fields in mended.items():
            rows[str(number)] = rows.get(str(number), {}) | dict(fields)
        known = self.accepted.get(sheet, frozenset()) | ({accepted} if accepted else set())
        return Settled({**self.mended, sheet: rows}, {**self.accepted, sheet: known})


class WaitingBooks:
    """The workbooks that wait, each for its sender only. What a process has read once it keeps, as many as wait."""

    def __init__(self, folder: Path | None = None) -> None:
        """Let them wait in a folder that several processes share, else in one that ends with this object."""
        if folder is None:
            folder = Path(tempfile.mkdtemp(prefix="atalaya-importar-"))
            self._end = weakref.finalize(self, clear, folder)
        self.folder = folder
        self._read: dict[str, tuple[str, Workbook]] = {}

    def put(self, name: str, content: bytes, sender: str) -> str:
        """Keep a workbook and return its token; raise DataError for one that cannot be read.

        The oldest make room.
        """
        book = read_workbook(name, content)
        for old in self._oldest()[: 1 - HELD]:
            self.drop(old.name)
        token = secrets.token_urlsafe(16)
        head = json.dumps({"de": sender, "nombre": name}).encode()
        partial = self.folder / f".{token}"
        partial.touch(mode=0o600)
        partial.write_bytes(head + b"\n" + content)
        partial.rename(self.folder / token)
        self._remember(token, sender, book)
        return token

    def find(self, token: str, asker: str) -> Workbook | None:
        """Return the workbook of that token; None when there is none, or it is of somebody else."""
        if not _TOKEN.fullmatch(token) or not (self.folder / token).exists():
            self._read.pop(token, None)
            return None
        if token not in self._read:
            try:
                head, _, content = (self.folder / token).read_bytes().partition(b"\n")
            except FileNotFoundError:  # saved or pushed out meanwhile
                return None
            told = json.loads(head)
            if told["de"] != asker:
                return None
            self._remember(token, told["de"], read_workbook(told["nombre"], content))
        sender, book = self._read[token]
        return book if sender == asker else None

    def drop(self, token: str) -> None:
        """Forget a workbook and what was settled about it."""
        self._read.pop(token, None)
        (self.folder / token).unlink(missing_ok=True)
        self._beside(token).unlink(missing_ok=True)

    def settled(self, token: str) -> Settled:
        """Return what was settled about a workbook that `find` found."""
        try:
            told = json.loads(self._beside(token).read_bytes())
        except FileNotFoundError:
            return Settled()
        return Settled(told["arreglos"], {name: frozenset(keys) for name, keys in told["aceptadas"].items()})

    def settle(self, token: str, settled: Settled) -> None:
        """Keep what was settled about a workbook that `find` found."""
        accepted = {name: sorted(keys) for name, keys in settled.accepted.items()}
        partial = self.folder / f".{token}.nuevo"
        partial.touch(mode=0o600)
        partial.write_text(json.dumps({"arreglos": settled.mended, "aceptadas": accepted}), encoding="utf-8")
        partial.rename(self._beside(token))

    def _beside(self, token: str) -> Path:
        return self.folder / f".{token}.arreglos"

    def _remember(self, token: str, sender: str, book: Workbook) -> None:
        while len(self._read) >= HELD:
            self._read.pop(next(iter(self._read)), None)
        self._read[token] = sender, book

    def _oldest(self) -> list[Path]:
        found = []
        for path in self.folder.glob("[!.]*"):  # not those that are still being written
            with contextlib.suppress(FileNotFoundError):
                found.append((path.stat().st_mtime_ns, path))
        return [path for _, path in sorted(found)]


def clear(folder: Path) -> None:
    """Delete a folder of workbooks and what waits in it."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            path.unlink(missing_ok=True)
        folder.rmdir()
