"""Two people at one row or record at once: neither waits for the other for ever, and what the first did stands."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from conflict.codebook import Level, Measure, QueueState, Stage
from conflict.lifecycle import OPEN_STATES, ActionKind, DiscardReason, RecordKind, RecordState, RecordStep
from conflict.office import Office, OfficeKind, Route, RouteBasis
from conflict.pastrecords import PastRecord
from conflict.record import RuleError
from conflict.triage import Corrected
from register.commands import (
    batches,
    casefile,
    corrections,
    fetches,
    imports,
    matching,
    merging,
    offices,
    readings,
    records,
    reviews,
    routing,
    uncorrecting,
    versions,
)
from register.engine import Register
from register.queries import records as record_queries
from register.tables import CycleTable, QueueEntry
from tests.conftest import NOW
from tests.crossed import Work, crossed
from tests.make import an_article, an_assessed, an_attempt, an_update
from tests.register.test_records import ANA, do, registered, shown

WHY = "Se anota lo que ocurrió hoy."


def entry(register: Register, code: str) -> QueueEntry:
    with register.reading() as session:
        found = session.scalars(select(QueueEntry).where(QueueEntry.code == code)).one()
        session.expunge(found)
        return found


def news(register: Register, code: str) -> Work:
    """Return what the cycle does with one more article of a row's story, which nobody has read yet."""
    with register.writing() as session:
        group = session.scalars(select(QueueEntry.group_id).where(QueueEntry.code == code)).one()
        cycle = session.scalars(select(CycleTable.id)).one()
        fetches.record(
            session,
            cycle_id=cycle,
            attempt=an_attempt(articles=1, at=NOW + timedelta(minutes=5)),
            articles=[an_article(9)],
            update=an_update(),
            now=NOW,
        )
    with register.writing() as session:
        (waiting,) = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=9)
    return lambda session: readings.record(session, assessed=[an_assessed(waiting, group=group)], now=NOW)


def test_news_that_come_while_somebody_decides_mark_the_decided_row(register: Register, rows: list[str]) -> None:
    def discard(session: Session) -> object:
        return reviews.discard(session, code=rows[0], version=1, reason=DiscardReason.PAST, comment="", by=ANA, now=NOW)

    crossed(register, discard, news(register, rows[0])).result()
    row = entry(register, rows[0])
    assert (row.state, row.notes, row.updated) == (QueueState.DISCARDED.value, 2, True)


def test_news_that_come_while_somebody_corrects_leave_what_was_corrected(register: Register, rows: list[str]) -> None:
    before = entry(register, rows[0])
    told = Corrected(("08",), ("Trinidad",), Stage.HANDLING, (Measure.VIGIL,), Level(before.level))

    def correct(session: Session) -> object:
        return corrections.correct(session, code=rows[0], version=1, to=told, reason=WHY, by=ANA, now=NOW)

    crossed(register, correct, news(register, rows[0])).result()
    row = entry(register, rows[0])
    assert row.notes == 2
    assert (row.departments, row.municipalities) == (["08"], ["Trinidad"])
    assert (row.stage, row.measures) == (told.stage.value, [Measure.VIGIL.value])


def test_news_that_come_while_a_correction_is_undone_read_the_row_anew(register: Register, rows: list[str]) -> None:
    before = entry(register, rows[0])
    told = Corrected(("08",), ("Trinidad",), Stage.HANDLING, (Measure.VIGIL,), Level(before.level))
    done = do(register, corrections.correct, code=rows[0], version=1, to=told, reason=WHY)

    def undo(session: Session) -> object:
        return uncorrecting.undo(session, code=rows[0], correction_id=done.correction_id, by=ANA, now=NOW)

    crossed(register, undo, news(register, rows[0])).result()
    row = entry(register, rows[0])
    assert row.notes == 2
    assert (row.departments, row.municipalities) == (before.departments, before.municipalities)
    assert (row.stage, row.measures) == (before.stage, before.measures)


