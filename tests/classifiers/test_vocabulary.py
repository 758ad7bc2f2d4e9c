"""The tables of the vocabulary are checked cell by cell, and the analysts' corrections go before them."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from classifiers.actors import find_actors
from classifiers.phrases import as_pattern
from classifiers.vocabulary import Vocabulary, load_vocabulary
from conflict.actor import ActorKind, ActorRole
from conflict.correction import Correction, CorrectionAction, CorrectionTable
from conflict.errors import DataError
from conflict.text import fold_with_offsets
from tests.conftest import ROOT

TABLES = ROOT / "data" / "vocabulario"
GAZETTEER = ROOT / "data" / "gazetteer"


def correction(
    table: CorrectionTable, key: str, phrase: str, action: CorrectionAction = CorrectionAction.ADD
) -> Correction:
    return Correction(table, action, key, phrase, date(2026, 11, 20), "Analista", "lo dice la radio local")


def keys(vocabulary: Vocabulary, text: str) -> list[str]:
    return [actor.key for actor in find_actors(vocabulary.names, text, fold_with_offsets(text), None)]


def test_the_tables_that_come_with_the_product_are_as_they_must_be() -> None:
    vocabulary = load_vocabulary(TABLES)
    named = [card for card in vocabulary.actors.values() if card.kind is not ActorKind.GROUP and ":" not in card.key]
    assert len(named) >= 250
    assert all(card.source for card in named)
    assert {card.sector for card in vocabulary.actors.values()}.__len__() >= 20
    assert all(card.definition.endswith(".") for card in (*vocabulary.measures, *vocabulary.typologies))


def test_every_home_is_a_municipality_of_the_gazetteer() -> None:
    with (GAZETTEER / "municipios.csv").open(encoding="utf-8") as lines:
        known = {row["codigo"] for row in csv.DictReader(lines)}
    homes = {card.municipality for card in load_vocabulary(TABLES).actors.values()} - {""}
    assert homes <= known


def test_the_version_is_that_of_what_was_loaded() -> None:
    plain, again = load_vocabulary(TABLES), load_vocabulary(TABLES)
    corrected = load_vocabulary(TABLES, [correction(CorrectionTable.ACTOR, "cob", "la matriz obrera")])
    assert plain.version == again.version != corrected.version


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TABLES, tmp_path / "vocabulario"))


@pytest.mark.parametrize(
    ("table", "before", "after", "told"),
    [
        ("actores.csv", ",organizacion,demandante,laboral,", ",gremio,demandante,laboral,", ["línea 2", "campo clase"]),
        ("actores.csv", "nacional,,,", "mundial,,,", ["línea 2", "campo nivel", "nacional, departamental"]),
        ("actores.csv", "regional,02,020105", "regional,02,20105", ["línea 3", "campo municipio", "6 cifras"]),
        ("actores.csv", "regional,02,020105", "regional,03,020105", ["línea 3", "campo municipio", "03"]),
        ("actores.csv", "clave,nombre", "clave,titulo", ["clave, titulo"]),
        ("grupos.csv", "maestros,maestros,", "transportistas,maestros,", ["campo clave", "transportistas"]),
        ("cargos.csv", ",gobierno,presidente", ",palacio,presidente", ["línea 2", "campo institucion"]),
        ("cargos.csv", "2009-02-07", "7/2/2009", ["línea 2", "campo desde", "AAAA-MM-DD"]),
        ("medidas.csv", ",bloqueo,Bloqueo de carretera", ",bloqueos,Bloqueo de carretera", ["campo codigo"]),
        ("medidas.csv", "puntos de bloqueo", "* de bloqueo", ["campo palabras", "debe empezar"]),
        ("medidas.csv", "ultimatum,ultimatum,", "ultimato,ultimatum,", ["campo medida"]),
        ("tipologia.csv", "coca,Coca,", "laboral,Coca,", ["cada código una vez", "coca"]),
        ("tipologia.csv", "salario*|", "salario*|salario*|", ["campo palabras", "repite"]),
    ],
)
def test_a_wrong_cell_is_told_with_file_line_and_field(
    tables: Path, table: str, before: str, after: str, told: list[str]
) -> None:
    path = tables / table
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(DataError) as raised:
        load_vocabulary(tables)
    assert all(words in raised.value.spanish for words in [table, *told]), raised.value.spanish


def test_a_missing_table_and_one_in_another_encoding_are_told(tables: Path) -> None:
    (tables / "grupos.csv").write_bytes("clave,nombre,sector,subsector,formas\nx,ñandú,".encode("latin-1"))
    with pytest.raises(DataError, match=r"grupos\.csv"):
        load_vocabulary(tables)
    (tables / "grupos.csv").unlink()
    with pytest.raises(DataError, match=r"grupos\.csv"):
        load_vocabulary(tables)


def test_what_an_analyst_adds_is_known_and_what_is_taken_away_is_not() -> None:
    text = "La matriz obrera y la COB exigen aumento"
    added = correction(CorrectionTable.ACTOR, "cob", "la matriz obrera")
    gone = correction(CorrectionTable.ACTOR, "cob", "COB", CorrectionAction.DROP)
    assert keys(load_vocabulary(TABLES), text) == ["cob"]
    assert keys(load_vocabulary(TABLES, [added]), "La matriz obrera exige aumento") == ["cob"]
    assert keys(load_vocabulary(TABLES, [gone]), "La COB exige aumento") == []


def test_the_last_word_on_a_phrase_stands() -> None:
    added = correction(CorrectionTable.ACTOR, "cob", "la matriz obrera")
    gone = correction(CorrectionTable.ACTOR, "cob", "La Matriz Obrera", CorrectionAction.DROP)
    assert keys(load_vocabulary(TABLES, [added, gone]), "La matriz obrera exige aumento") == []
    assert keys(load_vocabulary(TABLES, [added, gone, added]), "La matriz obrera exige aumento") == ["cob"]


def test_a_correction_of_something_unknown_is_refused() -> None:
    with pytest.raises(DataError) as raised:
        load_vocabulary(TABLES, [correction(CorrectionTable.ACTOR, "nadie", "los de siempre")])
    assert "nadie" in raised.value.spanish


def test_an_actor_of_ones_own_goes_before_ours(tmp_path: Path) -> None:
    own = tmp_path / "actores_propios.csv"
    head = (TABLES / "actores.csv").read_text(encoding="utf-8").splitlines()[0]
    own.write_text(
        f"{head}\nregantes_x,Asociación de Regantes del Valle Seco,Arvase,organizacion,demandante,campesino,regantes,"
        "local,03,,,,,,acta de la oficina\n",
        encoding="utf-8",
    )
    vocabulary = load_vocabulary(TABLES, own_actors=own)
    assert keys(vocabulary, "Arvase bloquea la ruta") == ["regantes_x"]
    assert vocabulary.actors["regantes_x"].habit is ActorRole.CLAIMANT


@pytest.mark.parametrize(
    ("phrase", "made"),
    [
        ("bloqueo", "bloqueo"),
        ("Bloque* … Calle*", r"bloque\w*(?: \w+){0,3} calle\w*"),
        ("plazo de * horas", r"plazo de \w+ horas"),
        ("sí... no", r"si(?: \w+){0,3} no"),
        ("toma de la E.T.A.", r"toma de la e\.t\.a"),
    ],
)
def test_a_phrase_is_read_as_analysts_write_it(phrase: str, made: str) -> None:
    assert as_pattern(phrase) == made


@pytest.mark.parametrize("phrase", ["", "*", "… calle", "bloqueo …", "bloqueo *", "(bloqueo", "blo*queo", "a|b"])
def test_a_phrase_written_otherwise_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"expresión|palabra"):
        as_pattern(phrase)
