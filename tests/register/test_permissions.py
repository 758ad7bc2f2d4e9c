"""One table of permissions: every command asks it, for every role and every kind of object, and no query forgets it."""

import csv
import inspect
import itertools
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from conflict.codebook import Level
from conflict.lifecycle import ActionKind, DiscardReason, Outcome, RecordKind, RecordStep
from conflict.office import Office, OfficeKind
from conflict.permissions import NATIONAL_UNIT, Ability, Forbidden, Purview, Thing, sight_of, within
from conflict.record import Person, RuleError
from conflict.roles import Role
from register.commands import accounts, assigning, batches, offices, records, reviews, routing, signing, transfers
from register.engine import Register, open_register
from register.migrate import migrate
from register.queries import export, queue
from register.queries import records as record_queries
from register.record_tables import RecordRow, ReviewRow
from register.settings import Storage
from register.sight import in_records, of_a_record, of_a_row, tables_in
from register.tables import Base, QueueDepartment, QueueEntry
from tests.conftest import NOW, ROOT
from tests.offices import BENI, CANARIES, PEOPLE, PLACES, Filled, fill

CASES = {
    (row["rol"], row["que"]): row for row in csv.DictReader((ROOT / "tests/cases/permisos.csv").open(encoding="utf-8"))
}
SEE = {"revisar": "ver_cola", "editar_ficha": "ver_fichas"}
WORDS = "Hubo reunión con las partes."


