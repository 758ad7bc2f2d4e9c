"""What the box and its parent say to each other, as JSON; never anything that could run."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from conflict.article import Article
from conflict.codebook import FetchOutcome, SourceType, TimeQuality
from feeds.limits import Limits
from feeds.page import Page
from feeds.parse import Parsed


def limits_to_json(limits: Limits) -> dict[str, Any]:
    """Return the limits that a child needs."""
    told = asdict(limits)
    del told["ports"]
    return told


def parsed_to_json(parsed: Parsed) -> dict[str, Any]:
    """Return what a document brought, as plain values."""
    return {
        "outcome": parsed.outcome.value,
        "articles": [_article_to_json(article) for article in parsed.articles],
        "counts": parsed.counts,
        "flags": list(parsed.flags),
        "detail": parsed.detail,
        "kind": parsed.kind.value if parsed.kind else None,
        "title": parsed.title,
    }


def parsed_from_json(told: dict[str, Any]) -> Parsed:
    """Return what a child said, checked by the shapes it must have."""
    return Parsed(
        outcome=FetchOutcome(told["outcome"]),
        articles=tuple(_article_from_json(article) for article in told["articles"]),
        counts={str(name): int(count) for name, count in told["counts"].items()},
        flags=tuple(told["flags"]),
        detail=str(told["detail"]),
        kind=SourceType(told["kind"]) if told["kind"] else None,
        title=str(told["title"]),
    )


def page_to_json(page: Page) -> dict[str, Any]:
    """Return what a web page offers, as plain values."""
    return {"title": page.title, "channels": list(page.channels), "maps": list(page.maps)}


def page_from_json(told: dict[str, Any]) -> Page:
    """Return what a child said of a web page; of one that broke it nothing is known."""
    if "channels" not in told:
        return Page()
    return Page(str(told["title"]), tuple(map(str, told["channels"])), tuple(map(str, told["maps"])))


def _article_to_json(article: Article) -> dict[str, Any]:
    told = asdict(article)
    told["published_at"] = article.published_at.isoformat() if article.published_at else None
    told["time_quality"] = article.time_quality.value
    return told


def _article_from_json(told: dict[str, Any]) -> Article:
    at = told["published_at"]
    return Article(
        **told
        | {
            "published_at": datetime.fromisoformat(at) if at else None,
            "time_quality": TimeQuality(told["time_quality"]),
            "categories": tuple(told["categories"]),
            "truncated": tuple(told["truncated"]),
            "flags": tuple(told["flags"]),
        }
    )
