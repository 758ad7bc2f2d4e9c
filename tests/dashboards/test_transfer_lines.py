"""Who asked for a transfer is not offered the button that only a second person may press."""

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
