"""Nobody is offered a button of a transfer that somebody else has to press: a second person, or the other office."""

from dataclasses import replace

import pytest

from conflict.lifecycle import TransferState
from dashboards.record_lines import transfer_of
from register.record_rows import TransferFact
from tests.conftest import NOW

ASKED = TransferFact(
    7,
    "CS-2026-05-0001",
    "Bloqueo inventado",
    TransferState.REQUESTED,
    "Delegación Potosí",
    "Unidad Nacional",
    "Pasa a varios departamentos.",
    NOW,
    "Ana Q.",
    NOW,
    None,
    "",
)


@pytest.mark.parametrize(
    ("reader", "offered"),
    [("Ana Q.", {"retirar"}), ("Rosa M.", {"autorizar", "retirar"}), ("", {"autorizar", "retirar"})],
)
def test_a_second_person_authorises(reader: str, offered: set[str]) -> None:
    assert {one.value for one in transfer_of(ASKED, NOW, reader).moves} == offered


@pytest.mark.parametrize(
    ("office", "offered"),
    [
        ("Delegación Potosí", {"retirar"}),
        ("Unidad Nacional", {"aceptar", "devolver", "retirar"}),
        ("unidad nacional", {"aceptar", "devolver", "retirar"}),
        ("Delegación Beni", {"retirar"}),
    ],
)
def test_the_office_that_receives_answers(office: str, offered: set[str]) -> None:
    sent = replace(ASKED, state=TransferState.SENT)
    assert {one.value for one in transfer_of(sent, NOW, "Rosa M.", office).moves} == offered
