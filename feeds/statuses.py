"""What a status other than success means: a step to another address, or one outcome of the closed list."""

from urllib.parse import urlsplit

import httpx

from conflict.codebook import FetchOutcome
from feeds.limits import Limits
from feeds.refused import Refused

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
READABLE = frozenset({200, 203})
WITHOUT_BODY = frozenset({204, 205})

_OUTCOMES = {410: FetchOutcome.GONE_410, 429: FetchOutcome.LIMITED_429, 206: FetchOutcome.INCOMPLETE}


def refusal(status: int) -> FetchOutcome:
    """Return the outcome of a status that brings no body for us.

    What is neither success nor a known failure (300, 305, 202, 999) counts as a wrong answer of the 4xx kind; 206 is a
    part of a body that nobody asked for.
    """
    return _OUTCOMES.get(status) or (FetchOutcome.HTTP_5XX if 500 <= status < 600 else FetchOutcome.HTTP_4XX)


def redirect_target(url: httpx.URL, response: httpx.Response, limits: Limits) -> str:
    """Return the address that a redirect points to, not yet checked; raise Refused when it points nowhere."""
    location = next(iter(response.headers.get_list("location")), "").strip()
    if not location or len(location) > limits.url_chars or not _has_shape(location):
        raise Refused(FetchOutcome.HTTP_4XX, "a redirect to nowhere: no Location, or a malformed one")
    try:
        return str(url.join(location))
    except (httpx.InvalidURL, ValueError):
        return location  # the guard will say what is wrong with it


def _has_shape(location: str) -> bool:
    """Say whether a Location can be read as an address at all."""
    try:
        urlsplit(location)
    except ValueError:
        return False
    return location.isprintable()
