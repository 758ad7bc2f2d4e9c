"""The invented press on loopback, and a cycle that reads it."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from cli.press import Press, write_sources
from cli.press_feeds import WINDOW
from conflict.codebook import CycleKind
from conflict.lapaz import local
from flows.cycle import Ended, run_cycle
from flows.settings import Settings, read_settings
from register.engine import open_register
from register.settings import Storage
from tests.conftest import ROOT, copied

TODAY = date(2026, 11, 20)
TONIGHT = datetime(2026, 11, 21, 1, tzinfo=UTC)  # nine in the evening in La Paz


@pytest.fixture(scope="session")
def press() -> Iterator[Press]:
    """Serve the twelve invented outlets."""
    served = Press(ROOT / "data" / "demo", today=TODAY).start()
    yield served
    served.stop()


@dataclass(frozen=True)
class House:
    """A register, the press, and the ways a test runs a cycle on them."""

    settings: Settings
    press: Press

    def cycle(self, at: datetime = TONIGHT, kind: CycleKind = CycleKind.FULL, **changes: object) -> Ended:
        """Run one cycle in this process at that moment of the press."""
        self.press.set_clock(at)
        return asyncio.run(run_cycle(replace(self.settings, **changes), kind, now=lambda: at))

    def command(self, *arguments: str, at: datetime = TONIGHT, **environment: str) -> subprocess.Popen[str]:
        """Start `atalaya` in a process of its own at that moment of the press."""
        self.press.set_clock(at)
        return subprocess.Popen(
            [sys.executable, "-m", "cli", *arguments, "--ahora", at.isoformat(), "--sin-prefect", "--json"],
            cwd=ROOT,
            env=os.environ | self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings as a process reads them."""
        return {
            "ATALAYA_BASE_DE_DATOS": self.settings.storage.url,
            "ATALAYA_DATOS": str(self.settings.storage.folder),
            "ATALAYA_FUENTES": str(self.settings.sources),
            "ATALAYA_RED_PRIVADA": self.settings.private_network,
            "ATALAYA_ESPERA_POR_SITIO": "0",
            "ATALAYA_PRUEBAS": "1",
        }

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Ask the database directly: the oracle that uses none of our queries."""
        register = open_register(self.settings.storage)
        try:
            with register.reading() as session:
                return [tuple(row) for row in session.execute(text(sql))]
        finally:
            register.close()

    def links(self) -> list[str]:
        """Return outlet/id of every stored article, sorted."""
        rows = self.ask("SELECT link FROM article")
        return sorted(f"{parts[3]}/{parts[5]}" for (link,) in rows if (parts := str(link).split("/")))

    def published(self, at: datetime = TONIGHT, within: timedelta | None = None) -> list[str]:
        """Return outlet/id of everything the readable outlets have published until that moment."""
        return sorted(
            f"{item.outlet}/{item.id}"
            for item in self.press.demo.items
            if item.at <= at
            and (within is None or item.at > at - within)
            and self.press.demo.outlets[item.outlet].manner != "roto"
        )

    def shown(self, at: datetime = TONIGHT) -> set[str]:
        """Return outlet/id of everything that the feeds of the readable outlets hold at that moment."""
        found: set[str] = set()
        for outlet in self.press.demo.outlets.values():
            items = [item for item in self.press.demo.items if item.outlet == outlet.id and item.at <= at]
            bomb = outlet.manner == "hostil" and local(at).day % 3 == 0
            if outlet.manner != "roto" and not bomb:
                found.update(f"{item.outlet}/{item.id}" for item in items[-WINDOW:])
        return found


def house_of(storage: Storage, press: Press, folder: Path) -> House:
    """Return a house on a register that reads that press; its sources.yaml is written into the folder."""
    settings = replace(
        read_settings(),
        storage=storage,
        sources=write_sources(press, folder),
        private_network=press.base_url.removeprefix("http://"),
        spacing_seconds=0.0,
        parse_workers=1,
    )
    return House(settings, press)


@pytest.fixture
def build(press: Press, tmp_path: Path) -> Callable[[Storage], House]:
    """Return what makes a house on a register."""
    return lambda storage: house_of(storage, press, tmp_path)


@pytest.fixture
def house(storage: Storage, build: Callable[[Storage], House]) -> House:
    """Return a house on each engine."""
    return build(storage)


@pytest.fixture
def lite(empty_database: Path, tmp_path: Path, build: Callable[[Storage], House]) -> House:
    """Return a house on SQLite only, where the engine is not the subject."""
    return build(copied(empty_database, tmp_path))
