"""The seven codes that moved between lists, by name and by day."""

from datetime import date
from pathlib import Path

import pytest

from conflict.errors import DataError
from territory.codes import DatedCode, load_codes, municipality_of
from territory.gazetteer import Gazetteer, load_gazetteer

FOLDER = Path(__file__).parents[2] / "data" / "gazetteer"
MOVED = [
    ("020204", "Huarina", "020203"),
    ("020205", "Santiago de Huata", "020204"),
    ("020206", "Huatajata", "020205"),
    ("020203", "Chua Cocani", "020206"),
    ("071104", "San Julián", "071103"),
    ("071105", "San Antonio de Lomerío", "071104"),
    ("071103", "San Ramón", "071105"),
]
OLD_LIST, NEW_LIST = date(2020, 6, 1), date(2026, 1, 11)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(FOLDER)


@pytest.fixture(scope="module")
def codes(gazetteer: Gazetteer) -> tuple[DatedCode, ...]:
    return load_codes(FOLDER, gazetteer.municipalities)


@pytest.mark.parametrize(("before", "name", "now"), MOVED)
def test_name_or_day_say_which_municipality_a_moved_code_is(
    gazetteer: Gazetteer, codes: tuple[DatedCode, ...], before: str, name: str, now: str
) -> None:
    towns = gazetteer.municipalities
    assert towns[now].name == name
    assert municipality_of(codes, towns, before, name=name) == now
    assert municipality_of(codes, towns, now, name=name.upper()) == now
    assert municipality_of(codes, towns, before, on=OLD_LIST) == now
    assert municipality_of(codes, towns, now, on=NEW_LIST) == now
    assert municipality_of(codes, towns, before, name=name, on=NEW_LIST) == now, "the name decides over the day"


@pytest.mark.parametrize("code", sorted({before for before, _, _ in MOVED}))
def test_a_moved_code_alone_is_never_guessed(gazetteer: Gazetteer, codes: tuple[DatedCode, ...], code: str) -> None:
    with pytest.raises(DataError, match="ambiguous"):
        municipality_of(codes, gazetteer.municipalities, code)
    with pytest.raises(DataError, match="is not"):
        municipality_of(codes, gazetteer.municipalities, code, name="Cobija")


def test_every_other_code_is_itself_and_an_unknown_one_is_refused(
    gazetteer: Gazetteer, codes: tuple[DatedCode, ...]
) -> None:
    assert municipality_of(codes, gazetteer.municipalities, "050203") == "050203"
    with pytest.raises(DataError, match="unknown"):
        municipality_of(codes, gazetteer.municipalities, "999999")
