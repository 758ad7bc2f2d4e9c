"""What is put off or called off is heard, with its words; what is not, is not."""

import pytest

from classifiers.turns import turn_of
from conflict.codebook import AnnouncedState

OFF, CALLED = AnnouncedState.PUT_OFF, AnnouncedState.CALLED_OFF

CASES = [
    ("Choferes postergan el paro de 48 horas para la próxima semana", OFF, "postergan"),
    ("Posponen el cabildo para el próximo domingo", OFF, "Posponen"),
    ("El bloqueo fue aplazado por las lluvias, dice la central", OFF, "aplazado"),
    ("Suspenden el bloqueo hasta el lunes para dar paso al diálogo", OFF, "Suspenden el bloqueo hasta el"),
    ("Transporte suspende el paro tras firmar un acta", CALLED, "suspende"),
    ("Levantan el bloqueo en Cruce Verde tras el acuerdo", CALLED, "Levantan"),
    ("La federación dejó sin efecto la marcha del jueves", CALLED, "dejó sin efecto"),
    ("No levantarán el bloqueo, advierten los vecinos", None, ""),
    ("Se niegan a suspender la vigilia", None, ""),
    ("Anuncian paro para el jueves", None, ""),
    ("La sesión del concejo fue suspendida por falta de quórum", None, ""),
    ("Levantan el secreto bancario de la cooperativa", None, ""),
    ("Postergan la entrega de la obra vial", None, ""),
    ("Suspenden las clases por el frío", None, ""),
    ("", None, ""),
]


@pytest.mark.parametrize(("text", "state", "words"), CASES)
def test_a_turn_is_heard_with_its_words(text: str, state: AnnouncedState | None, words: str) -> None:
    found = turn_of(text)
    assert (found and found.state, found.text if found else "") == (state, words)
