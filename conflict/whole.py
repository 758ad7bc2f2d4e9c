"""A file that is there whole or not at all, whatever stops the writer."""

import contextlib
from collections.abc import Iterator
from pathlib import Path


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
