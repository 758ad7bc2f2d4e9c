"""Folders and addresses that cannot be used: one sentence with the place and the way out, exit code 3, no trace."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from conflict.errors import AtalayaError, DataError
from flows.settings import read_settings
from register.migrate import migrate
from register.settings import Storage, read_storage
from tests.cli.conftest import Run, told

VERBS = [("migrar",), ("ciclo", "--sin-prefect")]

ADDRESSES = [
    ("no es una dirección", "ATALAYA_BASE_DE_DATOS no es una dirección"),
    ("sqlite://", "SQLite en un archivo o PostgreSQL"),
    ("sqlite:///:memory:", "SQLite en un archivo o PostgreSQL"),
    ("mysql://alguien@servidor/base", "SQLite en un archivo o PostgreSQL"),
    ("oracle+cx://x", "SQLite en un archivo o PostgreSQL"),
    ("postgresql://nadie:secretisimo@127.0.0.1:1/atalaya", "No se puede conectar con la base de datos"),
    ("postgresql://nadie:secretisimo@127.0.0.1:puerto/atalaya", "ATALAYA_BASE_DE_DATOS no es una dirección"),
]


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """Make a folder where nobody may write; skip for a user whom nothing is closed to."""
    if os.geteuid() == 0:
        pytest.skip("the superuser may write everywhere")
    folder = tmp_path / "cerrada"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    yield folder
    folder.chmod(stat.S_IRWXU)


@pytest.fixture
def in_the_way(tmp_path: Path) -> Path:
    """Make a file where a folder is wanted: the same refusal, for any user."""
    place = tmp_path / "archivo"
    place.write_text("no soy una carpeta")
    return place / "datos"


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_a_data_folder_that_cannot_be_made_is_told(run: Run, in_the_way: Path, verb: tuple[str, ...]) -> None:
    done = run(*verb, ATALAYA_DATOS=str(in_the_way))
    assert done.returncode == 3
    assert "carpeta" in told(done)
    assert "directory" not in told(done)


def test_a_data_folder_closed_for_writing_is_told(run: Run, closed: Path) -> None:
    done = run("migrar", ATALAYA_DATOS=str(closed))
    assert done.returncode == 3
    assert "permiso" in told(done) or "escribir" in told(done)


@pytest.mark.parametrize(("address", "sentence"), ADDRESSES)
def test_a_database_address_that_is_none_is_told_without_its_password(
    tmp_path: Path, address: str, sentence: str
) -> None:
    with pytest.raises(AtalayaError) as refused:
        migrate(Storage(address, tmp_path))
    assert refused.value.exit_code == 3
    assert sentence in refused.value.spanish
    assert "secretisimo" not in f"{refused.value} {refused.value.spanish}"


def test_nor_does_the_command_print_the_password_of_a_database(run: Run) -> None:
    done = run("--detalle", "migrar", ATALAYA_BASE_DE_DATOS="postgresql://nadie:secretisimo@127.0.0.1:1/atalaya")
    assert done.returncode == 3
    assert "No se puede conectar con la base de datos" in told(done)
    assert "secretisimo" not in done.stderr + done.stdout


def test_a_file_that_is_no_database_is_left_alone(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "carta.db"
    other.write_text("Esto es una carta y no una base de datos.\n" * 50)
    before = other.read_bytes()
    done = run("migrar", ATALAYA_BASE_DE_DATOS=f"sqlite:///{other}")
    assert done.returncode == 3
    assert "no es de Atalaya" in told(done)
    assert other.read_bytes() == before


@pytest.mark.parametrize(("name", "value"), [("ATALAYA_ESPERA_POR_SITIO", "mucho"), ("ATALAYA_LECTURAS_A_LA_VEZ", "0")])
def test_a_setting_out_of_range_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(DataError) as refused:
        read_settings()
    assert f"La variable {name} vale «{value}»" in refused.value.spanish


def test_an_hour_that_is_none_is_told(run: Run) -> None:
    done = run("ciclo", "--sin-prefect", "--ahora", "ayer")
    assert done.returncode == 3
    assert "«ayer» no es una hora ISO" in told(done)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql+psycopg://quien@base.oficina.example/atalaya", True),
        ("postgresql+psycopg://quien@base.oficina.example/atalaya?sslmode=prefer", True),
        ("postgresql+psycopg:///atalaya?host=base.oficina.example", True),
        ("postgresql+psycopg://quien@base.oficina.example/atalaya?sslmode=verify-full", False),
        ("postgresql+psycopg://quien@127.0.0.1:1/atalaya", False),
        ("postgresql+psycopg:///atalaya?host=/var/run/postgresql", False),
        ("sqlite:///atalaya.db", False),
    ],
)
def test_a_database_on_another_machine_is_not_spoken_to_in_clear(
    monkeypatch: pytest.MonkeyPatch, address: str, told: bool
) -> None:
    monkeypatch.setenv("ATALAYA_BASE_DE_DATOS", address)
    for name in ("PGHOST", "PGSSLMODE"):
        monkeypatch.delenv(name, raising=False)
    if not told:
        assert read_storage().url == address
        return
    with pytest.raises(AtalayaError) as refused:
        read_storage()
    assert "sslmode=verify-full" in refused.value.spanish
