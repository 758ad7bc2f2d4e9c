"""Everything out and back: the same bytes after any number of journeys between the engines."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from conflict.errors import DataError
from conflict.record import Person
from register.archive import KINDS, _kind
from register.archive_files import MANIFEST, read_archive, write_archive
from register.commands.everything import LEFT_BY_STEPS, load
from register.engine import Register, open_register
from register.migrate import migrate
from register.queries import everything
from register.queries.export import rows
from register.settings import Storage
from register.tableset import all_tables, kept_tables
from tests.conftest import NOW
from tests.postgres import Cluster
from tests.register.populated import populate


def exported(register: Register) -> list[str]:
    with register.reading() as session:
        return list(everything.lines(session))


def imported(storage: Storage, lines: list[str], *, replace: bool = False) -> list[str]:
    """Bring lines into a register and return what it then exports."""
    register = open_register(storage)
    try:
        with register.writing() as session:
            load(session, lines, replace=replace)
        return exported(register)
    finally:
        register.close()


def sqlite(folder: Path, name: str) -> Storage:
    return Storage(f"sqlite:///{folder / name}.db", folder)


@pytest.fixture
def full(tmp_path: Path) -> list[str]:
    """Return the lines of a populated register."""
    storage = sqlite(tmp_path, "lleno")
    migrate(storage)
    register = open_register(storage)
    populate(register)
    lines = exported(register)
    register.close()
    return lines


@pytest.mark.postgres
def test_from_one_engine_to_the_other_and_back_every_byte_is_the_same(
    full: list[str], tmp_path: Path, cluster: Cluster
) -> None:
    there = imported(Storage(cluster.new_database(), tmp_path), full)
    assert there == full
    assert imported(sqlite(tmp_path, "vuelta"), there) == full


def test_what_was_brought_in_can_be_worked_on(full: list[str], storage: Storage) -> None:
    register = open_register(storage)
    with register.writing() as session:
        load(session, full)
    with register.writing() as session:
        session.execute(text("INSERT INTO cycle (kind, state, holder, started_at, lease_until, summary) "
                             "SELECT kind, state, holder, started_at, lease_until, summary FROM cycle"))  # fmt: skip
    register.close()


def test_every_table_travels_and_every_column_has_a_written_form(full: list[str]) -> None:
    head = json.loads(full[0])
    assert [one["tabla"] for one in head["tablas"]] == [table.name for table in kept_tables()]
    seal = json.loads(full[-1])["cierre"]
    assert sum(one["filas"] for one in seal.values()) == len(full) - 2
    empty = {name for name, one in seal.items() if not one["filas"]}
    assert not empty & {"article", "signal", "record", "record_action", "deadline", "transfer", "review", "journal"}
    for table in all_tables():
        for column in table.columns:
            assert _kind(column.type) in KINDS


def test_the_tables_of_the_database_are_the_tables_that_travel(register: Register) -> None:
    with register.reading() as session:
        catalogue = (
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
            if register.dialect == "postgresql"
            else "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
            "AND name NOT LIKE 'search_index%'"
        )
        found = set(session.scalars(text(catalogue)))
    assert found - {"alembic_version"} == {table.name for table in all_tables()}


def test_a_register_with_data_takes_nothing_in(full: list[str], register: Register) -> None:
    populate(register)
    before = exported(register)
    with pytest.raises(DataError) as refused, register.writing() as session:
        load(session, full)
    assert "ya tiene datos" in refused.value.spanish
    assert exported(register) == before


def test_asked_to_replace_it_takes_the_place_of_all(full: list[str], storage: Storage) -> None:
    register = open_register(storage)
    populate(register)
    with register.writing() as session:
        session.execute(text("UPDATE record SET title = 'otra cosa'"))
    register.close()
    assert imported(storage, full, replace=True) == full


def _without(line: int):
    return lambda lines: lines[:line] + lines[line + 1 :]


DAMAGE = {
    "the seal is missing": lambda lines: lines[:-1],
    "a row is missing": _without(20),
    "a row is there twice": lambda lines: [*lines[:20], lines[20], *lines[20:]],
    "the head is missing": lambda lines: lines[1:],
    "a letter is another": lambda lines: [line.replace("transportistas", "transportistos") for line in lines],
    "a column is missing": lambda lines: [lines[0], *(line.replace('"guid":', '"x":') for line in lines[1:])],
    "a line is no JSON": lambda lines: [*lines[:5], "{", *lines[5:]],
    "nothing is there": lambda lines: [],
    "something follows": lambda lines: [*lines, lines[5]],
    "a kind is unknown": lambda lines: [lines[0].replace('"fecha"', '"hora"'), *lines[1:]],
}


@pytest.mark.parametrize("why", DAMAGE)
def test_a_damaged_archive_leaves_the_register_empty(why: str, full: list[str], storage: Storage) -> None:
    register = open_register(storage)
    with pytest.raises(DataError) as refused, register.writing() as session:
        load(session, DAMAGE[why](full))
    assert "No se guardó nada" in refused.value.spanish
    with register.reading() as session:
        assert {name for name, rows in everything.counted(session).items() if rows} <= LEFT_BY_STEPS
    register.close()


def test_an_archive_of_a_later_program_is_refused(full: list[str], register: Register) -> None:
    later = [full[0].replace('"revision": "', '"revision": "9'), *full[1:]]
    with pytest.raises(DataError, match="revision 9"), register.writing() as session:
        load(session, later)


@pytest.mark.parametrize("name", ["todo.jsonl", "todo.jsonl.gz", "carpeta"])
def test_an_archive_on_disk_reads_as_it_was_written(name: str, full: list[str], tmp_path: Path) -> None:
    target = tmp_path / name
    assert write_archive(target, iter(full)) == len(full) - 2
    assert list(read_archive(target))[1:-1] == full[1:-1]
    again = tmp_path / f"otra-{name}"
    write_archive(again, read_archive(target))
    if target.is_file():
        assert target.read_bytes() == again.read_bytes()
    else:
        assert json.loads((target / MANIFEST).read_text())["cierre"] == json.loads(full[-1])["cierre"]
    assert not list(tmp_path.glob(".*parcial"))


def test_an_archive_cut_on_disk_is_told_as_such(full: list[str], tmp_path: Path) -> None:
    target = tmp_path / "todo.jsonl.gz"
    write_archive(target, full)
    target.write_bytes(target.read_bytes()[:-200])
    with pytest.raises(DataError) as refused:
        list(read_archive(target))
    assert "cortada o dañada" in refused.value.spanish


def test_the_time_and_the_names_are_the_stored_ones(full: list[str]) -> None:
    action = next(json.loads(line) for line in full if line.startswith('{"tabla":"record_action"'))["fila"]
    assert action["by"] == Person("Ana Q.", "").name
    assert action["at"] == NOW.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def test_what_hangs_from_a_record_is_exported_with_its_code(register: Register) -> None:
    codes = populate(register)
    with register.reading() as session:
        found = {what: list(rows(session, what)) for what in ("registros", "acciones", "plazos", "transferencias")}
        decisions = list(rows(session, "decisiones"))
    conflict = next(one for one in found["registros"] if one["codigo"] == codes["conflict"])
    assert (conflict["origen"], len(conflict["cola"])) == (codes["alert"], 2)
    assert {one["ficha"] for one in found["acciones"]} >= {codes["alert"], codes["second"], codes["closed"]}
    assert [one["ficha"] for one in found["transferencias"]] == [codes["second"]]
    assert all(one["ficha"] for one in found["plazos"])
    assert [one["decision"] for one in decisions].count("descartar") == 2
    assert all(one["cola"] for one in decisions)
