"""Small builders of values, with sensible defaults."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from conflict.article import Article, article_key, content_digest
from conflict.attempt import Attempt
from conflict.codebook import FetchOutcome, Measure, Scope, SourceReach, SourceType, Stage, TimeQuality
from conflict.place import Location
from conflict.polling import SourceUpdate
from conflict.queue import Enqueue, Ignore, decide
from conflict.signal import Reading
from conflict.source import Source
from register.commands.assessed import Assessed
from register.rows import PendingArticle
from tests.conftest import NOW

ABROAD = Location((), Scope.ABROAD, (), (), (), "el texto habla de otro país")
LLALLAGUA = Location((), Scope.LOCATED, ("05",), ("Llallagua",), ("050203",), "nombrado en el titular")


def a_source(ident: str = "radio-cerro", **changes: Any) -> Source:
    source = Source(
        ident,
        "Radio Cerro",
        f"https://{ident}.example/rss",
        SourceType.RSS,
        "05",
        "",
        SourceReach.LOCAL,
        180,
        True,
        "inventada",
    )
    return replace(source, **changes)


def an_article(number: int = 1, source: str = "radio-cerro", **changes: Any) -> Article:
    title = changes.pop("title", f"Transportistas anuncian bloqueo número {number}")
    summary = changes.pop("summary", "El ampliado dio 48 horas al Gobierno.")
    link = f"https://{source}.example/nota/{number}"
    article = Article(
        source_id=source,
        key=article_key(source, f"guid-{number}"),
        guid=f"guid-{number}",
        link=link,
        canonical_link=link.removeprefix("https:"),
        title=title,
        summary=summary,
        body="",
        author="",
        categories=(),
        published_at=NOW - timedelta(hours=1),
        published_text="",
        time_quality=TimeQuality.EXACT,
        content_hash=content_digest(title, summary, ""),
    )
    return replace(article, **changes)


def an_attempt(source: str = "radio-cerro", *, articles: int = 0, at: datetime = NOW, **changes: Any) -> Attempt:
    attempt = Attempt(
        source_id=source,
        outcome=FetchOutcome.OK,
        started_at=at,
        took_ms=12,
        url=f"https://{source}.example/rss",
        final_url=f"https://{source}.example/rss",
        http_status=200,
        raw_bytes=900,
        decoded_bytes=2_000,
        conditional=False,
        etag='"v1"',
        last_modified=None,
        body_digest="0" * 64,
        retry_after=None,
        detail="",
        counts={"leidas": articles},
    )
    return replace(attempt, **changes)


def an_update(at: datetime = NOW, **changes: Any) -> SourceUpdate:
    update = SourceUpdate(0.0, at + timedelta(hours=3), 1.0, None, "", None, None, None, 0, True, ())
    return replace(update, **changes)


def a_reading(**changes: Any) -> Reading:
    reading = Reading(
        0.93, True, False, Stage.ANNOUNCEMENT, (Measure.ROAD_BLOCKADE,), None, (), "", "", "modelo-prueba"
    )
    return replace(reading, **changes)


def no_conflict(**changes: Any) -> Reading:
    return a_reading(probability=0.02, signal=False, stage=Stage.NONE, measures=(), **changes)


def an_assessed(
    pending: PendingArticle, group: int | str = "new:1", *, reading: Reading | None = None, at: datetime = NOW
) -> Assessed:
    reading = reading or a_reading()
    decision: Enqueue | Ignore = decide(reading, LLALLAGUA, pending.published_at, at)
    return Assessed(pending, reading, LLALLAGUA, decision, group if isinstance(decision, Enqueue) else "")
