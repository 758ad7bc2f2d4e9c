"""A page offers nobody a link that his role does not open."""

import pytest

from conflict.record import Person
from conflict.roles import Role
from conflict.week import week_at
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.full import addresses
from tests.dashboards.seen import seen
from tests.dashboards.test_week_pages import WEEK, live

PAGES = (
    *("/registros", "/registros/{code}", "/constancia", "/plazos", "/transferencias", "/requerimientos"),
    *("/directorio", "/calidad", "/fuentes", "/resumen/{semana}", "/conciliacion"),
)


def offered(client: Browser, page: str) -> set[str]:
    """Return the addresses of our own that a page has links to; none of a page that the person may not see."""
    answer = client.get(page)
    if answer.status_code in (403, 404):
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


@pytest.mark.parametrize("departments", [("07",), ("05",)])
def test_an_analyst_is_offered_no_link_to_what_lies_out_of_sight(site: Site, departments: tuple[str, ...]) -> None:
    """The weekly summary names every record of the country; only those that one may see are links."""
    blanks = addresses(site)
    week = f"/resumen/{week_at(site.now).code}"
    client = site.client(by=Person("Rita Inventada", "Regional de Prueba", 9, Role.ANALYST, departments))
    found: dict[str, list[str]] = {}
    for page in (*PAGES, week):
        for link in offered(client, page.format(**blanks)):
            found.setdefault(link, []).append(page)
    assert week in client.get(week).text
    dead = {link: pages for link, pages in found.items() if client.get(link).status_code in (403, 404)}
    assert dead == {}


def test_a_record_out_of_sight_is_named_in_the_summary_without_a_link(site: Site) -> None:
    live(site, [f"Transportistas anuncian bloqueo {n}" for n in range(3)])
    named, linked = {}, {}
    for number, department in enumerate(("07", "05"), start=1):
        by = Person("Rita Inventada", "Regional de Prueba", number, Role.ANALYST, (department,))
        page = seen(site.client(by=by).get(f"/resumen/{WEEK.code}").text)
        (worse,) = [one for one in page.all("section") if one.attrs.get("id") == "empeoraron"]
        named[department] = [row.text for row in worse.all("tr")]
        links = (one.attrs["href"] for one in worse.all("a"))
        linked[department] = [one for one in links if not one.endswith("#empeoraron")]
    assert named["07"] == named["05"], "what the summary says is the institution's"
    assert linked["05"]
    assert linked["07"] == []
