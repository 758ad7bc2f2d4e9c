"""A row of an office's own spreadsheet is read as it was meant, or what is wrong with it is said."""

from datetime import date

import pytest

from conflict.lifecycle import RecordKind
from conflict.pastrecords import Fault, PastRecord, guess, read_row

COLUMNS = {"titulo": 0, "fecha": 1, "clase": 2}
TODAY = date(2026, 11, 20)


def read(kind: str) -> PastRecord | list[Fault]:
    return read_row(2, ["Regantes piden agua", "05/03/2025", kind], COLUMNS, TODAY)


@pytest.mark.parametrize("head", ["Nº", "N.º", "N°", "N.°", "No", "Nro.", "Número"])
def test_the_number_of_a_record_is_known_by_every_head_that_offices_write(head: str) -> None:
    assert guess([head, "Título", "Fecha"]) == {"codigo": 0, "titulo": 1, "fecha": 2}


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Alerta temprana", RecordKind.ALERT),
        ("CONFLICTO", RecordKind.CONFLICT),
        ("Conflictos sociales", RecordKind.CONFLICT),
        ("", RecordKind.CONFLICT),
    ],
)
def test_a_row_is_an_alert_or_a_conflict_as_it_says_and_a_conflict_when_it_says_nothing(
    cell: str, kind: RecordKind
) -> None:
    found = read(cell)
    assert isinstance(found, PastRecord)
    assert found.kind is kind


def test_a_kind_that_is_neither_is_said_and_never_taken_for_a_conflict() -> None:
    assert read("Seguimiento") == [
        Fault(2, "Fila 2, clase: «Seguimiento» no dice qué es. Se esperaba alerta o conflicto.")
    ]


@pytest.mark.parametrize(
    "cell", ["Abierto", "No concluido", "Sin solución", "En vías de solución", "Por concluir", "Inconcluso"]
)
def test_what_is_not_over_yet_is_open(cell: str) -> None:
    found = read_row(2, ["Regantes piden agua", "05/03/2025", cell], {"titulo": 0, "fecha": 1, "estado": 2}, TODAY)
    assert isinstance(found, PastRecord)
    assert (found.closed_on, found.outcome) == (None, None)


@pytest.mark.parametrize("cell", ["Concluido", "Cerrado", "Solucionado", "Archivado sin acuerdo"])
def test_what_is_over_asks_for_the_day_on_which_it_ended(cell: str) -> None:
    found = read_row(2, ["Regantes piden agua", "05/03/2025", cell], {"titulo": 0, "fecha": 1, "estado": 2}, TODAY)
    assert found == [Fault(2, "Fila 2, fecha cierre: está cerrado y falta la fecha en que se cerró.")]