def test_an_expired_row_that_somebody_decides_is_not_opened_again_by_news(register: Register, rows: list[str]) -> None:
    with register.writing() as session:
        session.execute(update(QueueEntry).where(QueueEntry.code == rows[0]).values(state=QueueState.EXPIRED.value))

    def register_it(session: Session) -> object:
        return reviews.register(
            session, code=rows[0], version=1, kind=RecordKind.ALERT, level=Level.HIGH, by=ANA, now=NOW
        )

    crossed(register, register_it, news(register, rows[0])).result()
    assert entry(register, rows[0]).state == QueueState.REGISTERED.value


def test_no_record_is_annulled_under_somebody_who_works_on_it(register: Register, rows: list[str]) -> None:
    made = do(register, reviews.register, code=rows[0], version=1, kind=RecordKind.ALERT, level=Level.HIGH)

    def act(session: Session) -> object:
        said = {"kind": ActionKind.VERIFICATION, "at": NOW, "words": "Se visitó el punto.", "proof": "acta"}
        return records.act(session, code=made.record, **said, by=ANA, now=NOW)

    undone = crossed(register, act, lambda s: reviews.undo(s, review_id=made.review_id, by=ANA, now=NOW))
    with pytest.raises(RuleError, match="worked on"):
        undone.result()
    assert shown(register, made.record).record.state is RecordState.FOLLOWED


def test_no_row_is_joined_to_a_record_that_somebody_closes(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0])

    def annul(session: Session) -> object:
        return records.advance(session, code=code, asked=RecordStep.ANNUL, words=WHY, by=ANA, now=NOW)

    linked = crossed(register, annul, lambda s: reviews.link(s, code=rows[1], version=1, record=code, by=ANA, now=NOW))
    with pytest.raises(RuleError, match="is anulada"):
        linked.result()
    assert entry(register, rows[1]).state == QueueState.NEW.value


PAST = PastRecord(
    2,
    "Bloqueo de otro año",
    RecordKind.CONFLICT,
    date(2025, 3, 4),
    None,
    None,
    Level.HIGH,
    "05",
    "Uncía",
    "",
    "",
    "",
    "",
)


def bring(digest: str) -> Work:
    return lambda session: imports.store(
        session, file_name="r.xlsx", digest=digest, columns={}, rows=[PAST], by=ANA, now=NOW
    )


@pytest.mark.parametrize(("digest", "why"), [("a", "file imported"), ("b", "nothing to import")])
def test_what_two_people_bring_in_at_once_is_brought_in_once(register: Register, digest: str, why: str) -> None:
    with pytest.raises(RuleError, match=why):
        crossed(register, bring("a"), bring(digest)).result()
    with register.reading() as session:
        assert len(record_queries.listed(session)) == 1


def test_no_import_is_undone_under_somebody_who_works_on_a_record_of_it(register: Register) -> None:
    with register.writing() as session:
        done = imports.store(session, file_name="r.xlsx", digest="a", columns={}, rows=[PAST], by=ANA, now=NOW)

    def retitle(session: Session) -> object:
        return casefile.retitle(session, code=done.codes[0], title="Bloqueo de marzo", by=ANA, now=NOW)

    undone = crossed(register, retitle, lambda s: imports.undo(s, batch=done.batch, by=ANA, now=NOW))
    with pytest.raises(RuleError, match="worked on"):
        undone.result()
    assert shown(register, done.codes[0]).record.state in OPEN_STATES


def holding(code: str) -> Work:
    return lambda session: matching.hold(session, code=code, by=ANA)


def test_who_holds_a_row_and_who_joins_it_to_another_never_wait_for_each_other(
    register: Register, rows: list[str]
) -> None:
    low, middle, high = sorted(rows, key=lambda code: entry(register, code).id)
    joined = crossed(
        register,
        holding(low),
        lambda s: reviews.join(s, code=low, version=1, into=high, by=ANA, now=NOW),
        holding(high),
    )
    assert joined.result()
    whole = [(one, entry(register, one).row_version) for one in (high, middle)]
    batch = crossed(register, holding(middle), lambda s: batches.join(s, rows=whole, by=ANA, now=NOW), holding(high))
    assert batch.result()


