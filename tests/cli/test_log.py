"""Where the log goes when nobody takes it: no work stops, and what was lost is told once somebody takes it again."""

import io
import json
import os

import pytest
import structlog

from cli.log import start_log, verbose_log


def test_lines_that_nobody_took_are_counted_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with monkeypatch.context() as patched:
        patched.setattr("sys.stderr", broken := os.fdopen(writer, "w"))
        start_log()
        log = structlog.get_logger()
        for number in range(3):
            log.warning("nobody_reads", number=number)
        patched.setattr("sys.stderr", heard := io.StringIO())
        log.warning("somebody_reads")
        log.warning("as_before")
        with pytest.raises(OSError, match="Broken pipe"):
            broken.close()
    told = [json.loads(line) for line in heard.getvalue().splitlines() if line]
    assert [one["event"] for one in told] == ["log_lines_lost", "somebody_reads", "as_before"]
    assert told[0]["count"] == 3
    structlog.reset_defaults()


@pytest.mark.parametrize("verbose", [True, False])
def test_processes_that_are_started_are_told_how_much_to_log(verbose: bool) -> None:
    start_log(verbose)
    assert verbose_log() is verbose
    start_log()
    structlog.reset_defaults()
