"""A folder in which nothing can be written ends every start with what to do, and nothing half begun is left behind."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run, told
from tests.conftest import ROOT
from tests.ports import own_port

Hold = Callable[[Path], list[str]]
STARTS = {
    "migrar": ("migrar",),
    "ciclo": ("ciclo", "--sin-prefect"),
    "servir": ("servir", "--puerto"),
    "operar": ("operar", "--puerto"),
}


def mounted_for_reading(folder: Path) -> list[str]:
    """Return what runs a command where the folder is mounted for reading only; skip where nobody may mount."""
    if shutil.which("unshare") is None:
        pytest.skip("no program `unshare` on this machine")
    alone = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    mount = f'mount --bind "{folder}" "{folder}" && mount -o remount,ro,bind "{folder}"'
    tried = subprocess.run([*alone, "sh", "-c", mount], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"nothing can be mounted here: {tried.stderr.strip()}")
    return [*alone, "sh", "-c", f'{mount}; exec "$@"', "sh"]


def closed_to_its_owner(folder: Path) -> list[str]:
    """Return what runs a command that may not write in the folder, whoever runs the tests."""
    folder.chmod(0o555)
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("no program `setpriv` on this machine, and the superuser may write everywhere")
    return ["setpriv", "--bounding-set=-all"]


def held(hold: Hold, folder: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command that may not write in the folder; open it again."""
    done = subprocess.run(
        [*hold(folder), sys.executable, "-m", "cli", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    folder.chmod(0o755)
    assert done.returncode == 3, done.stderr
    assert f"No se puede escribir en la carpeta {folder}" in told(done)
    return done


@pytest.mark.parametrize("hold", [mounted_for_reading, closed_to_its_owner])
@pytest.mark.parametrize("start", STARTS)
def test_a_folder_for_reading_only_ends_the_start_with_what_to_do(
    run: Run, environment: dict[str, str], start: str, hold: Hold
) -> None:
    folder = Path(environment["ATALAYA_DATOS"])
    folder.mkdir()
    if start != "migrar":
        assert run("migrar").returncode == 0
    before = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    port = [str(own_port(22_400))] if start in ("servir", "operar") else []
    done = held(hold, folder, environment, *STARTS[start], *port)
    assert "solo lectura" in told(done)
    assert "elija otra con ATALAYA_DATOS" in told(done)
    assert "Tablero:" not in done.stderr + done.stdout
    assert "Prefect" not in done.stderr + done.stdout
    assert {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_database_on_another_folder_for_reading_only_is_told_by_its_own_setting(
    run: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "base"
    folder.mkdir()
    elsewhere = environment | {"ATALAYA_BASE_DE_DATOS": f"sqlite:///{folder / 'atalaya.db'}"}
    done = held(closed_to_its_owner, folder, elsewhere, "migrar")
    assert "elija otra con ATALAYA_BASE_DE_DATOS" in told(done)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("start", ["doctor", *(name for name in STARTS if name != "migrar")])
def test_a_strangers_file_in_the_place_of_the_register_ends_every_start(
    run: Run, environment: dict[str, str], start: str
) -> None:
    folder = Path(environment["ATALAYA_DATOS"])
    folder.mkdir()
    (folder / "atalaya.db").write_text("Lista de compras: quinua, chuño, papa.\n" * 400)
    before = (folder / "atalaya.db").read_bytes()
    port = [str(own_port(22_700))] if start in ("servir", "operar") else []
    done = run(*STARTS.get(start, (start,)), *port)
    assert done.returncode == 3, done.stderr
    assert "no es de Atalaya" in done.stdout + told(done)
    assert (folder / "atalaya.db").read_bytes() == before
    assert not (folder / "prefect").exists()
