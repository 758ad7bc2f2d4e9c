"""The second net: on PostgreSQL the pages' role is answered no row out of a person's sight, whoever forgot to ask."""

import importlib
import inspect
import pkgutil
import random
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.orm import ORMExecuteState, Session

import register.queries
from conflict.errors import DataError, StorageError
from conflict.lifecycle import DiscardReason
from conflict.permissions import NOTHING, WHOLE, Purview, Sight, sight_of, within
from conflict.record import Person
from conflict.roles import Role
from conflict.vocabulary import Phase
from conflict.week import week_at
from register import backup, engine, second_net
from register.calendars import load_rulebook
from register.commands import reviews, transfers
from register.commands.guarding import thing_of, thing_of_entry
from register.doctor import examine
from register.engine import Register, open_register
from register.journal_key import make_key
from register.migrate import migrate
from register.office_tables import OfficeRow
from register.queries import accounts, records
from register.record_tables import RecordRow
from register.searchindex import SearchKind
from register.settings import Storage
from register.tables import Base, QueueDepartment, QueueEntry
from register.tableset import all_tables
from register.web_role import let_in
from tests import registerfilled as filled
from tests.conftest import NOW, ROOT
from tests.make import a_reading
from tests.offices import BENI, CANARIES, PEOPLE, REGIONAL, Filled, fill
from tests.postgres import ROLE, Cluster
from tests.register.test_out_of_sight import done, hung

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def netted(
    cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Register, Register, Filled, Storage]]:
    """Give one filled register as its owner has it, as the pages' role has it, what is in it, and its address."""
    folder = tmp_path_factory.mktemp("red")
    make_key(folder)
    storage = Storage(cluster.new_database(), folder)
    owner = open_register(storage)
    made = fill(owner)
    hung(owner, made.records["ajena"], folder)
    hung(owner, made.records["suya"], folder, PEOPLE[Role.ANALYST], ("05", "Llallagua"))
    pages = open_register(cluster.bound(storage))
    yield owner, pages, made, storage
    pages.close()
    owner.close()


Netted = tuple[Register, Register, Filled, Storage]

CONSOLE = {"accounts", "attempts", "everything", "journal", "persons", "retention", "summaries"}
"""Queries of what has no territory, and of the console, which owns the tables."""
OF_A_ROW = {"queue.held"}
"""Queries that take a row which was answered already, not its code."""
WEEK = week_at(NOW)
VALUES: dict[str, Any] = {
    "actor": "u-1",
    "address": "https://alguien.ejemplo.bo/",
    "article_id": 1,
    "before": dict.fromkeys(Phase, NOW + timedelta(days=1)),
    "begins": "orden",
    "but": "",
    "by": PEOPLE[Role.ANALYST],
    "clocks": load_rulebook(ROOT / "data", NOW.date()).clocks,
    "closed": False,
    "department": "08",
    "departments": ("05", "08"),
    "entries": list(range(1, 40)),
    "entry_id": 1,
    "fields": ("demand",),
    "first": NOW.date() - timedelta(days=30),
    "form": "accion",
    "group": 1,
    "groups": list(range(1, 40)),
    "ident": 1,
    "idents": (1, 2),
    "keys": ("diario/pais/2026-11-20/alguien@ejemplo.bo",),
    "kind": SearchKind.RECORD,
    "last": NOW.date(),
    "limit": 50,
    "listed": (),
    "model_version": a_reading().model_version,
    "month": f"{NOW:%Y-%m}",
    "municipalities": ("Llallagua", "Uyuni", "Trinidad"),
    "name": BENI,
    "now": NOW,
    "number": 1,
    "of": "",
    "office": BENI,
    "person": PEOPLE[Role.ANALYST],
    "review_id": 1,
    "role": Role.ANALYST,
    "seen": 0,
    "since": NOW - timedelta(days=60),
    "source_id": "radio-cerro",
    "text": "",
    "title": f"{CANARIES['ajena']} 3: anuncian bloqueo",
    "today": NOW.date(),
    "typed": CANARIES["ajena"],
    "until": NOW.date() + timedelta(days=30),
    "waiting": True,
    "week": WEEK,
    "what": "cola",
    "without_model": "",
}
SINCE_A_DAY = {"control.missed": NOW.date() - timedelta(days=60)}


