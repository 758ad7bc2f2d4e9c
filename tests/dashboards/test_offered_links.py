"""A page offers nobody a link that his role does not open."""

import pytest

from conflict.record import Person
from conflict.roles import Role
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.full import addresses
from tests.dashboards.seen import seen

PAGES = (
    *("/registros", "/registros/{code}", "/constancia", "/plazos", "/transferencias", "/requerimientos"),
    *("/directorio", "/calidad", "/fuentes", "/resumen/{semana}", "/conciliacion"),
)


def offered(client: Browser, page: str) -> set[str]:
    """Return the addresses of our own that a page has links to; none of a page that is not for the person."""
    answer = client.get(page)
    if answer.status_code == 403:
        return set()
    assert answer.status_code == 200, page
    links = {node.attrs.get("href", "").partition("#")[0] for node in seen(answer.text).all("a")}
    return {one for one in links if one.startswith("/")}


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_who_only_reads_is_offered_no_link_that_ends_at_a_closed_door(site: Site, role: Role) -> None:
    blanks = addresses(site)
    client = site.client(by=Person("Gema Inventada", "Gerencia", 9, role))
    found: dict[str, list[str]] = {}
    for page in PAGES:
        for link in offered(client, page.format(**blanks)):
            found.setdefault(link, []).append(page)
    closed = {link: pages for link, pages in found.items() if client.get(link).status_code == 403}
    assert len(found) > 20
    assert closed == {}
