"""Every page of the table of policies in a real Chromium, at a desk and on a telephone: axe-core finds nothing, nothing
runs over the edge, and a first visit stays within its weight.

axe-core runs whole: WCAG 2.2 A and AA and its best practices, target size too.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from conflict.record import Person
from conflict.roles import Role
from dashboards.policies import OPEN, POLICIES
from tests.dashboards.conftest import Site
from tests.dashboards.full import addresses
from tests.dashboards.served import served
from tests.register.test_imports import excel

pytestmark = pytest.mark.browser

FIRST_VISIT = 60 * 1024
"""Bytes on the wire, page, style, script and drawing together: what a slow telephone gets in two seconds."""
WEIGHTS = {
    "/registros/{code}": 15 * 1024,
    "/resumen/{semana}": 25 * 1024,
    "/fuentes": 12 * 1024,
    "/patrones": 15 * 1024,
}
"""Bytes of the page alone, compressed: what a later visit costs (page specification, budgets)."""
REQUESTS = 12
"""Page, style, drawing and scripts; a page that needs more asks a slow line for patience."""
WIDTHS = (1440, 390)
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
WIDEST = """[...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 6).map(e => e.tagName + '.' + e.className).join(', ')"""
OPEN_ALL = "document.querySelectorAll('main details').forEach(one => { one.open = true })"
"""What unfolds is read unfolded: a form behind a button is a form. The menu of sections lies over the page when it is
open, so it is read by itself."""
ADMINS = ("/ajustes", "/patrones", "/fuentes/agregar", "/fuentes/medio")
OF_THE_DESK = ("/ajustes/notificaciones",)
"""Pages among theirs that show who administers nothing but a sentence."""
ADMIN = Person("Tita Inventada", "Sistemas", 90, Role.ADMIN)

NOT_PAGES = {
    *("/", "/resumen", "/salud"),  # lead elsewhere, or speak to a machine
    *(
        "/calendario.ics",
        "/rss/cola",
        "/rss/registros",
        "/rss/resumen",
        "/resumen/{semana}/{kind}",
        "/constancia/{kind}",
        "/registros.xlsx",
        "/importar/plantilla",
        "/ajustes/bitacora.xlsx",
    ),
    *("/registros/{code}/evidencia/{number}", "/registros/{code}/word", "/cola/{code}/evidencia"),
    *("/registros/{code}.pdf", "/registros/{code}.xlsx"),
    *("/servicio.js", "/manifiesto.webmanifest", "/sin-red/filas", "/sin-red/llave", "/borradores", "/cola/nuevas"),
    *("/entrar/institucion", "/entrar/institucion/vuelta"),  # there only where a provider vouches, and lead elsewhere
}
QUERIES = {
    "/ajustes/tablas/fila": "?tabla=plazos&clave=requerimiento",
    "/buscar": "?texto=bloqueo",
    "/registros/{code}/terminar": "?paso=concluir",
    "/resumen/{semana}/filas": "?cifra=alertas_nuevas",
}
PAGES = sorted(
    path
    for method, path in POLICIES
    if method == "GET" and path not in NOT_PAGES and not path.startswith("/api/")
)  # fmt: skip


@pytest.fixture(scope="module")
def blanks(browser: Browser, lasting_site: Site) -> dict[str, str]:
    return addresses(lasting_site)


@pytest.fixture(scope="module")
def doors(browser: Browser, lasting_site: Site, blanks: dict[str, str]) -> Iterator[dict[str, str]]:
    """Return where the pages answer the national unit, who administers the accounts, and nobody known."""
    with served(lasting_site) as unit, served(lasting_site, by=ADMIN) as admin, served(lasting_site, by=None) as street:
        blanks["token"] = sent_file(browser, unit)
        yield {"unit": unit, "admin": admin, "street": street}


def sent_file(browser: Browser, unit: str) -> str:
    """Send an Excel file and return the token under which it waits to be looked at."""
    page = browser.new_page()
    page.goto(f"{unit}/importar")
    page.locator("input[type=file]").set_input_files({"name": "registro.xlsx", "mimeType": "", "buffer": excel()})
    page.locator("form:has(input[type=file]) button").click()
    page.wait_for_url("**/importar/hoja/**")
    token = page.url.rpartition("/")[2]
    page.close()
    return token


def address(doors: dict[str, str], blanks: dict[str, str], path: str) -> str:
    administers = path.startswith(ADMINS) and path not in OF_THE_DESK
    door = "street" if POLICIES["GET", path] is OPEN else "admin" if administers else "unit"
    filled = path
    for name, value in blanks.items():
        filled = filled.replace(f"{{{name}}}", value)
    if path == "/fuentes/medio/{code}":
        filled = "/fuentes/medio/medio-tranquilo"
    if path.startswith("/cola/{code}"):
        filled = path.replace("{code}", blanks["row"])
    assert "{" not in filled, path
    return doors[door] + filled + QUERIES.get(path, "")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_serves_everybody_at_a_desk_and_on_a_telephone(
    browser: Browser, doors: dict[str, str], blanks: dict[str, str], path: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    fetched = []
    page.on("requestfinished", lambda one: fetched.append(one))
    answer = page.goto(address(doors, blanks, path))
    assert answer is not None
    assert answer.status == 200
    page.wait_for_load_state("networkidle")
    sizes = [one.sizes() for one in fetched]
    assert len(sizes) >= 3, "the style and the script count too"
    assert sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes) <= FIRST_VISIT
    wrong = []
    if (weight := sizes[0]["responseBodySize"]) > WEIGHTS.get(path, FIRST_VISIT):
        wrong.append(f"{weight} bytes of page")
    if len(fetched) > REQUESTS:
        wrong.append(f"{len(fetched)} requests")
    if page.locator("[style], style, script:not([src])").count():
        wrong.append("inline style or script")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate(OPEN_ALL)
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            wrong.append(f"{width} px: {over} px over the edge: {page.evaluate(WIDEST)}")
        for found in Axe().run(page, options=RULES).response["violations"]:
            nodes = "; ".join(f"{node['target']} {node['html'][:160]}" for node in found["nodes"][:4])
            wrong.append(f"{width} px: {found['id']} ({found['impact']}) {nodes}")
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_menu_of_sections_serves_everybody_unfolded(browser: Browser, doors: dict[str, str], width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(f"{doors['unit']}/plazos")
    page.evaluate("document.querySelector('.mas-menu').open = true")
    assert page.locator(".mas-secciones a").first.is_visible()
    found = Axe().run(page, context=".barra-alta", options=RULES).response["violations"]
    page.close()
    assert not [one["id"] for one in found]
