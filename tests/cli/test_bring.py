"""What «exportar todo» writes, «importar todo» reads, through the command itself."""

from pathlib import Path

from register.engine import open_register
from register.migrate import migrate
from register.settings import Storage
from tests.cli.conftest import Run, told
from tests.register.populated import populate
from tests.register.test_imports import ROWS, excel


def test_a_register_leaves_and_comes_back_by_command(run: Run, environment: dict[str, str], tmp_path: Path) -> None:
    folder = Path(environment["ATALAYA_DATOS"])
    storage = Storage(f"sqlite:///{folder / 'atalaya.db'}", folder)
    migrate(storage)
    register = open_register(storage)
    populate(register)
    register.close()
    first, second = tmp_path / "uno.jsonl.gz", tmp_path / "dos.jsonl.gz"
    assert "filas de todo" in told(run("exportar", "todo", "--salida", str(first)))
    other = {"ATALAYA_DATOS": str(tmp_path / "otra")}
    done = run("importar", "todo", str(first), **other)
    assert done.returncode == 0, told(done)
    run("exportar", "todo", "--salida", str(second), **other)
    assert second.read_bytes() == first.read_bytes()
    again = run("importar", "todo", str(first), **other)
    assert again.returncode == 3
    assert "ya tiene datos" in told(again)
    assert run("exportar", "todo").returncode == 3


def test_a_backup_is_made_listed_tried_and_restored_by_command(
    run: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    assert "No hay respaldos" in told(run("respaldo", "probar"))
    folder = Path(environment["ATALAYA_DATOS"])
    migrate(Storage(f"sqlite:///{folder / 'atalaya.db'}", folder))
    assert "Respaldo hecho y comprobado" in told(run("respaldo"))
    assert "entero" in told(run("respaldo", "listar"))
    assert "vuelve entero" in told(run("respaldo", "probar"))
    made = next((folder / "respaldos").glob("atalaya-*"))
    assert "--reemplazar" in told(run("restaurar", str(made)))
    assert "La base de antes quedó en" in told(run("restaurar", str(made), "--reemplazar"))


def test_a_past_register_is_checked_brought_in_and_taken_back_by_command(
    run: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    folder = Path(environment["ATALAYA_DATOS"])
    migrate(Storage(f"sqlite:///{folder / 'atalaya.db'}", folder))
    who = ("--por", "Ana Q.", "--oficina", "Regional Llallagua")
    right, wrong = tmp_path / "bien.xlsx", tmp_path / "mal.xlsx"
    right.write_bytes(excel())
    wrong.write_bytes(excel([*ROWS, ["S-7", "Un conflicto nuevo aquí", "ayer", "05", "", "", "", ""]]))
    assert "3 listas" in told(run("importar", "registros", str(right), "--comprobar", *who))
    refused = run("importar", "registros", str(wrong), *who)
    assert refused.returncode == 3
    assert "Fila 5, fecha: «ayer» no es una fecha" in told(refused)
    assert "No se guardó nada" in told(refused)
    assert "3 fichas nuevas" in told(run("importar", "registros", str(right), *who))
    assert "3 fichas anuladas" in told(run("importar", "deshacer", "1", *who))
    assert run("importar", "registros", str(tmp_path), *who).returncode == 3
