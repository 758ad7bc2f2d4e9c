"""Which office looks after which municipality."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from conflict.errors import DataError
from territory.gazetteer import load_gazetteer
from territory.offices import load_offices, office_of

FOLDER = Path(__file__).parents[2] / "data" / "gazetteer"


def test_every_municipality_has_an_office() -> None:
    offices, gazetteer = load_offices(FOLDER), load_gazetteer(FOLDER)
    for code, town in gazetteer.municipalities.items():
        assert office_of(offices, town.department, code, date(2026, 1, 6)) is not None, code
    assert {office.seat for office in offices.by_id.values()} <= set(gazetteer.municipalities)


def test_a_regional_office_goes_before_the_delegation_and_only_for_its_dates() -> None:
    offices = load_offices(FOLDER)
    llallagua = office_of(offices, "05", "050203", date(2026, 1, 6))
    assert llallagua and llallagua.id == "of-llallagua"
    before = office_of(offices, "04", "040901", date(2023, 11, 21))
    after = office_of(offices, "04", "040901", date(2023, 11, 22))
    assert before and after and (before.id, after.id) == ("of-04", "of-pisiga")


def test_a_department_alone_goes_to_its_delegation_and_nothing_to_nobody() -> None:
    offices = load_offices(FOLDER)
    potosi = office_of(offices, "05", "", date(2026, 1, 6))
    assert potosi and potosi.id == "of-05"
    assert office_of(offices, "", "", date(2026, 1, 6)) is None


def test_two_offices_cannot_hold_a_municipality_at_once(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "g")
    with (tmp_path / "g" / "oficina_municipio.csv").open("a", encoding="utf-8") as lines:
        lines.write("of-05,050203,2024-01-01,,prueba\n")
    with pytest.raises(DataError) as caught:
        load_offices(tmp_path / "g")
    assert "050203" in caught.value.spanish
