"""Take in the body of an answer: bounded while it comes, and proven complete at its end."""

import zlib

from conflict.codebook import FetchOutcome
from feeds.limits import Limits
from feeds.refused import Refused

_GZIP_ONLY = 31
_FREE_PIECES = 20_000
_LEAST_PIECE = 64
"""After so many pieces a body must bring at least this many bytes in each on average: a flood of one-byte chunks costs
processor time that no byte limit sees."""


class Body:
    """A body on its way in. `add` every piece, then `end`; both raise Refused."""

    def __init__(self, gzip: bool, limits: Limits) -> None:
        """Start empty."""
        self._limits = limits
        self._gzip = zlib.decompressobj(_GZIP_ONLY) if gzip else None
        self._decoded = bytearray()
        self._pieces = 0
        self.raw_bytes = 0

    @property
    def decoded_bytes(self) -> int:
        """Return how much there is so far after decoding."""
        return len(self._decoded)

    def add(self, piece: bytes) -> None:
        """Take one piece as it came over the wire."""
        self._pieces += 1
        self.raw_bytes += len(piece)
        if self.raw_bytes > self._limits.raw_bytes:
            raise Refused(FetchOutcome.TOO_LARGE, f"more than {self._limits.raw_bytes} bytes")
        if self._pieces > _FREE_PIECES and self.raw_bytes < self._pieces * _LEAST_PIECE:
            raise Refused(FetchOutcome.TOO_LARGE, "a flood of tiny chunks")
        if self._gzip is None:
            self._decoded += piece
        else:
            self._inflate(piece)

    def _inflate(self, piece: bytes) -> None:
        """Decode one piece of gzip, never more than what still fits."""
        assert self._gzip is not None
        if self._gzip.eof:
            self._check_padding(piece)
            return
        room = self._limits.decoded_bytes - len(self._decoded)
        try:
            self._decoded += self._gzip.decompress(piece, room + 1)
        except zlib.error as error:
            raise Refused(FetchOutcome.INCOMPLETE, "said to be gzip and is not, or is damaged") from error
        if len(self._decoded) > self._limits.decoded_bytes:
            raise Refused(FetchOutcome.DECOMPRESSION, f"unpacks to more than {self._limits.decoded_bytes} bytes")
        self._check_padding(self._gzip.unused_data)

    @staticmethod
    def _check_padding(rest: bytes) -> None:
        """Refuse anything but zeros after the end of the gzip stream."""
        if rest.strip(b"\0"):
            raise Refused(FetchOutcome.DECOMPRESSION, "something follows the end of the gzip stream")

    def end(self) -> bytes:
        """Return the decoded body once the transport says that it is over."""
        if self._gzip is not None and not self._gzip.eof and self.raw_bytes:
            raise Refused(FetchOutcome.INCOMPLETE, "the gzip stream stops before its end")
        return bytes(self._decoded)
