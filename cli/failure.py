"""From a failure to a sentence and an exit code.

0 well · 1 a fault of ours · 2 wrong command line · 3 data or storage · 4 no network · 5 another cycle is at work ·
130 interrupted.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from conflict.errors import AtalayaError, BusyError

BUSY = 5


@contextmanager
def told_in_spanish() -> Iterator[None]:
    """Turn a failure inside the block into one Spanish sentence on stderr and its exit code."""
    try:
        yield
    except AtalayaError as error:
        _log().info("command_failed", cause=str(error), kind=type(error).__name__)
        say(error.spanish)
        raise SystemExit(BUSY if isinstance(error, BusyError) else error.exit_code) from None
    except BrokenPipeError:
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


def _log() -> Any:
    import structlog  # here, since it takes longer to import than a help takes to show

    return structlog.get_logger()


def say(sentence: str) -> None:
    """Write one sentence for the user on stderr."""
    print(sentence, file=sys.stderr)  # noqa: T201
