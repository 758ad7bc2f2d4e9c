"""Real feeds of Spanish-language outlets, where they are present: every entry is there, with its text and date."""

import csv
import re
from pathlib import Path

from conflict.codebook import FetchOutcome, TimeQuality
from tests.feeds.parse.conftest import Reader

GOOD = (FetchOutcome.OK, FetchOutcome.DOUBTFUL_ENCODING)


def test_every_capture_yields_all_its_entries(read: Reader, shared: Path) -> None:
    index = csv.DictReader((shared / "feeds" / "INDEX.csv").open(encoding="utf-8", newline=""))
    expected = {row["archivo"]: int(row["entradas"]) for row in index}
    assert len(expected) == 14
    parsed = {name: read((shared / "feeds" / name).read_bytes()) for name in expected}
    assert {name: one.counts["leidas"] for name, one in parsed.items()} == expected
    assert {one.outcome for one in parsed.values()} <= set(GOOD)


def test_entries_of_captures_have_titles_links_and_dates(read: Reader, shared: Path) -> None:
    bare = []
    for path in sorted((shared / "feeds").iterdir()):
        if path.suffix in (".xml", ".rss", ".atom"):
            for article in read(path.read_bytes()).articles:
                dated = article.published_at is not None and article.time_quality is not TimeQuality.ABSENT
                if not (article.title and article.link and dated):
                    bare.append((path.name, article.key))
                assert not re.search(r"<[a-z]+[ >/]", article.title + article.summary)
    assert bare == []
