"""The clock of the week: a draft at six, published at eight if nobody did, and never twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from cli.week import put
from conflict import killpoint
from conflict.killpoint import DeliveryPoint
from conflict.lifecycle import RecordKind, RecordState
from conflict.record import Person, RuleError
from conflict.summary import scope_of
from conflict.week import week_named
from conflict.weeksummary import COUNTRY
from conflict.weekversion import VersionState
from flows.weekly import backtest_register, draft_all, draft_week, publish_all, publish_missed, publish_week
from register.commands import summaries
from register.engine import Register, open_register
from register.migrate import migrate
from register.queries import summaries as summary_queries
from register.queries import week as week_queries
from register.record_tables import RecordRow
from register.settings import Storage
from register.tables import FetchAttempt, SourceRow
from tests.conftest import ROOT
from tests.golden_register import write_golden
from tests.registercopies import more_of

WEEK = week_named("2027-S02")
SIX = WEEK.end + timedelta(hours=6)
EIGHT = WEEK.end + timedelta(hours=8)


@pytest.fixture
def golden(tmp_path: Path) -> Iterator[Register]:
    storage = Storage(f"sqlite:///{tmp_path / 'atalaya.db'}", tmp_path)
    migrate(storage)
    opened = open_register(storage)
    with opened.writing() as session:
        write_golden(session)
    yield opened
    opened.close()


def states(register: Register) -> list[tuple[int, VersionState]]:
    with register.reading() as session:
        return [(one.version, one.state) for one in summary_queries.versions(session, COUNTRY, WEEK)]


def test_monday_goes_by_twice_and_there_is_one_version(golden: Register) -> None:
    for _ in range(2):
        draft_week(golden, WEEK, now=SIX)
    assert states(golden) == [(1, VersionState.DRAFT)]
    for _ in range(2):
        assert "automatico" in publish_week(golden, WEEK, now=EIGHT)
    assert states(golden) == [(1, VersionState.AUTOMATIC)]


def test_what_a_person_published_at_seven_is_left_alone_at_eight(golden: Register) -> None:
    draft_week(golden, WEEK, now=SIX)
    with golden.writing() as session:
        summaries.publish(
            session, scope=COUNTRY, week=WEEK, by=Person("Ana Q.", "Unidad"), now=SIX + timedelta(hours=1)
        )
    publish_week(golden, WEEK, now=EIGHT)
    assert states(golden) == [(1, VersionState.PUBLISHED)]


def test_the_clock_makes_country_departments_and_offices_once(golden: Register) -> None:
    with golden.reading() as session:
        offices = week_queries.offices(session)
    for _ in range(2):
        assert f"{1 + 9 + len(offices)} borradores" in draft_all(golden, WEEK, now=SIX)
    potosi = scope_of("05", "", ())
    with golden.writing() as session:
        summaries.publish(session, scope=potosi, week=WEEK, by=Person("Ana Q.", "Unidad"), now=SIX)
    for _ in range(2):
        assert f"{9 + len(offices)} automatico, 1 publicado" in publish_all(golden, WEEK, now=EIGHT)
    with golden.reading() as session:
        found = {one.scope: one.state for one in summary_queries.of_week(session, WEEK)}
        versions = session.scalar(text("SELECT count(*) FROM summary_version"))
    assert versions == len(found) == 10 + len(offices)
    assert found["departamento:05"] is VersionState.PUBLISHED
    assert found["oficina:Unidad Nacional"] is VersionState.AUTOMATIC


def test_a_week_that_runs_is_not_drafted(golden: Register) -> None:
    with pytest.raises(RuleError):
        draft_week(golden, WEEK, now=WEEK.end - timedelta(minutes=1))


def test_the_register_judges_its_own_past(golden: Register) -> None:
    found = backtest_register(golden, WEEK)
    assert (found.weeks, found.territories) == (8, 9)
    assert {one.method for one in found.scores} == {"modelo de conteo", "igual que la anterior", "promedio de cuatro"}
    assert "promedio de cuatro" in found.as_text()


def test_the_register_is_judged_over_all_its_weeks_and_not_over_the_last_thirteen(golden: Register) -> None:
    """A case in every week of a year, and eleven more in one that lies half a year back: that week is called."""
    year, burst = WEEK.last(60)[:50], 25
    openings = [week.start + timedelta(days=1) for week in year] + [year[burst].start + timedelta(days=2)] * 11
    with golden.writing() as session:
        like = session.scalars(select(RecordRow.id).where(RecordRow.origin_id.is_(None)).limit(1)).one()
        attempt = session.scalars(select(FetchAttempt).limit(1)).one()
        kept = {c.name: getattr(attempt, c.key) for c in FetchAttempt.__table__.columns if c.name != "id"}
        for source in session.scalars(select(SourceRow.id)):
            for day in (week.start + timedelta(days=n) for week in year for n in range(5)):
                session.execute(insert(FetchAttempt).values(**kept | {"source_id": source, "started_at": day}))
    before = {one.method: one.calls for one in backtest_register(golden, WEEK).scores}["modelo de conteo"]
    alert = {"kind": lambda n: RecordKind.ALERT.value, "state": lambda n: RecordState.DRAFT.value}
    alert |= {"closed_at": lambda n: None, "outcome": lambda n: None, "closing_words": lambda n: ""}
    codes = {"code": lambda n: f"AT-2026-98-{n:04}", "opened_at": lambda n: openings[n % len(openings)]}
    more_of(golden, RecordRow, like, len(openings), **codes, **alert)
    found = backtest_register(golden, WEEK)
    assert found.weeks == 60
    assert {one.method: one.calls for one in found.scores}["modelo de conteo"] > before


def atalaya(folder: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    import os

    kept = {name: value for name, value in os.environ.items() if not name.startswith("ATALAYA_")}
    return subprocess.run(
        [sys.executable, "-m", "cli", "resumen", *arguments],
        cwd=ROOT,
        env=kept
        | {"ATALAYA_BASE_DE_DATOS": f"sqlite:///{folder / 'atalaya.db'}", "ATALAYA_DATOS": str(folder)}
        | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_command_writes_all_documents_and_dies_without_leaving_half_of_one(
    golden: Register, tmp_path: Path
) -> None:
    pdf, book, word = (tmp_path / name for name in ("r.pdf", "r.xlsx", "r.docx"))
    files = ("--pdf", str(pdf), "--excel", str(book), "--docx", str(word))
    dead = atalaya(tmp_path, "2027-S02", *files, ATALAYA_PRUEBAS="1", ATALAYA_FALLA="k11:2")
    assert dead.returncode == -9
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert not book.exists()
    done = atalaya(tmp_path, "2027-S02", *files)
    assert done.returncode == 0, done.stderr
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert book.read_bytes().startswith(b"PK")
    assert word.read_bytes().startswith(b"PK")
    printed = atalaya(tmp_path, "2027-S02")
    assert "Semana 2: del 11 al 17 de enero de 2027" in printed.stdout
    wrong = atalaya(tmp_path, "2027-S70")
    assert (wrong.returncode, "no es una semana" in wrong.stderr) == (3, True)


@pytest.mark.parametrize("point", [DeliveryPoint.DURING_REPORT, DeliveryPoint.AFTER_REPORT])
def test_a_kill_while_a_file_is_written_leaves_the_old_one_or_the_new_one_whole(
    tmp_path: Path, point: DeliveryPoint
) -> None:
    target, old, new = tmp_path / "r.pdf", b"viejo" * 1_000, b"nuevo" * 50_000
    target.write_bytes(old)
    child = os.fork()
    if child == 0:

        def die(reached: object) -> None:
            if reached is point:
                os.kill(os.getpid(), signal.SIGKILL)

        killpoint.install(die)
        put(target, new)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert target.read_bytes() == (new if point is DeliveryPoint.AFTER_REPORT else old)
    put(target, new)
    assert target.read_bytes() == new


def test_a_kill_between_draft_and_publication_is_made_good_by_the_next_run(golden: Register) -> None:
    week = week_named("2027-S02")
    monday = week.end + timedelta(hours=8)
    child = os.fork()
    if child == 0:
        draft_week(golden, week, now=monday)
        os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert [publish_week(golden, week, now=monday) for _ in range(2)] == [
        "Semana 2027-S02, Bolivia: versión 1, automatico.",
    ] * 2


def of_all(register: Register) -> set[str]:
    with register.reading() as session:
        return {one.state.value for one in summary_queries.of_week(session, WEEK)}


@pytest.mark.parametrize(
    ("after", "published"),
    [
        (timedelta(minutes=29), False),
        (timedelta(minutes=31), True),
        (timedelta(days=2), True),
        (timedelta(days=3), False),
    ],
    ids=["el reloj aún puede llegar", "el equipo estaba apagado", "el miércoles todavía sirve", "el jueves ya no"],
)
@pytest.mark.parametrize("drafted", [True, False], ids=["con el borrador de las seis", "sin borrador"])
def test_a_monday_that_the_machine_slept_through_is_made_up_for(
    golden: Register, drafted: bool, after: timedelta, published: bool
) -> None:
    """Prefect forgets the runs that were late when its server starts again."""
    if drafted:
        draft_all(golden, WEEK, now=SIX)
    told = publish_missed(golden, now=EIGHT + after)
    assert bool(told) is published
    assert of_all(golden) == ({"automatico"} if published else {"borrador"} if drafted else set())
    assert publish_missed(golden, now=EIGHT + after) == ""


def test_what_a_kill_left_unpublished_is_published_too(golden: Register) -> None:
    draft_all(golden, WEEK, now=SIX)
    publish_week(golden, WEEK, now=EIGHT)
    assert of_all(golden) == {"automatico", "borrador"}
    assert publish_missed(golden, now=EIGHT + timedelta(hours=1))
    assert of_all(golden) == {"automatico"}


def test_a_draft_that_a_person_made_after_eight_is_left_to_that_person(golden: Register) -> None:
    draft_week(golden, WEEK, now=EIGHT + timedelta(minutes=20))
    assert publish_missed(golden, now=EIGHT + timedelta(hours=1)) == ""
    assert states(golden) == [(1, VersionState.DRAFT)]


def test_a_week_before_the_first_news_and_record_is_not_made_up_for(tmp_path: Path) -> None:
    storage = Storage(f"sqlite:///{tmp_path / 'atalaya.db'}", tmp_path)
    migrate(storage)
    empty = open_register(storage)
    try:
        assert publish_missed(empty, now=EIGHT + timedelta(hours=1)) == ""
        assert of_all(empty) == set()
    finally:
        empty.close()
