"""Whatever alters the summary of a week alters its stamp, on both engines; what it does not tell leaves it alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.codebook import AnnouncedState, CycleKind, FetchOutcome, Level, Measure, Stage
from conflict.control import ControlVerdict
from conflict.handling import RequestState
from conflict.lifecycle import ActionKind, DiscardReason, RecordKind, RecordStep
from conflict.record import Person
from conflict.vocabulary import ActorRole, FactKind, Sector, Side, Trend
from conflict.week import week_at
from conflict.weekfacts import WeekFacts
from register.announcement_tables import AnnouncementRow
from register.case_tables import FactRow, RecordActor
from register.commands import (
    announcement_answers,
    casefile,
    charge,
    control,
    cycles,
    facts,
    fetches,
    involved,
    journal,
    merging,
    readings,
    records,
    requests,
    reviews,
    transfers,
)
from register.commands import sources as source_commands
from register.duty_tables import RequestRow
from register.engine import Register
from register.loop_tables import ControlItem
from register.queries import week as week_queries
from register.record_tables import DeadlineRow, RecordRow, TransferRow
from register.tables import QueueEntry
from tests.conftest import NOW
from tests.make import a_reading, a_source, an_article, an_assessed, an_attempt, an_update, no_conflict
from tests.register.test_announcements import THURSDAY, a_date

WEEK = week_at(NOW)
ANA = Person("Ana Q.", "Regional Llallagua")
ROSA = Person("Rosa C.", "Delegación Potosí")
WORDS = "Se anota lo que ocurrió hoy."
STORIES = 5


@dataclass(slots=True)
class Story:
    """A register whose week is looked at before and after each thing that is done to it."""

    register: Register
    now: Any = NOW
    cycle: int = 0
    told: set[str] = field(default_factory=set)

    def look(self) -> tuple[WeekFacts, tuple[object, ...]]:
        with self.register.reading() as session:
            return week_queries.facts(session, WEEK), week_queries.stamp(session, WEEK)

    def alters(self, what: str, work: Callable[[Session], object]) -> None:
        """Do what must show in the week's facts, and therefore in its stamp."""
        before, was = self.look()
        self.do(work)
        after, now = self.look()
        assert after != before, f"{what}: the facts are the same"
        assert now != was, f"{what}: the stamp is the same"
        if week_queries.same_records(was, now):
            with self.register.reading() as session:
                assert week_queries.facts(session, WEEK, before) == after, f"{what}: told of records"
        self.told.add(what)

    def leaves(self, what: str, work: Callable[[Session], object]) -> None:
        """Do what the summary does not tell: neither facts nor stamp change."""
        before = self.look()
        self.do(work)
        assert self.look() == before, what

    def do(self, work: Callable[[Session], object]) -> None:
        self.now += timedelta(minutes=5)
        with self.register.writing() as session:
            work(session)

    def by(self, person: Person = ANA) -> dict[str, Any]:
        return {"by": person, "now": self.now}

    def code(self, number: int) -> str:
        with self.register.reading() as session:
            return session.scalars(select(RecordRow.code).order_by(RecordRow.id)).all()[number]

    def entry(self, number: int) -> Any:
        columns = QueueEntry.id, QueueEntry.code, QueueEntry.row_version
        with self.register.reading() as session:
            return session.execute(select(*columns).order_by(QueueEntry.id)).all()[number]

    def newest(self, table: Any) -> int:
        with self.register.reading() as session:
            return max(session.scalars(select(table.id)).all())


@pytest.fixture
def story(register: Register) -> Story:
    """Give a register with five rows that announce something, and twenty texts that were not flagged."""
    made = Story(register)
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source(), a_source("diario-sur", name="Diario Sur")], now=NOW)
        taken = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
        made.cycle = taken.cycle_id
    read(made, 25)
    return made


def read(story: Story, count: int, *, source: str = "radio-cerro", first: int = 0, at: Any = NOW) -> None:
    """Read articles, of which the first five announce something for a Thursday."""
    items = [an_article(first + n, source, title=f"Titular {first + n}") for n in range(count)]
    with story.register.writing() as session:
        fetches.record(
            session,
            cycle_id=story.cycle,
            attempt=an_attempt(source, articles=count, at=at),
            articles=items,
            update=an_update(at),
            now=at,
        )
    with story.register.writing() as session:
        waiting = readings.claim(session, holder="h", now=at, lease_seconds=300, limit=99)
        made = [
            an_assessed(
                one,
                f"new:{n}",
                reading=a_reading(stage=Stage.ANNOUNCEMENT, deadline=a_date()) if n < STORIES else no_conflict(),
                at=at,
            )
            for n, one in enumerate(waiting)
        ]
        readings.record(session, assessed=made, now=at)


