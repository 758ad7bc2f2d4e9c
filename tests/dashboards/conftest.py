"""The pages over a real register, filled through the register's own commands."""

import contextlib
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect, sync_playwright
from sqlalchemy import text

from conflict.article import Article
from conflict.codebook import CycleKind, CycleState, FetchOutcome
from conflict.departments import DEPARTMENTS
from conflict.permissions import NATIONAL_UNIT
from conflict.place import Location
from conflict.queue import decide
from conflict.record import Person
from conflict.roles import Role
from conflict.signal import Reading
from conflict.source import Source
from dashboards.app import create_app
from dashboards.gate import DEVICE as DEVICE_COOKIE
from dashboards.gate import SESSION as SESSION_COOKIE
from dashboards.visitor import FIELD, Visitor
from register.commands import accounts, cycles, fetches, readings, sessions
from register.commands import sources as source_commands
from register.commands.assessed import Assessed
from register.commands.cycles import Taken
from register.engine import Register, open_register
from register.queries import accounts as account_queries
from tests.conftest import NOW, copied
from tests.make import LLALLAGUA, a_reading, a_source, an_attempt, an_update

expect.set_options(timeout=30_000)  # five seconds are too few for a page on a busy machine

PERSON = Person("Persona de la demostración", "Regional Llallagua", 0, Role.NATIONAL)
DEVICE = "navegador-de-prueba"
HOST = "127.0.0.1"
CARRIES_VERSION = (
    (r"/registros/[^/]+/(?!datos|reservado)\w+", ""),
    (r"/plazos/\d+", "/plazos"),
    (r"/transferencias/\d+", "/transferencias"),
)
"""Forms that say which version of a record their page showed, and that page (the record's own where it is "")."""


