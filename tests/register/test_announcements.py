"""The calendar of announced actions: written with the readings, moved by persons only, on both engines."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select, text

from conflict.codebook import AnnouncedState, CycleKind, DateKind, Measure, Stage
from conflict.errors import StaleError
from conflict.lapaz import local, local_day
from conflict.lifecycle import DiscardReason
from conflict.permissions import Ability, Forbidden, Thing, allowed, sight_of
from conflict.record import Person, RuleError
from conflict.roles import Role
from conflict.signal import Deadline, Turn
from conflict.summary import summarise
from conflict.week import week_named
from conflict.weekfacts import WatchKind
from register.announcement_tables import AnnouncementRow
from register.commands import announcement_answers, announcements, cycles, fetches, readings, reviews
from register.commands import sources as source_commands
from register.engine import Register
from register.queries import announcements as queries
from register.queries import export
from register.queries import queue as queue_queries
from register.queries import week as week_queries
from tests.conftest import NOW
from tests.crossed import crossed
from tests.make import a_reading, a_source, an_article, an_assessed, an_attempt, an_update
from tests.offices import PEOPLE

ANA = Person("Ana Q.", "Regional Llallagua")
TODAY = local_day(NOW)
THURSDAY = TODAY + timedelta(days=6)
S = AnnouncedState


def a_date(day: date = THURSDAY, **changes) -> Deadline:
    return replace(Deadline(day, "el jueves", 0, 9, measure=Measure.ROAD_BLOCKADE, announcer="choferes"), **changes)


@pytest.fixture
def bring(register: Register):
    """Return what brings one article, read as told, into a story."""
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source(), a_source("diario-sur", name="Diario Sur")], now=NOW)
        taken = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
    groups: dict[str, int] = {}

    def call(number: int, reading, *, source: str = "radio-cerro", story: str = "new:1", now=NOW, **article) -> None:
        item = an_article(number, source, published_at=now - timedelta(hours=1), **article)
        with register.writing() as session:
            fetches.record(
                session,
                cycle_id=taken.cycle_id,
                attempt=an_attempt(source, articles=1),
                articles=[item],
                update=an_update(),
                now=now,
            )
        with register.writing() as session:
            (pending,) = readings.claim(session, holder="h", now=now, lease_seconds=300, limit=9)
            one = an_assessed(pending, groups.get(story, story), reading=reading, at=now)
            done = readings.record(session, assessed=[one], now=now)
        groups.update(done.groups)

    return call


def shown(register: Register, which=queries.upcoming, **how):
    with register.reading() as session:
        return which(session, **({"today": TODAY} | how if which is not queries.asked else how))


def answered(register: Register, accept: bool, **changes):
    (fact,) = shown(register, queries.asked)
    values = {"proposal_id": fact.proposals[0].id, "version": fact.version, "comment": ""} | changes
    with register.writing() as session:
        return announcement_answers.answer(session, accept=accept, by=ANA, now=NOW, **values)


def lines(register: Register, action: str) -> list[dict]:
    with register.reading() as session:
        return [row for row in export.rows(session, "bitacora") if row["accion"] == action]


def test_an_announcement_is_in_the_calendar_with_its_words(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date(last=THURSDAY + timedelta(days=1), conditional=True)))
    (fact,) = shown(register)
    assert (fact.code, fact.first, fact.last) == ("AN-261120-001", THURSDAY, THURSDAY + timedelta(days=1))
    assert (fact.state, fact.kind, fact.measure) == (S.ANNOUNCED, DateKind.DAY, Measure.ROAD_BLOCKADE)
    assert (fact.announcer, fact.words, fact.conditional) == ("choferes", "el jueves", True)
    assert (fact.entry, fact.municipalities, fact.outlets) == ("P-261120-001", ("Llallagua",), 1)
    assert [row["objeto"] for row in lines(register, "anuncio.alta")] == ["AN-261120-001"]


def test_many_outlets_make_one_entry(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date()))
    bring(2, a_reading(deadline=a_date(announcer="")), source="diario-sur")
    bring(3, a_reading(deadline=a_date()), story="new:2")
    first, other = shown(register)
    assert (first.outlets, [one.outlet for one in first.said]) == (2, ["Radio Cerro", "Diario Sur"])
    assert other.outlets == 1


def test_every_date_of_an_article_is_an_entry(register: Register, bring) -> None:
    term = a_date(TODAY + timedelta(days=2), kind=DateKind.LIMIT)
    bring(1, a_reading(deadline=term, further=(a_date(), a_date(THURSDAY + timedelta(days=7)))))
    assert [fact.first for fact in shown(register)] == [term.day, THURSDAY, THURSDAY + timedelta(days=7)]
    assert len(shown(register, days=10)) == 2


def test_the_same_reading_twice_changes_nothing(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date()))
    bring(1, a_reading(deadline=a_date()), summary="Con una coma, cambiada.")
    (fact,) = shown(register)
    assert (len(fact.said), fact.proposals) == (1, ())


def test_what_is_no_signal_is_no_entry(register: Register, bring) -> None:
    bring(2, a_reading(probability=0.1, signal=False, stage=Stage.NONE, measures=(), deadline=a_date()))
    assert shown(register) == ()


def test_news_of_the_measure_only_proposes_that_it_began(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date()))
    day = NOW + timedelta(days=6)
    bring(2, a_reading(stage=Stage.MEASURE), source="diario-sur", now=day)
    (fact,) = shown(register, queries.asked)
    assert (fact.state, fact.proposals[0].state, fact.proposals[0].outlet) == (S.ANNOUNCED, S.STARTED, "Diario Sur")
    assert answered(register, accept=True) == fact.code
    (after,) = shown(register)
    assert (after.state, after.proposals) == (S.STARTED, ())
    (line,) = lines(register, "anuncio.aceptado")
    assert (line["detalles"]["antes"], line["detalles"]["estado"]) == ("anunciada", "iniciada")
    assert "Ana" not in str(line)


def test_a_refused_proposal_leaves_the_entry_and_is_kept(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date()))
    bring(2, a_reading(turn=Turn(S.CALLED_OFF, "suspenden")))
    answered(register, accept=False, comment="era otro sindicato")
    (fact,) = shown(register)
    assert (fact.state, fact.proposals) == (S.ANNOUNCED, ())
    assert len(lines(register, "anuncio.rechazado")) == 1
    with register.reading() as session:
        kept = session.execute(text("SELECT answer, answered_by, comment FROM announcement_proposal")).one()
    assert tuple(kept) == ("rechazada", "Ana Q.", "era otro sindicato")
    bring(3, a_reading(turn=Turn(S.CALLED_OFF, "suspenden")), source="diario-sur")
    assert shown(register, queries.asked) == ()


def test_putting_off_moves_the_day_and_keeps_what_was_read(register: Register, bring) -> None:
    later = THURSDAY + timedelta(days=4)
    bring(1, a_reading(deadline=a_date()))
    bring(2, a_reading(turn=Turn(S.PUT_OFF, "postergan"), deadline=a_date(later)))
    answered(register, accept=True)
    (fact,) = shown(register)
    assert (fact.state, fact.first, fact.read_first) == (S.PUT_OFF, later, THURSDAY)


def test_putting_off_without_a_day_takes_it_out_of_the_days(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date()))
    bring(2, a_reading(turn=Turn(S.PUT_OFF, "posponen")))
    answered(register, accept=True)
    assert shown(register) == ()
    with register.reading() as session:
        assert [fact.state for fact in queries.without_day(session)] == [S.PUT_OFF]


def test_answering_what_changed_meanwhile_changes_nothing(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date()))
    bring(2, a_reading(turn=Turn(S.CALLED_OFF, "suspenden")))
    with pytest.raises(StaleError):
        answered(register, accept=True, version=99)
    assert shown(register)[0].state is S.ANNOUNCED
    with pytest.raises(RuleError):
        answered(register, accept=True, proposal_id=12_345)


def test_who_answers_a_proposal_and_who_corrects_its_entry_never_wait_for_each_other(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date()))
    bring(2, a_reading(stage=Stage.MEASURE), source="diario-sur", now=NOW + timedelta(days=6))
    (fact,) = shown(register, queries.asked)
    known = {"version": fact.version, "by": ANA, "now": NOW}
    told = {"state": S.STARTED, "first": THURSDAY, "last": None, "words": "Lo vio la oficina en el cruce."}
    answer = crossed(
        register,
        lambda s: s.scalars(select(AnnouncementRow).with_for_update()).one(),
        lambda s: announcement_answers.answer(s, proposal_id=fact.proposals[0].id, accept=True, comment="", **known),
        lambda s: announcement_answers.correct(s, code=fact.code, **told, **known),
    )
    assert answer.result() == fact.code
    assert shown(register, queries.asked) == ()


def test_accepting_one_proposal_sets_the_others_aside(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date()))
    bring(2, a_reading(turn=Turn(S.PUT_OFF, "postergan")))
    bring(3, a_reading(turn=Turn(S.CALLED_OFF, "suspenden")), source="diario-sur")
    (fact,) = shown(register, queries.asked)
    assert len(fact.proposals) == 2
    answered(register, accept=True, proposal_id=fact.proposals[1].id)
    assert shown(register, queries.asked) == ()
    with register.reading() as session:
        kept = session.execute(text("SELECT state, answer FROM announcement_proposal ORDER BY id")).all()
    assert [tuple(row) for row in kept] == [("postergada", "superada"), ("levantada", "aceptada")]


def test_a_person_corrects_day_and_state_and_the_reading_stays(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date()))
    (fact,) = shown(register)

    def corrected(**changes):
        values = {"code": fact.code, "version": fact.version, "state": S.ANNOUNCED, "first": TODAY, "last": None}
        with register.writing() as session:
            return announcement_answers.correct(
                session, by=ANA, now=NOW, **(values | {"words": "es este viernes, se llamó"} | changes)
            )

    for wrong in ({"words": "no"}, {"last": TODAY - timedelta(days=1)}, {"first": date(2062, 1, 1)}, {"code": "AN-1"}):
        with pytest.raises(RuleError):
            corrected(**wrong)
    assert corrected() == fact.code
    (after,) = shown(register)
    assert (after.first, after.read_first, after.corrected_by) == (TODAY, THURSDAY, "Ana Q.")
    with pytest.raises(StaleError):
        corrected()
    (line,) = lines(register, "anuncio.corregido")
    assert line["detalles"]["fecha_antes"] == THURSDAY.isoformat()


def test_a_week_after_its_day_it_is_proposed_as_passed_once(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date()))
    late = NOW + timedelta(days=14)
    for asked in (1, 0):
        with register.writing() as session:
            assert announcements.lapse(session, now=late) == asked
    assert [fact.state for fact in shown(register, queries.expired, today=local_day(late))] == [S.ANNOUNCED]
    answered(register, accept=True)
    assert shown(register, queries.expired, today=local_day(late)) == ()


def test_what_a_person_discarded_is_out_of_the_calendar_until_it_is_taken_back(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date()))
    with register.writing() as session:
        done = reviews.discard(
            session, code="P-261120-001", version=1, reason=DiscardReason.PAST, comment="", by=ANA, now=NOW
        )
    assert shown(register) == ()
    with register.writing() as session:
        assert announcements.lapse(session, now=NOW + timedelta(days=20)) == 0
        reviews.undo(session, review_id=done.review_id, by=ANA, now=NOW)
    assert len(shown(register)) == 1


def test_the_week_s_summary_watches_what_is_announced_for_the_days_after_its_cut(register: Register, bring) -> None:
    truce = a_date(TODAY + timedelta(days=3), text="cuarto intermedio hasta el lunes", kind=DateKind.LIMIT)
    far = a_date(THURSDAY + timedelta(days=20))
    bring(1, a_reading(deadline=truce, further=(replace(a_date(), hour=time(6)), far)))
    bring(2, a_reading(deadline=a_date(TODAY)), story="new:2")
    with register.reading() as session:
        summary = summarise(week_queries.facts(session, week_named("2026-S47")), week_named("2026-S47"))
    assert [(one.kind, local(one.at).day, local(one.at).hour) for one in summary.watch] == [
        (WatchKind.TRUCE, 23, 0),
        (WatchKind.ANNOUNCED, 26, 6),
    ]
    assert summary.watch[0].departments == ("05",)


def test_departments_and_offices_narrow_the_lists(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date()))
    assert len(shown(register, department="05")) == 1
    assert shown(register, department="02") == shown(register, department="sin") == ()
    with register.reading() as session:
        office = queue_queries.page(session, now=NOW).rows[0].office
    assert len(shown(register, office=office)) == 1
    assert shown(register, office="of-otra") == ()


def test_the_queue_row_shows_the_nearest_day(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date(), further=(a_date(THURSDAY + timedelta(days=7)),)))
    with register.reading() as session:
        (row,) = queue_queries.page(session, now=NOW).rows
    assert row.announced == THURSDAY


def test_everything_of_the_calendar_comes_out(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date()))
    with register.reading() as session:
        (row,) = list(export.rows(session, "anuncios"))
    assert (row["codigo"], row["fecha"], row["estado"], row["medida"]) == (
        *("AN-261120-001", THURSDAY.isoformat(), "anunciada", "bloqueo"),
    )
    assert row["articulos"] == [1]


def test_who_does_not_see_the_queue_there_neither_sees_nor_answers_the_calendar(register: Register, bring) -> None:
    bring(1, a_reading(deadline=a_date()))
    bring(2, a_reading(turn=Turn(S.CALLED_OFF, "suspenden")))
    (fact,) = shown(register, queries.asked)
    proposal = fact.proposals[0].id
    for role in Role:
        by = PEOPLE.get(role, ANA)
        with register.reading(sight_of(by)) as session:
            seen = queries.upcoming(session, today=TODAY)
            days = queries.next_days(session, [1], TODAY)
        reviews = allowed(by, Ability.REVIEW, Thing(("05",), ("Llallagua",)))
        assert (bool(seen), bool(days)) == (reviews, reviews), role
        if not reviews:
            for call in (
                lambda session, by=by: announcement_answers.answer(
                    session, proposal_id=proposal, version=fact.version, accept=True, comment="", by=by, now=NOW
                ),
                lambda session, by=by: announcement_answers.correct(
                    session,
                    code=fact.code,
                    version=fact.version,
                    state=S.STARTED,
                    first=TODAY,
                    last=None,
                    words="porque así fue",
                    by=by,
                    now=NOW,
                ),
            ):
                with pytest.raises(Forbidden) as refused, register.writing() as session:
                    call(session)
                assert refused.value.hidden
