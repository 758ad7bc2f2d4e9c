"""The whole journey of a case in a real Chromium, with real accounts, at a desk and on a telephone.

Rows are cleared, one becomes a record, an action gets a photograph as evidence; a transfer is asked, authorised and
sent by a second person, accepted by the national unit, which fills in what concluding asks for and concludes. No
address is typed but the first: everything else is reached by what stands on a page.
"""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from cli.demo_people import PASSWORD, invent_people
from conflict.permissions import NATIONAL_UNIT
from register.settings import Storage
from tests.conftest import ROOT
from tests.dashboards.conftest import Site
from tests.dashboards.served import served
from tests.make import an_article

pytestmark = pytest.mark.browser

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
PHOTO = b"\xff\xd8\xff\xe1\x00\x12Exif\x00\x00GPS -18.42\xff\xdb\x00\x04ab\xff\xda\x00\x02imagen\xff\xd9"
PATIENCE = 60


@pytest.fixture
def resources(tmp_path: Path) -> Path:
    """Return the project's tables, with the switch on that asks for a second person before a transfer."""
    made = tmp_path / "recursos"
    made.mkdir()
    for one in (ROOT / "data").iterdir():
        if one.name != "calendario":
            (made / one.name).symlink_to(one)
    shutil.copytree(ROOT / "data" / "calendario", made / "calendario")
    rules = made / "calendario" / "reglas.csv"
    told = rules.read_text(encoding="utf-8")
    assert "general,no,no,no,acompana" in told
    rules.write_text(told.replace("general,no,no,no,acompana", "general,no,no,si,acompana"), encoding="utf-8")
    return made


class Desk:
    """One person's browser; complaints of the console and scrolling sideways count as faults."""

    def __init__(self, browser: Browser, base: str, login: str, size: str) -> None:
        self.size = size
        self.context = browser.new_context(viewport=SIZES[size], base_url=base)
        self.context.set_default_timeout(PATIENCE * 1_000)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))
        self.page.goto("/")
        self.page.get_by_label("Usuario o correo institucional").fill(login)
        self.page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
        self.press("Ingresar")

    def press(self, name: str) -> None:
        """Press the button of that name that can be seen, and wait for what comes."""
        with self.page.expect_navigation():
            self.page.locator("button:visible", has_text=name).first.click()
        self.page.wait_for_load_state("networkidle")
        assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, self.page.url

    def section(self, name: str) -> None:
        """Go to a section of the menu."""
        if self.page.locator(".detalle").is_visible() and not self.page.locator("nav .mas-menu").is_visible():
            self.page.goto("/cola")  # on a telephone the decisions of a row stand where the sections stood
        link = self.page.locator(".barra-alta nav a", has_text=name)
        if not link.is_visible():
            self.page.locator(".mas-menu summary").click()
        link.click()
        self.page.wait_for_load_state("networkidle")

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.page.locator("main a:visible", has_text=name).first.click()
        self.page.wait_for_load_state("networkidle")

    def unfold(self, name: str) -> None:
        self.page.locator("summary:visible", has_text=name).first.click()

    def leave(self) -> None:
        self.page.locator(".salir").click()
        self.page.wait_for_url("**/entrar")
        self.context.close()
        assert self.complaints == []


def opened_row(desk: Desk) -> None:
    """Open the first row of the queue: at a desk it lies open beside the list, on a telephone it is its own page."""
    desk.section("Cola")
    if desk.size == "phone":
        desk.page.locator(".fila").first.click()
        desk.page.wait_for_url("**/cola/P-*")
    desk.page.locator(".detalle h2").wait_for()


def cleared(desk: Desk) -> None:
    """Discard a row and put another one off, each followed by the next."""
    opened_row(desk)
    first = desk.page.locator(".detalle").get_attribute("data-codigo")
    desk.unfold("Descartar")
    desk.page.locator(".detalle input[value=hecho_pasado]").check()
    desk.page.locator(".detalle details[open] button.fuerte").click()
    other = f".detalle:not([data-codigo='{first}'])"
    desk.page.locator(other).wait_for()
    second = desk.page.locator(".detalle").get_attribute("data-codigo")
    desk.page.locator(".detalle button", has_text="Posponer").click()
    desk.page.locator(f".detalle:not([data-codigo='{second}'])").wait_for()
    desk.section("Cola")
    codes = desk.page.locator(".fila").evaluate_all("rows => rows.map(row => row.getAttribute('href'))")
    assert not any(first in code or second in code for code in codes)


