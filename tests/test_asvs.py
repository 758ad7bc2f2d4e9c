"""The table of OWASP ASVS 5.0.0 is whole, closed and true to what lies here; so are the papers it rests on."""

import ast
import csv
import importlib.util
import json
import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from register.tableset import all_tables

ROOT = Path(__file__).resolve().parent.parent
with (ROOT / "docs" / "asvs.csv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))
OURS = [row for row in ROWS if row["nivel"] in ("1", "2")]
STATES = {"cumple", "no_aplica", "abierto"}
MOST_OPEN = 5
TESTED = 0.6
ONE = {
    1: "2.1-2.5 3.1 3.2 5.1",
    2: "1.1 2.1 2.2 3.1",
    3: "2.1 2.2 3.1 4.1 4.2 5.1-5.3",
    4: "1.1 4.1",
    5: "2.1 2.2 3.1 3.2",
    6: "1.1 2.1-2.8 3.1 3.2 4.1 4.2",
    7: "2.1-2.4 4.1 4.2",
    8: "1.1 2.1 2.2 3.1",
    11: "3.1 3.2 4.1",
    12: "1.1 2.1 2.2",
    13: "4.1",
    14: "2.1 3.1",
    15: "1.1 2.1 3.1",
}
"""Numbers of level 1 by chapter (OWASP ASVS 5.0.0); V1.5.1 is its only one of V1.5."""
TWO = {
    1: "1.1 1.2 2.6-2.9 3.3-3.11 4.1-4.3 5.2",
    2: "1.2 1.3 2.3 3.2-3.4 4.1",
    3: "3.2-3.4 4.3-4.6 5.4 5.5 7.1 7.2",
    4: "1.2 1.3 2.1 3.1 3.2 4.2-4.4",
    5: "1.1 2.3 4.1-4.3",
    6: "1.2 1.3 2.9-2.12 3.3 3.4 4.3 4.4 5.1-5.5 6.1-6.3 8.1-8.4",
    7: "1.1-1.3 3.1 3.2 4.3-4.5 5.1 5.2 6.1 6.2",
    8: "1.2 2.3 4.1",
    11: "1.1 1.2 2.1-2.3 3.3 4.2-4.4 5.1 6.1",
    12: "1.2 1.3 3.1-3.4",
    13: "1.1 2.1-2.5 3.1 3.2 4.2-4.5",
    14: "1.1 1.2 2.2-2.4 3.2 3.3",
    15: "1.2 1.3 2.2 2.3 3.2-3.7",
    16: "1.1 2.1-2.5 3.1-3.4 4.1-4.3 5.1-5.3",
}


def numbers(chapters: dict[int, str]) -> set[str]:
    """Return the requirements that chapters name in short."""
    found = set()
    for chapter, short in chapters.items():
        for one in short.split():
            first, _, last = one.partition("-")
            section, number = first.split(".")
            found |= {f"{chapter}.{section}.{n}" for n in range(int(number), int((last or first).split(".")[1]) + 1)}
    return found


@cache
def defined_in(path: str) -> frozenset[str]:
    """Return the names of the tests that a file defines, without running it."""
    file = ROOT / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([], [])
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def named(script: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(script, ROOT / "docs" / f"{script}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_requirement_stands_once_under_its_level() -> None:
    one, two = numbers(ONE), numbers(TWO)
    assert (len(one), len(two)) == (61, 149)
    assert sorted(row["requisito"] for row in ROWS) == sorted({row["requisito"] for row in ROWS})
    assert {row["requisito"] for row in OURS if row["nivel"] == "1"} == one
    assert {row["requisito"] for row in OURS if row["nivel"] == "2"} == two
    assert {row["nivel"] for row in ROWS} == {"1", "2", "3"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["requisito"])
def test_a_row_says_how_it_stands_by_what_and_when_it_was_seen(row: dict[str, str]) -> None:
    assert row["estado"] in STATES
    assert len(row["lectura"]) > 10
    assert row["estado"] == "cumple" or len(row["motivo"]) > 10, "not met or not applicable without a reason"
    day, _, role = row["firmado"].partition("; ")
    assert date.fromisoformat(day) <= datetime.now(UTC).date()
    assert role in ("desarrollo", "dirección del proyecto")
    paths = row["evidencia"].split("; ")
    assert paths
    assert not [path for path in paths if not (ROOT / path).is_file()]
    if row["prueba"]:
        path, _, name = row["prueba"].partition("::")
        assert name in defined_in(path), row["prueba"]


def test_of_level_one_nothing_is_open_and_most_is_tested() -> None:
    first = [row for row in OURS if row["nivel"] == "1"]
    assert not [row["requisito"] for row in first if row["estado"] == "abierto"]
    applicable = [row for row in first if row["estado"] == "cumple"]
    assert sum(bool(row["prueba"]) for row in applicable) >= TESTED * len(applicable)


def test_of_level_two_few_are_open_each_with_its_reason_and_signature() -> None:
    still = [row for row in OURS if row["nivel"] == "2" and row["estado"] == "abierto"]
    assert len(still) <= MOST_OPEN
    assert all("dirección del proyecto" in row["firmado"] and len(row["motivo"]) > 80 for row in still)


def test_the_bill_of_materials_is_that_of_the_lock() -> None:
    bill = named("componentes")
    told = json.loads(bill.written())
    assert told["bomFormat"] == "CycloneDX" and bill.written() == bill.written()
    pinned = re.findall(r"^[a-z0-9._-]+==", (ROOT / "requirements.lock").read_text(), re.MULTILINE | re.IGNORECASE)
    assert len(bill.parts()) == len(pinned) > 100


def test_every_table_has_its_purpose_and_level() -> None:
    page = named("tratamiento").written()
    assert not [table.name for table in all_tables() if f"| `{table.name}` |" not in page]


def test_the_page_of_security_says_what_it_must() -> None:
    page = (ROOT / "docs" / "seguridad.md").read_text(encoding="utf-8")
    for chapter in ("Límites", "Archivos", "Entrar", "Sesiones", "Permisos", "Con quién se comunica", "Componentes"):
        assert f"## {chapter}\n" in page
    for term in ("90 días", "48 horas", "7 días", "en 30"):
        assert term in page
    for path in re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|csv))`", page):
        assert (ROOT / path).is_file(), path
