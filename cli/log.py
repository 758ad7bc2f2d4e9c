"""Where the log goes: one line per event on stderr, named fields, no text of an article, no name of a person."""

import logging
import sys


class Stderr:
    """What the log is printed on: stderr as it is at each line; a reader that is gone stops no page and no cycle.

    Lines that could not be written are counted in `lost`, and told as soon as one can be.
    """

    def __init__(self) -> None:
        """Begin with nothing lost."""
        self.lost = 0
        self.verbose = False

    def write(self, words: str) -> int:
        """Write a piece of a line, and before it how many were lost."""
        line = bool(words.strip())
        told = (
            f'{{"count": {self.lost}, "event": "log_lines_lost", "level": "warning"}}\n' if self.lost and line else ""
        )
        try:
            sys.stderr.write(told + words)
            sys.stderr.flush()
        except (OSError, ValueError):  # a broken pipe, a full disk, a closed file
            self.lost += line
        else:
            self.lost = 0 if line else self.lost
        return len(words)

    def flush(self) -> None:
        """Do nothing: each line is flushed."""


_STDERR = Stderr()


def start_log(verbose: bool = False) -> None:
    """Set the log up: warnings and worse, or everything from info on."""
    import structlog

    _STDERR.verbose = verbose
    level = logging.INFO if verbose else logging.WARNING
    terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=terminal) if terminal else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(_STDERR),  # type: ignore[arg-type]
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)


def verbose_log() -> bool:
    """Say whether the log of this process tells every step, for the processes that it starts."""
    return _STDERR.verbose
