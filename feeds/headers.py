"""What the headers of an answer say, read with suspicion: validators, Retry-After, type, coding."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

import httpx

from conflict.codebook import FetchOutcome
from feeds.limits import Limits
from feeds.refused import Refused

_PRINTABLE = re.compile(r"[\x20-\x7e]+")


def usable_etag(value: str | None, limits: Limits) -> str | None:
    """Return the ETag to be sent back word for word, or None when it is too long or would spoil a request."""
    if value is None or len(value) > limits.validator_chars or not _PRINTABLE.fullmatch(value):
        return None
    return value.strip() or None


def usable_date(value: str | None, limits: Limits) -> str | None:
    """Return the Last-Modified to be sent back word for word, or None when it is no date."""
    text = usable_etag(value, limits)
    return text if text is not None and _http_date(text) is not None else None


def retry_after(value: str | None, now: datetime, limits: Limits) -> int | None:
    """Return the seconds that a server asks for, at most a day; None for nothing, garbage, or a time gone by.

    Both forms of RFC 9110 §10.2.3 are read: whole seconds and a date.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit() and len(text) <= 20:
        seconds = int(text)
    else:
        date = _http_date(text)
        seconds = round((date - now).total_seconds()) if date else 0
    return min(seconds, limits.retry_after) if seconds > 0 else None


def _http_date(text: str) -> datetime | None:
    """Return the moment that an HTTP date names, or None."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date


def media_type(headers: httpx.Headers) -> tuple[str, str | None]:
    """Return the media type in lower case ("" without one) and the declared charset or None."""
    value = headers.get("content-type", "")[:300]
    message = Message()
    message["content-type"] = value.replace("\r", " ").replace("\n", " ")
    charset = message.get_param("charset")
    name = charset.strip().strip("'\"").lower() if isinstance(charset, str) else ""
    return value.partition(";")[0].strip().lower(), name if re.fullmatch(r"[\w.:-]{1,40}", name) else None


def is_gzip(headers: httpx.Headers) -> bool:
    """Say whether the body is gzip; raise Refused for two codings, or one that was not asked for."""
    listed = ",".join(headers.get_list("content-encoding")).lower().split(",")
    codings = [name for name in (item.strip() for item in listed) if name not in ("", "identity")]
    if not codings:
        return False
    if len(codings) > 1 or codings[0] not in ("gzip", "x-gzip"):
        raise Refused(FetchOutcome.DECOMPRESSION, "a content coding that was not asked for, or several")
    return True


def has_length(headers: httpx.Headers) -> bool:
    """Say whether the end of the body is announced, so that a cut can be told from an end."""
    return "content-length" in headers or "chunked" in headers.get("transfer-encoding", "").lower()


def check_size(headers: Sequence[tuple[bytes, bytes]], limits: Limits) -> None:
    """Refuse an answer with too many or too long headers."""
    if len(headers) > limits.header_count or sum(len(k) + len(v) for k, v in headers) > limits.header_bytes:
        raise Refused(FetchOutcome.CONNECTION, "too many headers, or too long ones")