def registered(desk: Desk) -> str:
    """Register a row as a conflict and open its record; return the code."""
    opened_row(desk)
    desk.unfold("Registrar")
    desk.page.locator(".detalle input[name=tipo][value=conflicto]").check()
    desk.page.locator(".detalle input[name=nivel][value=alto]").check()
    desk.press("Guardar y abrir ficha")
    return desk.page.locator("main .codigo").first.inner_text()


def acted(desk: Desk) -> None:
    """Write down an action and attach a photograph of it."""
    desk.page.get_by_label("Qué se hizo y con qué resultado").fill("Se visitó el punto y se habló con ambas partes.")
    desk.press("Guardar acción")
    assert desk.page.get_by_text("Se visitó el punto y se habló").is_visible()
    desk.unfold("Adjuntar")
    photo = {"name": "punto.jpg", "mimeType": "image/jpeg", "buffer": PHOTO}
    desk.page.locator("#ev-archivo").set_input_files(photo)
    desk.page.locator("#ev-texto").fill("Foto del punto")
    desk.press("Adjuntar")
    assert desk.page.get_by_role("link", name="punto.jpg").is_visible()


def asked_to_transfer(desk: Desk) -> None:
    desk.follow("Transferir")
    desk.page.locator("#t-oficina").select_option(NATIONAL_UNIT)
    desk.page.locator("#t-motivo").select_option("demandado_nacional")
    desk.page.locator("#t-texto").fill("Interviene el nivel central; se pide llevar la mesa.")
    desk.press("Solicitar")


def completed(desk: Desk, code: str) -> None:
    """Fill in what the checklist still asks for."""
    desk.follow("Editar datos")
    desk.page.locator("#f-typology").select_option("laboral")
    desk.page.locator("[name=demand]").fill("Pago de sueldos de dos meses")
    for right in ("trabajo", "libre_transito"):
        desk.page.locator(f"[name=rights][value={right}]").check()
    desk.page.locator("[name=affected_words]").fill("unas 200 familias")
    for nothing in ("no_measure", "no_harm", "no_simat"):
        desk.page.locator(f"[name={nothing}]").check()
    desk.press("Guardar datos")
    for name, side in (("Sindicato de Prueba", "demandante"), ("Gobierno Municipal de Prueba", "demandado")):
        desk.unfold("Agregar actor")
        desk.page.locator("#ac-nombre").fill(name)
        desk.page.locator("#ac-lado").select_option(side)
        desk.page.locator("#ac-rol").select_option("primario")
        desk.page.locator("#ac-sector").select_option("otro")
        desk.page.locator("section", has=desk.page.locator("#actores")).get_by_role("button", name="Agregar").click()
        desk.page.get_by_text(name).first.wait_for()
    while desk.page.locator("button:visible", has_text="Cumplido").count():
        desk.press("Cumplido")
        assert code in desk.page.url


@pytest.mark.parametrize("size", SIZES)
def test_a_case_goes_from_the_queue_to_its_conclusion(browser: Browser, site: Site, resources: Path, size: str) -> None:
    site.fill(*(an_article(n) for n in range(1, 6)))
    invent_people(Storage(f"sqlite:///{site.register.folder / 'atalaya.db'}", site.register.folder), site.now)
    with served(site, None, demo=False, resources=resources) as base:
        ana = Desk(browser, base, "ana", size)
        cleared(ana)
        code = registered(ana)
        acted(ana)
        asked_to_transfer(ana)
        ana.section("Transferencias")
        assert ana.page.get_by_text("Espera autorización").first.is_visible()
        assert ana.page.get_by_role("button", name="Autorizar").count() == 0, "nobody signs their own"
        ana.leave()
        delia = Desk(browser, base, "delia", size)
        delia.section("Transferencias")
        delia.press("Autorizar")
        delia.section("Transferencias")
        delia.press("Enviar")
        delia.leave()
        nora = Desk(browser, base, "nora", size)
        nora.section("Transferencias")
        nora.unfold("Aceptar")
        nora.press("Aceptar")
        nora.follow(code)
        nora.follow("Concluir")
        assert nora.page.get_by_text("Resuélvalas y vuelva").is_visible()
        nora.follow(code)
        completed(nora, code)
        nora.follow("Concluir")
        assert nora.page.get_by_text("No queda nada abierto.").is_visible()
        nora.page.locator("#t-resultado").select_option("acuerdo_total")
        nora.page.locator("#t-texto").fill("Se firmó el acta final y se pagó lo adeudado.")
        nora.press("Concluir")
        nora.section("Registros")
        assert not nora.page.locator("main a", has_text=code).is_visible()
        nora.follow("Cerrados")
        nora.follow(code)
        assert nora.page.get_by_text("Acuerdo total").first.is_visible()
        nora.leave()
