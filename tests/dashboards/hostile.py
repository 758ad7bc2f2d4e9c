"""Texts that would take a page over if a page let them, and a register with one of them in every field."""

import csv
import re
from datetime import date

from conflict.actor import ActorKind, ActorMention, ActorRole, Sector
from conflict.codebook import CycleState, FetchOutcome, Scope, SourceType
from conflict.place import Location
from conflict.signal import Deadline
from tests.conftest import NOW, ROOT
from tests.dashboards.conftest import Site
from tests.make import a_reading, a_source, an_article

SCRIPTS = tuple(f"/static/{name}.js" for name in ("teclas", "guardado", "sin_red", "borradores"))
"""The scripts of every page, in their order; no text adds one."""


def _unescaped(text: str) -> str:
    return re.sub(r"\\(?:x(..)|u(....))", lambda m: chr(int(m[1] or m[2], 16)), text)


with (ROOT / "tests" / "cases" / "textos_hostiles.csv").open(newline="", encoding="utf-8") as handle:
    TEXTS = [_unescaped(row["texto"]) for row in csv.DictReader(handle)]


def fill_every_field(site: Site, texts: list[str]) -> None:
    """Put the n-th text in every field of the n-th source, its article, its reading and its place."""
    names = [f"medio-{n:02}" for n in range(len(texts))]
    site.begin(*(_source(name, text) for name, text in zip(names, texts, strict=True)))
    for name, text in zip(names, texts, strict=True):
        article = an_article(
            1, name, title=text, summary=text, body=text, author=text, link=None, published_at=NOW, categories=(text,)
        )
        site.fetched(name, [article], outcome=FetchOutcome.DEGRADED, detail=text)
    site.read(
        reading=lambda n: a_reading(
            floor=texts[n],
            demand=texts[n],
            deadline=Deadline(date(2026, 11, 26), texts[n], 0, 4),
            actors=(_actor(texts[n], ActorRole.CLAIMANT), _actor(texts[n], ActorRole.ADDRESSEE)),
        ),
        where=lambda n: Location((), Scope.LOCATED, ("05",), (texts[n],), ("050203",), texts[n]),
    )
    site.end(CycleState.PARTIAL, avisos=texts)


def _source(name: str, text: str):
    return a_source(name, name=text, notes=text, type=SourceType.RSS)


def _actor(text: str, role: ActorRole) -> ActorMention:
    return ActorMention("x", text, text, ActorKind.GROUP, role, Sector.LABOUR, None, text, "", "", 0, 4, text)
