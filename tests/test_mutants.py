"""The list of checks that `bench/mutantes.py` takes away: each line stands where the list says, each test is there."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


def listed() -> tuple[Any, ...]:
    """Return the list, read from its file: bench is no room."""
    spec = spec_from_file_location("mutantes_lista", ROOT / "bench" / "mutantes_lista.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclass looks itself up there
    spec.loader.exec_module(module)
    return tuple(module.MUTANTS)


MUTANTS = listed()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.what)
def test_a_check_that_is_taken_away_stands_in_its_file_once(mutant: Any) -> None:
    assert (ROOT / mutant.file).read_text(encoding="utf-8").count(mutant.line) == 1


def test_the_tests_that_are_asked_are_there_and_no_two_mutants_have_one_name() -> None:
    asked = {test for one in MUTANTS for test in one.tests}
    for path, _, name in (test.partition("::") for test in asked):
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8") if name else (ROOT / path).is_file(), path
    assert len({one.what for one in MUTANTS}) == len(MUTANTS)
