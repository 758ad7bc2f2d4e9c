"""Take the screenshots of README and guide from a running demo: `atalaya demo --sin-navegador`, then this script.

On the way it registers the first row of the queue and notes an action, to show a record at work.

Usage: .venv/bin/python docs/capturas.py [http://127.0.0.1:8000] [carpeta]
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "guia" / "imagenes"
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PICTURES = (
    ("nora", WIDE, "/cola", "cola"),
    ("nora", WIDE, "/agregar", "agregar"),
    ("nora", WIDE, "/muestra", "muestra"),
    ("nora", WIDE, "/calendario", "calendario"),
    ("nora", WIDE, "/registros", "registros"),
    ("nora", WIDE, "/plazos", "plazos"),
    ("nora", WIDE, "/requerimientos", "requerimientos"),
    ("nora", WIDE, "/transferencias", "transferencias"),
    ("nora", WIDE, "/buscar?texto=bloqeo", "buscar"),
    ("nora", WIDE, "/directorio", "directorio"),
    ("nora", WIDE, "/constancia", "constancia"),
    ("nora", WIDE, "/conciliacion", "conciliacion"),
    ("nora", WIDE, "/importar", "importar"),
    ("nora", WIDE, "/fuentes", "fuentes"),
    ("nora", WIDE, "/calidad", "calidad"),
    ("nora", WIDE, "/mi-cuenta", "mi-cuenta"),
    ("gema", WIDE, "/resumen", "resumen"),
    ("tito", WIDE, "/ajustes/usuarios", "cuentas"),
    ("tito", WIDE, "/ajustes/tablas?tabla=plazos", "tablas"),
    ("tito", WIDE, "/ajustes/avisos", "avisos"),
    ("tito", WIDE, "/ajustes/plantillas", "plantillas"),
    ("nora", WIDE, "/ajustes/notificaciones", "notificaciones"),
    ("tito", WIDE, "/patrones", "patrones"),
    ("nora", PHONE, "/cola", "cola-movil"),
    ("gema", PHONE, "/resumen", "resumen-movil"),
)
"""Who looks, at which size, at which address, and the picture's name."""
OF_A_RECORD = (("", "ficha"), ("/datos", "datos"), ("/simat", "simat"), ("/bitacora", "bitacora"))
"""Pages of one record, after what its own address ends in."""


def main() -> None:
    """Open every page of the guide and save what is seen."""
    base = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        door = browser.new_page(viewport=WIDE, locale="es-BO")
        door.goto(f"{base}/entrar")
        door.screenshot(path=folder / "entrar.png")
        seen: dict[tuple[str, int], Page] = {}
        for login, size, address, name in PICTURES:
            page = seen.get((login, size["width"])) or _entered(browser, base, login, size)
            seen[login, size["width"]] = page
            page.goto(base + address)
            page.screenshot(path=folder / f"{name}.png")
        page = seen["nora", WIDE["width"]]
        page.goto(f"{base}/cola")
        page.keyboard.press("e")
        page.get_by_role("heading", name="Corregir P-").wait_for()
        page.screenshot(path=folder / "corregir.png")
        page.goto(f"{base}/cola")
        page.keyboard.press("r")
        page.wait_for_selector(".decision[open]")
        page.screenshot(path=folder / "registrar.png")
        record = _registered(page, base)
        for ending, name in OF_A_RECORD:
            page.goto(record + ending)
            page.screenshot(path=folder / f"{name}.png")
        for step in ("transferir", "terminar?paso=concluir"):
            page.goto(f"{record}/{step}")
            page.screenshot(path=folder / f"{step.partition('?paso=')[2] or step}.png")
        browser.close()


def _entered(browser: Browser, base: str, login: str, size: dict[str, int]) -> Page:
    """Return a page on which one of the demo's people is in."""
    page = browser.new_context(viewport=size, locale="es-BO").new_page()
    page.goto(f"{base}/entrar")
    page.get_by_role("button", name=f"Entrar como {login}").click()
    page.wait_for_load_state()
    return page


def _registered(page: Page, base: str) -> str:
    """Register the row whose form is open, note an action in its record, and return the record's address."""
    for key in ("1", "3", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector(".hecho")
    page.goto(f"{base}/registros")
    page.locator("td a.codigo").first.click()
    page.wait_for_load_state()
    record = page.url.partition("?")[0]
    page.fill("#a-texto", "Se visitó el punto de concentración y se habló con la dirigencia y con la Alcaldía.")
    page.fill("#a-respaldo", "acta de la visita")
    page.get_by_role("button", name="Guardar acción").click()
    page.wait_for_load_state()
    return record


if __name__ == "__main__":
    main()
