"""The feeds as another program reads them."""

from datetime import timedelta

import feedparser
import pytest

from register.tables import QueueEntry
from tests.dashboards.conftest import Site
from tests.dashboards.hostile import TEXTS
from tests.dashboards.test_week_pages import MONDAY, PAGE, live


@pytest.mark.parametrize("name", ["cola", "registros", "resumen"])
def test_an_empty_feed_is_a_feed(site: Site, name: str) -> None:
    read = feedparser.parse(site.client().get(f"/rss/{name}").content)
    assert not read.bozo
    assert read.feed.id.endswith(f":{name}")


def test_each_feed_names_its_rows_once_and_for_good(site: Site) -> None:
    live(site, ["Bloqueo en la vía", "Marcha hacia la sede", "Paro de un día"])
    client = site.client()
    client.post(f"{PAGE}/borrador", data={})
    client.post(f"{PAGE}/publicar", data={})
    for name, count in (("registros", 3), ("resumen", 1)):
        first = feedparser.parse(client.get(f"/rss/{name}").content)
        site.now = MONDAY + timedelta(hours=5)
        again = feedparser.parse(client.get(f"/rss/{name}").content)
        assert [entry.id for entry in first.entries] == [entry.id for entry in again.entries]
        assert len({entry.id for entry in first.entries}) == count
        for entry in first.entries:
            assert client.get(entry.link).status_code == 200


def test_no_text_breaks_a_feed(site: Site) -> None:
    live(site, [text or "vacío" for text in TEXTS[:30]])
    with site.register.writing() as session:
        for entry in session.query(QueueEntry).all():
            entry.state = "nueva"
    for name in ("cola", "registros"):
        read = feedparser.parse(site.client().get(f"/rss/{name}").content)
        assert not read.bozo
        assert len(read.entries) == 30
