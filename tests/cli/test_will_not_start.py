"""What must not be started with: a secret that is none, a door half open, an administrator without a password."""

import re
import sqlite3
from pathlib import Path

import pytest

from register.journal_key import make_key
from tests.cli.conftest import Run, told
from tests.conftest import ROOT
from tests.ports import own_port

REFUSED = [
    ("ATALAYA_CLAVE_BITACORA", "secreto", "es muy corta"),
    ("ATALAYA_CLAVE_BITACORA", "x" * 64, "se adivina"),
    ("ATALAYA_CLAVE_BITACORA", "0123" * 16, "se adivina"),
    ("ATALAYA_TRAS_TLS", "quizas", "debe ser 1"),
    ("ATALAYA_ANFITRIONES", "https://atalaya.example/", "nombres sin puerto"),
    ("ATALAYA_OIDC_SECRETO", "uno-solo-de-los-tres", "ATALAYA_OIDC"),
]


@pytest.mark.parametrize(("name", "value", "why"), REFUSED)
def test_the_pages_do_not_start_with_a_setting_that_opens_a_door(run: Run, name: str, value: str, why: str) -> None:
    done = run("servir", "--puerto", str(own_port(22_000)), **{name: value})
    assert done.returncode in (2, 3)
    assert why in " ".join(told(done).split())
    assert "Tablero:" not in done.stderr
    if "CLAVE" in name or "SECRETO" in name:
        assert value not in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [("ATALAYA_CONTACTO", "Defensoría del Pueblo"), ("ATALAYA_CONTACTO", "a\nb"), ("ATALAYA_RED_PRIVADA", "intranet")],
)
def test_a_setting_that_no_cycle_can_work_with_is_said_before_a_cycle_begins(
    run: Run, environment: dict[str, str], name: str, value: str
) -> None:
    """Else its row would stay «en curso» until another cycle finds its holder dead."""
    done = run("evaluar-noticias", "--sin-prefect", **{name: value})
    assert done.returncode == 3
    assert name in told(done)
    folder = Path(environment["ATALAYA_DATOS"])
    if (folder / "atalaya.db").exists():
        with sqlite3.connect(folder / "atalaya.db") as base:
            assert base.execute("SELECT count(*) FROM cycle").fetchone() == (0,)


def test_a_key_made_by_the_program_is_never_taken_for_a_guessable_one(tmp_path) -> None:
    for number in range(40):
        make_key(tmp_path / str(number))
        make_key(tmp_path / str(number))  # reads it again, which raises for one that is not good enough


def test_no_text_of_ours_shows_a_secret_that_somebody_could_copy() -> None:
    texts = (path for end in ("md", "yaml", "toml") for path in ROOT.glob(f"**/*.{end}"))
    for path in (one for one in texts if ".venv" not in one.parts and "node_modules" not in one.parts):
        found = re.findall(r"(?:CLAVE_BITACORA|OIDC_SECRETO|SMTP_CLAVE)\s*[=:]\s*[\"']?(\w+)", path.read_text("utf-8"))
        assert found == [], path


@pytest.mark.parametrize("name", ["DEBUG", "FASTAPI_DEBUG", "STARLETTE_DEBUG", "PYTHONDEVMODE"])
def test_no_setting_of_a_library_makes_the_pages_tell_of_their_inside(name: str, monkeypatch, tmp_path) -> None:
    from datetime import UTC, datetime

    from dashboards.app import create_app
    from register.engine import open_register
    from register.settings import Storage

    monkeypatch.setenv(name, "1")
    register = open_register(Storage(f"sqlite:///{tmp_path / 'a.db'}", tmp_path))
    try:
        assert create_app(register, demo=False, clock=lambda: datetime.now(UTC)).debug is False
    finally:
        register.close()
