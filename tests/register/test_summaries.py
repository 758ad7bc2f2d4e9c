"""Summaries over a real register: what the queries give, and versions that nobody can change once published."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from conflict.codebook import CycleKind, FetchOutcome, Level
from conflict.errors import StaleError, StorageError
from conflict.lifecycle import ActionKind, Outcome, RecordKind, RecordStep
from conflict.permissions import Forbidden
from conflict.record import Person, RuleError
from conflict.roles import Role
from conflict.summary import summarise
from conflict.week import week_at, week_named
from conflict.weeksummary import COUNTRY, WeekSummary
from conflict.weekversion import VersionState
from register.commands import cycles, fetches, readings, records, summaries, transfers
from register.commands import sources as source_commands
from register.engine import Register
from register.queries import summaries as summary_queries
from register.queries import week as week_queries
from register.tables import QueueEntry
from tests.casefilled import begun, filled_in
from tests.conftest import NOW
from tests.make import a_source, an_article, an_assessed, an_attempt, an_update

ANA = Person("Ana Q.", "Regional Llallagua")
WEEK = week_at(NOW)
MONDAY = WEEK.end + timedelta(hours=10)


@pytest.fixture
def lived(register: Register) -> Register:
    """Live a week: an alert that became a conflict and was transferred, one undone, one concluded and reopened."""
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source(), a_source("radio-muda")], now=NOW)
        cycle = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
        for days in range(5):
            at = WEEK.start + timedelta(days=days, hours=1)
            attempt = an_attempt(articles=3 if not days else 0, at=at)
            articles = [an_article(n) for n in (1, 2, 3)] if not days else []
            fetches.record(
                session, cycle_id=cycle.cycle_id, attempt=attempt, articles=articles, update=an_update(), now=at
            )
        fetches.record(
            session,
            cycle_id=cycle.cycle_id,
            attempt=an_attempt("radio-muda", at=NOW, outcome=FetchOutcome.DNS),
            articles=[],
            update=an_update(),
            now=NOW,
        )
    with register.writing() as session:
        waiting = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=9)
        readings.record(session, assessed=[an_assessed(a, group=f"new:{n}") for n, a in enumerate(waiting)], now=NOW)
    hour = timedelta(hours=1)
    with register.writing() as session:
        entries = session.query(QueueEntry).order_by(QueueEntry.id).all()
        for entry, kind in zip(entries, (RecordKind.ALERT, RecordKind.CONFLICT, RecordKind.ALERT), strict=True):
            records.open_from_entry(session, entry=entry, kind=kind, level=Level.HIGH, by=ANA, now=NOW)
    with register.writing() as session:
        records.advance(
            session, code="AT-2026-05-0001", asked=RecordStep.ANNUL, words="se anotó dos veces", by=ANA, now=NOW + hour
        )
        code = "AT-2026-05-0002"
        begun(session, code, ANA, NOW + 11 * hour)
        records.advance(
            session,
            code=code,
            asked=RecordStep.BECOME_CONFLICT,
            words="empezó el bloqueo anunciado",
            by=ANA,
            now=NOW + 12 * hour,
        )
        records.act(
            session,
            code=f"CS-{code}",
            kind=ActionKind.WRITTEN_REPORT,
            at=NOW,
            words="se pide informe escrito",
            proof="",
            by=ANA,
            now=NOW + 13 * hour,
            next_due=NOW + 20 * hour,
            next_what="Respuesta",
            addressee="Ministerio Inventado",
        )
        transfers.ask(
            session,
            code=f"CS-{code}",
            receiver=transfers.NATIONAL_UNIT,
            reason="pasa a varios departamentos",
            by=ANA,
            now=NOW + 14 * hour,
        )
    with register.writing() as session:
        for deadline in (
            session.execute(
                text("SELECT d.id FROM deadline d JOIN record r ON r.id = d.record_id WHERE r.code = 'CS-2026-05-0001'")
            )
            .scalars()
            .all()
        ):
            records.close_deadline(session, deadline_id=deadline, met=True, by=ANA, now=NOW + hour)
        filled_in(session, "CS-2026-05-0001", ANA, NOW + hour)
        for step, outcome in ((RecordStep.CONCLUDE, Outcome.FULL_AGREEMENT), (RecordStep.REOPEN, None)):
            records.advance(
                session,
                code="CS-2026-05-0001",
                asked=step,
                words="porque cambió el acuerdo",
                by=ANA,
                now=NOW + (2 if outcome else 9 * 24) * hour,
                outcome=outcome,
            )
    return register


def made(register: Register, week: object = WEEK) -> WeekSummary:
    with register.reading() as session:
        return summarise(week_queries.facts(session, week), week)


def test_the_register_gives_the_week_as_it_was_lived(lived: Register) -> None:
    figures = {one.key: one for one in made(lived).figures}
    assert {key: one.value for key, one in figures.items()} == {
        "alertas_nuevas": 1,
        "conflictos_activos": 1,
        "concluidos": 1,
        "plazos_vencidos": 1,
        "transferencias_pendientes": 1,
        "anticipacion": 0.23,  # the measure came eleven hours after its alert; the other conflict had none
    }
    assert figures["conflictos_activos"].rows == ("CS-AT-2026-05-0002",)
    assert figures["concluidos"].rows == ("CS-2026-05-0001",)
    assert [one.name for one in made(lived).requests] == ["Ministerio Inventado"]
    assert len(made(lived, WEEK.shifted(1)).movement.reopened) == 1


def test_a_source_that_did_not_answer_is_down_and_its_week_is_known(lived: Register) -> None:
    quality = made(lived).quality
    assert (quality.sources, len(quality.down)) == (2, 1)
    assert "05" not in quality.uncovered
    with lived.reading() as session:
        days = {one.source: one.days for one in week_queries.facts(session, WEEK).sources if one.week == WEEK}
        assert sorted(days.values()) == [0, 5]
        assert sorted(one.live for one in week_queries.facts(session, WEEK).sources) == [False, True]
        assert week_queries.offices(session) == ("Regional Llallagua",)


def test_a_draft_is_made_once_edited_and_published(lived: Register) -> None:
    summary = made(lived)
    with lived.writing() as session:
        assert summaries.draft(session, summary=summary, now=MONDAY) == 1
        assert summaries.draft(session, summary=summary, now=MONDAY) == 1
        with pytest.raises(StaleError):
            summaries.edit(
                session,
                scope=COUNTRY,
                week=WEEK,
                sentences=["Lo que cambió esta semana."],
                row_version=9,
                by=ANA,
                now=MONDAY,
            )
        summaries.edit(
            session,
            scope=COUNTRY,
            week=WEEK,
            sentences=["Lo que cambió esta semana.", ""],
            row_version=1,
            by=ANA,
            now=MONDAY,
        )
        assert summaries.draft(session, summary=summary, now=MONDAY) == 1
        assert summaries.publish(session, scope=COUNTRY, week=WEEK, by=ANA, now=MONDAY) == 1
        assert summaries.publish(session, scope=COUNTRY, week=WEEK, by=None, now=MONDAY) == 1
        assert summaries.draft(session, summary=summary, now=MONDAY) == 1
    with lived.reading() as session:
        version = summary_queries.shown(session, COUNTRY, WEEK)
        assert version is not None
        assert (version.state, version.summary.sentences) == (VersionState.PUBLISHED, ("Lo que cambió esta semana.",))
        assert version.summary.figures == summary.figures
        told = session.execute(text("SELECT action FROM journal WHERE object_type = 'resumen' ORDER BY seq")).scalars()
        assert list(told) == ["resumen.borrador", "resumen.editar", "resumen.publicar"]


def test_what_nobody_read_is_published_as_automatic(lived: Register) -> None:
    with lived.writing() as session:
        summaries.draft(session, summary=made(lived), now=MONDAY)
        summaries.publish(session, scope=COUNTRY, week=WEEK, by=None, now=MONDAY)
    with lived.reading() as session:
        version = summary_queries.shown(session, COUNTRY, WEEK)
        assert version is not None
        assert (version.state, version.published_by) == (VersionState.AUTOMATIC, "maquina")


def test_a_correction_is_a_new_version_and_the_old_one_stays(lived: Register) -> None:
    with lived.writing() as session:
        summaries.draft(session, summary=made(lived), now=MONDAY)
        with pytest.raises(RuleError):
            summaries.correct(session, summary=made(lived), words="faltaba un caso nuevo", by=ANA, now=MONDAY)
        summaries.publish(session, scope=COUNTRY, week=WEEK, by=None, now=MONDAY)
        assert summaries.correct(session, summary=made(lived), words="faltaba un caso nuevo", by=ANA, now=MONDAY) == 2
        summaries.publish(session, scope=COUNTRY, week=WEEK, by=ANA, now=MONDAY)
    with lived.reading() as session:
        lines = summary_queries.versions(session, COUNTRY, WEEK)
        assert [(one.version, one.correction) for one in lines] == [(2, "faltaba un caso nuevo"), (1, "")]
        assert summary_queries.numbered(session, COUNTRY, WEEK, 1) is not None
        assert len(summary_queries.published(session, COUNTRY)) == 2


@pytest.mark.parametrize("statement", ["UPDATE summary_version SET content = '{}'", "DELETE FROM summary_version"])
def test_the_database_refuses_to_change_what_was_published(lived: Register, statement: str) -> None:
    with lived.writing() as session:
        summaries.draft(session, summary=made(lived), now=MONDAY)
        summaries.publish(session, scope=COUNTRY, week=WEEK, by=None, now=MONDAY)
    with pytest.raises((StorageError, DBAPIError)), lived.writing() as session:
        session.execute(text(statement))


def test_only_the_national_unit_edits_and_publishes(lived: Register) -> None:
    analyst = replace(ANA, role=Role.ANALYST, user_id=7, departments=("05",))
    with lived.writing() as session:
        summaries.draft(session, summary=made(lived), now=MONDAY)
        with pytest.raises(Forbidden):
            summaries.publish(session, scope=COUNTRY, week=WEEK, by=analyst, now=MONDAY)
        with pytest.raises(Forbidden):
            summaries.edit(
                session,
                scope=COUNTRY,
                week=WEEK,
                sentences=["Una frase cualquiera."],
                row_version=1,
                by=analyst,
                now=MONDAY,
            )
        unit = replace(analyst, role=Role.NATIONAL, departments=())
        assert summaries.publish(session, scope=COUNTRY, week=WEEK, by=unit, now=MONDAY) == 1


def test_a_week_that_is_not_over_is_not_published(lived: Register) -> None:
    with lived.writing() as session:
        summaries.draft(session, summary=made(lived), now=NOW)
        with pytest.raises(RuleError):
            summaries.publish(session, scope=COUNTRY, week=WEEK, by=ANA, now=NOW)


def test_an_empty_register_has_a_summary_too(register: Register) -> None:
    assert made(register, week_named("2026-S46")).movement.now == ()
