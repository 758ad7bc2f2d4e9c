"""A cycle reads the sources of the file and those that people added, and leaves in peace those that rest."""

from dataclasses import replace
from datetime import timedelta

from conflict.codebook import CycleKind, SourceReach, SourceType
from conflict.record import Person
from conflict.roles import Role
from conflict.source import Source
from feeds.sources import load_sources, written
from register.commands import own_sources
from register.engine import open_register
from tests.flows.conftest import TONIGHT, House
from tests.outlet import TITLES, outlet

TITO = Person("Tito Inventado", "Sistemas", 7, Role.ADMIN)


def test_an_added_outlet_is_read_until_the_file_has_it_and_one_at_rest_is_not(house: House) -> None:
    first = load_sources(house.settings.sources)[0]
    with outlet(**{"/canal.xml": "rss"}) as site:
        network = f"{house.settings.private_network},{site.place}"
        url = f"{site.address}/canal.xml"
        card = Source("", "Radio Loma", url, SourceType.RSS, "05", "", SourceReach.LOCAL, 180, True, "")
        register = open_register(house.settings.storage)
        house.cycle(kind=CycleKind.COLLECT, private_network=network)
        with register.writing() as session:
            ident = own_sources.add(session, source=card, by=TITO, now=TONIGHT)
            own_sources.hold(
                session, source_id=first.id, until=TONIGHT + timedelta(days=9), reason="en obras", by=TITO, now=TONIGHT
            )
        before = house.ask(f"SELECT count(*) FROM fetch_attempt WHERE source_id = '{first.id}'")
        later = TONIGHT + timedelta(hours=4)
        ended = house.cycle(at=later, kind=CycleKind.COLLECT, private_network=network)
        assert ident in {result.source.id for result in ended.results}
        assert house.ask(f"SELECT count(*) FROM article WHERE source_id = '{ident}'") == [(len(TITLES),)]
        assert house.ask(f"SELECT count(*) FROM fetch_attempt WHERE source_id = '{first.id}'") == before
        assert ended.tally.balances()

        house.settings.sources.write_text(house.settings.sources.read_text() + written([replace(card, id=ident)]))
        taken = house.cycle(at=later + timedelta(hours=4), kind=CycleKind.COLLECT, private_network=network)
        assert [result.source.id for result in taken.results].count(ident) == 1
        assert house.ask(f"SELECT added_at FROM source WHERE id = '{ident}'") == [(None,)]
        assert house.ask(f"SELECT count(*) FROM article WHERE source_id = '{ident}'") == [(len(TITLES),)]
        register.close()
