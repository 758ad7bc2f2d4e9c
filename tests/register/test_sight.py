"""No query returns what a person may not see, whichever table it asks and wherever the table stands in it."""

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from conflict.permissions import Purview, Thing, sight_of, within
from conflict.roles import Role
from register.engine import Register, open_register
from register.migrate import migrate
from register.queries import export, queue
from register.queries import records as record_queries
from register.record_tables import RecordRow, ReviewRow
from register.settings import Storage
from register.sight import in_records, of_a_record, of_a_row, tables_in
from register.tables import Base, QueueDepartment, QueueEntry
from tests.conftest import NOW
from tests.offices import BENI, CANARIES, PEOPLE, PLACES, Filled, expected, fill


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
def test_no_query_returns_a_row_out_of_sight(filled: tuple[Register, Filled], role: Role) -> None:
    register, made = filled
    person = PEOPLE[role]
    rows = {place for place in PLACES if expected(role, "ver_cola", place)}
    files = {place for place in PLACES if expected(role, "ver_fichas", place)}
    with register.reading(sight_of(person)) as session:
        page = queue.page(session, now=NOW)
        assert {row.code for row in page.rows} == {made.rows[place] for place in rows}
        assert page.total == len(rows) == sum(page.by_level.values())
        assert sum(page.by_department.values()) == len(rows)
        assert {p for p in PLACES if queue.detail(session, made.rows[p])} == rows
        listed = record_queries.listed(session)
        assert {one.code for one in listed} == {made.records[place] for place in files}
        assert {p for p in PLACES if record_queries.detail(session, made.records[p])} == files
        assert {one.record for one in record_queries.agenda(session)} == {made.records[place] for place in files}
        assert record_queries.overdue(session, NOW + timedelta(days=60)) == len(files)
        near = record_queries.candidates(
            session, municipalities=("Llallagua", "Uyuni", "Trinidad"), departments=("05", "08")
        )
        assert {one.code for one in near} <= {made.records[place] for place in files}
        decided = record_queries.decisions_since(session, NOW - timedelta(days=1))
        assert {one.title.partition(" ")[0] for one in decided} == {CANARIES[place] for place in rows}
        exported = " ".join(str(row) for row in export.rows(session, "cola"))
        assert {place for place in PLACES if CANARIES[place] in exported} == rows


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
def test_what_hangs_from_a_row_is_seen_only_with_its_row(filled: tuple[Register, Filled], role: Role) -> None:
    register, _ = filled
    for table in (QueueDepartment, ReviewRow):
        with register.reading() as session:
            whole = set(session.scalars(select(table.entry_id)))
        with register.reading(sight_of(PEOPLE[role])) as session:
            rows = set(session.scalars(select(QueueEntry.id)))
            assert set(session.scalars(select(table.entry_id))) == whole & rows
        assert role is not Role.ANALYST or whole - rows, "there is something to hide"


def test_the_program_itself_sees_everything(filled: tuple[Register, Filled]) -> None:
    register, _ = filled
    with register.reading() as session:
        assert queue.page(session, now=NOW).total == len(PLACES)
        assert len(record_queries.listed(session)) == len(PLACES)


def test_the_condition_in_sql_and_the_rule_in_python_say_the_same(filled: tuple[Register, Filled]) -> None:
    register, _ = filled
    with register.reading() as session:
        rows = session.scalars(select(RecordRow)).all()
        assert rows
        for departments, names, office, unplaced in itertools.product(
            ((), ("05",), ("08",), ("05", "08")), ((), ("Llallagua",), ("Uyuni", "O'Connor")), ("", BENI), (False, True)
        ):
            seen = Purview(False, departments, names, office, unplaced)
            found = set(session.scalars(select(RecordRow.code).where(in_records(seen, RecordRow))))
            assert found == {
                one.code
                for one in rows
                if within(seen, Thing(tuple(one.departments), tuple(one.municipalities), one.office))
            }


def test_what_lies_in_another_office_is_the_same_as_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    """With and without the other offices' rows and records, everything that a bound person reads is equal."""
    read = []
    for places in (("suya",), tuple(place for place in PLACES)):
        folder = tmp_path_factory.mktemp("fuga")
        storage = Storage(f"sqlite:///{folder / 'atalaya.db'}", folder)
        migrate(storage)
        register = open_register(storage)
        fill(register, places)
        with register.reading(sight_of(PEOPLE[Role.ANALYST])) as session:
            page = queue.page(session, now=NOW)
            read.append(
                (
                    [row.title for row in page.rows],
                    (page.total, page.by_department, page.by_level, page.by_stage, page.next_cursor),
                    [(one.code, one.version, one.next_due) for one in record_queries.listed(session)],
                    [(one.what, one.due_at) for one in record_queries.agenda(session)],
                    record_queries.overdue(session, NOW + timedelta(days=60)),
                    len(record_queries.decisions_since(session, NOW - timedelta(days=9))),
                    session.scalars(select(QueueEntry.title)).all(),
                )
            )
        register.close()
    assert read[0] == read[1]


def test_a_table_is_found_wherever_it_stands_in_a_statement() -> None:
    other = aliased(RecordRow)
    inside = select(func.max(RecordRow.id)).scalar_subquery()
    for statement in (
        select(RecordRow),
        select(RecordRow.code),
        select(other.code),
        select(func.count()).select_from(other),
        select(QueueEntry.id, inside),
        select(QueueEntry.id).order_by(inside),
        select(QueueEntry.id).where(exists(select(other.id).where(other.origin_id == QueueEntry.id))),
        select(QueueEntry.id).outerjoin(RecordRow, RecordRow.id == QueueEntry.id),
        select(select(RecordRow.code).subquery()),
        select(select(RecordRow.code).cte("kept")),
        select(QueueEntry.id).union(select(RecordRow.id)),
    ):
        assert "record" in tables_in(statement), statement


def test_no_table_is_narrowed_by_two_conditions_of_which_one_would_be_lost() -> None:
    by_queue = {table.__tablename__ for table in of_a_row()} | {"queue_entry", "control_item"}
    known = {"queue_department", "queue_lease", "queue_correction", "queue_joined", "queue_assignment", "queue_move"}
    assert known | {"review", "entered"} < by_queue
    by_queue |= {name for name in Base.metadata.tables if name.startswith("announcement")}
    assert not by_queue & {table.__tablename__ for table in of_a_record()}
