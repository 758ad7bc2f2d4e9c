"""Whoever works by keyboard sees where they are: what takes the focus has its ring, and nothing lies over it.

WCAG 2.2: 2.4.7 a focus that shows, 2.4.11 that nothing hides, 1.4.11 with three times the contrast of its ground.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.dashboards.conftest import Site
from tests.dashboards.full import addresses
from tests.dashboards.served import served

pytestmark = pytest.mark.browser

PAGES = (
    *(
        "/cola",
        "/cola/{row}",
        "/registros",
        "/registros/{code}",
        "/registros/{code}/datos",
        "/plazos",
        "/transferencias",
    ),
    *("/calendario", "/resumen/{semana}", "/fuentes", "/calidad", "/buscar?texto=bloqueo", "/agregar", "/muestra"),
    *("/mi-cuenta", "/importar", "/directorio"),
)
WIDTHS = (1440, 390)
THICK, CONTRAST = 3, 3.0
"""Pixels of the ring (page specification) and how many times lighter or darker than its ground (WCAG 1.4.11)."""

RINGS = """() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number)
      .map((one) => one / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (one) => {
    for (let up = one.parentElement; up; up = up.parentElement) {
      const colour = getComputedStyle(up).backgroundColor;
      if (!/^rgba\\(.*, 0\\)$/.test(colour) && colour !== 'transparent') return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  document.querySelectorAll('main details').forEach((one) => { one.open = true; });
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled);
  const bad = [];
  for (const one of all) {
    one.focus();
    const words = (one.textContent || one.name || '').trim().slice(0, 30);
    const name = `${one.tagName.toLowerCase()}.${one.className} «${words}»`;
    if (document.activeElement !== one) { bad.push(`${name} takes no focus`); continue; }
    const look = getComputedStyle(one);
    const [high, low] = [light(look.outlineColor), light(ground(one))].sort((a, b) => b - a);
    const times = (high + 0.05) / (low + 0.05);
    if (!one.matches(':focus-visible') || look.outlineStyle === 'none' || parseFloat(look.outlineWidth) < THICK)
      bad.push(`${name} has no ring: ${look.outline}`);
    else if (times < CONTRAST)
      bad.push(`${name} has a ring of ${times.toFixed(1)}: ${look.outlineColor} on ${ground(one)}`);
    const box = one.getClientRects()[0];
    const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2; // of what lies in the window
    const [x, y] = [middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight)];
    const over = document.elementFromPoint(x, y);
    const near = over && (one.contains(over) || over.contains(one));
    const labelled = [...(one.labels ?? [])].some((label) => label.contains(over));
    const what = over ? `${over.tagName}.${over.className}` : 'the edge';
    if (!near && !labelled) bad.push(`${name} is hidden by ${what}`);
  }
  return { all: all.length, bad };
}""".replace("THICK", str(THICK)).replace("CONTRAST", str(CONTRAST))


@pytest.fixture(scope="module")
def blanks(lasting_site: Site) -> dict[str, str]:
    return addresses(lasting_site)


@pytest.fixture(scope="module")
def address(lasting_site: Site, blanks: dict[str, str]) -> Iterator[str]:
    with served(lasting_site) as base:
        yield base


@pytest.mark.parametrize("path", PAGES)
def test_the_ring_of_the_focus_is_seen_on_everything_that_takes_it(
    browser: Browser, address: str, blanks: dict[str, str], path: str
) -> None:
    for width in WIDTHS:
        context = browser.new_context(viewport={"width": width, "height": 900}, base_url=address)
        page = context.new_page()
        page.goto(path.format(**blanks))
        page.keyboard.press("Tab")  # from here on the browser takes the person for one who works by keyboard
        found = page.evaluate(RINGS)
        context.close()
        assert found["bad"] == [], width
        assert found["all"] > 5


def test_the_first_key_leads_past_the_menu(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=address)
    page = context.new_page()
    page.goto("/cola")
    page.keyboard.press("Tab")
    skip = page.locator(".saltar")
    box = skip.bounding_box()
    assert page.evaluate("document.activeElement.className") == "saltar"
    assert box is not None and box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenido"
    context.close()
