"""Assess: unread articles -> classify -> locate -> group -> queue, in batches.

Plain functions, no Prefect. With a dead model the keyword floor still queues, and everything stays pending: the model
reads it all, what the floor heard included, as soon as there is one.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from classifiers.company import DAYS, MOST_REMEMBERED, Company, Met
from classifiers.model import Model
from classifiers.stories import Stories
from conflict.killpoint import KillPoint, reached
from conflict.lapaz import local_day
from conflict.office import Route
from conflict.place import Location
from conflict.queue import Enqueue, decide
from conflict.story import Claimant, StoryItem
from flows.desk import Desk
from flows.lore import Lore
from flows.reading import Item, Read, read_items
from flows.shadow import read_in_shadow
from register.commands import announcements, control, drafts, once, queue, readings, routing, second_readings
from register.commands.assessed import Assessed
from register.queries import counts
from register.queries import stories as story_queries
from register.rows import PendingArticle
from territory.offices import Offices
from territory.routing import route

BATCH = 200
"""Articles claimed and read at a time: a twentieth of a second of reading."""
STORED = 20
"""Articles stored in one transaction, 40 ms of the processor: a decision of a person waits for one of these at most."""

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
    company: Company | None = None
    beside = None if challenger is None else challenger.company()
    labels = Labels()
    heard: list[tuple[PendingArticle, Read]] = []
    unread: list[PendingArticle] = []
    with desk.writing, desk.register.writing() as session:
        sums.errors = readings.set_aside(session, now=desk.now())
        routing.settle(session, route=routed, now=desk.now())
    while not desk.stop.is_set() and (claimed := _claim(desk)):
        reached(KillPoint.AFTER_CLAIM)
        if company is None and model is not None:
            company = _company(desk, model)
        pairs = _read_batch(desk, model, lore, claimed, sums, company)
        if model is None:
            heard += [pair for pair in pairs if pair[1].reading.signal]
            unread += [pending for pending, read in pairs if not read.reading.signal]
        else:
            sums.assessed += len(pairs)
            _record(desk, _grouped_all(stories, labels, pairs, desk, routed), sums, labels)
            if challenger is not None and pairs:
                read_in_shadow(desk, challenger, model, pairs, beside)
    for start in range(0, len(heard), BATCH):  # last, since what goes on waiting would be claimed again
        assessed = _grouped_all(stories, labels, heard[start : start + BATCH], desk, routed)
        _record(desk, assessed, sums, labels, keep_waiting=True)
    with desk.writing, desk.register.writing() as session:
        readings.release(session, pending=unread, now=desk.now())
        sums.expired = queue.expire(session, now=desk.now())
        announcements.lapse(session, now=desk.now())
        once.forget(session, now=desk.now())
        drafts.forget(session, now=desk.now())
        second_readings.draw_due(session, now=desk.now())
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


def _company(desk: Desk, model: Model) -> Company:
    """Return the company of the articles that this model read in the last days."""
    company, since = model.company(), desk.now() - 2 * DAYS
    with desk.register.reading() as session:
        told = story_queries.latest_read(session, model.version, since, MOST_REMEMBERED)
    company.remember([Met.of(one.title, one.summary, one.at, one.probability, str(one.article_id)) for one in told])
    return company


def _claim(desk: Desk) -> tuple[PendingArticle, ...]:
    with desk.writing, desk.register.writing() as session:
        return readings.claim(session, holder=desk.holder, now=desk.now(), lease_seconds=LEASE_SECONDS, limit=BATCH)


def _read_batch(
    desk: Desk,
    model: Model | None,
    lore: Lore,
    claimed: tuple[PendingArticle, ...],
    sums: Assessment,
    company: Company | None,
) -> list[tuple[PendingArticle, Read]]:
    """Read a batch; when one text brings the reader down, read one by one, each by itself, and set that one aside."""

    def read(some: Sequence[PendingArticle], among: Company | None = None) -> list[Read]:
        return read_items(model, lore.gazetteer, [_item(one) for one in some], lore.vocabulary, among)

    try:
        pairs = list(zip(claimed, read(claimed, company), strict=True))
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
        str(pending.id),
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
            claimants=Claimant.among(read.reading.actors),
        )
        known = stories.find(item)
        label = known if known is not None else labels.fresh()
        stories.add(label, item)
        group = labels.stored(label)
    return Assessed(pending, read.reading, read.location, decision, group)


def _record(
    desk: Desk, assessed: list[Assessed], sums: Assessment, labels: Labels, *, keep_waiting: bool = False
) -> None:
    for start in range(0, len(assessed), STORED):
        some = [replace(one, group=labels.stored(one.group)) for one in assessed[start : start + STORED]]
        with desk.writing, desk.register.writing() as session:
            done = readings.record(session, assessed=some, now=desk.now(), keep_waiting=keep_waiting)
        labels.learn(done.groups)
        sums.signals += done.signals
        sums.queued += done.queued
        sums.extended += done.extended
        sums.ignored.update(done.ignored)
