"""Find records, rows of the queue and articles by words: accents never count, the beginning of a word is enough.

Where what was typed finds little, words of the vocabulary that differ by a slip of the keys are asked for too, and the
answer says so. Newest first within a kind. Both engines are asked for the same words and find the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from conflict.permissions import EVERYTHING, Sight
from conflict.searchwords import LEAST_LIKE, likeable, nearest, search_words, squeezed, trigrams
from conflict.vocabulary import OutsideSystem
from register.columns import LARGEST_ID
from register.note_numbers import numbers_of
from register.record_tables import RecordRow
from register.search_tables import SearchDocument, SearchTrigram, SearchWord
from register.searchindex import SearchKind, department_mark
from register.sight import SIGHT, in_places
from register.tables import ArticleRow, GroupMember, QueueEntry, SignalRow, SourceRow

MOST_WORDS = 8
MOST_FORMS = 12
"""Longer words that the beginning of one stands for, the shortest first."""
ROUND, MOST_ROUNDS = 500, 40
"""Documents that are looked at together for what a person may see, and how often."""
MOST_CANDIDATES = 200
NEWEST = 2_000
"""Articles, the newest, among which PostgreSQL looks for common words before it asks its index."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `code` is of the record or queue row, "" for an article in none; `outlet` and `link` are an
    article's; `state` is the value of its vocabulary; `numbers` are those of a record's notes and of other systems."""

    id: int
    kind: SearchKind
    code: str
    title: str
    excerpt: str
    at: datetime
    municipalities: tuple[str, ...]
    departments: tuple[str, ...]
    state: str
    outlet: str
    link: str | None
    numbers: tuple[tuple[OutsideSystem, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one kind. `words` are all that were looked for, for the highlights; `like` the similar words
    that were added, by the typed one; `older` is the cursor of the next page, None when there is none."""

    hits: tuple[Hit, ...]
    words: frozenset[str]
    like: dict[str, tuple[str, ...]]
    older: int | None