def open_row(story: Story, number: int, kind: RecordKind, level: Level = Level.MEDIUM) -> Callable[[Session], object]:
    def work(session: Session) -> object:
        entry = session.get_one(QueueEntry, story.entry(number).id)
        return records.open_from_entry(session, entry=entry, kind=kind, level=level, **story.by())

    return work


def test_every_change_of_a_record_that_the_week_tells_is_in_its_stamp(story: Story) -> None:
    story.alters("an alert is registered", open_row(story, 0, RecordKind.ALERT))
    story.alters("a conflict is registered", open_row(story, 1, RecordKind.CONFLICT))
    story.alters("another conflict is registered", open_row(story, 2, RecordKind.CONFLICT))
    alert, case, front = (story.code(n) for n in range(3))
    story.alters("the title", lambda s: casefile.retitle(s, code=case, title="Otro título del caso", **story.by()))
    place = {"departments": ("05", "04"), "municipalities": ("Llallagua", "Uncía")}
    story.alters("the place", lambda s: casefile.locate(s, code=case, **place, **story.by()))
    form = {"typology": "laboral", "trend": Trend.FALLING.value}
    story.alters("typology and trend", lambda s: casefile.edit(s, code=case, form=form, before={}, **story.by()))
    story.alters("the level", lambda s: charge.regrade(s, code=case, level=Level.CRITICAL, words=WORDS, **story.by()))
    story.alters("a front", lambda s: casefile.front_of(s, code=front, parent=case, **story.by()))
    actor = {"name": "Sindicato de Prueba", "side": Side.DEMANDER, "role": ActorRole.PRIMARY, "sector": Sector.OTHER}
    story.alters("who demands", lambda s: involved.add_actor(s, code=case, **actor, **story.by()))
    number = story.newest(RecordActor)
    story.alters("who no longer demands", lambda s: involved.remove_actor(s, actor_id=number, **story.by()))
    fact = {"kind": FactKind.MEASURE, "measure": Measure.ROAD_BLOCKADE, "words": WORDS, "source": "Radio Cerro"}
    story.alters("a measure", lambda s: facts.add(s, code=case, at=story.now, **fact, **story.by()))
    number = story.newest(FactRow)
    story.alters("a measure struck out", lambda s: facts.annul(s, fact_id=number, words=WORDS, **story.by()))
    mediated = {"kind": ActionKind.MEDIATION, "words": WORDS, "proof": ""}
    story.alters("a mediation", lambda s: records.act(s, code=case, at=story.now, **mediated, **story.by()))
    due = story.now + timedelta(days=5)
    story.alters(
        "a deadline", lambda s: records.add_deadline(s, code=case, what="Volver al lugar", due_at=due, **story.by())
    )
    number = story.newest(DeadlineRow)
    later = {"due_at": due + timedelta(days=1), "words": WORDS}
    story.alters("its day", lambda s: records.reschedule(s, deadline_id=number, **later, **story.by()))
    number = story.newest(DeadlineRow)
    story.alters("its end", lambda s: records.close_deadline(s, deadline_id=number, met=True, **story.by()))
    asked = {"kind": ActionKind.WRITTEN_REPORT, "words": WORDS, "proof": "", "addressee": "Alcaldía de Prueba"}
    story.alters("a request", lambda s: records.act(s, code=case, at=story.now, **asked, **story.by()))
    number = story.newest(RequestRow)
    answered = {"asked": RequestState.ANSWERED, "words": WORDS}
    story.alters("its answer", lambda s: requests.advance(s, request_id=number, **answered, **story.by()))
    handed = {"receiver": ROSA.office, "reason": WORDS}
    story.alters("a transfer", lambda s: transfers.ask(s, code=case, **handed, **story.by()))
    number = story.newest(TransferRow)
    story.alters(
        "its answer by the other office",
        lambda s: transfers.answer(s, transfer_id=number, accept=True, words=WORDS, **story.by(ROSA)),
    )
    convert = {"asked": RecordStep.BECOME_CONFLICT, "words": WORDS}
    story.do(lambda s: facts.add(s, code=alert, at=story.now, **fact, **story.by()))
    story.alters("an alert becomes a conflict", lambda s: records.advance(s, code=alert, **convert, **story.by()))
    story.alters("one more case", open_row(story, 3, RecordKind.CONFLICT))
    extra = story.code(4)
    story.alters(
        "a record is joined to another", lambda s: merging.merge(s, code=extra, into=front, words=WORDS, **story.by())
    )
    story.alters("and parted again", lambda s: merging.unmerge(s, code=extra, words=WORDS, **story.by()))
    assert len(story.told) == 24