class Browser(TestClient):
    """A browser without JavaScript: its forms carry the token that stands in every page."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(app, base_url="http://127.0.0.1:8000", follow_redirects=False, raise_server_exceptions=False)
        self.cookies.set(DEVICE_COOKIE, DEVICE, domain=HOST)

    def enter(self, secret: str) -> None:
        """Go on with a session."""
        self.cookies.set(SESSION_COOKIE, secret, domain=HOST)

    @property
    def token(self) -> str:
        """Return what a form of this browser carries."""
        return Visitor(None, self.cookies.get(SESSION_COOKIE, ""), DEVICE).form_token

    def request(self, method: str, url: Any, **how: Any) -> Any:
        """Send a request; a form gets its token unless it brings one."""
        if method == "POST" and all(how.get(name) is None for name in ("content", "json")):
            how["data"] = {FIELD: self.token} | self._shown(str(url)) | dict(how.get("data") or {})
        elif isinstance(how.get("content"), str) and "form-urlencoded" in str(how.get("headers")):
            how["content"] += f"&{FIELD}={self.token}"
        return super().request(method, url, **how)

    def _shown(self, path: str) -> dict[str, str]:
        """Return the version of the record that a page with this form shows, nothing for a form that carries none."""
        for pattern, page in CARRIES_VERSION:
            if re.fullmatch(pattern, path):
                shown = self.get(page or path.rpartition("/")[0]).text
                form = "" if page == "" else rf'action="{path}">(?:<input[^>]*>)*?'
                of_this = rf'{form}<input type="hidden" name="version" value="(\d+)">'
                return {"version": found} if (found := next(iter(re.findall(of_this, shown)), "")) else {}
        return {}


@dataclass
class Site:
    """A register and the pages over it; `now` is what the pages take for the time."""

    register: Register
    now: datetime = NOW
    cycle_id: int = 0
    secrets: dict[Person, str] = field(default_factory=dict)
    served: FastAPI | None = None

    def app(self, **changes: Any) -> FastAPI:
        """Return the application, in the demo unless told otherwise.

        All who come without changes come to the same one, as people do; to make one takes half a second.
        """
        if changes:
            return create_app(self.register, **{"demo": True, "clock": lambda: self.now} | changes)
        if self.served is None:
            self.served = create_app(self.register, demo=True, clock=lambda: self.now)
        return self.served

    def client(self, by: Person | None = PERSON, **changes: Any) -> "Browser":
        """Return a browser without JavaScript in which somebody has entered; `by` None for one in which nobody has."""
        browser = Browser(self.app(**changes))
        if by is not None:
            browser.enter(self.session_of(by))
        return browser

    def session_of(self, by: Person) -> str:
        """Return the secret of the session of a person, who gets an account when there is none.

        It lasts as long as the test, wherever the test's clock goes.
        """
        if by in self.secrets:
            return self.secrets[by]
        login = f"{by.role.value.replace('_', '-')}.{by.user_id or 'x'}"
        with self.register.writing() as session:
            known = account_queries.by_login(session, login)
            number = (
                known.id
                if known
                else accounts.create(
                    session,
                    login=login,
                    name=by.name,
                    office=by.office,
                    role=by.role,
                    departments=by.departments,
                    municipalities=by.municipalities,
                    by=Person("consola", "Sistemas"),
                    now=NOW,
                )
            )
            secret = sessions.start(session, account_id=number, device=DEVICE, keep=True, before="", now=self.now)
            session.execute(
                text("UPDATE login_session SET until = '2099-01-01T00:00:00.000000Z', idle_seconds = 2000000000")
            )
        self.secrets[by] = secret
        return secret

    def begin(self, *sources: Source) -> None:
        """List the sources and begin a cycle."""
        with self.register.writing() as session:
            source_commands.sync(session, sources=sources or [a_source()], now=self.now)
            taken = cycles.take(
                session, kind=CycleKind.FULL, holder="prueba", now=self.now, wall=self.now, lease_seconds=300
            )
        assert isinstance(taken, Taken)
        self.cycle_id = taken.cycle_id

    def end(self, state: CycleState = CycleState.COMPLETE, **summary: Any) -> None:
        """End the cycle."""
        with self.register.writing() as session:
            cycles.finish(session, cycle_id=self.cycle_id, state=state, summary=summary, now=self.now)

    def fetched(self, source: str, articles: Sequence[Article] = (), **attempt: Any) -> None:
        """Record one answer of a source."""
        good = attempt.get("outcome", FetchOutcome.OK) is FetchOutcome.OK
        with self.register.writing() as session:
            fetches.record(
                session,
                cycle_id=self.cycle_id,
                attempt=an_attempt(source, articles=len(articles), at=self.now, **attempt),
                articles=articles,
                update=an_update(self.now, failures=0.0 if good else 3.0, full=good),
                now=self.now,
            )

    def read(
        self,
        reading: Callable[[int], Reading] = lambda n: a_reading(),
        where: Callable[[int], Location] = lambda n: LLALLAGUA,
        group: Callable[[int], str] = lambda n: f"new:{n}",
    ) -> None:
        """Read all that waits, the n-th article (from 0) as told."""
        with self.register.writing() as session:
            waiting = readings.claim(session, holder="prueba", now=self.now, lease_seconds=300, limit=1_000)
            told = [(one, reading(n), where(n), group(n)) for n, one in enumerate(waiting)]
            readings.record(
                session,
                assessed=[
                    Assessed(one, said, place, decide(said, place, one.published_at, self.now), label)
                    for one, said, place, label in told
                ],
                now=self.now,
            )

    def fill(self, *articles: Article, **how: Any) -> None:
        """Bring articles of any sources through one whole cycle."""
        names = {article.source_id: None for article in articles}
        self.begin(*(a_source(name) for name in names))
        for name in names:
            self.fetched(name, [article for article in articles if article.source_id == name])
        self.read(**how)
        self.end(leidas=len(articles), nuevas=len(articles), senales=len(articles), fuentes=len(names), ok=len(names))


def named(site: Site, name: str, office: str) -> TestClient:
    """Return a browser in which somebody of an office has entered, with the say that a head of the office has."""
    role = Role.NATIONAL if office == NATIONAL_UNIT else Role.DELEGATE
    departments = () if role is Role.NATIONAL else tuple(DEPARTMENTS)
    return site.client(Person(name, office, len(site.secrets) + 20, role, departments))


def shown_fields(page: str) -> dict[str, str]:
    """Return the hidden fields with which a page remembers what it showed."""
    return dict(re.findall(r'name="(antes\.\w+)" value="([^"]*)"', page))


def completed(client: TestClient, code: str) -> None:
    """Fill in, through the pages, what concluding asks for."""
    before = shown_fields(client.get(f"/registros/{code}/datos").text)
    typed = {
        "typology": "laboral",
        "demand": "Pago de sueldos de dos meses",
        "rights": ["trabajo", "libre_transito"],
        "affected_words": "unas 200 familias",
        "no_measure": "si",
        "no_harm": "si",
        "no_simat": "si",
    }
    assert client.post(f"/registros/{code}/datos", data=before | typed).status_code == 303
    for name, side in (("Sindicato de Prueba", "demandante"), ("Gobierno Municipal de Prueba", "demandado")):
        actor = {"nombre": name, "lado": side, "rol": "primario", "sector": "otro"}
        assert client.post(f"/registros/{code}/actor", data=actor).status_code == 303


@contextlib.contextmanager
def opened_copy(database: Path, folder: Path) -> Iterator[Site]:
    """Give the pages over a copy of a database."""
    register = open_register(copied(database, folder))
    try:
        yield Site(register)
    finally:
        register.close()


@pytest.fixture
def site(empty_database: Path, tmp_path: Path) -> Iterator[Site]:
    """Return the pages over an empty register."""
    with opened_copy(empty_database, tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def lasting_site(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the pages over an empty register that the tests of one file share and, once filled, only read."""
    with opened_copy(empty_database, tmp_path_factory.mktemp("compartida")) as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    """Start Debian's Chromium for the tests of one file; skip them where a machine has none.

    Not for the whole session: while Playwright's loop runs, a test of the same process cannot run one of its own.
    """
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no program `chromium` on this machine")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()
