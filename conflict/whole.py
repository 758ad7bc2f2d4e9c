"""Files that stay whole, whatever stops the writer: replaced at once, or added to line by line."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


def unended(path: Path) -> bool:
    """Say whether the last line of a file lacks its end: somebody edited it, or who wrote it was killed.

    A line that is added would else become one with it. A file that is empty or not there lacks nothing.
    """
    try:
        with path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) not in (b"\n", b"\r")
    except OSError:
        return False


@contextlib.contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Yield a path beside `target` to write to: it takes the target's place when the block ends well, else it vanishes.

    What cannot be written raises OSError, which the caller turns into a sentence. A process that is killed leaves the
    hidden partial file, which the next one writes over; the target is never half of anything.
    """
    partial = target.with_name(f".{target.name}.parcial")
    try:
        yield partial
        partial.replace(target)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
