"""Where outlets are at home, and that their home is only a hint."""

import shutil
from pathlib import Path

import pytest

from conflict.errors import DataError
from territory.gazetteer import Gazetteer, load_gazetteer
from territory.outlets import home_of, load_outlets
from territory.resolve import locate

FOLDER = Path(__file__).parents[2] / "data" / "gazetteer"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(FOLDER)


def test_an_outlet_is_found_by_any_of_its_names_and_an_unknown_one_has_no_home(gazetteer: Gazetteer) -> None:
    outlets = load_outlets(FOLDER, gazetteer)
    assert home_of(outlets, "RADIO PIO XII") == home_of(outlets, "radiopio12.com.bo") == ("05", "050203")
    assert home_of(outlets, "La Gaceta de Nadie") == home_of(outlets, "") == ("", "")


def test_a_home_alone_places_nothing_and_never_overrules_the_text(gazetteer: Gazetteer) -> None:
    home = {"home_department": "05", "home_municipality": "050203"}
    assert locate(gazetteer, "Vecinos piden agua", **home).departments == ()
    assert locate(gazetteer, "Bloqueo en Uyuni", **home).municipalities == ("Uyuni",)
    inferred = locate(gazetteer, "El alcalde promete agua", **home)
    assert inferred.municipalities == ("Llallagua",)
    assert all(place.inferred for place in inferred.places)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("El Sol,15,", "no está en departamentos.csv"),
        ("El Sol,05,020101", "no es del departamento 05"),
        ("El Potosi,05,", "ya está en otra línea"),
        (",05,", "falta «nombre»"),
    ],
)
def test_a_line_that_is_wrong_is_named(tmp_path: Path, gazetteer: Gazetteer, row: str, words: str) -> None:
    shutil.copytree(FOLDER, tmp_path / "g")
    with (tmp_path / "g" / "medios.csv").open("a", encoding="utf-8") as lines:
        lines.write(f"{row}\n")
    with pytest.raises(DataError) as caught:
        load_outlets(tmp_path / "g", gazetteer)
    assert "medios.csv, línea" in caught.value.spanish
    assert words in caught.value.spanish
