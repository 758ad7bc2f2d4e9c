"""The heads of an exported table are the names of its rows, whichever kind; a table of nothing has them too."""

import pytest

from register.engine import Register
from register.queries.export import rows
from register.queries.export_heads import heads
from tests.register import populated

KINDS = ("articulos", "senales", "cola", "registros", "acciones", "plazos", "transferencias", "decisiones", "bitacora")


def test_the_heads_are_the_names_of_the_rows(register: Register) -> None:
    populated.populate(register)
    with register.reading() as session:
        for kind in KINDS:
            first = next(rows(session, kind))
            assert tuple(first) == heads(kind), kind


def test_an_unknown_kind_has_none() -> None:
    with pytest.raises(KeyError):
        heads("baile")
