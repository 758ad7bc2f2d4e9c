"""From a failure to a sentence and an exit code.

0 well · 1 a fault of ours · 2 wrong command line · 3 data or storage · 4 no network · 5 another cycle is at work ·
130 interrupted.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from conflict.errors import AtalayaError, BusyError, StorageError, reason_in_spanish

BUSY = 5


@contextmanager
def told_in_spanish() -> Iterator[None]:
    """Turn a failure inside the block into one Spanish sentence on stderr and its exit code."""
    try:
        yield
        _flush()
    except AtalayaError as error:
        _log().info("command_failed", cause=str(error), kind=type(error).__name__)
        say(error.spanish)
        raise SystemExit(BUSY if isinstance(error, BusyError) else error.exit_code) from None
    except BrokenPipeError:
        _hang_up()
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        say("Interrumpido. Lo ya guardado queda guardado.")
        raise SystemExit(130) from None
    except Exception as error:
        log = _log()
        log.exception("command_crashed", kind=type(error).__name__)
        say(
            f"Algo falló de nuestro lado ({type(error).__name__}). Lo ya guardado queda guardado. "
            "La causa está en las líneas de arriba; envíelas a quien mantiene Atalaya."
        )
        raise SystemExit(1) from None


def _flush() -> None:
    """Write out what still waits for stdout, while somebody can be told that it does not arrive."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise not_written(error) from error


def not_written(error: OSError) -> StorageError:
    """Return what is said when stdout takes no more."""
    _hang_up()
    return StorageError(
        f"stdout: {error.strerror}",
        f"No se puede escribir en la salida: {reason_in_spanish(error)}. Lo escrito está incompleto; libere espacio o "
        "elija otro lugar, y repita.",
    )


def _hang_up() -> None:
    """Let what is left for stdout go nowhere: Python would try again on leaving, and complain in English."""
    with suppress(OSError, ValueError):  # a stdout without a number is a test's
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _log() -> Any:
    import structlog  # here, since it takes longer to import than a help takes to show

    return structlog.get_logger()


def say(sentence: str) -> None:
    """Write one sentence for the user on stderr."""
    print(sentence, file=sys.stderr)  # noqa: T201
