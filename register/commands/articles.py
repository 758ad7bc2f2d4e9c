"""Store the articles of one document: new ones, changed ones as a new version, known ones not at all.

Identity is the key (source and stable id). Behind it stands a second net: within a source the same canonical link is
the same article under another name, and so is the same content within 14 days where there is no link at all. A link
that several articles share (a home page, a live page) identifies none of them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from conflict.article import Article
from conflict.codebook import ReadingState
from register.searchindex import SearchKind, touch
from register.tables import ArticleRow, ArticleVersion, OutboxRow

SAME_CONTENT_WITHIN = timedelta(days=14)
BATCH = 200
"""Keys asked for in one statement: far below SQLite's limit of variables."""

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
    version: int
    content_hash: str


def store(session: Session, *, source_id: str, articles: Sequence[Article], now: datetime) -> Stored:
    """Store what is new or changed, with the work that follows from it; return the sums."""
    stored = Stored()
    known = _known(session, source_id, articles, now)
    fresh: list[Article] = []
    touched: list[int] = []
    for article in articles:
        same = known.same(article)
        if same is None:
            fresh.append(article)
            known.expect(article)
        elif same.id == 0 or same.content_hash == article.content_hash:
            stored.duplicate += 1
        else:
            _replace(session, same, article, now)
            touched.append(same.id)
            known.remember(article, _Known(same.id, same.version + 1, article.content_hash))
            stored.updated += 1
    for batch in _batches(fresh):
        ids = session.execute(
            _or_ignore(session, ArticleRow, ["source_id", "key"]).returning(ArticleRow.id),
            [_values(article, now) for article in batch],
        ).scalars()
        new = list(ids)
        touched += new
        stored.new += len(new)
        stored.duplicate += len(batch) - len(new)
        _to_read(session, new, now)
    touch(session, SearchKind.ARTICLE, touched)
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
        self.by_key[article.key] = _Known(0, 0, article.content_hash)


def _known(session: Session, source_id: str, articles: Sequence[Article], now: datetime) -> _Memory:
    memory = _Memory()
    links_here = Counter(article.canonical_link for article in articles if article.canonical_link)
    memory.shared_links = {link for link, times in links_here.items() if times > 1}
    for batch in _batches(articles):
        links = [article.canonical_link for article in batch if article.canonical_link]
        rows = session.execute(
            select(
                ArticleRow.id,
                ArticleRow.version,
                ArticleRow.content_hash,
                ArticleRow.key,
                ArticleRow.canonical_link,
                ArticleRow.changed_at,
            ).where(
                ArticleRow.source_id == source_id,
                or_(
                    ArticleRow.key.in_([article.key for article in batch]),
                    ArticleRow.canonical_link.in_(links),
                    ArticleRow.content_hash.in_([article.content_hash for article in batch]),
                ),
            )
        )
        for row in rows:
            known = _Known(row.id, row.version, row.content_hash)
            memory.by_key[row.key] = known
            if row.canonical_link in memory.by_link:
                memory.shared_links.add(row.canonical_link)
            if row.canonical_link:
                memory.by_link[row.canonical_link] = known
            if row.changed_at >= now - SAME_CONTENT_WITHIN:
                memory.by_content[row.content_hash] = known
    return memory


def _replace(session: Session, known: _Known, article: Article, now: datetime) -> None:
    """Keep what the article said before, and let the machine read it again."""
    old = session.execute(
        select(ArticleRow.title, ArticleRow.summary, ArticleRow.body, ArticleRow.content_hash).where(
            ArticleRow.id == known.id
        )
    ).one()
    session.execute(
        insert(ArticleVersion).values(
            article_id=known.id,
            version=known.version,
            title=old.title,
            summary=old.summary,
            body=old.body,
            content_hash=old.content_hash,
            replaced_at=now,
        )
    )
    values = _values(article, now)
    for fixed in ("source_id", "key", "first_seen_at"):
        del values[fixed]
    session.execute(
        update(ArticleRow).where(ArticleRow.id == known.id).values(**values | {"version": known.version + 1})
    )
    _to_read(session, [known.id], now)


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
    if ids:
        unclaimed = {"attempts": 0, "last_error": "", "claimed_by": None, "claimed_until": None}
        names = ["kind", "article_id", "created_at", "attempts", "last_error"]
        told = (
            select(literal(READ), ArticleRow.id, literal(now, OutboxRow.created_at.type), literal(0), literal(""))
            .where(ArticleRow.id.in_(ids))
            .order_by(ArticleRow.id)
        )
        session.execute(
            _engine(session)
            .insert(OutboxRow)
            .from_select(names, told)
            .on_conflict_do_update(index_elements=["kind", "article_id"], set_=unclaimed)
        )


def _or_ignore(session: Session, table: Any, unique: list[str]) -> Any:
    """Return an insert that leaves rows alone which are already there."""
    return _engine(session).insert(table).on_conflict_do_nothing(index_elements=unique)


def _engine(session: Session) -> Any:
    """Return the dialect's module, whose `insert` knows what to do on a conflict."""
    return postgresql if session.get_bind().dialect.name == "postgresql" else sqlite


def _batches(articles: Sequence[Article]) -> Iterable[Sequence[Article]]:
    return (articles[start : start + BATCH] for start in range(0, len(articles), BATCH))