def find(
    session: Session, *, typed: str, kind: SearchKind, department: str = "", limit: int = 20, before: int | None = None
) -> Found:
    """Return what has all the words typed, or similar ones; nothing for a text without words.

    `before` is the cursor of an earlier answer. `department` (a code) narrows records and queue rows. A record is found
    by the number of a note also where its separators are typed otherwise, or not at all.
    """
    words = search_words(typed)[:MOST_WORDS]
    if not words:
        return Found((), frozenset(), {}, None)
    marks = [department_mark(department)] if department else []
    groups = [_forms(session, word) for word in words]
    number = squeezed(typed) if kind is SearchKind.RECORD and any(one.isdecimal() for one in typed) else ""

    def seek() -> list[int]:
        seen = _seen(session, kind, marks, groups, limit + 1, before)
        if number and words != [number]:
            seen = sorted({*seen, *_seen(session, kind, marks, [(number,)], limit + 1, before)}, reverse=True)
        return seen[: limit + 1]

    found = seek()
    like: dict[str, tuple[str, ...]] = {}
    if len(found) <= limit:
        like = {word: near for word in words if (near := _similar(session, word))}
        if like:
            groups = [(*group, *like.get(word, ())) for word, group in zip(words, groups, strict=True)]
            wider = seek()
            like = _told(session, wider, like) if len(wider) > len(found) else {}
            found = wider
    older = found[limit - 1] if len(found) > limit else None
    idents = [document // 4 for document in found[:limit]]
    hits = _FACTS[kind](session, idents)
    by_ident = {hit.id: hit for hit in hits}
    words_used = frozenset((*(word for group in groups for word in group), *([number] if number else [])))
    return Found(tuple(by_ident[one] for one in idents if one in by_ident), words_used, like, older)


def _forms(session: Session, word: str) -> tuple[str, ...]:
    """Return the word and the longer ones that begin with it."""
    if len(word) < LEAST_LIKE or not word.isalpha():
        return (word,)
    longer = session.scalars(
        select(SearchWord.word)
        .where(SearchWord.word > word, SearchWord.word < f"{word}{{")  # the character after z
        .order_by(func.length(SearchWord.word), SearchWord.word)
        .limit(MOST_FORMS)
    )
    return (word, *longer)


def _similar(session: Session, word: str) -> tuple[str, ...]:
    if not likeable(word):
        return ()
    allowed = 1 if len(word) < 6 else 2
    shared = func.count()
    candidates = session.scalars(
        select(SearchTrigram.word)
        .where(
            SearchTrigram.trigram.in_(sorted(trigrams(word))),
            SearchTrigram.size.between(len(word) - allowed, len(word) + allowed),
        )
        .group_by(SearchTrigram.word)
        .order_by(shared.desc(), SearchTrigram.word)
        .limit(MOST_CANDIDATES)
    )
    return tuple(one for one in nearest(word, candidates) if one != word)


def _seen(
    session: Session,
    kind: SearchKind,
    marks: Sequence[str],
    groups: Sequence[Sequence[str]],
    limit: int,
    before: int | None,
) -> list[int]:
    """Return the first documents that the session may see: whatever it may not see takes no place among them."""
    sight: Sight | None = session.info.get(SIGHT)
    if sight is None or (sight.queue if kind is not SearchKind.RECORD else sight.records) == EVERYTHING:
        return _documents(session, kind, marks, groups, limit, before)
    found: list[int] = []
    for _ in range(MOST_ROUNDS):
        batch = _documents(session, kind, marks, groups, ROUND, before)
        seen = _visible(session, kind, sight, [document // 4 for document in batch])
        found += [document for document in batch if document // 4 in seen]
        if len(found) >= limit or len(batch) < ROUND:
            break
        before = batch[-1]
    return found[:limit]


def _visible(session: Session, kind: SearchKind, sight: Sight, idents: Sequence[int]) -> set[int]:
    """Return which of these a session may see; of news those that were read as of its territory."""
    if kind is SearchKind.ARTICLE:
        placed = select(SignalRow.article_id).where(in_places(sight.queue, SignalRow))
        return set(session.scalars(placed.where(SignalRow.article_id.in_(idents))))
    table: Any = RecordRow if kind is SearchKind.RECORD else QueueEntry
    return set(session.scalars(select(table.id).where(table.id.in_(idents))))


def _told(session: Session, found: Sequence[int], like: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the similar words that stand in what was found; the others helped nobody, and may be of others' rows."""
    documents = session.scalars(select(SearchDocument.words).where(SearchDocument.id.in_(found)))
    standing = {word for words in documents for word in words.split(" ")}
    known = {word: tuple(one for one in near if one in standing) for word, near in like.items()}
    return {word: near for word, near in known.items() if near}


def _documents(
    session: Session, kind: SearchKind, marks: Sequence[str], groups: Sequence[Sequence[str]], limit: int,
    before: int | None,
) -> list[int]:  # fmt: skip
    """Return the numbers of the documents of a kind that have all marks and a word of every group, newest first."""
    asked: dict[str, Any] = {"limit": limit, "before": before if before is not None else LARGEST_ID}
    if session.get_bind().dialect.name == "postgresql":
        asked["asked"] = " & ".join([*(f"'{mark}'" for mark in marks), *(_any(group, " | ", "'") for group in groups)])
        return _of_postgresql(session, kind, asked)
    words = [f'"{mark}"' for mark in (kind.mark, *marks)]
    asked["asked"] = " AND ".join([*words, *(_any(group, " OR ", '"') for group in groups)])
    query = (
        "SELECT rowid FROM search_index WHERE search_index MATCH :asked AND rowid < :before "
        "ORDER BY rowid DESC LIMIT :limit"
    )
    return list(session.scalars(text(query), asked))


def _of_postgresql(session: Session, kind: SearchKind, asked: dict[str, Any]) -> list[int]:
    """Return the numbers of documents as PostgreSQL is best asked for them.

    Its planner guesses how many documents have a word that its statistics do not name, and where it guesses too many it
    walks through all of them, newest first, for words that stand in none. So the newest articles are looked at first,
    where common words are found at once; only what they do not fill is asked of the index, all of it. Records and rows
    of the queue have indexes of their own.
    """
    if kind is SearchKind.ARTICLE:
        found = list(session.scalars(text(_NEWEST), asked | {"window": NEWEST + 4 * asked["limit"]}))
        if len(found) >= asked["limit"]:
            return found
    return list(session.scalars(text(_MATCHING[kind]), asked))


_NEWEST = (
    "SELECT id FROM (SELECT id, vector FROM search_doc WHERE id < :before ORDER BY id DESC LIMIT :window) newest "
    "WHERE vector @@ CAST(:asked AS tsquery) AND id % 4 = 2 ORDER BY id DESC LIMIT :limit"
)
_MATCHING = {
    SearchKind.RECORD: "WITH matching AS MATERIALIZED (SELECT id FROM search_doc "
    "WHERE vector @@ CAST(:asked AS tsquery) AND id % 4 = 0) "
    "SELECT id FROM matching WHERE id < :before ORDER BY id DESC LIMIT :limit",
    SearchKind.ENTRY: "WITH matching AS MATERIALIZED (SELECT id FROM search_doc "
    "WHERE vector @@ CAST(:asked AS tsquery) AND id % 4 = 1) "
    "SELECT id FROM matching WHERE id < :before ORDER BY id DESC LIMIT :limit",
    SearchKind.ARTICLE: "WITH matching AS MATERIALIZED (SELECT id FROM search_doc "
    "WHERE vector @@ CAST(:asked AS tsquery)) "
    "SELECT id FROM matching WHERE id < :before AND id % 4 = 2 ORDER BY id DESC LIMIT :limit",
}
"""The remainder is the kind's number, see `register.searchindex`; the first two are of the partial indexes."""


def _any(group: Sequence[str], either: str, quote: str) -> str:
    """Return a group as the engines read it; a word has letters and digits only, so nothing in it is read as more."""
    return f"({either.join(f'{quote}{word}{quote}' for word in group)})"


def _records(session: Session, idents: Sequence[int]) -> list[Hit]:
    rows, numbers = session.scalars(select(RecordRow).where(RecordRow.id.in_(idents))), numbers_of(session, idents)
    return [
        Hit(one.id, SearchKind.RECORD, one.code, one.title, one.closing_words, one.updated_at,
            tuple(one.municipalities), tuple(one.departments), one.state, "", None, tuple(numbers.get(one.id, ())))
        for one in rows
    ]  # fmt: skip


def _entries(session: Session, idents: Sequence[int]) -> list[Hit]:
    rows = session.scalars(select(QueueEntry).where(QueueEntry.id.in_(idents)))
    return [
        Hit(one.id, SearchKind.ENTRY, one.code, one.title, "", one.newest_at,
            tuple(one.municipalities), tuple(one.departments), one.state, "", None)
        for one in rows
    ]  # fmt: skip


def _articles(session: Session, idents: Sequence[int]) -> list[Hit]:
    rows: Any = session.execute(
        select(ArticleRow, SourceRow.name, QueueEntry.code)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .outerjoin(GroupMember, GroupMember.article_id == ArticleRow.id)
        .outerjoin(QueueEntry, QueueEntry.group_id == GroupMember.group_id)
        .where(ArticleRow.id.in_(idents))
    )
    return [
        Hit(one.id, SearchKind.ARTICLE, code or "", one.title, one.summary or one.body[:600],
            one.published_at or one.first_seen_at, (), (), "", outlet, one.link)
        for one, outlet, code in rows
    ]  # fmt: skip


_FACTS = {SearchKind.RECORD: _records, SearchKind.ENTRY: _entries, SearchKind.ARTICLE: _articles}
