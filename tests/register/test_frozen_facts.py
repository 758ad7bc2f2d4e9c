"""A fact is struck out, never rewritten: in none of its columns, whoever writes the SQL, on either engine."""

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from conflict.errors import StorageError
from conflict.fieldwork import PlacePrecision, TimePrecision
from register.case_triggers import FACT_FROZEN, FACT_STRUCK
from register.commands import facts
from register.engine import Register
from tests.register.test_records import do, fact, registered

OTHER = {"kind": "'norma', measure = NULL", "measure": "'marcha'", "place_precision": "'municipio'"}
OTHER |= {"time_precision": "'exacta'", "at": "entered_at", "entered_at": "'2027-01-01T00:00:00.000000Z'"}
"""Another value that the column itself would take, where one of its kind is not made from what is there."""
TOLD = {"place_precision": PlacePrecision.COMMUNITY, "actor": "Sindicato de Prueba", "points": 3}


def tried(register: Register, sets: str, number: int) -> None:
    with register.writing() as session:
        session.execute(text(f"UPDATE record_fact SET {sets} WHERE id = {number}"))


def test_every_column_of_a_fact_is_frozen_or_named_as_what_strikes_it_out(register: Register) -> None:
    with register.reading() as session:
        columns = [one["name"] for one in inspect(session.connection()).get_columns("record_fact")]
    assert sorted((*FACT_FROZEN, *FACT_STRUCK)) == sorted(columns)


@pytest.mark.parametrize("column", FACT_FROZEN)
def test_no_column_of_a_fact_takes_another_value_nor_a_first_one(
    register: Register, rows: list[str], column: str
) -> None:
    code = registered(register, rows[0])
    told = fact(register, code, **TOLD, time_precision=TimePrecision.DAY)
    bare = fact(register, code)
    with register.reading() as session:
        kept = session.execute(text("SELECT * FROM record_fact ORDER BY id")).all()
        known = next(one for one in inspect(session.connection()).get_columns("record_fact") if one["name"] == column)
    made = {int: f'COALESCE("{column}", 0) + 7', bool: "NOT verified", str: "'otra cosa'"}
    value = OTHER.get(column) or made[known["type"].python_type]
    for number in (told, bare):
        with pytest.raises((DBAPIError, StorageError)) as refused:
            tried(register, f'"{column}" = {value}', number)
        assert "never rewritten" in str(refused.value.__cause__ or refused.value)
    with register.reading() as session:
        assert session.execute(text("SELECT * FROM record_fact ORDER BY id")).all() == kept


def test_a_fact_is_struck_out_once(register: Register, rows: list[str]) -> None:
    number = fact(register, registered(register, rows[0]), **TOLD)
    do(register, facts.annul, fact_id=number, words="No ocurrió ese día, sino otro.")
    with pytest.raises((DBAPIError, StorageError)):
        tried(register, "annulled_why = 'otra razón'", number)
    with pytest.raises((DBAPIError, StorageError)):
        tried(register, "annulled_at = NULL, annulled_why = ''", number)