class Undo(Exception):
    """Takes a transaction back."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Register, Filled]]:
    folder = tmp_path_factory.mktemp("oficinas")
    storage = Storage(f"sqlite:///{folder / 'atalaya.db'}", folder)
    migrate(storage)
    register = open_register(storage)
    yield register, fill(register)
    register.close()


def expected(role: Role, what: str, place: str) -> bool:
    return CASES[role.value, what][place] == "si"


# Every command of a person: what the table is asked, and how it is called on what lies at a place.
Call = Callable[[Filled, str], dict[str, object]]
COMMANDS: dict[Callable[..., object], tuple[str, Call]] = {
    reviews.discard: (
        "revisar",
        lambda f, p: {"code": f.rows[p], "version": 1, "reason": DiscardReason.PAST, "comment": ""},
    ),
    reviews.postpone: ("revisar", lambda f, p: {"code": f.rows[p], "version": 1, "until": NOW + timedelta(hours=20)}),
    reviews.register: (
        "revisar",
        lambda f, p: {"code": f.rows[p], "version": 1, "kind": RecordKind.ALERT, "level": Level.LOW},
    ),
    reviews.link: ("revisar", lambda f, p: {"code": f.rows[p], "version": 1, "record": f.records[p]}),
    reviews.join: ("revisar", lambda f, p: {"code": f.rows[p], "version": 1, "into": f.rows[p]}),
    reviews.undo: ("revisar", lambda f, p: {"review_id": f.reviews[p]}),
    records.act: (
        "editar_ficha",
        lambda f, p: {
            "code": f.records[p],
            "kind": ActionKind.VERIFICATION,
            "at": NOW,
            "words": WORDS,
            "proof": "",
        },
    ),
    records.add_deadline: (
        "editar_ficha",
        lambda f, p: {"code": f.records[p], "what": "Volver al mismo lugar", "due_at": NOW + timedelta(days=2)},
    ),
    records.close_deadline: ("editar_ficha", lambda f, p: {"deadline_id": f.deadlines[p], "met": True}),
    records.reschedule: (
        "editar_ficha",
        lambda f, p: {"deadline_id": f.deadlines[p], "due_at": NOW + timedelta(days=3), "words": WORDS},
    ),
    records.advance: (
        "editar_ficha",
        lambda f, p: {
            "code": f.records[p],
            "asked": RecordStep.CALL_OFF,
            "words": WORDS,
            "outcome": Outcome.UNKNOWN,
        },
    ),
    transfers.ask: ("editar_ficha", lambda f, p: {"code": f.records[p], "receiver": "Otra oficina", "reason": WORDS}),
}
ELSEWHERE = {
    records.open_from_entry: "called by reviews.register, which has asked",
    records.open_past: "called by imports.store; its journal line asks",
    records.annul_untouched: "called by reviews.undo, which has asked; its journal line asks again",
    records.carry_out: "called by records.advance and signing.sign; its journal line asks again",
    transfers.authorise: "the sender's side: its own tests",
    transfers.send: "the sender's side: its own tests",
    transfers.refer_back: "the receiver's side: its own tests",
    transfers.answer: "two sides: its own tests below",
    transfers.withdraw: "two sides: its own tests below",
}


def attempt(register: Register, command: Callable[..., object], by: Person, values: dict[str, object]) -> str:
    """Return "done", "refused" or "hidden", or the words of another rule; nothing stays."""
    try:
        with register.writing() as session:
            command(session, by=by, now=NOW, **values)
            raise Undo
    except Undo:
        return "done"
    except Forbidden as forbidden:
        return "hidden" if forbidden.hidden else "refused"
    except RuleError as rule:
        return rule.spanish


def test_every_command_of_a_person_is_in_this_matrix() -> None:
    found = {
        function
        for module in (reviews, records, transfers)
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not function.__name__.startswith("_")
        and "by" in inspect.signature(function).parameters
    }
    assert found == set(COMMANDS) | set(ELSEWHERE)


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: f"{command.__module__[18:]}.{command.__name__}")
def test_a_command_asks_the_table(filled: tuple[Register, Filled], command: Callable[..., object], role: Role) -> None:
    register, made = filled
    what, call = COMMANDS[command]
    for place in PLACES:
        if command is reviews.link and expected(role, what, place) and not expected(role, "ver_fichas", place):
            continue
        got = attempt(register, command, PEOPLE[role], call(made, place))
        if not expected(role, SEE[what], place):
            assert got == "hidden", place
        elif not expected(role, what, place):
            assert got == "refused", place
        else:
            assert got not in ("hidden", "refused"), place


def test_the_second_signature_asks_to_approve_and_not_only_to_write(filled: tuple[Register, Filled]) -> None:
    register, made = filled
    sign = {"code": made.records["suya"], "approve": True, "words": ""}
    assert attempt(register, signing.sign, PEOPLE[Role.ANALYST], sign) == "refused"
    assert attempt(register, signing.sign, PEOPLE[Role.AUDITOR], sign) == "refused"
    assert "propuesta" in attempt(register, signing.sign, PEOPLE[Role.REGIONAL], sign)
    assert attempt(register, signing.sign, PEOPLE[Role.REGIONAL], sign | {"code": made.records["ajena"]}) == "hidden"


def test_who_may_not_know_of_a_thing_is_told_what_is_told_of_one_that_is_not_there(
    filled: tuple[Register, Filled],
) -> None:
    register, made = filled
    for command, (_, call) in COMMANDS.items():
        values = call(made, "ajena")
        absent = {
            name: (value.replace("-0001", "-9999").replace("-00", "-99") if isinstance(value, str) else 10**8)
            if name in ("code", "record", "review_id", "deadline_id")
            else value
            for name, value in values.items()
        }
        told = [re.sub(r"[A-Z]+-[0-9-]+", "X", _said(register, command, one)) for one in (values, absent)]
        assert told[0] == told[1]


def _said(register: Register, command: Callable[..., object], values: dict[str, object]) -> str:
    with pytest.raises(RuleError) as refused, register.writing() as session:
        command(session, by=PEOPLE[Role.ANALYST], now=NOW, **values)
    return refused.value.spanish


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


def test_a_transfer_is_seen_and_answered_by_its_receiver_alone(register: Register) -> None:
    made = fill(register, ("suya",))
    code = made.records["suya"]
    analyst, national, beni = (
        PEOPLE[Role.ANALYST],
        PEOPLE[Role.NATIONAL],
        Person("Bea", BENI, 8, Role.DELEGATE, ("08",)),
    )

    def sees(person: Person) -> bool:
        with register.reading(sight_of(person)) as session:
            listed = bool(record_queries.listed(session))
            assert listed == bool(record_queries.detail(session, code))
            return listed

    def ask(receiver: str) -> int:
        with register.writing() as session:
            return transfers.ask(session, code=code, receiver=receiver, reason=WORDS, by=analyst, now=NOW)

    assert not sees(beni)
    number = ask(BENI)
    assert sees(beni)
    edit = (records.act, {"code": code, "kind": ActionKind.OTHER, "at": NOW, "words": WORDS, "proof": ""})
    assert attempt(register, edit[0], beni, edit[1]) == "refused"
    accept = {"transfer_id": number, "accept": True, "words": ""}
    for other in (analyst, national, PEOPLE[Role.DELEGATE]):
        assert attempt(register, transfers.answer, other, accept) == "refused"
    for other in (PEOPLE[Role.AUDITOR], PEOPLE[Role.ADMIN]):
        assert attempt(register, transfers.answer, other, accept) in ("refused", "hidden")
    assert attempt(register, transfers.withdraw, beni, {"transfer_id": number}) == "refused"
    with register.writing() as session:
        transfers.withdraw(session, transfer_id=number, by=analyst, now=NOW)
    assert not sees(beni)
    number = ask(NATIONAL_UNIT)
    assert attempt(register, edit[0], national, edit[1]) == "refused"
    with register.writing() as session:
        transfers.answer(session, transfer_id=number, accept=True, words="", by=national, now=NOW)
    assert attempt(register, edit[0], national, edit[1]) == "done"
    for sender in (analyst, PEOPLE[Role.DELEGATE]):
        assert attempt(register, edit[0], sender, edit[1]) == "refused"
        assert sees(sender)


def test_a_row_that_was_passed_on_is_seen_and_decided_by_the_office_that_has_it(register: Register) -> None:
    made = fill(register, ("suya",))
    beni = Person("Bea Inventada", BENI, 8, Role.DELEGATE, ("08",))
    office = Office("del-beni", BENI, "Beni", OfficeKind.DELEGATION, "08", "080101", "inventada")
    with register.writing() as session:
        offices.sync(session, offices=[office], now=NOW)
    call = {"code": made.rows["suya"], "version": 2, "reason": DiscardReason.PAST, "comment": ""}
    assert attempt(register, reviews.discard, beni, call) == "hidden"
    with register.writing() as session:
        routing.move(
            session,
            code=made.rows["suya"],
            version=1,
            office="del-beni",
            reason="El hecho ocurre en Trinidad, no aquí.",
            by=PEOPLE[Role.ANALYST],
            now=NOW,
        )
    with register.reading(sight_of(beni)) as session:
        assert [row.code for row in queue.page(session, now=NOW).rows] == [made.rows["suya"]]
    assert attempt(register, reviews.discard, beni, call) == "done"


def test_a_row_is_given_only_to_somebody_who_may_decide_it(register: Register) -> None:
    made = fill(register, ("suya",))
    console, numbers = Person("consola", "Sistemas"), {}
    for person in (PEOPLE[Role.REGIONAL], PEOPLE[Role.AUDITOR], Person("Bea", BENI, 8, Role.DELEGATE, ("08",))):
        with register.writing() as session:
            around = {"departments": person.departments, "municipalities": person.municipalities, "by": console}
            login = person.role.value.replace("_", "-")
            numbers[person.role] = accounts.create(
                session, login=login, name=person.name, office=person.office, role=person.role, now=NOW, **around
            )
    call = {"code": made.rows["suya"]}
    for role in (Role.AUDITOR, Role.DELEGATE):
        told = attempt(register, assigning.assign, PEOPLE[Role.ANALYST], call | {"account_id": numbers[role]})
        assert "no puede decidir esta fila" in told
    given = call | {"account_id": numbers[Role.REGIONAL]}
    assert attempt(register, assigning.assign, PEOPLE[Role.ANALYST], given) == "done"


def test_a_batch_is_taken_back_by_its_own_office_alone(register: Register) -> None:
    made = fill(register, ("suya",))
    with register.writing() as session:
        number = batches.discard(
            session,
            rows=[(made.rows["suya"], 1)],
            reason=DiscardReason.PAST,
            comment="",
            by=PEOPLE[Role.ANALYST],
            now=NOW,
        )
    call = {"batch_id": number}
    assert "ya se deshizo" in attempt(register, batches.undo, PEOPLE[Role.DELEGATE], call)
    assert attempt(register, batches.undo, PEOPLE[Role.REGIONAL], call) == "done"


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


def test_every_ability_has_a_row_and_the_machine_has_no_account() -> None:
    from conflict.permissions import TABLE

    assert {(role, ability) for role in Role for ability in Ability} == set(TABLE)


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
