"""What persons change of the institution's tables, on both engines: dated, reasoned, checked, and never rewritten."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from conflict.amendment import AmendedTable
from conflict.clocks import Term
from conflict.errors import DataError, StorageError
from conflict.measure import FactMeasure
from conflict.permissions import NATIONAL_UNIT, Forbidden
from conflict.record import Person, RuleError
from conflict.roles import Role
from register.calendars import load_rulebook
from register.commands import amending
from register.engine import Register
from register.queries.amendments import standing
from register.wordbooks import load_wordbook, wordbooks
from tests.conftest import NOW
from tests.register.test_records import do, lines

DATA = Path(__file__).parents[2] / "data"
NORA = Person("Nora Inventada", NATIONAL_UNIT, 4, Role.NATIONAL)
TODAY, FIRST = date(2026, 11, 20), date(2026, 12, 1)
WHY = "Lo pidió la unidad nacional."
REPORT = {"table": AmendedTable.TERMS, "key": "requerimiento", "cells": {"cantidad": "15"}}
WORD = {"table": AmendedTable.WORDS, "key": "medida:bloqueo", "cells": {"palabra": "Bloqueo de vía"}}


def amend(register: Register, by: Person = NORA, **changes) -> int:
    values = {"resources": DATA, "since": FIRST, "words": WHY, "seen": 0}
    return do(register, amending.amend, by=by, **(values | changes))


def known(register: Register):
    with register.reading() as session:
        return standing(session)


def test_a_word_changes_from_its_day_on_and_the_record_of_before_keeps_the_old_one(register: Register) -> None:
    amend(register, **WORD)
    before, after = (load_wordbook(DATA, day, known(register)) for day in (TODAY, FIRST))
    assert (before[FactMeasure.ROAD_BLOCKADE], after[FactMeasure.ROAD_BLOCKADE]) == ("Bloqueo", "Bloqueo de vía")
    assert before.since < after.since == FIRST.isoformat()
    assert lines(register, "tabla.cambiar") == 1


def test_a_term_of_the_table_changes_every_deadline_from_its_day_on(register: Register) -> None:
    amend(register, **REPORT)
    amounts = [load_rulebook(DATA, day, known(register)).clocks.terms[Term.REPORT].amount for day in (TODAY, FIRST)]
    assert amounts == [10, 15]


def test_an_office_gets_hours_switches_and_a_day_off_of_its_own(register: Register) -> None:
    amend(register, table=AmendedTable.OFFICES, key="of-llallagua", cells={"horario": "08:00-12:00 14:00-18:00"})
    amend(register, table=AmendedTable.RULES, key="of-llallagua", cells={"aprueba_conclusion": "si"})
    day = date(2026, 12, 4)
    feast = {"clase": "feriado", "motivo": "aniversario de prueba"}
    amend(register, table=AmendedTable.DAYS, key="2026-12-04/of-llallagua", cells=feast, since=day)
    rules = load_rulebook(DATA, FIRST, known(register))
    name = "Coordinación Regional Llallagua"
    assert rules.of(name).approve_conclusion
    assert not rules.of("Delegación Potosí").approve_conclusion
    calendar = rules.clocks.calendar(name)
    assert [one[0].hour for one in calendar.windows] == [8, 14]
    assert day in calendar.holidays
    assert day not in rules.clocks.calendar("Delegación Potosí").holidays


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({**REPORT, "since": TODAY}, "since"),
        ({**REPORT, "cells": {"cantidad": "muchos"}}, "se esperaba"),
        ({**REPORT, "cells": {"cantidad": "10"}}, "unchanged"),
        ({**REPORT, "key": "otro_plazo"}, "no row"),
        ({**REPORT, "words": "sí"}, "too short"),
        ({**REPORT, "seen": 7}, "changed"),
        ({**WORD, "cells": {"palabra": ""}}, "definici"),
        ({**WORD, "cells": {"definicion": "x" * 500}}, "too long"),
        ({"table": AmendedTable.OFFICES, "key": "of-05", "cells": {"horario": "18:00-08:00"}}, "tramos"),
        ({"table": AmendedTable.DAYS, "key": "2026-12-24/of-99", "since": date(2026, 12, 24), "cells": {}}, "no row"),
    ],
)
def test_a_change_that_no_table_takes_is_refused_and_nothing_is_written(
    register: Register, changes: dict, cause: str
) -> None:
    with pytest.raises(RuleError, match=cause):
        amend(register, **changes)
    assert known(register) == ()
    assert lines(register, "tabla.cambiar") == 0


def test_only_who_changes_vocabularies_does_and_one_change_a_day(register: Register) -> None:
    for role in (Role.ANALYST, Role.REGIONAL, Role.DELEGATE, Role.MANAGER, Role.AUDITOR):
        with pytest.raises(Forbidden):
            amend(register, by=Person("Otra Inventada", "Oficina", 5, role), **REPORT)
    number = amend(register, **REPORT)
    with pytest.raises(RuleError, match="twice"):
        amend(register, **{**REPORT, "cells": {"cantidad": "20"}, "seen": number})


def test_a_person_s_row_stands_where_a_new_version_brings_one_of_the_same_day(
    register: Register, tmp_path: Path
) -> None:
    amend(register, **WORD)
    amend(register, **REPORT)
    shutil.copytree(DATA / "catalogos", tmp_path / "catalogos")
    shutil.copytree(DATA / "calendario", tmp_path / "calendario")
    for file, row in (
        ("catalogos/medidas_acciones_y_salidas.csv", f"medida,bloqueo,Corte de ruta,Impedir el paso,{FIRST},"),
        ("calendario/plazos.csv", f"requerimiento,7,dias_habiles,72,24,{FIRST},de la nueva versión"),
    ):
        with (tmp_path / file).open("a", encoding="utf-8") as table:
            table.write(f"{row}\n")
    words, rules = (load(tmp_path, FIRST, known(register)) for load in (load_wordbook, load_rulebook))
    assert words[FactMeasure.ROAD_BLOCKADE] == "Bloqueo de vía"
    assert rules.clocks.terms[Term.REPORT].amount == 15
    assert load_wordbook(tmp_path, FIRST)[FactMeasure.ROAD_BLOCKADE] == "Corte de ruta"
    with pytest.raises(DataError, match="repite la fecha"):
        with (tmp_path / file).open("a", encoding="utf-8") as table:
            table.write(f"{row}\n")
        load_rulebook(tmp_path, FIRST)


def test_no_change_is_undone_by_one_that_was_made_before_it(register: Register) -> None:
    later = amend(register, **REPORT)
    sooner = {**REPORT, "cells": {"recordar_horas": "48"}, "seen": later, "since": FIRST - timedelta(days=5)}
    with pytest.raises(RuleError, match="twice"):
        amend(register, **sooner)  # from FIRST on the row of before would stand again
    do(register, amending.withdraw, number=later, by=NORA)
    first = amend(register, **sooner | {"seen": 0})
    second = amend(register, **REPORT | {"seen": first})
    with pytest.raises(RuleError, match="later one"):
        do(register, amending.withdraw, number=first, by=NORA)  # the second one holds its values
    for number in (second, first):
        do(register, amending.withdraw, number=number, by=NORA)
    assert known(register) == ()


def test_a_change_ahead_is_withdrawn_and_one_in_force_is_not(register: Register) -> None:
    number = amend(register, **REPORT)
    later = NOW + timedelta(days=20)
    with pytest.raises(RuleError, match="not ahead"):
        do(register, amending.withdraw, number=number, by=NORA, now=later)
    do(register, amending.withdraw, number=number, by=NORA)
    assert known(register) == ()
    assert amend(register, **REPORT) != number, "the day is free again"
    assert lines(register, "tabla.retirar") == 1


@pytest.mark.parametrize(
    "statement",
    ["UPDATE amendment SET since = '2030-01-01'", "DELETE FROM amendment", "UPDATE amendment SET cells='{}'"],
)
def test_the_database_itself_keeps_every_change(register: Register, statement: str) -> None:
    amend(register, **REPORT)
    with pytest.raises((DBAPIError, StorageError)), register.writing() as session:
        session.execute(text(statement))


def test_the_words_of_a_day_are_read_once_until_somebody_says_that_they_changed(register: Register) -> None:
    asked = []

    def amended():
        asked.append(1)
        return known(register)

    words = wordbooks(DATA, amended)
    assert words(FIRST)[FactMeasure.ROAD_BLOCKADE] == words(FIRST)[FactMeasure.ROAD_BLOCKADE] == "Bloqueo"
    assert len(asked) == 1
    amend(register, **WORD)
    words.forget()
    assert words(FIRST)[FactMeasure.ROAD_BLOCKADE] == "Bloqueo de vía"


def test_of_many_changes_of_a_row_at_once_one_stands_and_the_others_are_told(register: Register) -> None:
    def change(n: int) -> str:
        try:
            amend(register, **REPORT | {"cells": {"cantidad": str(20 + n)}}, since=FIRST + timedelta(days=n))
        except RuleError as told:
            return told.spanish
        return ""

    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(change, range(6)))
    assert sorted(told) == ["", *["Otra persona cambió esa fila. Abra la página y mírela antes."] * 5]
    assert len(known(register)) == 1
