"""Processes that a verb starts beside itself, and that end with it."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.logfiles import turn_over
from conflict.errors import StorageError

PAUSE = 15.0
"""Seconds until what ended by itself is started again: less would write a log of nothing else."""
WATCHED_EVERY = 0.5
LOG_LOOKED_AT_EVERY = 60.0


@contextlib.contextmanager
def child(arguments: list[str], environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python -m …` beside this process, its output in a log file; end it, and all it started, on leaving."""
    process = _start(arguments, environment, log)
    try:
        with _unwinding():
            yield process
    finally:
        _end(process)


@contextlib.contextmanager
def kept(
    arguments: list[str], environment: Mapping[str, str], log: Path, pause: float = PAUSE
) -> Iterator[subprocess.Popen[bytes]]:
    """Do as `child` does, and start it again, so many seconds later, whenever it ends by itself; give the first one.

    Else the pages would go on, and nobody would run the schedule any more.
    """
    process = first = _start(arguments, environment, log)
    leaving = threading.Event()

    def keep() -> None:
        nonlocal process
        looked = time.monotonic()
        while not leaving.wait(WATCHED_EVERY):
            if time.monotonic() - looked >= LOG_LOOKED_AT_EVERY:
                looked = time.monotonic()
                _turn_over(log)
            if process.poll() is not None:
                _log().error("child_ended", module=arguments[0], code=process.returncode)
                _end(process)  # what it started may live on
                if leaving.wait(pause):
                    return
                try:
                    process = _start(arguments, environment, log)
                except OSError as error:  # no space for its log, no room for a process: in a while there may be
                    _log().error("child_not_started", module=arguments[0], error=type(error).__name__)

    keeper = threading.Thread(target=keep, name=f"keeps {arguments[0]}")
    keeper.start()
    try:
        with _unwinding():
            yield first
    finally:
        with _deaf():
            leaving.set()
            keeper.join()
        _end(process)


def _turn_over(log: Path) -> None:
    try:
        turn_over(log, datetime.now(UTC))
    except OSError as error:  # a full disk ends no process; doctor tells of the space
        _log().warning("log_not_set_aside", log=log.name, error=type(error).__name__)


def _start(arguments: list[str], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    log.parent.mkdir(parents=True, exist_ok=True)
    _turn_over(log)
    with log.open("ab") as out:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and our own modules
            [sys.executable, "-m", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=inherited_environment() | dict(environment),
            start_new_session=True,
        )


def _log() -> Any:
    import structlog  # here, since it takes longer to import than a help takes to show

    return structlog.get_logger()


def inherited_environment() -> dict[str, str]:
    """Return the environment that a child of ours starts from."""
    return dict(os.environ)  # noqa: TID251 - handed on whole, nothing is read from it


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Ignore Ctrl-C meanwhile: an impatient second one must not leave a child behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _unwinding() -> Iterator[None]:
    """Let SIGTERM leave as Ctrl-C does meanwhile: else this process would be gone, and its children stay."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def _end(process: subprocess.Popen[bytes]) -> None:
    with _deaf():
        _end_for_good(process)


def _end_for_good(process: subprocess.Popen[bytes]) -> None:
    for sign, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            return


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 180) -> None:
    """Wait for a server to answer; raise StorageError with the place of its log when it does not."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        if _answers(url):
            return
        time.sleep(0.2)
    raise StorageError(
        f"{url} did not answer within {seconds:.0f} s; log in {log}",
        f"El servidor que Atalaya inició no respondió. Lo que dijo está en {log}.",
    )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - loopback
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
