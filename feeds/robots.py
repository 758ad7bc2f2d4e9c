"""What a site asks of programs in its robots.txt (RFC 9309): may we read an address, and which maps does it name; pure.

Read before a source is added, not at every visit: whoever puts a card into sources.yaml has decided already.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.robotparser import RobotFileParser

from feeds.plaintext import seen

PROGRAM = "Atalaya"
"""How a robots.txt calls us: the first word of our User-Agent."""
MOST_CHARS = 500 * 1024
"""What is read of a robots.txt (RFC 9309, section 2.5)."""
MOST_LINES = 5_000


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site; None where it has none, and then everything may be read."""

    rules: RobotFileParser | None = None

    def allow(self, url: str) -> bool:
        """Say whether an address may be read by us."""
        return self.rules is None or self.rules.can_fetch(PROGRAM, url)

    @property
    def maps(self) -> Sequence[str]:
        """Return the site maps that it names."""
        return () if self.rules is None else tuple(self.rules.site_maps() or ())


def read_robots(body: bytes) -> Robots:
    """Return the rules that a robots.txt holds; a page that stands in its place holds none."""
    text = seen(body.decode("utf-8", "replace")[:MOST_CHARS])
    if text.lstrip().startswith("<"):
        return Robots()
    rules = RobotFileParser()
    rules.parse(text.splitlines()[:MOST_LINES])
    return Robots(rules)
