"""Places against a labelled set: shares, and mistakes by kind."""

from pathlib import Path

import pytest

from territory.evaluate import Mistake, place_scores
from territory.gazetteer import Gazetteer, load_gazetteer
from territory.resolve import locate


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(Path(__file__).parents[2] / "data" / "gazetteer")


CASES = [
    ("Bloqueo en Uyuni", "05", "Uyuni", None),
    ("Bloqueo en Uyuni", "04", "Challapata", Mistake.WRONG),
    ("Choferes alteños anuncian paro", "05", "Llallagua", Mistake.WRONG_INFERRED),
    ("Paro en Entre Ríos", "06", "Entre Ríos", Mistake.UNDECIDED),
    ("Vecinos piden agua", "02", "La Paz", Mistake.MISSING),
    ("Maestros paran a nivel nacional", "03", "Cochabamba", Mistake.NATIONAL),
    ("Bloqueos en Perú", "02", "Desaguadero", Mistake.ABROAD),
    ("Guaraníes del Chaco bloquean", "07", "Camiri", Mistake.SEVERAL),
]


@pytest.mark.parametrize(("text", "department", "town", "mistake"), CASES)
def test_each_mistake_has_its_kind(
    gazetteer: Gazetteer, text: str, department: str, town: str, mistake: Mistake | None
) -> None:
    row = {"etapa": "medida", "deptos": department, "municipios": town}
    table = place_scores([row], [locate(gazetteer, text)])
    (reached,) = [line for line in table.splitlines() if line.startswith("cobertura de departamento")]
    assert ("1 de 1" in reached) == (mistake is None)
    for kind in Mistake:
        assert (f"1  {kind.value}\n" in table) == (kind is mistake)


def test_a_department_without_its_municipality_is_a_kind_of_its_own(gazetteer: Gazetteer) -> None:
    row = {"etapa": "medida", "deptos": "05", "municipios": "Potosí"}
    assert Mistake.ONLY_DEPARTMENT.value in place_scores([row], [locate(gazetteer, "Paro en Potosí")])


def test_doubtful_rows_national_ones_and_those_without_a_signal_do_not_count(gazetteer: Gazetteer) -> None:
    rows = [
        {"etapa": "medida", "deptos": "05", "municipios": "", "dudoso": "1"},
        {"etapa": "no_conflicto", "deptos": "05", "municipios": ""},
        {"etapa": "medida", "deptos": "BO", "municipios": ""},
        {"etapa": "medida", "deptos": "04", "municipios": ""},
    ]
    table = place_scores(rows, [locate(gazetteer, "Paro en Oruro")] * 4)
    assert "1 de 1" in table
    assert "nacionales según la etiqueta: 1, de ellas se ubicaron 1" in table


def test_a_set_without_places_has_no_table(gazetteer: Gazetteer) -> None:
    assert place_scores([{"etapa": "medida"}], [locate(gazetteer, "Paro en Oruro")]) == ""
