"""Store the articles of one document: new ones, changed ones as a new version, known ones not at all.

Identity is the key (source and stable id). Behind it stands a second net: within a source the same canonical link is
the same article under another name, and so is the same content within 14 days where there is no link at all. A link
that several articles share (a home page, a live page) identifies none of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, literal, select, union_all, update
from sqlalchemy.orm import Session

from conflict.article import Article
from conflict.codebook import ReadingState
from register.inserting import insert_on
from register.manyrows import among, store_new
from register.searchindex import SearchKind, touch
from register.tables import ArticleRow, ArticleVersion, OutboxRow

SAME_CONTENT_WITHIN = timedelta(days=14)
BATCH = 2_000
"""Articles looked for in one statement, as many as a document may have; far below SQLite's limit of variables."""

READ = "leer"


@dataclass(slots=True)
class Stored:
    """What became of the articles."""

    new: int = 0
    updated: int = 0
    duplicate: int = 0


@dataclass(slots=True)
class _Known:
    id: int
    content_hash: str


def store(session: Session, *, source_id: str, articles: Sequence[Article], now: datetime) -> Stored:
    """Store what is new or changed, with the work that follows from it; return the sums."""
    stored = Stored()
    known = _known(session, source_id, articles, now)
    fresh: list[Article] = []
    changed: dict[int, Article] = {}
    touched: list[int] = []
    for article in articles:
        same = known.same(article)
        if same is None:
            fresh.append(article)
            known.expect(article)
        elif same.id == 0 or same.content_hash == article.content_hash:
            stored.duplicate += 1
        else:
            if same.id in changed:  # one document tells it twice, and differently
                _replace(session, changed, now)
                changed = {}
            changed[same.id] = article
            touched.append(same.id)
            known.remember(article, _Known(same.id, article.content_hash))
            stored.updated += 1
    _replace(session, changed, now)
    new = store_new(session, ArticleRow, [_values(article, now) for article in fresh])
    stored.new = len(new)
    stored.duplicate += len(fresh) - len(new)
    _to_read(session, [*touched, *new], now)
    touch(session, SearchKind.ARTICLE, [*touched, *new])
    return stored


class _Memory:
    """The articles of a source that a document may speak of, by each name they can be known under."""

    def __init__(self) -> None:
        self.by_key: dict[str, _Known] = {}
        self.by_link: dict[str, _Known] = {}
        self.by_content: dict[str, _Known] = {}
        self.shared_links: set[str] = set()

    def same(self, article: Article) -> _Known | None:
        """Return the stored article that this one is, if any."""
        if known := self.by_key.get(article.key):
            return known
        if article.canonical_link is None:
            return self.by_content.get(article.content_hash)
        return None if article.canonical_link in self.shared_links else self.by_link.get(article.canonical_link)

    def remember(self, article: Article, known: _Known) -> None:
        """Keep an article under its names."""
        self.by_key[article.key] = known

    def expect(self, article: Article) -> None:
        """Remember one that this document brings, so that its twin in the same document is not stored twice."""
        self.by_key[article.key] = _Known(0, article.content_hash)


def _known(session: Session, source_id: str, articles: Sequence[Article], now: datetime) -> _Memory:
    memory = _Memory()
    links_here = Counter(article.canonical_link for article in articles if article.canonical_link)
    memory.shared_links = {link for link, times in links_here.items() if times > 1}
    columns = (ArticleRow.id, ArticleRow.content_hash, ArticleRow.key, ArticleRow.canonical_link, ArticleRow.changed_at)
    asked = select(*columns).where(ArticleRow.source_id == source_id)
    for batch in _batches(articles):
        links = [article.canonical_link for article in batch if article.canonical_link]
        linkless = [article.content_hash for article in batch if article.canonical_link is None]
        names: tuple[tuple[Any, list[str]], ...] = (
            (ArticleRow.key, [article.key for article in batch]),
            (ArticleRow.canonical_link, links),
            (ArticleRow.content_hash, linkless),
        )
        # Each name has its index; with OR between them SQLite reads every article of the source instead.
        rows = session.execute(
            union_all(*(asked.where(among(session, column, values)) for column, values in names if values))
        )
        for row in rows:
            known = _Known(row.id, row.content_hash)
            memory.by_key[row.key] = known
            if memory.by_link.get(row.canonical_link, known).id != row.id:
                memory.shared_links.add(row.canonical_link)
            if row.canonical_link:
                memory.by_link[row.canonical_link] = known
            if row.changed_at >= now - SAME_CONTENT_WITHIN:
                memory.by_content[row.content_hash] = known
    return memory


def _replace(session: Session, changed: Mapping[int, Article], now: datetime) -> None:
    """Keep what the articles said before, and store what they say now."""
    if not changed:
        return
    before = (ArticleRow.id, ArticleRow.version, ArticleRow.title, ArticleRow.summary, ArticleRow.body)
    names = ["article_id", "version", "title", "summary", "body", "content_hash", "replaced_at"]
    said = select(*before, ArticleRow.content_hash, literal(now, ArticleVersion.replaced_at.type))
    session.execute(
        insert(ArticleVersion).from_select(names, said.where(ArticleRow.id.in_(changed)).order_by(ArticleRow.id))
    )
    table: Any = ArticleRow.__table__
    session.connection().execute(
        update(table).where(table.c.id == bindparam("row")).values(version=table.c.version + 1),
        [{"row": ident, **_values_now(article, now)} for ident, article in sorted(changed.items())],
    )


def _values_now(article: Article, now: datetime) -> dict[str, Any]:
    values = _values(article, now)
    for fixed in ("source_id", "key", "version", "first_seen_at"):
        del values[fixed]
    return values


def _values(article: Article, now: datetime) -> dict[str, Any]:
    return {
        "source_id": article.source_id,
        "key": article.key,
        "version": 1,
        "guid": article.guid,
        "link": article.link,
        "canonical_link": article.canonical_link,
        "title": article.title,
        "summary": article.summary,
        "body": article.body,
        "author": article.author,
        "categories": list(article.categories),
        "published_at": article.published_at,
        "published_text": article.published_text,
        "time_quality": article.time_quality.value,
        "content_hash": article.content_hash,
        "truncated": list(article.truncated),
        "flags": list(article.flags),
        "reading_state": ReadingState.PENDING.value,
        "first_seen_at": now,
        "changed_at": now,
    }


def _to_read(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Leave the work of reading; an article that already waits is read once, and its new text has all its tries."""
    unclaimed = {"attempts": 0, "last_error": "", "claimed_by": None, "claimed_until": None}
    names = ["kind", "article_id", "created_at", "attempts", "last_error"]
    told = select(literal(READ), ArticleRow.id, literal(now, OutboxRow.created_at.type), literal(0), literal(""))
    for some in _batches(ids):
        session.execute(
            insert_on(session, OutboxRow)
            .from_select(names, told.where(among(session, ArticleRow.id, some)).order_by(ArticleRow.id))
            .on_conflict_do_update(index_elements=["kind", "article_id"], set_=unclaimed)
        )


def _batches(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