def test_who_holds_a_row_and_who_undoes_its_decision_never_wait_for_each_other(
    register: Register, rows: list[str]
) -> None:
    done = do(register, reviews.discard, code=rows[0], version=1, reason=DiscardReason.PAST, comment="")

    def undo(session: Session) -> object:
        return reviews.undo(session, review_id=done.review_id, by=ANA, now=NOW)

    with pytest.raises(RuleError, match="not open"):
        crossed(register, holding(rows[0]), undo, undo).result()
    assert entry(register, rows[0]).state == QueueState.NEW.value


@pytest.mark.parametrize("command", [merging.merge, casefile.front_of])
def test_who_joins_two_records_crosswise_never_waits_for_the_other(
    register: Register, rows: list[str], command: Callable[..., object]
) -> None:
    low, high = (registered(register, code, RecordKind.CONFLICT) for code in rows[:2])
    how = {"into": low, "words": WHY} if command is merging.merge else {"parent": low}

    def hold(code: str) -> Work:
        return lambda session: matching.hold_record(session, code=code, by=ANA)

    crossed(register, hold(low), lambda s: command(s, code=high, **how, by=ANA, now=NOW), hold(high)).result()


@pytest.mark.parametrize("form", [False, True], ids=["command", "form"])
def test_who_takes_two_records_apart_never_waits_crosswise_for_who_joins_them(
    register: Register, rows: list[str], form: bool
) -> None:
    low, high = (registered(register, code, RecordKind.CONFLICT) for code in rows[:2])
    do(register, merging.merge, code=high, into=low, words=WHY)

    def hold(code: str) -> Work:
        return lambda session: matching.hold_record(session, code=code, by=ANA)

    def apart(session: Session) -> object:
        if form:
            seen = shown(register, high).record.version
            assert versions.expect(session, code=high, seen=seen, beside=merging.joined_to(session, high)) is None
        return merging.unmerge(session, code=high, words=WHY, by=ANA, now=NOW)

    crossed(register, hold(low), apart, hold(high)).result()
    assert shown(register, high).record.state in OPEN_STATES


def test_a_form_about_two_records_holds_both_in_one_order(register: Register, rows: list[str]) -> None:
    low, high = (registered(register, code, RecordKind.CONFLICT) for code in rows[:2])
    told = crossed(
        register,
        lambda s: versions.expect(s, code=low, seen=1, beside=high),
        lambda s: versions.expect(s, code=high, seen=1, beside=low.lower()),
        lambda s: merging.merge(s, code=low, into=high, words=WHY, by=ANA, now=NOW),
    )
    assert told.result().version > 1


def test_a_row_that_somebody_passes_on_is_not_routed_over_them(register: Register, rows: list[str]) -> None:
    theirs = Office("of-05", "Delegación de Prueba", "Potosí", OfficeKind.DELEGATION, "05", "050101", "de prueba")
    with register.writing() as session:
        offices.sync(session, offices=[theirs], now=NOW)
        session.execute(update(QueueEntry).values(office="", office_basis=RouteBasis.PENDING.value))

    def move(session: Session) -> object:
        return routing.move(session, code=rows[0], version=1, office="of-05", reason=WHY, by=ANA, now=NOW)

    scene = Route("of-llallagua", RouteBasis.SCENE)
    crossed(register, move, lambda s: routing.settle(s, route=lambda *_: scene, now=NOW)).result()
    row, other = entry(register, rows[0]), entry(register, rows[1])
    assert (row.office, row.office_basis) == ("of-05", RouteBasis.PERSON.value)
    assert (other.office, other.office_basis) == (scene.office, scene.basis.value)
