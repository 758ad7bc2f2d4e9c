"""Names of sites: both spellings of an international one, the domain somebody registered, and look-alikes."""

from collections.abc import Iterable

import idna

from conflict.text import fold

# Registries under a country code that hand out names one level down: com.bo, gob.bo, com.ar … (list of nic.bo).
_SECOND_LEVEL = frozenset({"com", "org", "net", "edu", "gob", "gov", "mil", "int", "tv", "web", "info", "co", "ac"})

# Letters of other alphabets that are drawn like Latin ones (Unicode UTS #39, confusables; those a domain may carry).
_DRAWN_ALIKE = str.maketrans("авсеноркмтухіјѕԁӏԛԝαοιυνκρτ", "abcehopkmtyxijsdlqwaoiuvkpt")


def registrable_domain(host: str) -> str:
    """Return the domain that somebody registered: `www.lostiempos.com.bo` gives `lostiempos.com.bo`."""
    labels = host.removesuffix(".").lower().split(".")
    if labels[-1].isdigit() or ":" in host:
        return host
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if deep else labels[-2:])


def decoded(host: str) -> str:
    """Return the host as people read it: `xn--opinin-fxa.bo` gives `opinión.bo`; unchanged when it is plain."""
    try:
        return idna.decode(host) if "xn--" in host.lower() else host
    except (idna.IDNAError, UnicodeError):
        return host


def both_forms(host: str) -> str:
    """Return the host in its readable and its plain form when they differ: `opinión.bo (xn--opinin-fxa.bo)`."""
    readable = decoded(host)
    if readable.isascii():
        return host
    try:
        plain = idna.encode(readable).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        plain = host
    return f"{readable} ({plain})"


def lookalike(host: str, known: Iterable[str]) -> str | None:
    """Return the known host that this one is drawn like without being it, or None."""
    skeleton = _skeleton(host)
    return next((other for other in known if other != host and _skeleton(other) == skeleton), None)


def _skeleton(host: str) -> str:
    """Return what a hurried eye sees of a host."""
    return fold(decoded(host).lower().translate(_DRAWN_ALIKE)).removeprefix("www.")
