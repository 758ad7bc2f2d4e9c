"""The picture of the house, held by a machine: floors, owned names, sizes, one reader per setting."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "cli",
    "flows",
    "dashboards",
    "feeds",
    "classifiers",
    "territory",
    "register",
    "outlook",
    "reports",
    "conflict",
)


def modules() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def test_every_import_goes_down_a_floor() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_is_owned_by_us_and_by_no_other(room: str) -> None:
    assert set(packages_distributions().get(room, [])) == {"atalaya"}


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines for path in modules() if (lines := len(path.read_text().splitlines())) > 400
    }
    assert not long


def test_no_module_is_named_for_its_shape() -> None:
    shapes = {"utils", "util", "helpers", "helper", "core", "manager", "common", "misc"}
    assert not [path for path in modules() if path.stem in shapes]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text())), f"{path} has no docstring"


def test_rooms_open_with_a_docstring_and_nothing_else() -> None:
    for room in ROOMS:
        body = ast.parse((ROOT / room / "__init__.py").read_text()).body
        assert len(body) == 1, f"{room}/__init__.py does more than say what belongs there"


def test_the_data_folder_holds_no_code() -> None:
    assert not list((ROOT / "data").rglob("*.py"))


def test_nothing_names_a_package_registry() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert not re.search(r"https?://", lock)
    assert "--hash=sha256:" in lock
