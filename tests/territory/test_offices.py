"""Which office looks after which municipality, and what both tables may not say."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from conflict.errors import DataError
from conflict.office import OfficeKind
from territory.gazetteer import load_gazetteer
from territory.offices import Offices, load_offices, office_of

FOLDER = Path(__file__).parents[2] / "data" / "gazetteer"
DAY = date(2026, 1, 6)


@pytest.fixture(scope="module")
def towns() -> Mapping[str, object]:
    return load_gazetteer(FOLDER).municipalities


@pytest.fixture(scope="module")
def offices(towns: Mapping[str, object]) -> Offices:
    return load_offices(FOLDER, towns)


def test_every_municipality_has_an_office_of_its_department(offices: Offices, towns: Mapping[str, object]) -> None:
    for code in towns:
        office = office_of(offices, code[:2], code, DAY)
        assert office.department == code[:2], code


def test_there_are_nine_delegations_seven_regional_offices_and_one_national_unit(offices: Offices) -> None:
    kinds = [office.kind for office in offices.by_id.values()]
    assert kinds.count(OfficeKind.DELEGATION) == 9
    assert kinds.count(OfficeKind.NATIONAL) == 1
    assert len(kinds) == 17
    assert "of-uyuni" not in offices.by_id, "a candidate is named in the table and gets nothing"


def test_a_regional_office_goes_before_the_delegation_and_only_for_its_dates(offices: Offices) -> None:
    assert office_of(offices, "05", "050203", DAY).id == "of-llallagua"
    assert office_of(offices, "04", "040901", date(2023, 11, 21)).id == "of-04"
    assert office_of(offices, "04", "040901", date(2023, 11, 22)).id == "of-pisiga"


def test_a_department_alone_goes_to_its_delegation_and_nothing_to_the_national_unit(offices: Offices) -> None:
    assert office_of(offices, "05", "", DAY).id == "of-05"
    assert office_of(offices, "", "", DAY).id == "of-nacional"


@pytest.mark.parametrize(
    ("file", "row", "words"),
    [
        ("oficina_municipio.csv", "of-05,050203,2024-01-01,,prueba", "el municipio 050203 ya tiene otra oficina"),
        ("oficina_municipio.csv", "of-99,050101,2024-01-01,,prueba", "«oficina» vale «of-99»"),
        ("oficina_municipio.csv", "of-uyuni,051201,2024-01-01,,prueba", "las oficinas vigentes"),
        ("oficina_municipio.csv", "of-05,059999,2024-01-01,,prueba", "no está en municipios.csv"),
        ("oficina_municipio.csv", "of-05,050101,01/02/2024,,prueba", "se esperaba una fecha AAAA-MM-DD"),
        ("oficina_municipio.csv", "of-05,050101,2024-02-01,2024-01-01,prueba", "«hasta» debe ser posterior"),
        ("oficina_municipio.csv", "of-05,050101,2024-02-01,,", "falta «procedencia»"),
        ("oficina_municipio.csv", "of-05,050101", "se esperaban 5"),
        ("oficinas.csv", "of-05,Otra,Otra,,delegacion,vigente,05,050101,prueba", "ya está en la línea"),
        ("oficinas.csv", "of-x,Otra,Otra,,embajada,vigente,05,050101,prueba", "se esperaba uno de: delegacion"),
        ("oficinas.csv", "of-x,Otra,Otra,,nacional,vigente,,020101,prueba", "una sola oficina nacional"),
        ("oficinas.csv", "of-x,Otra,Otra,OTR,coordinacion,vigente,15,020101,prueba", "no está en departamentos.csv"),
        ("oficinas.csv", "of-x,Otra,Otra,LLA,coordinacion,vigente,05,050101,prueba", "la sigla POT-LLA ya es de"),
        ("oficinas.csv", "of-x,Otra,Otra,Ll,coordinacion,vigente,05,050101,prueba", "tres letras como LLA"),
        ("oficinas.csv", "of-x,Otra,Otra,XXX,delegacion,candidata,05,050101,prueba", "va vacía en una delegación"),
    ],
)
def test_a_line_that_is_wrong_is_named_by_file_and_number(
    tmp_path: Path, towns: Mapping[str, object], file: str, row: str, words: str
) -> None:
    shutil.copytree(FOLDER, tmp_path / "g")
    with (tmp_path / "g" / file).open("a", encoding="utf-8") as lines:
        lines.write(f"{row}\n")
    with pytest.raises(DataError) as caught:
        load_offices(tmp_path / "g", towns)
    assert file in caught.value.spanish
    assert words in caught.value.spanish
