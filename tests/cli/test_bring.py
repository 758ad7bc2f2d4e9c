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
