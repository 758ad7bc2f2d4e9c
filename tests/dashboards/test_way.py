"""A record says where in the institution it is: list, department, office, each a step that leads there."""

import pytest

from conflict.office import OfficeKind
from dashboards.record_lines import way_to
from register.rows import OfficeFact
from tests.dashboards.conftest import Site, named
from tests.dashboards.seen import seen
from tests.dashboards.test_ficha import registered
from tests.make import an_article

KNOWN = (
    OfficeFact("del-potosi", "Delegación Potosí", "D. Potosí", OfficeKind.DELEGATION, "05"),
    OfficeFact("reg-llallagua", "Regional Llallagua", "R. Llallagua", OfficeKind.COORDINATION, "05"),
    OfficeFact("nacional", "Unidad Nacional", "U. Nacional", OfficeKind.NATIONAL, ""),
)
ROOT = ("Registros", "/registros")
POTOSI = ("Potosí", "/registros?departamento=05")


@pytest.mark.parametrize(
    ("office", "way"),
    [
        ("Regional Llallagua", (ROOT, POTOSI, ("R. Llallagua", ""))),
        ("Delegación Potosí", (ROOT, POTOSI)),
        ("Unidad Nacional", (ROOT, ("U. Nacional", ""))),
        ("Oficina de antes", (ROOT, ("Oficina de antes", ""))),
    ],
)
def test_the_way_to_an_office_goes_by_its_department(office: str, way: tuple[tuple[str, str], ...]) -> None:
    assert way_to(office, KNOWN) == way


def test_each_step_on_the_page_leads_where_it_says(site: Site) -> None:
    site.fill(an_article(1))
    ana = named(site, "Ana Q.", "Regional Llallagua")
    code = registered(ana)
    way = seen(ana.get(f"/registros/{code}").text).one("nav", "volver-ficha")
    links = [step.attrs["href"] for step in way.all("a")]
    assert links[0] == "/registros"
    for link in links:
        assert code in ana.get(link).text, link
