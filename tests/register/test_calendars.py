"""Working calendars of the offices as the shipped tables give them; every mistake in a table is told with its place."""

import csv
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict.clocks import ORDINARY_CALENDAR, ORDINARY_TERMS, Heat, Term
from conflict.errors import DataError
from conflict.lapaz import LA_PAZ, local
from conflict.officehours import TermUnit, WorkingCalendar, due
from register.calendars import load_rulebook
from tests.conftest import ROOT

DAY = date(2026, 11, 20)
CASES = list(csv.DictReader((ROOT / "tests/cases/horarios.csv").open(encoding="utf-8")))


@pytest.fixture(scope="module")
def clocks():
    return load_rulebook(ROOT / "data", DAY).clocks


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['oficina']} {case['comienza']} {case['cantidad']}")
def test_a_term_ends_when_the_office_has_had_its_time(clocks, case: dict) -> None:
    start = datetime.fromisoformat(case["comienza"]).replace(tzinfo=LA_PAZ)
    end = due(clocks.calendar(case["oficina"]), start, int(case["cantidad"]), TermUnit(case["unidad"]))
    assert f"{local(end):%Y-%m-%dT%H:%M}" == case["termina"], case["porque"]


def test_the_shipped_terms_are_the_proposed_ones(clocks) -> None:
    assert dict(clocks.terms) == dict(ORDINARY_TERMS)


moments = st.integers(0, 600 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(moments, st.integers(0, 200), st.integers(0, 200))
def test_office_time_adds_up_and_never_runs_while_the_office_is_closed(start, first, second) -> None:
    calendar = ORDINARY_CALENDAR
    middle = calendar.after(start, timedelta(minutes=first * 7))
    end = calendar.after(middle, timedelta(minutes=second * 7))
    assert end == calendar.after(start, timedelta(minutes=(first + second) * 7)) or second == 0
    assert calendar.between(start, end) == timedelta(minutes=(first + second) * 7)
    assert calendar.works_on(local(end).date())


def test_a_deadline_warms_up_from_reminder_to_superior(clocks) -> None:
    due_at = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    heats = [clocks.heat(Term.FIRST_ACTION, due_at, due_at + timedelta(hours=h)) for h in (-5, -3, 0, 23, 24)]
    assert heats == [Heat.CALM, Heat.REMIND, Heat.LATE, Heat.LATE, Heat.ESCALATE]


def test_a_calendar_without_working_days_is_an_error_and_no_endless_loop() -> None:
    with pytest.raises(DataError, match="office hours"):
        WorkingCalendar(())
    never = WorkingCalendar(ORDINARY_CALENDAR.windows, frozenset(DAY + timedelta(days=n) for n in range(3_100)))
    with pytest.raises(DataError, match="no working day"):
        never.after(datetime(2026, 11, 20, tzinfo=UTC), timedelta(hours=1))


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("plazos.csv", "requerimiento,10,", "requerimiento,diez,", "línea 11, columna «cantidad»"),
        ("plazos.csv", "dias_habiles,72", "dias_libres,72", "columna «unidad»"),
        ("plazos.csv", "propio,0", "impropio,0", "columna «plazo»"),
        ("plazos.csv", "propio,0,dias_corridos,24,,2026-01-01", "propio,0,dias_corridos,24,,2027-01-01", "propio"),
        ("oficinas.csv", "08:30-16:30", "16:30-08:30", "columna «horario»"),
        ("oficinas.csv", ",05,08:30-16:30", ",5,08:30-16:30", "columna «departamento»"),
        ("feriados.csv", ",*,", ",of-luna,", "no está en oficinas.csv"),
        ("feriados.csv", "laborable", "puente", "se esperaba feriado o laborable"),
        ("reglas.csv", "general,no", "general,quizás", "columna «aprueba_registro»"),
        ("reglas.csv", "oficina,aprueba", "oficinas,aprueba", "debe empezar con las columnas"),
    ],
)
def test_a_mistake_in_a_table_is_told_with_its_place(tmp_path: Path, file: str, old: str, new: str, words: str) -> None:
    shutil.copytree(ROOT / "data/calendario", tmp_path / "calendario")
    table = tmp_path / "calendario" / file
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as told:
        load_rulebook(tmp_path, DAY)
    assert words in told.value.spanish


def test_a_rule_holds_from_its_day_on(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data/calendario", tmp_path / "calendario")
    with (tmp_path / "calendario/reglas.csv").open("a", encoding="utf-8") as table:
        table.write("of-llallagua,no,si,si,concluye,2026-12-01,prueba\n")
    before, after = (load_rulebook(tmp_path, day).of("Regional Llallagua") for day in (DAY, date(2026, 12, 1)))
    assert not before.approve_conclusion
    assert (after.approve_conclusion, after.after_acceptance.value) == (True, "concluye")
    assert not load_rulebook(tmp_path, date(2026, 12, 1)).of("Delegación Potosí").approve_conclusion
