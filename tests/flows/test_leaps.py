"""A machine that slept, a clock that leapt, a server in another zone: one cycle makes it good, days stay days."""

import asyncio
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conflict.codebook import CycleKind, CycleState
from flows.cycle import Ended, run_cycle
from register.migrate import migrate
from register.settings import Storage
from tests.conftest import ROOT
from tests.flows.conftest import TONIGHT, House, house_of
from tests.flows.killing import faults
from tests.flows.ledger import Ledger

EVERY = timedelta(hours=3)
ZONES = ("America/New_York", "Asia/Tokyo")
TWICE = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
"""Half past one in New York for the first time that night: the clock goes back half an hour later."""
EDGES = """
import json, sys
from datetime import UTC, date, datetime
from pathlib import Path
from conflict.lapaz import local, local_day, working_days_after
from conflict.week import closed_week, week_at, week_named
from register.engine import open_register
from register.migrate import migrate
from register.queries import everything
from register.settings import Storage
from tests.register.populated import populate
edges = [datetime(2024, 12, 30, 3, 30, tzinfo=UTC), datetime(2025, 1, 1, 3, 59, 59, tzinfo=UTC),
         datetime(2025, 1, 1, 4, tzinfo=UTC), datetime(2028, 2, 29, 12, tzinfo=UTC),
         datetime(2028, 3, 1, 3, tzinfo=UTC), datetime(2026, 12, 31, 12, tzinfo=UTC),
         datetime(2027, 1, 3, 23, tzinfo=UTC), datetime(2027, 1, 4, 4, tzinfo=UTC),
         datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)]
told = [[local(at).isoformat(), local_day(at).isoformat(), week_at(at).code, closed_week(at).code] for at in edges]
told += [working_days_after(date(2028, 2, 28), n).isoformat() for n in range(4)]
told += [[week_named(name).start.isoformat(), week_named(name).end.isoformat()] for name in ("2026-S53", "2027-S01")]
folder = Path(sys.argv[1])
storage = Storage(f"sqlite:///{folder / 'a.db'}", folder)
migrate(storage)
register = open_register(storage)
populate(register)
chance = {"salt", "mac", "prev"}
with register.reading() as session:
    for line in list(everything.lines(session))[:-1]:
        row = json.loads(line)
        told.append({name: value for name, value in row.get("fila", row).items() if name not in chance})
print(json.dumps(told, sort_keys=True))
"""


@pytest.fixture
def watched(tmp_path: Path, lite: House) -> Iterator[House]:
    """Return a house whose press knows everything that it ever showed."""
    press = Ledger().start()
    yield house_of(lite.settings.storage, press, tmp_path)
    press.stop()


def shown(house: House) -> set[str]:
    assert isinstance(house.press, Ledger)
    return house.press.shown


def by_the_clock(house: House, at: datetime) -> Ended:
    """Run a cycle as the schedule does: only the sources whose turn it is."""
    house.press.set_clock(at)
    return asyncio.run(run_cycle(house.settings, CycleKind.FULL, now=lambda: at, by_cadence=True))


def test_after_a_sleep_the_cycles_that_were_missed_are_one(watched: House) -> None:
    """Prefect hands out every run that came due meanwhile; the first does the work, the others find nothing due."""
    assert by_the_clock(watched, TONIGHT - 6 * EVERY).tally.sources == 12
    caught_up, *others = [by_the_clock(watched, TONIGHT + timedelta(seconds=n)) for n in range(3)]
    assert caught_up.tally.sources == 12
    assert [(one.tally.sources, one.tally.new, one.state) for one in others] == [(0, 0, CycleState.COMPLETE)] * 2
    assert watched.ask("SELECT source_id FROM fetch_attempt GROUP BY source_id HAVING count(*) > 2") == []
    assert watched.shown() <= set(watched.links())
    assert faults(watched, shown(watched)) == {}


LEAPS = [timedelta(hours=6), timedelta(days=400), -timedelta(hours=6)]


@pytest.mark.parametrize("leap", LEAPS, ids=str)
def test_a_clock_that_leaps_and_comes_back_loses_no_cycle_and_repeats_no_article(
    watched: House, leap: timedelta
) -> None:
    moments = (TONIGHT, TONIGHT + leap, TONIGHT + EVERY)
    ended = [by_the_clock(watched, at) for at in moments]
    assert [one.state for one in ended] == [CycleState.COMPLETE] * 3
    assert min(one.tally.sources for one in ended) >= 11, "all but the one that gives no feed, and is asked less often"
    assert faults(watched, shown(watched)) == {}
    assert watched.ask("SELECT count(*) FROM cycle") == [(3,)]


def test_a_server_in_any_zone_reads_the_same_days_weeks_and_rows(tmp_path: Path) -> None:
    begun, key = {}, secrets.token_hex(32)
    for zone in ZONES:
        folder = tmp_path / zone.replace("/", "-")
        folder.mkdir()
        begun[zone] = subprocess.Popen(
            [sys.executable, "-c", EDGES, str(folder)],
            cwd=ROOT, env=os.environ | {"TZ": zone, "ATALAYA_CLAVE_BITACORA": key},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    told = {}
    for zone, process in begun.items():
        out, problems = process.communicate(timeout=120)
        assert process.returncode == 0, problems
        told[zone] = json.loads(out)
    one, other = (told[zone] for zone in ZONES)
    assert one[0][2] == "2024-S52"
    assert one[2][1] == "2025-01-01"
    assert one[4][1] == "2028-02-29"
    assert one[5][2] == "2026-S53"
    assert one == other


def in_zones(houses: Mapping[str, House], verb: str) -> list[dict[str, object]]:
    """Run a verb in every zone, each on its own register; return what each told."""
    begun = [house.command(verb, at=TWICE, TZ=zone) for zone, house in houses.items()]
    told = []
    for process in begun:
        out, problems = process.communicate(timeout=120)
        assert process.returncode == 0, problems
        told.append(json.loads(out) | {"segundos": 0})
    return told


def test_a_cycle_in_any_zone_stores_and_queues_the_same_even_in_an_hour_that_comes_twice(tmp_path: Path) -> None:
    """Reading begins on one collection, for which source is stored first is chance, and what is first opens a story."""
    stored = "SELECT link, published_at, first_seen_at FROM article ORDER BY link"
    queued = "SELECT code, review_by, newest_at, level, departments, title FROM queue_entry ORDER BY code"
    presses, houses = [], {}
    try:
        for zone in ZONES:
            folder = tmp_path / zone.replace("/", "-")
            folder.mkdir()
            storage = Storage(f"sqlite:///{folder / 'atalaya.db'}", folder)
            migrate(storage)
            presses.append(Ledger().start())
            houses[zone] = house_of(storage, presses[-1], folder)
        one, other = in_zones(houses, "recolectar")
        assert one == other
        first, second = houses.values()
        collected = [
            [(str(link).split("/")[3:], *times) for link, *times in house.ask(stored)] for house in houses.values()
        ]
        assert collected[0] == collected[1]
        shutil.copytree(first.settings.storage.folder, second.settings.storage.folder, dirs_exist_ok=True)
        one, other = in_zones(houses, "evaluar-noticias")
        assert one == other
        assert first.ask(queued) == second.ask(queued) != []
    finally:
        for press in presses:
            press.stop()
