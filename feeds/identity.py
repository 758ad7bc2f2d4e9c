"""What makes an entry the same one next time: its GUID, else its link, else its words; and the one form of a link."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from feeds.plaintext import seen

_TRACKING = re.compile(r"^(utm_.*|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref|ref_src|amp|outputtype|_ga)$", re.I)
_AMP_PATH = re.compile(r"/(amp|amphtml)/?$|\.amp(?=\.html?$|$)", re.I)
_DEFAULT_PORTS = {"http": 80, "https": 443}
WORDS_OF_IDENTITY = 500


def absolute(link: str, base: str, limit: int) -> str | None:
    """Return a link as absolute http or https, None when it is no such thing or longer than the limit.

    Breaks of a line inside it are the document's and go; spaces are the address's and are escaped, as browsers do.
    """
    whole_line = "".join(line.strip() for line in link.replace("\t", "").splitlines())
    link = "%20".join(seen(whole_line).split())
    if not link:
        return None
    try:
        whole = urljoin(base, link)
        parts = urlsplit(whole)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _DEFAULT_PORTS or not host or len(whole) > limit:
        return None
    return parts.scheme + whole[len(parts.scheme) :]


def canonical(link: str) -> str:
    """Return the form under which two links to one article are equal.

    Scheme, `www.`, default port, fragment, tracking parameters, AMP forms and a trailing slash do not matter; the order
    of the other parameters does not either. Starts with `//`.
    """
    parts = urlsplit(link)
    host = (parts.hostname or "").lower()
    if host.startswith(("www.", "amp.")):
        host = host.partition(".")[2]
    port = parts.port
    if port and port not in _DEFAULT_PORTS.values():
        host = f"{host}:{port}"
    query = [(n, v) for n, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(n)]
    path = _AMP_PATH.sub("", parts.path).rstrip("/")
    return urlunsplit(("", host, path, urlencode(sorted(query)), ""))


def repeated(guids: Iterable[str]) -> frozenset[str]:
    """Return the GUIDs that a document uses more than once: they identify nothing."""
    return frozenset(guid for guid, times in Counter(guids).items() if times > 1)


def stable_id(guid: str, unique: bool, canonical_link: str | None, title: str, published: str, words: str) -> str:
    """Return what identifies an entry within its source, "" when nothing does (rules after Miniflux)."""
    if guid and unique:
        return f"guid:{guid}"
    if guid and canonical_link:
        return f"guid:{guid}\x1f{canonical_link}"
    if canonical_link:
        return f"link:{canonical_link}"
    if not (title or words):
        return ""
    content = "\x1f".join((title, published, words[:WORDS_OF_IDENTITY]))
    return f"texto:{hashlib.sha256(content.encode('utf-8', 'replace')).hexdigest()}"
