"""Assess: unread articles -> classify -> locate -> group -> queue, in batches of one transaction each.

Plain functions, no Prefect. With a dead model the keyword floor still queues, and everything stays pending: the model
reads it all, what the floor heard included, as soon as there is one.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from classifiers.model import Model
from classifiers.stories import Stories
from conflict.killpoint import KillPoint, reached
from conflict.lapaz import local_day
from conflict.office import Route
from conflict.place import Location
from conflict.queue import Enqueue, decide
from conflict.story import StoryItem
from flows.desk import Desk
from flows.lore import Lore
from flows.reading import Item, Read, read_items
from flows.shadow import read_in_shadow
from register.commands import announcements, control, drafts, once, queue, readings, routing
from register.commands.assessed import Assessed
from register.queries import counts
from register.queries import stories as story_queries
from register.rows import PendingArticle
from territory.offices import Offices
from territory.routing import route

BATCH = 400
"""Articles claimed, read and stored at a time: a tenth of a second of reading, one transaction."""

LEASE_SECONDS = 300
WINDOW = timedelta(days=14)
"""How far back two articles may still tell the same story."""

Routed = Callable[[Location, datetime], Route]
"""What says which office a location is for at a moment."""

log = structlog.get_logger()


@dataclass(slots=True)
class Labels:
    """Names for groups that this run opened, until the register has given each its number."""

    opened: int = 0
    numbers: dict[str, int] = field(default_factory=dict)

    def fresh(self) -> str:
        """Return a label for a group that no one has seen before."""
        self.opened += 1
        return f"new:{self.opened}"

    def learn(self, numbers: dict[str, int]) -> None:
        """Remember what the register called the groups of a stored batch."""
        self.numbers.update(numbers)

    def stored(self, label: int | str) -> int | str:
        """Return the number of a group where the register has given one, else its label."""
        return self.numbers.get(label, label) if isinstance(label, str) else label


@dataclass(slots=True)
class Assessment:
    """The sums of one run of assessing. `assessed` are those the model read; `pending` what waits when the run ends;
    `drawn` what entered the control sample."""

    assessed: int = 0
    pending: int = 0
    errors: int = 0
    signals: int = 0
    queued: int = 0
    extended: int = 0
    expired: int = 0
    drawn: int = 0
    ignored: Counter[str] = field(default_factory=Counter)


def assess(
    desk: Desk, model: Model | None, lore: Lore, offices: Offices, challenger: Model | None = None
) -> Assessment:
    """Read everything that waits and put what deserves it in the queue of its office; return the sums.

    A challenger reads the same in the shadow of the model in use.
    """
    sums = Assessment()

    def routed(location: Location, at: datetime) -> Route:
        return route(offices, location, local_day(at))

    stories = _open_stories(desk)
    labels = Labels()
    heard: list[tuple[PendingArticle, Read]] = []
    unread: list[PendingArticle] = []
    with desk.writing, desk.register.writing() as session:
        sums.errors = readings.set_aside(session, now=desk.now())
        routing.settle(session, route=routed, now=desk.now())
    while not desk.stop.is_set() and (claimed := _claim(desk)):
        reached(KillPoint.AFTER_CLAIM)
        pairs = _read_batch(desk, model, lore, claimed, sums)
        if model is None:
            heard += [pair for pair in pairs if pair[1].reading.signal]
            unread += [pending for pending, read in pairs if not read.reading.signal]
        else:
            sums.assessed += len(pairs)
            _record(desk, _grouped_all(stories, labels, pairs, desk, routed), sums, labels)
            if challenger is not None and pairs:
                read_in_shadow(desk, challenger, model, pairs)
    for start in range(0, len(heard), BATCH):  # last, since what goes on waiting would be claimed again
        assessed = _grouped_all(stories, labels, heard[start : start + BATCH], desk, routed)
        _record(desk, assessed, sums, labels, keep_waiting=True)
    with desk.writing, desk.register.writing() as session:
        readings.release(session, pending=unread, now=desk.now())
        sums.expired = queue.expire(session, now=desk.now())
        announcements.lapse(session, now=desk.now())
        once.forget(session, now=desk.now())
        drafts.forget(session, now=desk.now())
        if model is not None:
            sums.drawn = sum(day.size for day in control.draw_due(session, now=desk.now()))
    with desk.register.reading() as session:
        sums.pending = counts.waiting(session)
    return sums


def _open_stories(desk: Desk) -> Stories:
    stories = Stories(window_days=WINDOW.days)
    with desk.register.reading() as session:
        for group, item in story_queries.open_items(session, desk.now() - WINDOW):
            stories.add(group, item)
    return stories


def _claim(desk: Desk) -> tuple[PendingArticle, ...]:
    with desk.writing, desk.register.writing() as session:
        return readings.claim(session, holder=desk.holder, now=desk.now(), lease_seconds=LEASE_SECONDS, limit=BATCH)


def _read_batch(
    desk: Desk, model: Model | None, lore: Lore, claimed: tuple[PendingArticle, ...], sums: Assessment
) -> list[tuple[PendingArticle, Read]]:
    """Read a batch; when one text brings the reader down, read one by one and set that one aside as an error."""

    def read(some: Sequence[PendingArticle]) -> list[Read]:
        return read_items(model, lore.gazetteer, [_item(one) for one in some], lore.vocabulary)

    try:
        pairs = list(zip(claimed, read(claimed), strict=True))
    except Exception as whole:  # noqa: BLE001 - whatever one text does to the reader, the others are read
        log.warning("batch_failed", error=type(whole).__name__, articles=len(claimed))
        pairs = []
        for pending in claimed:
            try:
                pairs.append((pending, read([pending])[0]))
            except Exception as one:  # noqa: BLE001
                log.warning("article_failed", article_id=pending.id, error=type(one).__name__)
                sums.errors += 1
                with desk.writing, desk.register.writing() as session:
                    readings.fail(session, pending=pending, cause=type(one).__name__, now=desk.now())
    return pairs


def _item(pending: PendingArticle) -> Item:
    return Item(
        pending.title,
        pending.summary,
        pending.body,
        pending.published_at,
        pending.source_department,
        pending.source_municipality,
        " · ".join(pending.categories),
    )


def _grouped_all(
    stories: Stories, labels: Labels, pairs: Sequence[tuple[PendingArticle, Read]], desk: Desk, routed: Routed
) -> list[Assessed]:
    return [
        replace(_grouped(stories, labels, pending, read, desk), route=routed(read.location, desk.now()))
        for pending, read in pairs
    ]


def _grouped(stories: Stories, labels: Labels, pending: PendingArticle, read: Read, desk: Desk) -> Assessed:
    """Decide whether the article is queued and, if so, with which story."""
    decision = decide(read.reading, read.location, pending.published_at, desk.now())
    group: int | str = ""
    if isinstance(decision, Enqueue):
        item = StoryItem(
            id=str(pending.id),
            title=pending.title,
            summary=pending.summary,
            at=pending.published_at or pending.first_seen_at,
            departments=read.location.departments,
            municipality_codes=read.location.municipality_codes,
            measures=read.reading.measures,
        )
        known = stories.find(item)
        label = known if known is not None else labels.fresh()
        stories.add(label, item)
        group = labels.stored(label)
    return Assessed(pending, read.reading, read.location, decision, group)


def _record(
    desk: Desk, assessed: list[Assessed], sums: Assessment, labels: Labels, *, keep_waiting: bool = False
) -> None:
    if not assessed:
        return
    with desk.writing, desk.register.writing() as session:
        done = readings.record(session, assessed=assessed, now=desk.now(), keep_waiting=keep_waiting)
    labels.learn(done.groups)
    sums.signals += done.signals
    sums.queued += done.queued
    sums.extended += done.extended
    sums.ignored.update(done.ignored)
