"""The whole journey of a case in a real Chromium, with real accounts, at a desk and on a telephone.

Two rows are cleared, one is registered, an action gets a photograph as evidence, a transfer is asked, authorised, sent
and accepted by the national unit, which fills in what concluding asks for and concludes. Nothing is typed into an
address: everything is reached by what stands on a page.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from cli.demo_people import PASSWORD, invent_people
from conflict.permissions import NATIONAL_UNIT
from register.settings import Storage
from tests.dashboards.conftest import Site
from tests.dashboards.served import served
from tests.dashboards.test_ficha import PHOTO
from tests.make import an_article

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no program `chromium` on this machine")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()
