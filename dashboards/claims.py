"""Who asks whom for what as a page says it; pure."""

from conflict.claim import Claim
from dashboards.labels import TYPOLOGIES
from dashboards.pages import ClaimView

LONGEST_WHO = 70
"""Letters of a row of the list for those who ask and are asked."""


def claim_view(claim: Claim) -> ClaimView:
    """Return a claim in words."""
    topic = TYPOLOGIES[claim.typology] if claim.typology else ""
    return ClaimView(capital("; ".join(claim.claimants)), capital("; ".join(claim.addressees)), claim.demand, topic)


def capital(words: str) -> str:
    """Return words that begin a line as a line begins, whether a note wrote «transportistas» or «Transportistas»."""
    return words[:1].upper() + words[1:]


def who_words(claim: Claim) -> str:
    """Return who asks whom in one short line: «COB y 2 más, ante Gobierno nacional»; "" when nobody is told."""
    who, whom = _some(claim.claimants), _some(claim.addressees)
    return f"{capital(who)}, ante {whom}" if who and whom else f"ante {whom}" if whom else capital(who)


def _some(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    first = names[0] if len(names[0]) <= LONGEST_WHO else names[0][: LONGEST_WHO - 1].rstrip() + "…"
    return first if len(names) == 1 else f"{first} y {len(names) - 1} más"
