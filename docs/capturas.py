"""Take the screenshots of README and guide from a running demo: `atalaya demo --sin-navegador`, then this script.

It registers the first row of the queue on the way, to show a record.

Usage: .venv/bin/python docs/capturas.py [http://127.0.0.1:8000]
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent / "guia" / "imagenes"
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def main() -> None:
    """Open every page of the guide and save what is seen."""
    base = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        wide = browser.new_page(viewport=WIDE)
        _enter(wide, base)
        _take(wide, f"{base}/cola", "cola")
        _take(wide, f"{base}/fuentes", "fuentes")
        wide.goto(f"{base}/cola")
        wide.keyboard.press("r")
        for key in ("1", "3", "Enter"):
            wide.keyboard.press(key)
        wide.wait_for_url("**hecho=**")
        wide.goto(f"{base}/registros")
        wide.locator("td a.codigo").first.click()
        wide.wait_for_load_state()
        wide.fill("#a-texto", "Se visitó el punto de concentración y se habló con la dirigencia y con la Alcaldía.")
        wide.fill("#a-respaldo", "acta de la visita")
        wide.get_by_role("button", name="Guardar acción").click()
        wide.wait_for_load_state()
        wide.screenshot(path=FOLDER / "ficha.png")
        phone = browser.new_page(viewport=PHONE)
        _enter(phone, base)
        _take(phone, f"{base}/cola", "cola-movil")
        browser.close()


def _enter(page: Page, base: str) -> None:
    """Enter as the national unit of the demo, who sees everything."""
    page.goto(f"{base}/entrar")
    page.get_by_role("button", name="Entrar como nora").click()
    page.wait_for_url("**/cola")


def _take(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
