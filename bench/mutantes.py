"""Take one check of permissions away at a time, in a copy of the project, and see whether the tests notice.

Usage: .venv/bin/python bench/mutantes.py [words of one, to try that alone | N/M for the N-th of M parts]
Prints a line for each: «muerto» when a test failed, «vivo» when none did. Leaves with 1 when one lived.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from mutantes_lista import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("bench", "classifiers", "cli", "conflict", "dashboards", "data", "feeds", "flows", "outlook", "register",
          "reports", "territory", "tests", "pyproject.toml", "sources.yaml", "README.md")  # fmt: skip
LONGEST = 900.0
"""Seconds for the tests of one mutant; on a machine that is too busy to end them nothing was noticed."""


def copied(place: Path) -> None:
    """Copy what the tests need."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            shutil.copy(source, place / name)


def failed(place: Path, tests: tuple[str, ...]) -> str:
    """Return the first test that fails, "" when all pass; raise SystemExit when they cannot even be run."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", "--tb=no", "-m",
               "not postgres", *tests]  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=place, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    if done.returncode == 0:
        return ""
    named = [line.removeprefix("FAILED ") for line in done.stdout.splitlines() if line.startswith("FAILED ")]
    if done.returncode != 1 or not named:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout[-2_000:]}{done.stderr[-2_000:]}")
    return named[0].partition(" - ")[0]


def tried(place: Path, mutant: Mutant) -> str:
    """Return the test that notices a mutant, "" for none; put the line back afterwards."""
    path = place / mutant.file
    before = path.read_text(encoding="utf-8")
    if before.count(mutant.line) != 1:
        raise SystemExit(f"{mutant.what}: {mutant.file} tiene {before.count(mutant.line)} veces: {mutant.line}")
    path.write_text(before.replace(mutant.line, mutant.becomes), encoding="utf-8")
    try:
        return failed(place, mutant.tests)
    finally:
        path.write_text(before, encoding="utf-8")


def main(words: str) -> int:
    """Try the mutants; return the exit code."""
    part, _, parts = words.partition("/")
    chosen = MUTANTS[int(part) - 1 :: int(parts)] if parts else [one for one in MUTANTS if words in one.what]
    killed = 0
    with tempfile.TemporaryDirectory(prefix="mutantes-") as folder:
        place = Path(folder)
        copied(place)
        for mutant in chosen:
            begun = perf_counter()
            by = tried(place, mutant)
            killed += bool(by)
            told = f"muerto por {by}" if by else "VIVO"
            print(f"{mutant.what:<36} {perf_counter() - begun:>5.0f} s  {told}", flush=True)
    print(f"{killed} de {len(chosen)} muertos")
    return 0 if killed == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
