"""Which office a located text goes to."""

from datetime import date
from pathlib import Path

import pytest

from conflict.codebook import Scope
from conflict.office import RouteBasis
from conflict.place import Location
from territory.gazetteer import Gazetteer, load_gazetteer
from territory.offices import Offices, load_offices
from territory.resolve import locate
from territory.routing import route

FOLDER = Path(__file__).parents[2] / "data" / "gazetteer"
DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(FOLDER)


@pytest.fixture(scope="module")
def offices(gazetteer: Gazetteer) -> Offices:
    return load_offices(FOLDER, gazetteer.municipalities)


@pytest.mark.parametrize(
    ("text", "office", "basis"),
    [
        ("Pobladores cierran la vía en Llallagua", "of-llallagua", RouteBasis.SCENE),
        ("Vecinos de Senkata bloquean la planta", "of-el-alto", RouteBasis.ACTOR_HOME),
        ("Paro en Potosí", "of-05", RouteBasis.SCENE),
        ("Bloqueo en el norte de Potosí", "of-05", RouteBasis.SCENE),
        ("Transportistas de Oruro bloquean en Villazón", "of-villazon", RouteBasis.SCENE),
        ("Transportistas de Oruro bloquean en Patacamaya", "of-02", RouteBasis.SCENE),
        ("Choferes alteños dan plazo a la Alcaldía", "of-el-alto", RouteBasis.ACTOR_HOME),
        ("Cívicos cruceños se declaran en emergencia", "of-07", RouteBasis.ACTOR_HOME),
        ("Bloquean la carretera Oruro–Potosí", "of-04", RouteBasis.AFFECTED),
        ("Maestros paran a nivel nacional", "of-nacional", RouteBasis.NATIONAL),
        ("Paro en Entre Ríos", "of-nacional", RouteBasis.NOWHERE),
        ("Vecinos piden calles asfaltadas", "of-nacional", RouteBasis.NOWHERE),
        ("Bloqueo en Potosí\nEl corte está en Llallagua.", "of-llallagua", RouteBasis.SCENE),
    ],
)
def test_a_text_goes_to_the_office_of_the_fact_then_of_the_actor_then_to_an_owner(
    gazetteer: Gazetteer, offices: Offices, text: str, office: str, basis: RouteBasis
) -> None:
    found = route(offices, locate(gazetteer, text), DAY)
    assert (found.office, found.basis) == (office, basis)


def test_what_the_outlet_alone_suggests_is_marked_as_inferred(gazetteer: Gazetteer, offices: Offices) -> None:
    where = locate(gazetteer, "Micreros suben la tarifa en la ciudad", home_department="05", home_municipality="050203")
    found = route(offices, where, DAY)
    assert (found.office, found.basis) == ("of-llallagua", RouteBasis.INFERRED)


def test_nothing_is_ever_in_nobodys_care(offices: Offices) -> None:
    for scope in Scope:
        departments = ("05",) if scope is Scope.LOCATED else ()
        assert route(offices, Location((), scope, departments, (), (), "prueba"), DAY).office
