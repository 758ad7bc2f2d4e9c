"""What «exportar todo» writes, «importar todo» reads, through the command itself."""

from pathlib import Path

from register.engine import open_register
from register.migrate import migrate
from register.settings import Storage
from tests.cli.conftest import Run, told
from tests.register.populated import populate


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
