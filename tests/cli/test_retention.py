"""The verb `retencion` as an operator meets it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from register.bodies import save_body
from tests.cli.conftest import Run, told


def test_nothing_is_deleted_unless_asked_and_what_is_goes_into_the_journal(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "datos"
    assert run("migrar").returncode == 0
    save_body(folder, "a" * 64, b"x", (datetime.now(UTC) - timedelta(days=90)).date())
    dry = run("retencion")
    assert (dry.returncode, "No se borró nada" in told(dry)) == (0, True)
    assert "cuerpo_crudo\t1\t30 dias" in dry.stdout
    assert len(list((folder / "crudos").iterdir())) == 1
    real = run("retencion", "--aplicar")
    assert (real.returncode, real.stdout) == (0, dry.stdout)
    assert list((folder / "crudos").iterdir()) == []
    assert "íntegra: 1 línea." in told(run("bitacora", "verificar"))
