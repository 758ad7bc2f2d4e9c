"""The box: a pool of children that parse, each with limits on processor, memory and time, replaced when it dies.

A thread cannot be stopped and a stuck regular expression never returns, so parsing lives in processes that can be
killed. Children are reused: starting one costs as much as parsing a dozen feeds.
"""

import json
import os
import queue
import selectors
import signal
import struct
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Self

import structlog

from conflict.codebook import FetchOutcome
from conflict.source import Source
from feeds.limits import Limits
from feeds.page import Page
from feeds.parse import Parsed
from feeds.wire import limits_to_json, page_from_json, parsed_from_json

__all__ = ["ParseBox", "Parsed"]

log = structlog.get_logger()

START_SECONDS = 60.0
MOST_ANSWER = 256 * 1024 * 1024
"""Bytes of one answer; more than all limits together allow, so more is a child gone mad."""

ROOT = Path(__file__).resolve().parent.parent


class _ChildLost(Exception):
    """The child died or did not answer in time."""

    def __init__(self, outcome: FetchOutcome, detail: str) -> None:
        super().__init__(detail)
        self.outcome, self.detail = outcome, detail


@dataclass(slots=True)
class _Child:
    process: subprocess.Popen[bytes]

    @property
    def input(self) -> IO[bytes]:
        assert self.process.stdin is not None
        return self.process.stdin

    @property
    def output(self) -> IO[bytes]:
        assert self.process.stdout is not None
        return self.process.stdout


class ParseBox:
    """Up to `workers` children. Safe to use from several threads; each document waits for a free child."""

    def __init__(self, workers: int = 2, limits: Limits | None = None) -> None:
        """Start nothing yet: a child is started when the first document needs it."""
        self._limits = limits or Limits()
        self._seats: queue.SimpleQueue[_Child | None] = queue.SimpleQueue()
        self._workers = workers
        for _ in range(workers):
            self._seats.put(None)

    def __enter__(self) -> Self:
        """Open the box."""
        return self

    def __exit__(self, *failure: object) -> None:
        """End every child."""
        for _ in range(self._workers):
            child = self._seats.get()
            if child is not None:
                _end(child)
            self._seats.put(None)

    def parse(
        self,
        source: Source,
        body: bytes,
        content_type: str,
        charset: str | None,
        base_url: str,
        fetched_at: datetime,
    ) -> Parsed:
        """Return what the document brought; a document that breaks its child brings an outcome and nothing else."""
        asked = {
            "id": source.id,
            "url": source.url,
            "type": source.type.value,
            "charset": charset,
            "base": base_url or source.url,
            "fetched_at": fetched_at.isoformat(),
            "bytes": len(body),
        }
        try:
            return parsed_from_json(self._told(asked, body))
        except _ChildLost as lost:
            log.warning("parse_child_lost", source_id=source.id, outcome=lost.outcome.value, detail=lost.detail)
            return Parsed(lost.outcome, detail=lost.detail)

    def page(self, body: bytes, charset: str | None, base_url: str) -> Page:
        """Return what a web page offers for reading; one that breaks its child offers nothing."""
        asked = {"what": "page", "charset": charset, "base": base_url, "bytes": len(body)}
        try:
            return page_from_json(self._told(asked, body))
        except _ChildLost as lost:
            log.warning("parse_child_lost", source_id="", outcome=lost.outcome.value, detail=lost.detail)
            return Page()

    def _told(self, asked: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Return what a free child says of a document; a child that is lost is replaced by the next document's."""
        child = self._seats.get()
        try:
            if child is not None and child.process.poll() is not None:
                _end(child)  # it died at rest: no document's fault, and no document's loss
                child = None
            child = child or self._start()
            return self._ask(child, asked, body)
        except BaseException:
            if child is not None:
                _end(child)  # it may be in the middle of an answer, which is not the next document's
            child = None
            raise
        finally:
            self._seats.put(child)

    def _start(self) -> _Child:
        process = subprocess.Popen(
            [sys.executable, "-m", "feeds.boxed"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
            close_fds=True,
            bufsize=0,
        )
        child = _Child(process)
        try:
            _send(child, limits_to_json(self._limits), b"", time.monotonic() + START_SECONDS)
            _receive(child, time.monotonic() + START_SECONDS)
        except BaseException:
            _end(child)
            raise
        return child

    def _ask(self, child: _Child, asked: dict[str, Any], body: bytes) -> dict[str, Any]:
        until = time.monotonic() + self._limits.parse_wall
        _send(child, asked, body, until)
        return _receive(child, until)


def _send(child: _Child, asked: dict[str, Any], body: bytes, until: float) -> None:
    """Write a message without ever waiting longer than `until` for a child that does not read."""
    head = json.dumps(asked).encode("ascii")
    data = memoryview(struct.pack(">I", len(head)) + head + body)
    handle = child.input.fileno()
    os.set_blocking(handle, False)
    with selectors.DefaultSelector() as ready:
        ready.register(handle, selectors.EVENT_WRITE)
        while data:
            if not ready.select(max(until - time.monotonic(), 0)):
                raise _ChildLost(FetchOutcome.PARSE_TIME, "the child did not read in time")
            try:
                data = data[os.write(handle, data[: 1 << 20]) :]
            except BrokenPipeError:
                raise _ChildLost(*_why(child)) from None


def _receive(child: _Child, until: float) -> dict[str, Any]:
    (size,) = struct.unpack(">I", _read(child, 4, until))
    if size > MOST_ANSWER:
        raise _ChildLost(FetchOutcome.PARSE_FAILED, "answer too large")
    told: dict[str, Any] = json.loads(_read(child, size, until))
    return told


def _read(child: _Child, size: int, until: float) -> bytes:
    handle = child.output.fileno()
    pieces = bytearray()
    with selectors.DefaultSelector() as ready:
        ready.register(handle, selectors.EVENT_READ)
        while len(pieces) < size:
            if not ready.select(max(until - time.monotonic(), 0)):
                raise _ChildLost(FetchOutcome.PARSE_TIME, "wall time limit")
            piece = os.read(handle, min(size - len(pieces), 1 << 20))
            if not piece:
                raise _ChildLost(*_why(child))
            pieces += piece
    return bytes(pieces)


def _why(child: _Child) -> tuple[FetchOutcome, str]:
    """Say why a child is gone, by the signal that ended it."""
    try:
        code = child.process.wait(2)
    except subprocess.TimeoutExpired:
        return FetchOutcome.PARSE_FAILED, "the child closed its output"
    if code == -signal.SIGXCPU:
        return FetchOutcome.PARSE_TIME, "processor time limit"
    if code in (-signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT):
        return FetchOutcome.PARSE_MEMORY, f"the child ended by signal {-code}"
    return FetchOutcome.PARSE_FAILED, f"the child ended with {code}"


def _end(child: _Child) -> None:
    child.process.kill()
    child.process.wait()
    for stream in (child.process.stdin, child.process.stdout):
        if stream is not None:
            stream.close()
