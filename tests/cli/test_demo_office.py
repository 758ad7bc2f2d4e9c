"""The invented office of the demo: it decides by the register's rules, and leaves the last days to whoever tries."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cli.demo_office import INSTITUTIONS, fill_directory, freeze_weeks, work_evening
from conflict.codebook import Stage
from conflict.office import Office, OfficeKind
from conflict.permissions import NATIONAL_UNIT
from conflict.week import closed_week
from conflict.weeksummary import COUNTRY
from conflict.weekversion import VersionState
from dashboards.week_reading import read_week
from register.commands import offices as office_commands
from register.engine import Register, open_register
from register.migrate import migrate
from register.queries import directory as directory_queries
from register.queries import queue as queue_queries
from register.queries import records as record_queries
from register.settings import Storage
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.make import a_reading, an_article

DELEGATION = Office("of-05", "Delegación de la prueba", "Prueba", OfficeKind.DELEGATION, "05", "050101", "prueba")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    storage = Storage(f"sqlite:///{tmp_path / 'atalaya.db'}", tmp_path)
    migrate(storage)
    opened = open_register(storage)
    yield Site(opened)
    opened.close()


def codes(register: Register) -> list[str]:
    with register.reading() as session:
        found = (*record_queries.listed(session), *record_queries.listed(session, closed=True))
    return sorted(one.code for one in found)


def test_the_office_discards_what_is_known_to_be_no_case_and_registers_none_of_it(site: Site) -> None:
    site.fill(*(an_article(n, title=f"Aniversario número {n} de un puente") for n in range(1, 13)))
    past = frozenset(f"Aniversario número {n} de un puente" for n in range(1, 13))
    work_evening(site.register, NOW, NOW + timedelta(days=20), past)
    with site.register.reading() as session:
        assert not queue_queries.page(session, limit=20, now=NOW).rows
    assert codes(site.register) == []


def test_the_directory_of_the_demo_has_some_who_can_act(site: Site) -> None:
    fill_directory(site.register, NOW)
    with site.register.reading() as session:
        assert len(directory_queries.listed(session)) == len(INSTITUTIONS)


def test_six_evenings_make_records_of_every_age_and_the_last_days_stay_untouched(site: Site) -> None:
    stages = (Stage.ANNOUNCEMENT, Stage.MEASURE)
    with site.register.writing() as session:
        office_commands.sync(session, offices=(DELEGATION,), now=NOW)
    site.fill(*(an_article(n) for n in range(1, 41)), reading=lambda n: a_reading(stage=stages[n % 2]))
    work_evening(site.register, NOW, NOW + timedelta(days=2))
    assert codes(site.register) == []
    last = NOW + timedelta(days=20)
    for days in range(0, 18, 2):
        work_evening(site.register, NOW + timedelta(days=days), last)
    made = codes(site.register)
    assert len(made) >= 15
    assert any(code.startswith("CS-AT-") for code in made)
    with site.register.reading() as session:
        assert {one.office for one in record_queries.listed(session)} <= {DELEGATION.name, NATIONAL_UNIT}
        assert DELEGATION.name in {one.office for one in record_queries.listed(session)}
    freeze_weeks(site.register, last)
    with site.register.reading() as session:
        states = {
            back: read_week(session, closed_week(last).shifted(-back), COUNTRY).version.state for back in range(3)
        }
        entered = read_week(session, closed_week(NOW).shifted(1), COUNTRY).summary.movement.entered
    assert states == {0: VersionState.DRAFT, 1: VersionState.AUTOMATIC, 2: VersionState.AUTOMATIC}
    assert len(entered) >= 15
