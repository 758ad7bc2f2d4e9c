"""Every limit that the outside world meets, in one place. The figures are the reliability bar's own (§2.4)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one fetch and of one parse.

    Times are seconds, sizes bytes or characters. `total` covers everything of one attempt: names, connections,
    redirects, drips of headers and body. Whatever is cut is marked on the article; whatever is refused has an outcome.
    """

    # one fetch
    connect: float = 10.0
    silence: float = 10.0
    total: float = 30.0
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})
    raw_bytes: int = 5 * 1024 * 1024
    decoded_bytes: int = 15 * 1024 * 1024
    header_bytes: int = 64 * 1024
    header_count: int = 200
    validator_chars: int = 1024
    retry_after: int = 24 * 3600

    # one parse
    depth: int = 200
    attributes: int = 256
    items: int = 2_000
    title_chars: int = 1_000
    body_chars: int = 200_000
    url_chars: int = 2_048
    author_chars: int = 300
    category_chars: int = 300
    categories: int = 50
    parse_cpu: int = 5
    parse_wall: float = 10.0
    parse_memory: int = 512 * 1024 * 1024
