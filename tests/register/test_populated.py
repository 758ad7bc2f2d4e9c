"""A register with records of the version before comes through the migration whole; SQL by hand meets its rules."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from conflict.errors import StorageError
from conflict.record import Person
from register.commands import transfers
from register.engine import Register, open_register
from register.migrate import _configuration, migrate
from register.queries import casefile as case_queries
from register.queries import records as record_queries
from register.settings import Storage
from tests.conftest import NOW

AT = "'2026-11-20T16:00:00.000000Z'"
RECORDS = f"""
INSERT INTO record (id, code, kind, state, level, title, searchable, departments, municipalities, measures, office,
  responsible, external_code, origin_id, opened_at, updated_at, closed_at, outcome, closing_words, row_version)
VALUES (1, 'AT-2026-05-0001', 'alerta', 'convertida_en_conflicto', 'alto', 'Aviso', 'aviso', '[]', '[]', '[]', 'Sur',
  'Ana', '', NULL, {AT}, {AT}, {AT}, NULL, '', 3),
 (2, 'CS-AT-2026-05-0001', 'conflicto', 'abierto', 'alto', 'Bloqueo: día 1', 'bloqueo', '["05"]', '["Uncía"]', '[]',
  'Sur', 'Ana', '', 1, {AT}, {AT}, NULL, NULL, '', 1)
"""
DEADLINES = f"""
INSERT INTO deadline (id, record_id, what, addressee, due_at, state, made_at, made_by, closed_at, closed_by)
VALUES (1, 2, 'Respuesta al informe escrito', 'Alcaldía', {AT}, 'abierto', {AT}, 'Ana', NULL, '')
"""
TRANSFERS = f"""
INSERT INTO transfer (id, record_id, state, sender, receiver, reason, pack, asked_at, asked_by, answer_by, answered_at,
  answered_by, answer) VALUES (1, 2, 'solicitada', 'Sur', '{transfers.NATIONAL_UNIT}', 'porque sí', '{{"filas": []}}',
  {AT}, 'Ana', {AT}, NULL, '', '')
"""


@pytest.fixture
def old(tmp_path: Path) -> Storage:
    """Return a register at the step before, with records in it."""
    storage = Storage(f"sqlite:///{tmp_path / 'vieja.db'}", tmp_path)
    register = open_register(storage)
    with register.writing() as session:
        configuration = _configuration()
        configuration.attributes["connection"] = session.connection()
        command.upgrade(configuration, "0002")
        for statement in (RECORDS, DEADLINES, TRANSFERS):
            session.execute(text(statement.replace(":", r"\:")))
    register.close()
    return storage


def test_records_come_through_with_their_file_their_requests_and_their_transfer(old: Storage) -> None:
    assert "0008" in migrate(old)
    register = open_register(old)
    with register.reading() as session:
        found = record_queries.detail(session, "CS-AT-2026-05-0001")
        case = case_queries.case(session, "CS-AT-2026-05-0001")
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
        assert case_queries.in_nobodys_hands(session) == ()
    assert found.record.title == "Bloqueo: día 1"
    assert found.origin == "AT-2026-05-0001"
    assert case.file.phase.value == "gestion"
    assert [one.addressee for one in case.requests] == ["Alcaldía"]
    with register.writing() as session:
        unit = Person("Luis V.", transfers.NATIONAL_UNIT)
        transfers.answer(session, transfer_id=1, accept=True, words="", by=unit, now=NOW)
    register.close()


STATEMENTS = [
    "UPDATE record SET state = 'concluido', closed_at = updated_at WHERE id = 2",
    "UPDATE record SET office = 'Norte' WHERE id = 2",
    "UPDATE record SET code = 'X' WHERE id = 2",
    "DELETE FROM record WHERE id = 1",
    "UPDATE record SET state = 'en_seguimiento', closed_at = NULL WHERE id = 1",
    "UPDATE transfer SET pack = '{}' WHERE id = 1",
    "UPDATE transfer SET state = 'solicitada' WHERE id = 1",
    "UPDATE report_request SET state = 'escalado'",
    "UPDATE case_file SET phase = 'monitoreo' WHERE record_id = 2",
    "UPDATE case_file SET phase = 'transformacion' WHERE record_id = 2",
    "INSERT INTO deadline (record_id, what, addressee, due_at, state, made_at, made_by, closed_by) "
    "SELECT 1, 'x', '', due_at, 'abierto', made_at, 'x', '' FROM deadline",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_each_illegal_step_written_by_hand(old: Storage, statement: str) -> None:
    migrate(old)
    register: Register = open_register(old)
    with pytest.raises(StorageError) as told, register.writing() as session:
        session.execute(text(statement))
    assert isinstance(told.value.__cause__, DBAPIError)
    register.close()
