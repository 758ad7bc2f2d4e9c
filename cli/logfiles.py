"""The log files of the processes that `operar` keeps: set aside when full, dropped when old."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

MOST_BYTES = 10_000_000
"""A file of this size is set aside: some weeks of Prefect and cycles."""
SET_ASIDE = 5
"""Files kept beside the one that is written, `prefect.log.1` the newest."""
KEPT_FOR = timedelta(days=90)
"""What was set aside longer ago is dropped (docs/seguridad.md)."""


def turn_over(log: Path, now: datetime) -> bool:
    """Set a full log aside and drop what is too old; return whether the log was emptied.

    The file is copied and emptied where it is, for the process that writes it has it open to append; a line written
    between the two is lost. Without space for the copy the log is left as it is. Raise OSError for what cannot be read
    or written.
    """
    for old in aside(log):
        if now.timestamp() - old.stat().st_mtime > KEPT_FOR.total_seconds():
            old.unlink(missing_ok=True)
    if not log.exists() or log.stat().st_size < MOST_BYTES:
        return False
    copy = log.with_name(f"{log.name}.copia")
    try:
        shutil.copyfile(log, copy)
    except OSError:
        copy.unlink(missing_ok=True)
        raise
    for number in range(SET_ASIDE, 1, -1):
        before = log.with_name(f"{log.name}.{number - 1}")
        if before.exists():
            before.replace(log.with_name(f"{log.name}.{number}"))
    copy.replace(log.with_name(f"{log.name}.1"))
    with log.open("r+b") as emptied:
        emptied.truncate()
    return True


def aside(log: Path) -> list[Path]:
    """Return the files of a log that were set aside, newest first."""
    numbered = (log.with_name(f"{log.name}.{number}") for number in range(1, SET_ASIDE + 1))
    return [one for one in numbered if one.exists()]
