"""No page has code or style in it, found by walking every link; and a real Chromium has nothing to complain of.

The content policy refuses what is inline; here no page has any, so that it never has to.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

import dashboards
from conflict.record import Person
from conflict.roles import Role
from tests.dashboards.conftest import Site
from tests.dashboards.full import addresses
from tests.dashboards.seen import Node, seen
from tests.dashboards.served import served

OF_EACH = 2
"""Pages that are read of each kind: a second row, record or week is made by the same template."""
STARTS = ("/cola", "/buscar?texto=bloqueo", "/plazos", "/registros", "/resumen", "/mi-cuenta", "/agregar", "/importar")
ADMIN = Person("Tita Inventada", "Sistemas", 90, Role.ADMIN)
LISTEN = """window.refused = [];
document.addEventListener('securitypolicyviolation',
  (event) => window.refused.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));"""


@pytest.fixture(scope="module")
def blanks(lasting_site: Site) -> dict[str, str]:
    return addresses(lasting_site)


def walked(client: TestClient, *starts: str) -> Iterator[tuple[str, Node]]:
    """Yield the pages that one reaches by following links, a few of each kind."""
    waiting, known, kinds = list(starts), set(starts), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path, follow_redirects=True)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        page = seen(answer.text)
        yield path, page
        for link in page.all("a"):
            to = link.attrs.get("href", "").partition("#")[0]
            kind = re.sub(r"[A-Z]{1,3}-[\w-]+|\d{4}-S\d\d|\d+", "#", to.partition("?")[0])
            if to.startswith("/") and not to.startswith("//") and to not in known and kinds[kind] < OF_EACH:
                known.add(to)
                kinds[kind] += 1
                waiting.append(to)


def inline(node: Node) -> list[str]:
    """Return what a content policy would have to refuse of an element, or htmx would take for code."""
    found = [name for name in node.attrs if name.startswith(("on", "hx-on", "data-hx-")) or name in ("style", "srcdoc")]
    for name in ("href", "src", "action", "formaction"):
        if re.match(r"\s*(javascript|data|vbscript|blob):", node.attrs.get(name, ""), re.IGNORECASE):
            found.append(f"{name}={node.attrs[name]}")
    if any("js:" in value or "[" in value for name, value in node.attrs.items() if name.startswith("hx-")):
        found.append("code in an attribute of htmx")
    if node.tag in ("style", "base", "iframe", "object", "embed"):
        found.append(node.tag)
    if node.tag == "script" and (not node.attrs.get("src", "").startswith("/static/") or node.text):
        found.append("script")
    return found


def test_no_page_that_a_link_leads_to_has_script_style_or_event_in_it(
    lasting_site: Site, blanks: dict[str, str]
) -> None:
    pages = [
        *walked(lasting_site.client(), *STARTS, f"/registros/{blanks['code']}"),
        *walked(lasting_site.client(ADMIN), "/ajustes/usuarios"),
        *walked(lasting_site.client(by=None), "/entrar", "/clave", "/inicio", "/sin-red"),
    ]
    wrong = [(path, node.tag, found) for path, page in pages for node in page.walk() if (found := inline(node))]
    assert wrong == []
    assert len({path.partition("?")[0] for path, _ in pages}) > 40


def test_our_own_scripts_make_no_code_out_of_text() -> None:
    for path in (Path(dashboards.__file__).parent / "static").glob("*.js"):
        if path.name.startswith("htmx"):
            continue  # in it the makers of code are replaced by one that refuses, and the policy refuses them besides
        words = path.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|new Function|set(Timeout|Interval)\(\s*[\"'`]|document\.write", words), (
            path.name
        )


@pytest.mark.browser
def test_chromium_refuses_nothing_of_our_pages_and_does_refuse_what_is_planted(
    browser: Browser, lasting_site: Site, blanks: dict[str, str]
) -> None:
    paths = ("/cola", f"/registros/{blanks['code']}", "/resumen", "/fuentes", "/calidad", "/calendario", "/agregar")
    with served(lasting_site) as base:
        context = browser.new_context(base_url=base, viewport={"width": 1440, "height": 900})
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.set_default_timeout(30_000)
        for path in paths:
            page.goto(path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("window.refused") == [], path
        page.goto("/cola")
        first = page.evaluate("document.querySelector('.fila.actual').id")
        for key in ("j", "p", "z", "?", "Escape", "e"):
            page.keyboard.press(key)
            page.wait_for_load_state("networkidle")
        assert page.evaluate("window.refused") == [], first
        page.evaluate(
            """() => {
              const made = document.createElement('script');
              made.textContent = 'window.ran = 1';
              document.body.append(made);
              document.body.insertAdjacentHTML('beforeend', '<img src="/no-hay" onerror="window.ran = 2">');
              document.body.insertAdjacentHTML('beforeend', '<p style="color: red">x</p>');
            }"""
        )
        page.wait_for_function("window.refused.length >= 3")
        assert page.evaluate("window.ran") is None
        context.close()
