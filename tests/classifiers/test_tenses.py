"""Tenses by the endings of words, and what the stage reads of a headline."""

import numpy as np
import pytest

from classifiers.headline import HeadlineColumns, Headlined, headline_vocabulary
from classifiers.tenses import tenses


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Choferes bloquearán desde el lunes", "fut"),
        ("El sindicato bloqueó la ruta", "pret"),
        ("Maestros marchan al centro", "pres"),
        ("La COD podría definir un paro", "cond"),
        ("Vecinos siguen esperando", "pres"),
        ("Piden ampliar el plazo", "pres"),
        ("Suspendido el bloqueo de Kollpa", "part"),
    ],
)
def test_the_first_verb_of_a_headline_tells_its_tense(text: str, first: str) -> None:
    assert f"t:first:{first}" in tenses(text)


def test_the_accent_tells_what_was_done_from_the_thing_itself() -> None:
    assert tenses("El bloqueo") == []
    assert "t:pret" in tenses("Bloqueó")


def test_headline_and_rest_are_told_apart_and_nothing_gives_nothing() -> None:
    assert tenses("") == []
    assert "b:pret" in tenses("Diálogo\nLevantaron la medida") and "t:pret" not in tenses(
        "Diálogo\nLevantaron la medida"
    )


def test_words_that_look_like_verbs_are_none() -> None:
    assert tenses("Ante la ciudad, durante y hasta") == []


def test_only_the_headline_moves_the_columns_of_the_headline() -> None:
    texts = ["Levantan bloqueo\nBloqueaban desde el lunes", "Levantan bloqueo\nNadie firmó nada"] * 3
    known = headline_vocabulary([Headlined.of(text) for text in texts])
    columns = HeadlineColumns.of(known)
    one, other = (columns.matrix([Headlined.of(text)]).toarray()[0] for text in texts[:2])
    width = len(known["headline"][0]) + len(known["headline_shapes"][0])
    assert np.array_equal(one[:width], other[:width])
    assert width
