"""The verbs `persona` as an operator meets them: the name comes on standard input."""

import json
import subprocess
import sys
from pathlib import Path

from register.engine import open_register
from register.settings import Storage
from tests.cli.conftest import Run, told
from tests.conftest import ROOT
from tests.register.populated import populate

WHY = ("--motivo", "Acción de privacidad de prueba.")


def test_a_note_is_hung_and_found_and_the_name_is_no_argument(
    run: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    def typed(text: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "cli", "persona", *arguments],
            cwd=ROOT, env=environment, input=text, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    folder = tmp_path / "datos"
    assert run("migrar").returncode == 0
    register = open_register(Storage(f"sqlite:///{folder / 'atalaya.db'}", folder))
    code = populate(register)["conflict"]
    register.close()
    assert typed("Nieves Inventada no estuvo allí.\n", "nota", code).returncode == 0
    (place,) = map(json.loads, typed("nieves inventada\n", "buscar", *WHY).stdout.splitlines())
    assert (place["tabla"], place["campo"], place["ficha"]) == ("record_action", "words", code)
    document = json.loads(typed("Nieves Inventada\n", "exportar", *WHY).stdout)
    assert [one["texto"] for one in document["lugares"]] == ["Nota de disconformidad: Nieves Inventada no estuvo allí."]
    empty = typed("", "buscar", *WHY)
    assert (empty.returncode, "Falta" in told(empty)) == (3, True)
    assert "persona.buscar" in run("bitacora", "accesos").stdout
    assert "íntegra" in told(run("bitacora", "verificar"))
