"""The verbs `vocabulario`: what an office corrects stays in its folder, is tried before it is kept, and is honoured."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from conflict.correction import Correction, CorrectionAction, CorrectionTable
from conflict.errors import DataError
from flows.corrections import append_correction, read_corrections
from tests.cli.conftest import Run

SAID = ("--por", "RM", "--motivo", "así la llama la radio")


@pytest.fixture
def ready(run: Run) -> Run:
    assert run("migrar").returncode == 0
    return run


def test_a_correction_is_kept_in_the_data_folder_with_who_when_and_why(ready: Run, tmp_path: Path) -> None:
    done = ready("vocabulario", "agregar", "actor", "cob", "la matriz obrera", *SAID)
    assert done.returncode == 0, done.stderr
    path = tmp_path / "datos" / "vocabulario_local" / "alias_actores.csv"
    (row,) = csv.DictReader(path.open(encoding="utf-8"))
    assert (row["accion"], row["clave"], row["expresion"], row["por"]) == ("agregar", "cob", "la matriz obrera", "RM")
    assert "RM" in ready("vocabulario", "listar").stdout
    journal = [json.loads(line) for line in ready("exportar", "bitacora").stdout.splitlines()]
    assert journal[-1]["accion"] == "vocabulario.agregar"
    assert journal[-1]["objeto"] == "actor:cob"
    assert "matriz" not in json.dumps(journal)


def test_what_was_added_is_read_and_what_was_taken_away_is_not(ready: Run) -> None:
    text = "La matriz obrera exige aumento"
    assert "demandante: Central Obrera Boliviana" not in ready("vocabulario", "comprobar", text).stdout
    ready("vocabulario", "agregar", "actor", "cob", "la matriz obrera", *SAID)
    assert "demandante: Central Obrera Boliviana" in ready("vocabulario", "comprobar", text).stdout
    ready("vocabulario", "quitar", "actor", "cob", "la matriz obrera", *SAID)
    assert "demandante: Central Obrera Boliviana" not in ready("vocabulario", "comprobar", text).stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("actor", "nadie", "los de siempre"), "no existe"),
        (("municipio", "999999", "la capital minera"), "no existe"),
        (("medida", "bloqueo_de_calles", "* de calles"), "debe empezar"),
        (("medida", "bloqueo", "tranca de vías"), "no existe"),
        (("actor", "cob", "x"), "muy corta"),
    ],
)
def test_a_correction_that_cannot_hold_is_refused_and_nothing_is_written(
    ready: Run, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    done = ready("vocabulario", "agregar", *arguments, *SAID)
    assert done.returncode == 3
    assert told in done.stderr
    assert not (tmp_path / "datos" / "vocabulario_local").exists()


def test_the_classifier_and_the_gazetteer_honour_the_corrections(ready: Run, tmp_path: Path) -> None:
    ready("vocabulario", "agregar", "actor", "comite_civico", "la mesa de instituciones", *SAID)
    ready("vocabulario", "agregar", "municipio", "050203", "Cuna del Estaño", *SAID)
    source, target = tmp_path / "x.csv", tmp_path / "y.jsonl"
    source.write_text(
        "id,titular,bajada\n1,La mesa de instituciones bloquea la carretera en Cuna del Estaño y exige agua al Gobierno"
        ",El bloqueo es indefinido y los vecinos piden agua potable\n",
        encoding="utf-8",
    )
    done = ready("clasificar", "--entrada", str(source), "--salida", str(target))
    assert done.returncode == 0, done.stderr
    line = json.loads(target.read_text(encoding="utf-8"))
    assert line["senal"]
    assert line["municipios"] == ["Llallagua"]
    claimants = [actor["clave"] for actor in line["actores"] if actor["papel"] == "demandante"]
    assert claimants[0] == "comite_civico"
    assert line["destinatarios"] == ["Gobierno nacional"]
    assert line["demanda"].startswith("agua")
    assert line["demanda_en"]["fin"] > line["demanda_en"]["inicio"]
    assert line["tipologia"] == "servicios_basicos_y_combustible"
    assert line["presiones"][0] | {"inicio": 0, "fin": 0} == {
        "medida": "bloqueo_de_carretera", "momento": "ejecutada", "inicio": 0, "fin": 0,
    }  # fmt: skip


def test_a_torn_line_is_told_with_its_file_and_line(ready: Run, tmp_path: Path) -> None:
    folder = tmp_path / "datos" / "vocabulario_local"
    folder.mkdir(parents=True)
    (folder / "alias_actores.csv").write_text(
        "fecha,por,accion,clave,expresion,motivo\n2026-11-20,RM,borrar,cob,la matriz,porque sí\n", encoding="utf-8"
    )
    done = ready("vocabulario", "comprobar")
    assert done.returncode == 3
    assert "alias_actores.csv, línea 2, campo accion" in done.stderr
    assert "✗ Vocabulario" in ready("doctor").stdout


def test_lines_are_only_ever_added(tmp_path: Path) -> None:
    one = Correction(
        CorrectionTable.TRAP,
        CorrectionAction.ADD,
        "marcha",
        "marcha del emprendedor",
        date(2026, 11, 20),
        "RM",
        "feria",
    )
    first = append_correction(tmp_path, one).read_text(encoding="utf-8")
    assert append_correction(tmp_path, one).read_text(encoding="utf-8").startswith(first)
    assert read_corrections(tmp_path) == (one, one)


def test_a_correction_without_a_reason_is_not_kept(tmp_path: Path) -> None:
    one = Correction(CorrectionTable.ACTOR, CorrectionAction.ADD, "cob", "la matriz", date(2026, 11, 20), "RM", " ")
    with pytest.raises(DataError) as raised:
        append_correction(tmp_path, one)
    assert "motivo" in raised.value.spanish
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("torn", [False, True], ids=["edited by hand, without its last line end", "whole"][::-1])
def test_a_line_is_added_after_the_last_one_whoever_wrote_it(tmp_path: Path, torn: bool) -> None:
    one = Correction(CorrectionTable.ACTOR, CorrectionAction.ADD, "cob", "la matriz", date(2026, 11, 20), "RM", "así")
    path = append_correction(tmp_path, one)
    if torn:
        path.write_text(path.read_text().rstrip("\n"))
    append_correction(tmp_path, one)
    assert read_corrections(tmp_path) == (one, one)


def test_square_brackets_in_a_reason_are_shown_and_break_nothing(ready: Run) -> None:
    done = ready("vocabulario", "agregar", "actor", "cob", "la matriz obrera", "--por", "RM", "--motivo", "[/acta] 12")
    assert done.returncode == 0, done.stderr
    listed = ready("vocabulario", "listar")
    assert listed.returncode == 0, listed.stderr
    assert "[/acta] 12" in listed.stdout