def found_queries() -> dict[str, Callable[..., Any]]:
    """Return every query of the pages by module and name: found, not listed."""
    found = {}
    for module in pkgutil.iter_modules(register.queries.__path__):
        loaded = importlib.import_module(f"register.queries.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            ours = function.__module__ == loaded.__name__ and not name.startswith("_")
            ours = ours and f"{module.name}.{name}" not in OF_A_ROW
            if ours and module.name not in CONSOLE and "session" in inspect.signature(function).parameters:
                found[f"{module.name}.{name}"] = function
    return found


def answers(opened: Register, person: Person, made: Filled) -> dict[str, str]:
    """Return what every query answers a person, for each code where one is asked for."""
    codes = [*made.rows.values(), *made.records.values()]
    everything = [SimpleNamespace(code=code, last_action=None) for code in made.records.values()]
    told = {}
    with opened.reading(sight_of(person)) as session:
        for name, query in found_queries().items():
            asked = [
                one.name
                for one in inspect.signature(query).parameters.values()
                if one.default is inspect.Parameter.empty
                and one.kind is not inspect.Parameter.VAR_KEYWORD
                and one.name != "session"
            ]
            since = SINCE_A_DAY.get(name, VALUES["since"])
            asked_for = dict.fromkeys(("codes", "record_codes", "row_codes"), tuple(codes))
            known = VALUES | asked_for | {"since": since, "facts": everything}
            for code in codes if "code" in asked else ("",):
                said = query(session, **{one: (known | {"code": code})[one] for one in asked})
                listed = list(said) if inspect.isgenerator(said) else said
                told[f"{name} {code}"] = listed.code if isinstance(listed, QueueEntry | RecordRow) else repr(listed)
                if name.startswith("week"):  # facts that are counted come in no order
                    told[name] = " ".join(sorted(re.split(r"[(), ]+", told.pop(f"{name} {code}"))))
    return told


def rows(session: Session) -> dict[str, set[tuple[Any, ...]]]:
    """Return the keys of the rows of every guarded table that a session is answered."""
    keys = {
        mapper.class_.__tablename__: [mapper.get_property_by_column(key).class_attribute for key in mapper.primary_key]
        for mapper in Base.registry.mappers
    }
    return {name: {tuple(row) for row in session.execute(select(*keys[name]))} for name in second_net.policies()}


def plain_rows(session: Session) -> dict[str, int]:
    asked = {name: text(f"SELECT count(*) FROM {name}") for name in second_net.policies()}
    return {name: session.scalar(count) or 0 for name, count in asked.items()}


def without_condition(state: ORMExecuteState) -> None:
    """Stand where the condition of the program is put: the mutant that forgot it."""


def test_every_table_with_a_territory_is_under_the_net(netted: Netted) -> None:
    owner, _, _, _ = netted
    guarded = second_net.policies().keys()
    with owner.reading() as session:
        assert second_net.unguarded(session) == []
    above = {"record", "queue_entry", "announcement", "record_harm"}
    hanging = {
        table.name for table in all_tables() if any(key.column.table.name in above for key in table.foreign_keys)
    }
    assert hanging | above <= guarded


def test_whoever_said_nothing_is_answered_nothing(netted: Netted) -> None:
    owner, pages, _, _ = netted
    with owner.reading() as session:
        there = plain_rows(session)
    with Session(pages._reader) as session:
        assert set(plain_rows(session).values()) == {0}
    assert sum(count > 0 for count in there.values()) > 15


@pytest.mark.parametrize("role", (Role.ANALYST, Role.DELEGATE, Role.MANAGER), ids=lambda role: role.value)
def test_with_the_condition_of_the_program_taken_out_every_query_answers_the_same(
    netted: Netted, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mutant of the rule: the program asks for everything, and the database answers what may be seen."""
    owner, pages, made, _ = netted
    person = PEOPLE[role]
    expected = answers(owner, person, made)
    monkeypatch.setattr(engine, "narrow", without_condition)
    unnarrowed = answers(owner, person, made)
    netted_answers = answers(pages, person, made)
    assert {k: (v, expected[k]) for k, v in netted_answers.items() if v != expected[k]} == {}
    if sight_of(person) != WHOLE:
        assert unnarrowed != expected  # the mutant is one: with neither net it tells


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
def test_no_table_gives_a_foreign_row_to_a_query_without_condition(
    netted: Netted, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, pages, _, _ = netted
    sight = sight_of(PEOPLE[role])
    with owner.reading(sight) as session:
        narrowed = rows(session)
    monkeypatch.setattr(engine, "narrow", without_condition)
    with pages.reading(sight) as session:
        answered = rows(session)
    wider_by_design = {"queue_move", "reserved_identity"}  # read only with the row they hang from
    assert all(answered[name] <= narrowed[name] for name in wider_by_design)
    assert {name: answered[name] for name in answered.keys() - wider_by_design} == {
        name: narrowed[name] for name in narrowed.keys() - wider_by_design
    }


CODES = ("05", "08", "02")
NAMES = ("Llallagua", "Trinidad", "O'Connor", 'San "Pedro"', "100 % Norte", "Los_Andes", "Barra\\Baja")
OFFICES = (REGIONAL, BENI, 'Oficina "Sur"', "")


def some(dice: random.Random, of: tuple[str, ...]) -> list[str]:
    return sorted(dice.sample(of, dice.choice((0, 1, 1, 2))))


def test_the_rule_the_condition_and_the_net_say_the_same_of_any_person_and_any_row(
    cluster: Cluster, tmp_path: Path
) -> None:
    """Hundreds of purviews over a hundred records and rows, with names that a pattern could misread."""
    make_key(tmp_path)
    storage = Storage(cluster.new_database(), tmp_path)
    owner, dice = open_register(storage), random.Random(7)
    filled.begin(owner)
    filled.articles(owner, 120, silent=True)
    filled.signals(owner, 60)
    filled.cases(owner, 40, history=1)
    with owner.writing() as session:
        session.execute(text("ALTER TABLE record DISABLE TRIGGER USER"))
        session.execute(text("ALTER TABLE transfer DISABLE TRIGGER USER"))
        for n, name in enumerate(OFFICES[:-1]):
            around = {"kind": "delegacion", "department": "05", "seat": "", "provenance": "inventada", "working": True}
            session.add(OfficeRow(id=f"o{n}", name=name, short=name, **around))
        for record in session.scalars(select(RecordRow)):
            record.departments, record.municipalities = some(dice, CODES), some(dice, NAMES)
            record.office = dice.choice(OFFICES) or "Ninguna de esas"
            if dice.random() < 0.3:
                state = dice.choice(("solicitada", "devuelta", "enviada", "aceptada", "retirada"))
                sides = dice.sample([name for name in OFFICES if name], 2)
                session.execute(text(_TRANSFER), {"id": record.id, "state": state, "a": sides[0], "b": sides[1]})
        for entry in session.scalars(select(QueueEntry)):
            entry.departments, entry.municipalities = some(dice, CODES), some(dice, NAMES)
            entry.office = dice.choice(("", "o0", "o1", "o2"))
            session.execute(delete(QueueDepartment).where(QueueDepartment.entry_id == entry.id))
            session.add_all(QueueDepartment(entry_id=entry.id, department=one) for one in entry.departments or [""])
    with owner.reading() as session:
        records = {one.id: thing_of(session, one) for one in session.scalars(select(RecordRow))}
        entries = {one.id: thing_of_entry(one) for one in session.scalars(select(QueueEntry))}
    pages, told, sizes = open_register(cluster.bound(storage)), {}, set()
    for _ in range(150):
        unplaced = dice.random() < 0.5
        seen = Purview(False, tuple(some(dice, CODES)), tuple(some(dice, NAMES)), dice.choice(OFFICES), unplaced)
        sight = dice.choice((Sight(seen, seen), Sight(seen, NOTHING), Sight(NOTHING, seen)))
        by_rule = (
            {number for number, thing in entries.items() if within(sight.queue, thing)},
            {number for number, thing in records.items() if within(sight.records, thing)},
        )
        with owner.reading(sight) as session:
            narrowed = set(session.scalars(select(QueueEntry.id))), set(session.scalars(select(RecordRow.id)))
        with pages.reading(sight) as session:
            bare = [set(session.scalars(text(f"SELECT id FROM {table}"))) for table in ("queue_entry", "record")]
        sizes |= {len(by_rule[0]), len(by_rule[1])}
        if not by_rule == narrowed == tuple(bare):
            told[sight] = by_rule, narrowed, bare
    pages.close()
    owner.close()
    assert told == {}
    assert len(sizes) > 20


_TRANSFER = (
    "INSERT INTO transfer (record_id, state, sender, receiver, reason, pack, asked_at, asked_by, answer_by, "
    "answered_at, answered_by, answer, sent_by) VALUES (:id, :state, :a, :b, 'x', '{\"a\": 1}', now(), 'x', now(), "
    "CASE WHEN :state IN ('solicitada', 'autorizada', 'enviada') THEN NULL ELSE now() END, 'x', '', 'x')"
)


def test_the_pages_work_as_a_role_that_owns_nothing(cluster: Cluster, tmp_path: Path) -> None:
    """Commands ask the table of permissions themselves and read what they need for it."""
    make_key(tmp_path)
    storage = Storage(cluster.new_database(), tmp_path)
    owner = open_register(storage)
    made = fill(owner)
    owner.close()
    pages = open_register(cluster.bound(storage))
    numbers = hung(pages, made.records["ajena"], tmp_path)
    discard = {"code": made.rows["ajena"], "version": 1, "reason": DiscardReason.PAST, "comment": ""}
    assert done(pages, reviews.discard, **discard)
    done(pages, transfers.withdraw, transfer_id=numbers["transfer_id"])
    with pages.reading(WHOLE) as session:
        assert len(records.listed(session)) == len(made.records)
    pages.close()


def test_a_question_without_a_purview_fails_instead_of_finding_nothing(netted: Netted) -> None:
    """A backup or a cycle that was given the role of the pages by mistake must not take emptiness for the truth."""
    _, pages, _, storage = netted
    with pytest.raises(StorageError, match="42501") as refused, pages.reading() as session:
        records.listed(session)
    assert "dueño de las tablas" in refused.value.spanish
    with pytest.raises(StorageError):
        backup.make(cluster_url(storage), storage.folder / "respaldos", now=NOW, keep=3)
    with pages.reading() as session:
        assert accounts.listed(session) == ()


def cluster_url(storage: Storage) -> Storage:
    return Storage(storage.url.replace("//atalaya@", f"//{ROLE}@"), storage.folder)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET reason = 'x'",
        "DELETE FROM journal",
        "ALTER TABLE journal DISABLE TRIGGER USER",
        "DROP POLICY sight ON record",
        "ALTER TABLE record DISABLE ROW LEVEL SECURITY",
        "TRUNCATE record CASCADE",
        "UPDATE alembic_version SET version_num = '9999'",
    ],
)
def test_the_role_of_the_pages_cannot_take_the_net_or_the_journal_away(netted: Netted, statement: str) -> None:
    _, pages, _, _ = netted
    with pytest.raises(StorageError, match="42501"), pages.writing() as session:
        session.execute(text(statement))


def test_only_a_role_that_is_there_and_owns_nothing_is_let_in(netted: Netted, tmp_path: Path) -> None:
    _, _, _, storage = netted
    for asked, said in (("nadie", 'CREATE ROLE "nadie"'), ("atalaya", "ninguna red")):
        with pytest.raises(DataError) as refused:
            let_in(storage, asked)
        assert said in refused.value.spanish
    small = Storage(f"sqlite:///{tmp_path / 'atalaya.db'}", tmp_path)
    migrate(small)
    with pytest.raises(DataError) as refused:
        let_in(small, "atalaya_web")
    assert "SQLite" in refused.value.spanish


def test_doctor_says_whether_the_net_is_there(netted: Netted) -> None:
    _, _, _, storage = netted
    said = {}
    for known in (storage, cluster_url(storage)):
        finding = next(one for one in examine(known, NOW) if one.name == "Segunda red")
        said[known.url], ok = finding.sentence, finding.ok
        assert ok
    assert "no la tiene" in said[storage.url]
    assert "le niega" in said[cluster_url(storage).url]
