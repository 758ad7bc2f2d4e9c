"""What a conflict is about is told by the demand first, then the headline; where nothing tells it, it stays open."""

import pytest

from classifiers.actors import find_actors
from classifiers.demands import find_demand
from classifiers.marked import Marked
from classifiers.topic import find_typology
from classifiers.vocabulary import load_vocabulary
from tests.conftest import ROOT

VOCABULARY = load_vocabulary(ROOT / "data" / "vocabulario")


def topic(title: str, lede: str = "") -> str:
    marked = Marked.of(VOCABULARY, f"{title}\n{lede}", len(title))
    actors = find_actors(VOCABULARY.names, marked.text, marked.folded, None)
    demand = find_demand(marked.text, marked.folded, actors)
    found = find_typology(VOCABULARY.typologies, marked, demand, actors)
    return found.value if found else ""


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Fabriles marchan por el pago de sueldos", "laboral"),
        ("Maestros exigen el pago de salarios", "laboral"),
        ("Padres de familia piden ítems para maestros y una escuela", "educacion"),
        ("Médicos paran por falta de medicamentos en el hospital", "salud"),
        ("Vecinos bloquean por falta de agua potable", "servicios_basicos_y_combustible"),
        ("Transporte pesado bloquea por falta de diésel", "servicios_basicos_y_combustible"),
        ("Comunarios bloquean por el asfalto de la carretera", "infraestructura_y_transporte"),
        ("Ayllus se enfrentan por linderos", "limites"),
        ("Concejales y vecinos piden la renuncia del alcalde", "cuestionamiento_de_autoridades"),
        ("Cocaleros rechazan el mercado paralelo de la coca", "coca"),
        ("Vecinos exigen el cierre del botadero", "recursos_naturales_y_medio_ambiente"),
        ("Gremiales rechazan la ley de impuestos", "economico"),
        ("Cívicos exigen cumplimiento del convenio", "incumplimiento_de_convenios"),
        ("Interculturales denuncian avasallamiento de tierras", "tierra_y_territorio"),
        ("Vecinos marchan contra la inseguridad y piden un módulo policial", "seguridad_ciudadana"),
        ("La COB marcha el lunes", ""),
    ],
)
def test_the_words_of_the_matter_tell_the_typology(title: str, expected: str) -> None:
    assert topic(title) == expected


def test_the_demand_tells_more_than_the_rest() -> None:
    lede = "Cerca del hospital y de la escuela exigen la reincorporación de los despedidos."
    assert topic("Trabajadores bloquean la avenida", lede) == "laboral"


def test_the_name_of_the_sector_is_not_the_matter() -> None:
    assert topic("Magisterio rural marcha por el aguinaldo") == "laboral"


def test_a_word_of_the_headline_counts_as_such_when_the_lede_says_it_again() -> None:
    lede = "Vecinos que estaban sin agua{} hablaron."
    assert topic("Asamblea de vecinos por la escuela", lede.format("")) == "educacion"
    assert topic("Asamblea de vecinos por la escuela", lede.format(" y la escuela")) == "educacion"
