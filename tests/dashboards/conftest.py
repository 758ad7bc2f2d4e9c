"""The pages over a real register, filled through the register's own commands."""

import contextlib
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from conflict.article import Article
from conflict.codebook import CycleKind, CycleState, FetchOutcome
from conflict.place import Location
from conflict.queue import decide
from conflict.signal import Reading
from conflict.source import Source
from dashboards.app import create_app
from register.commands import cycles, fetches, readings
from register.commands import sources as source_commands
from register.commands.assessed import Assessed
from register.commands.cycles import Taken
from register.engine import Register, open_register
from register.migrate import migrate
from register.settings import Storage
from tests.conftest import NOW
from tests.make import LLALLAGUA, a_reading, a_source, an_attempt, an_update


@dataclass
class Site:
    """A register and the pages over it; `now` is what the pages take for the time."""

    register: Register
    now: datetime = NOW
    cycle_id: int = 0

    def client(self, **changes: Any) -> TestClient:
        """Return a browser without JavaScript, in the demo unless told otherwise."""
        options = {"demo": True, "entry_key": None, "clock": lambda: self.now} | changes
        app = create_app(self.register, **options)
        return TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False, raise_server_exceptions=False)

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
    """Return a browser of somebody who said who they are, outside the demo."""
    client = site.client(demo=False, entry_key="llave-de-prueba")
    client.get("/entrar?llave=llave-de-prueba")
    assert client.post("/quien", data={"nombre": name, "oficina": office}).status_code == 303
    return client


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


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one migrated SQLite file that every test copies."""
    folder = tmp_path_factory.mktemp("vacia")
    migrate(Storage(f"sqlite:///{folder / 'atalaya.db'}", folder))
    return folder / "atalaya.db"


@contextlib.contextmanager
def opened_copy(database: Path, folder: Path) -> Iterator[Site]:
    """Give the pages over a copy of a database."""
    shutil.copy(database, folder / "atalaya.db")
    shutil.copy(database.with_name("bitacora.clave"), folder)
    register = open_register(Storage(f"sqlite:///{folder / 'atalaya.db'}", folder))
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
