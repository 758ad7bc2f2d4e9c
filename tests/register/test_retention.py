"""What outlived its term goes, exactly that, and the chain stays whole: three invented years, on both engines."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from conflict.errors import DataError
from conflict.record import Person
from conflict.refusal import Refusal
from conflict.retention import Holding, Keeping, KeepUnit, cutoff, still_needed
from conflict.roles import Role
from conflict.vocabulary import Certainty, HarmGroup, HarmKind
from register.account_tables import SessionRow
from register.bodies import KEEP, save_body
from register.case_tables import HarmRow, ReservedIdentity
from register.commands import access, accounts, attempts, drafts, retention, sessions
from register.engine import Register
from register.journal_key import find_key
from register.queries import journal as journal_queries
from register.queries import retention as retention_queries
from register.record_tables import RecordRow
from register.retention import load_keeping
from register.settings import Storage
from register.tableset import all_tables
from tests.conftest import NOW, ROOT
from tests.register.populated import populate

ANA = Person("Ana Q.", "Regional Llallagua", 7, Role.ANALYST)
MONTHS = 36
TOUCHED = {"access_log", "refused_attempt", "draft", "login_session", "reserved_identity", "journal", "journal_head"}


@pytest.fixture
def terms() -> tuple[Keeping, ...]:
    """Return the shipped terms, with one of a year for identities so that three years reach it."""
    shipped = load_keeping(ROOT / "data", NOW.date())
    year = replace(shipped[Holding.IDENTITY], amount=12)
    return tuple(year if one.holding is Holding.IDENTITY else one for one in shipped.values())


@pytest.fixture
def aged(register: Register, storage: Storage) -> dict[str, str]:
    """Fill three years of what passes, a thing of each kind a month, and identities on records of every age."""
    codes = populate(register)
    with register.writing() as session:
        account = accounts.create(
            session, login="ana.q", name="Ana Q.", office="Regional Llallagua", role=Role.ANALYST,
            departments=("05",), by=Person("consola", "Sistemas"), now=NOW,
        )  # fmt: skip
        for month in range(MONTHS):
            at = NOW - timedelta(days=month * 30 + 15)
            access.note(session, what="identidad", object_type="ficha", object_id=f"CS-{month}", by=ANA, now=at)
            attempts.note(session, action="POST /x", of=f"CS-{month}", why=Refusal.RULE, by=ANA, now=at)
            drafts.save(session, form="f", of=f"CS-{month}", fields={"a": "b"}, version=1, by=ANA, now=at)
            sessions.start(session, account_id=account, device=f"d{month}", keep=False, before="", now=at)
            save_body(storage.folder, "a" * 64, b"x", at.date())
        for code in codes.values():
            identity(session, code)
        old = NOW - timedelta(days=700)
        for name in ("alert", "closed"):
            session.execute(
                RecordRow.__table__.update().where(RecordRow.code == codes[name]).values(closed_at=old)  # type: ignore[attr-defined]
            )
    return codes


def identity(session, code: str) -> None:
    record = session.scalar(select(RecordRow.id).where(RecordRow.code == code))
    number = session.execute(
        insert(HarmRow)
        .values(
            record_id=record, fact_id=None, kind=next(iter(HarmKind)).value, people=next(iter(HarmGroup)).value,
            count=1, cause="", certainty=next(iter(Certainty)).value, source="Hospital", entered_at=NOW, by="Ana Q.",
        )
        .returning(HarmRow.id)
    ).scalar_one()  # fmt: skip
    session.execute(
        insert(ReservedIdentity).values(harm_id=number, words="Persona Inventada", entered_at=NOW, by="Ana Q.")
    )


def everything(register: Register, left_out: set[str]) -> dict[str, list[tuple]]:
    with register.reading() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all()))
            for table in all_tables()
            if table.name not in left_out
        }


def test_a_real_run_deletes_what_a_dry_run_counts_and_nothing_else(
    register: Register, storage: Storage, terms: tuple[Keeping, ...], aged: dict[str, str]
) -> None:
    untouched = everything(register, TOUCHED)
    with register.reading() as session:
        counted = retention_queries.past(session, terms=terms, folder=storage.folder, now=NOW)
    assert everything(register, TOUCHED) == untouched
    assert counted == {
        Holding.IDENTITY: 1,
        Holding.ACCESS: 12,
        Holding.ATTEMPT: 12,
        Holding.DRAFT: 35,
        Holding.SESSION: 35,
        Holding.RAW_BODY: 35,
    }
    with register.writing() as session:
        gone = retention.apply(session, terms=terms, folder=storage.folder, by="consola", now=NOW)
    assert gone == counted
    assert everything(register, TOUCHED) == untouched
    with register.reading() as session:
        left = session.execute(
            text(
                "SELECT r.code FROM reserved_identity i JOIN record_harm h ON h.id = i.harm_id "
                "JOIN record r ON r.id = h.record_id"
            )
        )
        kept = {str(code) for (code,) in left}
        ages = [session.scalars(select(column)).all() for column in (SessionRow.until,)]
        lines = session.execute(text("SELECT details FROM journal WHERE action = 'retencion.aplicar'")).all()
        key = find_key(storage.folder)
        assert key is not None
        assert isinstance(journal_queries.verify(session, key=key), journal_queries.Whole)
        assert not any(retention_queries.past(session, terms=terms, folder=storage.folder, now=NOW).values())
    assert {aged["alert"], aged["conflict"], aged["second"]} <= kept
    assert aged["closed"] not in kept
    assert all(one >= NOW - timedelta(days=30) for one in ages[0])
    assert len(lines) == 1
    assert '"acceso": 12' in lines[0][0]
    assert [place.name for place in (storage.folder / "crudos").iterdir()] == [
        (NOW - timedelta(days=15)).date().isoformat()
    ]


def test_a_month_back_of_a_day_that_is_not_there_is_the_last_one() -> None:
    def back(amount: int, unit: KeepUnit, *day: int) -> datetime | None:
        return cutoff(Keeping(Holding.ACCESS, amount, unit, ""), datetime(*day, tzinfo=UTC))  # type: ignore[misc]

    assert back(1, KeepUnit.MONTHS, 2026, 3, 31) == datetime(2026, 2, 28, tzinfo=UTC)
    assert back(24, KeepUnit.MONTHS, 2026, 1, 15) == datetime(2024, 1, 15, tzinfo=UTC)
    assert back(1, KeepUnit.MONTHS, 2026, 1, 31) == datetime(2025, 12, 31, tzinfo=UTC)
    assert back(30, KeepUnit.DAYS, 2026, 1, 31) == datetime(2026, 1, 1, tzinfo=UTC)
    assert back(0, KeepUnit.FOR_GOOD, 2026, 1, 31) is None


def test_a_case_is_needed_while_any_of_its_records_is_live() -> None:
    assert still_needed({3}, [(1, 2), (2, 3), (4, 5)]) == {1, 2, 3}
    assert still_needed(set(), [(1, 2)]) == set()


def test_raw_bodies_are_kept_as_long_as_each_collection_keeps_them() -> None:
    assert timedelta(days=load_keeping(ROOT / "data", NOW.date())[Holding.RAW_BODY].amount) == KEEP
    assert timedelta(days=load_keeping(ROOT / "data", NOW.date())[Holding.DRAFT].amount) == drafts.KEPT


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("acceso,24,", "acceso,6,", "se conserva 24 meses o más"),
        ("ficha,0,siempre", "ficha,60,meses", "esto se conserva siempre"),
        ("borrador,30,dias", "borrador,0,siempre", "se esperaba dias o meses"),
        ("sesion,30,", "sesion,muchos,", "un número entero"),
        ("sesion,30,", "sesiones,30,", "una de ficha"),
        ("sesion,30,dias,2026-01-01", "sesion,30,dias,2030-01-01", "no tiene vigentes: sesion"),
    ],
)
def test_a_mistake_in_the_table_is_told_and_nothing_is_deleted(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    shipped = (ROOT / "data/calendario/conservacion.csv").read_text(encoding="utf-8")
    assert before in shipped
    (tmp_path / "calendario").mkdir()
    (tmp_path / "calendario/conservacion.csv").write_text(shipped.replace(before, after), encoding="utf-8")
    with pytest.raises(DataError) as told:
        load_keeping(tmp_path, date(2026, 11, 20))
    assert said in told.value.spanish
