"""What an office corrected goes before the tables, and a torn line of its own never stops the reading."""

from dataclasses import replace
from pathlib import Path

import pytest

from conflict.errors import DataError
from flows.lore import CorrectionsError, load_lore
from flows.settings import Settings, read_settings
from register.settings import Storage

HEAD = "fecha,por,accion,clave,expresion,motivo\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(read_settings(), storage=Storage("sqlite:///nada.db", tmp_path))


def write(settings: Settings, name: str, *lines: str) -> None:
    settings.own_vocabulary.mkdir(exist_ok=True)
    (settings.own_vocabulary / name).write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_without_corrections_the_tables_are_known_as_they_came(settings: Settings) -> None:
    assert load_lore(settings).vocabulary.version == load_lore(settings, corrected=False).vocabulary.version


def test_a_torn_line_of_the_office_is_told_and_the_tables_still_serve(settings: Settings) -> None:
    write(settings, "alias_actores.csv", "20/11/2026,RM,agregar,cob,la matriz obrera,radio")
    with pytest.raises(CorrectionsError) as raised:
        load_lore(settings)
    assert "línea 2, campo fecha" in raised.value.spanish
    assert load_lore(settings, corrected=False).vocabulary.actors


def test_a_torn_table_of_the_product_is_no_fault_of_the_office(settings: Settings, tmp_path: Path) -> None:
    write(settings, "alias_actores.csv", "2026-11-20,RM,agregar,cob,la matriz obrera,radio")
    with pytest.raises(DataError) as raised:
        load_lore(replace(settings, vocabulary=tmp_path / "nada"))
    assert not isinstance(raised.value, CorrectionsError)


def test_another_name_of_a_municipality_is_known_until_it_is_taken_back(settings: Settings) -> None:
    line = "2026-11-20,RM,{},050203,Cuna del Estaño,apodo"
    write(settings, "alias_municipios.csv", line.format("agregar"))
    named = load_lore(settings).gazetteer
    write(settings, "alias_municipios.csv", line.format("agregar"), line.format("quitar"))
    taken_back = load_lore(settings).gazetteer
    assert " cuna del estano" in named.automaton
    assert " cuna del estano" not in taken_back.automaton