def test_announcements_sources_and_the_sample_are_in_the_stamp(story: Story) -> None:
    with story.register.reading() as session:
        code = session.scalars(select(AnnouncementRow.code).order_by(AnnouncementRow.id)).first()
    corrected = {"state": AnnouncedState.ANNOUNCED, "first": THURSDAY + timedelta(days=1), "last": None, "words": WORDS}
    story.alters(
        "another day of an announcement",
        lambda s: announcement_answers.correct(s, code=code, version=1, **corrected, **story.by()),
    )
    row = story.entry(0)
    aside = {"code": row.code, "version": row.row_version, "reason": DiscardReason.PAST, "comment": ""}
    story.alters("its row is set aside", lambda s: reviews.discard(s, **aside, **story.by()))
    story.alters("its row is registered", open_row(story, 1, RecordKind.ALERT))
    one = [a_source(), a_source("diario-sur", name="Diario del Sur")]
    story.alters("the name of a source", lambda s: source_commands.sync(s, sources=one, now=story.now))
    story.alters("a source is taken out", lambda s: source_commands.sync(s, sources=one[:1], now=story.now))
    story.alters("it comes back", lambda s: source_commands.sync(s, sources=one, now=story.now))
    story.alters("a source is read for the first time", lambda s: _attempt(s, story, "diario-sur", NOW))
    story.alters("on another day", lambda s: _attempt(s, story, "diario-sur", NOW - timedelta(days=1)))
    story.alters("on a day long gone", lambda s: _attempt(s, story, "diario-sur", NOW - timedelta(days=30)))
    failed = {"outcome": FetchOutcome.TOTAL_TIME}
    later = NOW + timedelta(days=1)
    story.alters("it fails the next day", lambda s: _attempt(s, story, "diario-sur", later, **failed))
    story.alters("and answers on that day", lambda s: _attempt(s, story, "diario-sur", later + timedelta(hours=1)))
    story.do(lambda s: control.draw_due(s, now=NOW + timedelta(days=1), size=10))
    item = story.newest(ControlItem)
    verdict = {"verdict": ControlVerdict.NO_CONFLICT, "stage": None}
    story.alters("the sample", lambda s: control.decide(s, item_id=item, **verdict, **story.by()))


def test_what_the_week_does_not_tell_leaves_its_stamp_alone(story: Story) -> None:
    story.do(open_row(story, 0, RecordKind.CONFLICT))
    rows = [story.entry(n) for n in range(STORIES)]
    put_off = {"code": rows[1].code, "version": rows[1].row_version, "until": NOW + timedelta(hours=20)}
    story.leaves("a row is put off", lambda s: reviews.postpone(s, **put_off, **story.by()))
    story.leaves("a source is read after the cut", lambda s: _attempt(s, story, "radio-cerro", WEEK.end))
    line = {"actor": journal.MACHINE, "action": "vista.guardar", "object_type": "vista", "object_id": 1}
    story.leaves("a source is read again on the same day", lambda s: _attempt(s, story, "radio-cerro", story.now))
    story.leaves("and fails", lambda s: _attempt(s, story, "radio-cerro", story.now, outcome=FetchOutcome.TOTAL_TIME))
    story.leaves("a view is kept", lambda s: journal.append(s, now=story.now, **line))


def _attempt(session: Session, story: Story, source: str, at: Any, **changes: Any) -> None:
    fetches.record(
        session,
        cycle_id=story.cycle,
        attempt=an_attempt(source, at=at, **changes),
        articles=[],
        update=an_update(at),
        now=at,
    )
