"""Archives on disk: one file of JSON lines (`.jsonl`, `.jsonl.gz`), or a folder with a file per table and a manifest.

Both hold the same rows under the same digests. What is being written has another name until it is whole.
"""

import contextlib
import gzip
import io
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO, cast

from conflict.errors import DataError, StorageError, reason_in_spanish
from register.archive import no_archive

MANIFEST = "manifiesto.json"


def write_archive(target: Path, lines: Iterable[str]) -> int:
    """Write an archive and return how many rows it has; raise StorageError when that is not possible.

    A file is replaced when it is whole; a folder must not exist, or be empty.
    """
    partial = target.with_name(f".{target.name}.parcial")
    try:
        if is_file(target):
            with _opened(partial, "wt") as out:
                count = sum(1 for line in lines if out.write(f"{line}\n")) - 2
            sync(partial)
        else:
            if target.exists() and any(target.iterdir()):
                raise StorageError(
                    f"archive to {target}: not empty", f"La carpeta {target} ya tiene algo. Elija otra con --salida."
                )
            count = _write_folder(partial, lines)
            if target.exists():
                target.rmdir()
        partial.replace(target)
    except OSError as error:
        raise StorageError(
            f"archive to {target}: {error.strerror}",
            f"No se puede escribir en {target}: {reason_in_spanish(error)}. Elija otro lugar con --salida.",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(partial) if partial.is_dir() else partial.unlink(missing_ok=True)
    return count


def is_file(target: Path) -> bool:
    """Say whether an archive at that place is one file."""
    return target.name.endswith((".jsonl", ".jsonl.gz"))


@contextlib.contextmanager
def _opened(path: Path, mode: str) -> Iterator[TextIO]:
    """Open a file of lines, compressed by the end of its name; the same rows give the same bytes."""
    if not path.name.removesuffix(".parcial").endswith(".gz"):
        with path.open(mode, encoding="utf-8", newline="\n") as plain:
            yield cast(TextIO, plain)
    elif mode == "rt":
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as packed:
            yield cast(TextIO, packed)
    else:
        with (
            path.open("wb") as raw,
            gzip.GzipFile("", "wb", 6, raw, mtime=0) as squeezed,
            io.TextIOWrapper(squeezed, encoding="utf-8", newline="\n") as out,
        ):
            yield out


def _write_folder(folder: Path, lines: Iterable[str]) -> int:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    source = iter(lines)
    head = json.loads(next(source))
    count, seal = 0, {}
    with contextlib.ExitStack() as files:
        outs = {
            one["tabla"]: files.enter_context(_opened(folder / f"{one['tabla']}.jsonl", "wt")) for one in head["tablas"]
        }
        for line in source:
            if line.startswith('{"tabla":"'):
                name, _, rest = line.removeprefix('{"tabla":"').partition('","fila":')
                outs[name].write(f"{rest[:-1]}\n")
                count += 1
            else:
                seal = json.loads(line)
    (folder / MANIFEST).write_text(json.dumps(head | seal, indent=1), encoding="utf-8")
    for path in folder.iterdir():
        sync(path)
    return count


def read_archive(source: Path) -> Iterator[str]:
    """Yield the lines of an archive on disk; raise DataError when there is none or it cannot be read."""
    try:
        if source.is_dir():
            told = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
            seal = {"cierre": told.pop("cierre")}
            yield json.dumps(told)
            for one in told["tablas"]:
                with _opened(source / f"{one['tabla']}.jsonl", "rt") as rows:
                    for row in rows:
                        yield f'{{"tabla":"{one["tabla"]}","fila":{row.rstrip(chr(10))}}}'
            yield json.dumps(seal)
        else:
            with _opened(source, "rt") as lines:
                for line in lines:
                    yield line.rstrip("\n")
    except (EOFError, gzip.BadGzipFile, UnicodeError, ValueError, KeyError, TypeError) as error:
        raise no_archive(f"{type(error).__name__}") from error
    except OSError as error:
        raise DataError(
            f"archive {source}: {error.strerror}", f"No se puede leer {source}: {reason_in_spanish(error)}."
        ) from error


def sync(path: Path) -> None:
    """Wait until a file or a folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
