"""Help and mistakes: in Spanish to the last word, and at once."""

import json
import os
import re
import resource
import subprocess
import sys
from typing import Any

import pytest
import typer

from cli.main import app
from cli.spanish import usage_sentence
from tests.cli.conftest import Run, told
from tests.conftest import ROOT

HEAVY = ("prefect", "sqlalchemy", "sklearn", "numpy", "pandas", "fastapi", "httpx", "feedparser", "uvicorn", "alembic")
ENGLISH = re.compile(
    r"\b(usage|options?|commands?|args|arguments?|required|default|show|help(?=\s)|this|message|exit|error:|integer|"
    r"text|path|file|bool|str|int|range|missing|invalid|value|should|input|did you mean|is not one of|try)\b",
    re.IGNORECASE,
)
CPU_SECONDS = 0.5

# Typer is taught Spanish when it is first imported, so everything is asked of one fresh process.
ASK = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from cli.main import main
answers = []
for arguments in json.load(sys.stdin):
    sys.argv, out, err, code = ["atalaya", *arguments], io.StringIO(), io.StringIO(), 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
    answers.append([code, out.getvalue(), err.getvalue()])
print(json.dumps([answers, sorted(sys.modules)]))
"""


def ask(*questions: tuple[str, ...]) -> tuple[list[tuple[int, str, str]], set[str]]:
    """Return exit code, output and errors of each command line, and every module that was loaded."""
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "200", "NO_COLOR": "1"},
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=True,
    )
    answers, modules = json.loads(done.stdout)
    return [tuple(answer) for answer in answers], set(modules)


def verbs(command: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the path of every command, groups too."""
    found = [path]
    for name, inner in getattr(command, "commands", {}).items():
        found += verbs(inner, (*path, name))
    return found


VERBS = verbs(typer.main.get_command(app))


@pytest.fixture(scope="module")
def helps() -> dict[tuple[str, ...], str]:
    answers, _ = ask(*((*path, "--help") for path in VERBS))
    return {path: out for path, (_, out, _) in zip(VERBS, answers, strict=True)}


def test_the_promised_verbs_are_there() -> None:
    names = {" ".join(path) for path in VERBS}
    assert {"ciclo", "recolectar", "evaluar-noticias", "clasificar", "exportar", "servir", "operar", "demo"} <= names
    assert {"migrar", "doctor", "entrenar", "evaluar", "fuentes listar", "fuentes probar"} <= names


@pytest.mark.parametrize("path", VERBS, ids=" ".join)
def test_the_help_of_every_verb_is_spanish(helps: dict[tuple[str, ...], str], path: tuple[str, ...]) -> None:
    shown = helps[path]
    assert shown.strip().startswith(f"Uso: {' '.join(('atalaya', *path))}")
    assert "Muestra esta ayuda y termina." in shown
    assert not ENGLISH.findall(re.sub(r"--[a-z-]+", "", shown)), shown


@pytest.mark.parametrize("path", VERBS, ids=" ".join)
def test_every_verb_and_every_option_is_explained(path: tuple[str, ...]) -> None:
    command = typer.main.get_command(app)
    for name in path:
        command = command.commands[name]
    assert re.match(r"[A-ZÁÉÍÓÚÑ].*\.", command.help or "", re.DOTALL)
    for param in command.params:
        assert re.match(r"[A-ZÁÉÍÓÚÑ].*\.$", param.help or "", re.DOTALL), param.name


MISTAKES = [
    (("volar",), "", "No existe la orden 'volar'."),
    (("cicl",), "", "No existe la orden 'cicl'. ¿Quiso decir 'ciclo'?"),
    (("--version-no",), "", "No existe la opción --version-no."),
    (("ciclo", "--nada"), "ciclo", "No existe la opción --nada."),
    (("ciclo", "sobra"), "ciclo", "Sobra: sobra."),
    (("ciclo", "--ahora"), "ciclo", "La opción --ahora necesita un valor."),
    (("clasificar",), "clasificar", "Falta '--entrada'."),
    (("fuentes", "probar"), "fuentes probar", "Falta 'url'."),
    (("fuentes", "nada"), "fuentes", "No existe la orden 'nada'."),
    (("exportar", "nada"), "exportar", "'nada' no es ninguno de 'articulos'"),
    (("exportar", "cola", "--formato", "xlsx"), "exportar", "'xlsx' no es ninguno de 'jsonl', 'csv'."),
    (("servir", "--puerto", "x"), "servir", "se esperaba un número entero"),
    (("servir", "--puerto", "80"), "servir", "debe ser 1024 o más"),
    (("servir", "--puerto", "70000"), "servir", "debe ser 65535 o menos"),
]


@pytest.fixture(scope="module")
def mistakes() -> dict[tuple[str, ...], tuple[int, str, str]]:
    answers, _ = ask(*(arguments for arguments, _, _ in MISTAKES))
    return {row[0]: answer for row, answer in zip(MISTAKES, answers, strict=True)}


@pytest.mark.parametrize(("arguments", "verb", "sentence"), MISTAKES, ids=str)
def test_a_mistake_is_told_in_spanish_with_the_way_to_the_help(
    mistakes: dict[tuple[str, ...], tuple[int, str, str]], arguments: tuple[str, ...], verb: str, sentence: str
) -> None:
    code, out, shown = mistakes[arguments]
    assert (code, out) == (2, "")
    assert sentence in shown
    assert not ENGLISH.findall(re.sub(r"--[a-z-]+", "", shown)), shown
    assert shown.endswith(f"\nVea la ayuda con: {f'atalaya {verb}'.strip()} --help\n")


def test_without_a_verb_the_help_is_shown_and_nothing_else(run: Run) -> None:
    done = run()
    assert done.returncode == 2
    assert "Órdenes" in done.stdout
    assert told(done) == ""


def test_a_sentence_we_do_not_know_is_passed_on() -> None:
    assert usage_sentence("Something entirely new.") == "Something entirely new."


def test_help_and_mistakes_load_nothing_heavy() -> None:
    _, modules = ask(("--help",), ("ciclo", "--help"), ("demo", "--help"), ("servir", "--puerto", "x"))
    assert not {name.partition(".")[0] for name in modules} & set(HEAVY)


def test_help_takes_half_a_second_at_most(run: Run) -> None:
    def cpu() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    spent = []
    for _ in range(3):
        before = cpu()
        assert run("--help").returncode == 0
        spent.append(cpu() - before)
    assert min(spent) <= CPU_SECONDS
