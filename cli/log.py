"""Where the log goes: one line per event on stderr, named fields, no text of an article, no name of a person."""

import logging
import sys


def start_log(verbose: bool = False) -> None:
    """Set the log up: warnings and worse, or everything from info on."""
    import structlog

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
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # looked up at each line: stderr may be replaced
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)
