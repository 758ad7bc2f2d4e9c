"""The few failures that a caller may want to catch by name.

Each carries two faces: `str(error)` is the English cause for the log, `spanish` the sentence for the user, which says
what was wrong, where, what was expected and what to do.
"""

import errno

_REASONS = {
    errno.ENOENT: "no existe",
    errno.EACCES: "falta permiso",
    errno.EPERM: "falta permiso",
    errno.EROFS: "es de solo lectura",
    errno.EISDIR: "es una carpeta",
    errno.ENOTDIR: "no es una carpeta",
    errno.ENOSPC: "no queda espacio",
    errno.EDQUOT: "no queda espacio",
    errno.EFBIG: "el archivo es demasiado grande",
    errno.EIO: "el disco falla",
    errno.EMFILE: "hay demasiados archivos abiertos",
}


def reason_in_spanish(error: OSError) -> str:
    """Return why the operating system refused, in the words of a Spanish sentence; with its number when unknown."""
    return _REASONS.get(error.errno or 0, f"el sistema dice {error.errno}")


class AtalayaError(Exception):
    """A failure that somebody can act on."""

    exit_code = 3

    def __init__(self, cause: str, spanish: str) -> None:
        """Keep both faces of the failure."""
        super().__init__(cause)
        self.spanish = spanish


class DataError(AtalayaError):
    """Input that breaks its contract: a card of sources.yaml, a row of a CSV, a damaged file."""


class StorageError(AtalayaError):
    """The database or the data folder cannot be used: full, read-only, locked, damaged, of another version.

    `full` says that it is space that lacks: then everything resumes by itself once there is some.
    """

    def __init__(self, cause: str, spanish: str, *, full: bool = False) -> None:
        """Keep both faces of the failure, and whether the disk is full."""
        super().__init__(cause, spanish)
        self.full = full


class NetworkError(AtalayaError):
    """No source at all could be reached."""

    exit_code = 4


class BusyError(AtalayaError):
    """Another cycle holds the lease."""


class ModelError(AtalayaError):
    """The model cannot be trusted: missing, damaged, of other versions, or its canaries do not sing."""


class StaleError(AtalayaError):
    """Somebody else changed the row in between."""
