"""Records that a register had before its vocabularies were whole: they keep every word, and more is taken."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

import register.migrate as migrations
from conflict.errors import StorageError
from register.engine import open_register
from register.journal_key import make_key
from register.migrate import migrate
from register.queries.search import find
from register.searchindex import SearchKind
from register.settings import Storage
from tests.conftest import NOW

CODE = "AT-2026-05-0001"
OLD = (
    ("record", {"id": 1, "code": CODE, "kind": "conflicto", "state": "abierto", "level": "alto", "outcome": None}),
    ("record_action", {"id": 1, "record_id": 1, "kind": "mediacion_o_dialogo"}),
    ("record_actor", {"id": 1, "record_id": 1, "side": "tercero", "role": "primario", "sector": "otro"}),
    ("record_actor", {"id": 2, "record_id": 1, "side": "tercero", "role": "primario", "sector": "salud"}),
    ("record_relation", {"id": 1, "record_id": 1, "first_id": 1, "second_id": 2, "kind": "alianza"}),
    ("record_fact", {"id": 1, "record_id": 1, "kind": "dialogo", "annulled_why": ""}),
    ("office", {"id": "of-05", "kind": "delegacion"}),
)
KEPT = (
    'record_id, kind, "at", place, words, source, verified, entered_at, "by", office, annulled_by, annulled_why, actor'
)
NEW = (
    "UPDATE record SET outcome = 'retroceso_del_demandado'",
    "UPDATE record_action SET kind = 'accion_humanitaria', modality = 'telefono'",
    "UPDATE record_actor SET sector = 'agropecuario' WHERE id = 2",
    f"INSERT INTO record_fact (id, {KEPT}, place_precision, time_precision) "
    f"SELECT 2, {KEPT}, 'comunidad', 'aproximada' FROM record_fact WHERE id = 1",
)
REFUSED = (
    "UPDATE record_action SET kind = 'charla'",
    "UPDATE record_action SET modality = 'a_gritos'",
    "UPDATE record_fact SET place_precision = 'municipio' WHERE id = 1",
    "UPDATE record_fact SET time_precision = 'exacta' WHERE id = 2",
    "UPDATE record_fact SET actor = 'Otra organización' WHERE id = 1",
    "UPDATE record SET code = 'AT-2026-POT-0001'",
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """Return a database without tables on each engine."""
    make_key(tmp_path)
    if request.param == "sqlite":
        yield Storage(f"sqlite:///{tmp_path / 'antigua.db'}", tmp_path)
        return
    cluster = request.getfixturevalue("cluster")
    cluster.run("CREATE DATABASE antes_del_dominio")
    made = Storage(cluster.url("antes_del_dominio"), tmp_path)
    yield made
    cluster.drop(made.url)


def put(session: Session, table: str, said: dict[str, Any]) -> None:
    """Add a row; what is not said and must be there gets a value of its type."""
    plain: dict[type, Any] = {int: 1, bool: False, str: "[]"}
    values = dict(said)
    for column in inspect(session.connection()).get_columns(table):
        if column["name"] not in values and not column["nullable"] and column["default"] is None:
            values[column["name"]] = plain.get(column["type"].python_type, NOW)
    names = ", ".join(f'"{name}"' for name in values)
    session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})"), values)


def run(storage: Storage, work) -> Any:
    register = open_register(storage)
    try:
        with register.writing() as session:
            return work(session)
    finally:
        register.close()


def told(session: Session) -> list[list[tuple]]:
    """Return every old row as it was put, column by column."""
    asked = ((table, ", ".join(f'"{name}"' for name in said), said["id"]) for table, said in OLD)
    return [
        [tuple(row) for row in session.execute(text(f"SELECT {names} FROM {table} WHERE id = :id"), {"id": ident})]
        for table, names, ident in asked
    ]


def test_old_rows_stay_as_they_were_and_the_wider_lists_are_taken(before: Storage) -> None:
    def fill(session: Session) -> list[list[tuple]]:
        migrations.upgrade(session, b"k" * 32, "0024")
        for table, said in OLD:
            put(session, table, said)
        return told(session)

    old = run(before, fill)
    assert migrate(before)[0] == "0025"
    assert run(before, told) == old
    for statement in NEW:
        run(before, lambda session, sql=statement: session.execute(text(sql)))
    for statement in REFUSED:
        with pytest.raises((DBAPIError, StorageError)):
            run(before, lambda session, sql=statement: session.execute(text(sql)))


def test_records_of_before_are_found_by_the_numbers_of_their_notes(before: Storage) -> None:
    def fill(session: Session) -> None:
        migrations.upgrade(session, b"k" * 32, "0025")
        table, said = OLD[0]
        put(session, table, said | dict.fromkeys(("opened_at", "updated_at"), "2026-11-20T16:00:00.000000Z"))
        put(session, "report_request", {"id": 1, "record_id": 1, "state": "enviado", "cite": "GAM-LLG 007/2026"})
        put(session, "search_doc", {"id": 4, "words": "_record titulo"})
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("INSERT INTO search_index (rowid, words) VALUES (4, '_record titulo')"))

    run(before, fill)
    assert migrate(before)[0] == "0026"
    for typed in ("gam llg 7/2026", "GAMLLG0072026", CODE):
        found = run(before, lambda session, asked=typed: find(session, typed=asked, kind=SearchKind.RECORD))
        assert [hit.code for hit in found.hits] == [CODE], typed


def test_corrections_of_before_stay_and_who_asks_whom_for_what_may_be_corrected(before: Storage) -> None:
    said = {"id": 1, "entry_id": 1, "field": "nivel", "before": '"bajo"', "after": '"alto"'}

    def fill(session: Session) -> None:
        migrations.upgrade(session, b"k" * 32, "0029")
        put(session, "story_group", {"id": 1})
        row = {
            "state": "nueva",
            "level": "alto",
            "stage": "demanda",
            "scope": "ubicado",
            "office_basis": "por_precisar",
        }
        put(session, "queue_entry", {"id": 1, "typology": None} | row)
        put(session, "queue_correction", said)

    def corrections(session: Session) -> list[tuple]:
        asked = 'SELECT id, entry_id, field, "before", "after" FROM queue_correction ORDER BY id'
        return [tuple(row) for row in session.execute(text(asked))]

    run(before, fill)
    assert migrate(before)[0] == "0030"
    assert run(before, corrections) == [tuple(said.values())]
    for number, name in enumerate(("demandantes", "demandados", "demanda"), start=2):
        run(before, lambda s, n=number, f=name: put(s, "queue_correction", said | {"id": n, "field": f}))
    assert len(run(before, corrections)) == 4
    with pytest.raises((DBAPIError, StorageError)):
        run(before, lambda session: put(session, "queue_correction", said | {"id": 9, "field": "titulo"}))
