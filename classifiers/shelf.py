"""The shelf of models: a folder for each version, and two small files that say which is in use and which proposed.

A pointer is replaced in one step of the file system, so that a reader finds the old version or the new one, whole, and
a process that dies in between changes nothing. Without a pointer the model that came with the program is in use. Models
of the past stay on the shelf: going back is moving the pointer.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifiers.model import CARD
from classifiers.trust import refused
from conflict.errors import DataError, StorageError, reason_in_spanish
from conflict.whole import whole

IN_USE, PROPOSED = "en-uso.json", "propuesto.json"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which version, since when (ISO), put there for what reason, and which one it took the place of."""

    version: str
    since: str
    reason: str
    before: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of models; `shipped` is the one that came with the program."""

    folder: Path
    shipped: Path

    def champion(self) -> Path:
        """Return the folder of the model in use."""
        pointer = self.pointer(IN_USE)
        return self.shipped if pointer is None or not pointer.version else self.folder / pointer.version

    def challenger(self) -> Path | None:
        """Return the folder of the proposed model, None when there is none."""
        pointer = self.pointer(PROPOSED)
        return None if pointer is None or not pointer.version else self.folder / pointer.version

    def pointer(self, name: str) -> Pointer | None:
        """Return what a pointer says, None when there is none; raise ModelError when it cannot be read."""
        try:
            told = json.loads((self.folder / name).read_text(encoding="utf-8"))
            return Pointer(_version(told["version"]), str(told["desde"]), str(told["motivo"]), _version(told["antes"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise refused(f"pointer {name}: {type(error).__name__}") from error

    def point(self, name: str, pointer: Pointer) -> None:
        """Move a pointer in one step; raise StorageError when it cannot be written."""
        told = {"version": pointer.version, "desde": pointer.since, "motivo": pointer.reason, "antes": pointer.before}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with whole(self.folder / name) as partial, partial.open("w", encoding="utf-8") as out:
                out.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise StorageError(
                f"{self.folder / name}: {error.strerror}",
                f"No se puede escribir en {self.folder}: {reason_in_spanish(error)}. El modelo en uso no cambió.",
            ) from error

    def versions(self) -> dict[str, Mapping[str, Any]]:
        """Return the cards of the models on the shelf, oldest first; one that cannot be read is {}."""
        found = {path.parent.name: card_of(path.parent) for path in self.folder.glob(f"*/{CARD}")}
        return dict(sorted(found.items(), key=lambda pair: str(pair[1].get("made_at", ""))))

    def place(self, version: str) -> Path:
        """Return the folder of a version that is on the shelf; raise DataError when it is not."""
        folder = self.folder / version
        if not _is_name(version) or not (folder / CARD).is_file():
            raise DataError(
                f"no model {version[:20]!r} on the shelf",
                f"No hay un modelo «{version[:20]}». Vea los que hay con: atalaya modelo listar",
            )
        return folder


def card_of(folder: Path) -> Mapping[str, Any]:
    """Return the card of a model as it stands there, {} when there is none to be read; it is trusted by nobody."""
    try:
        told = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _version(text: Any) -> str:
    """Return the name of a version, "" for none; raise ValueError for what is no name and could lead elsewhere."""
    if text == "" or _is_name(text):
        return str(text)
    raise ValueError("not a version")


def _is_name(text: Any) -> bool:
    return isinstance(text, str) and text.isalnum() and text.isascii()
