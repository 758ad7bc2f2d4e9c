"""Two offices of one department, one of another and the national unit, with rows and records of each; all invented."""

import csv
from dataclasses import dataclass, replace
from typing import Any

from conflict.codebook import CycleKind, Level, Scope
from conflict.drawn import Drawn, Neighbour
from conflict.lifecycle import ActionKind, RecordKind
from conflict.permissions import NATIONAL_UNIT
from conflict.place import Location
from conflict.queue import decide
from conflict.record import Person
from conflict.roles import Role
from register.commands import cycles, fetches, readings, records, reviews
from register.commands import sources as source_commands
from register.commands.assessed import Assessed
from register.engine import Register
from tests.conftest import NOW, ROOT
from tests.make import LLALLAGUA, a_reading, a_source, an_article, an_attempt, an_update

REGIONAL, DELEGATION, BENI = "Coordinación Regional Llallagua", "Delegación Potosí", "Delegación Beni"
UYUNI = replace(LLALLAGUA, municipalities=("Uyuni",), municipality_codes=("051201",))
TRINIDAD = replace(LLALLAGUA, departments=("08",), municipalities=("Trinidad",), municipality_codes=("080101",))
NOWHERE = Location((), Scope.NATIONAL, (), (), (), "vale para todo el país")

PLACES = {"suya": LLALLAGUA, "del_departamento": UYUNI, "ajena": TRINIDAD, "sin_territorio": NOWHERE}
CANARIES = {"suya": "Azucena", "del_departamento": "Begonia", "ajena": "Camelia", "sin_territorio": "Dalia"}
"""A word of each place's title that stands nowhere else."""

PEOPLE = {
    Role.ANALYST: Person("Ana Inventada", REGIONAL, 1, Role.ANALYST, ("05",), ("Llallagua", "Uncía")),
    Role.REGIONAL: Person("Rita Inventada", REGIONAL, 2, Role.REGIONAL, ("05",), ("Llallagua", "Uncía")),
    Role.DELEGATE: Person("Delia Inventada", DELEGATION, 3, Role.DELEGATE, ("05",)),
    Role.NATIONAL: Person("Nora Inventada", NATIONAL_UNIT, 4, Role.NATIONAL),
    Role.MANAGER: Person("Gema Inventada", "Gerencia", 5, Role.MANAGER),
    Role.AUDITOR: Person("Aida Inventada", "Auditoría", 6, Role.AUDITOR),
    Role.ADMIN: Person("Tita Inventada", "Sistemas", 7, Role.ADMIN),
}
_HOLDERS = {
    "suya": PEOPLE[Role.ANALYST],
    "del_departamento": PEOPLE[Role.DELEGATE],
    "ajena": Person("Bea Inventada", BENI, 8, Role.DELEGATE, ("08",)),
    "sin_territorio": PEOPLE[Role.NATIONAL],
}


CASES = {
    (row["rol"], row["que"]): row for row in csv.DictReader((ROOT / "tests/cases/permisos.csv").open(encoding="utf-8"))
}


def expected(role: Role, what: str, place: str) -> bool:
    """Say whether the table of cases lets a role do that to what lies at a place."""
    return CASES[role.value, what][place] == "si"


@dataclass(frozen=True)
class Filled:
    """Codes by place: an open row of the queue, a decided one, the record that came of it, its deadline."""

    rows: dict[str, str]
    records: dict[str, str]
    deadlines: dict[str, int]
    reviews: dict[str, int]


def fill(register: Register, places: tuple[str, ...] = tuple(PLACES)) -> Filled:
    """Bring two articles of each place through the cycle; register one of them in the office that answers for it.

    Each article was drawn by all the others, of whatever place.
    """
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source()], now=NOW)
        taken: Any = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
    wanted = [(place, n) for place in places for n in (1, 2)]
    articles = [
        an_article(10 * list(PLACES).index(place) + n, title=f"{CANARIES[place]} {n}: anuncian bloqueo")
        for place, n in wanted
    ]
    with register.writing() as session:
        fetches.record(
            session,
            cycle_id=taken.cycle_id,
            attempt=an_attempt(articles=len(articles)),
            articles=articles,
            update=an_update(),
            now=NOW,
        )
    with register.writing() as session:
        waiting = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=99)
    by_title = {one.title: one for one in waiting}
    with register.writing() as session:
        assessed = []
        for number, ((place, _), article) in enumerate(zip(wanted, articles, strict=True)):
            pending, where = by_title[article.title], PLACES[place]
            drew = tuple(Neighbour(str(one.id), True) for one in waiting if one.id != pending.id)
            reading = a_reading(drawn=Drawn(0.55, True, drew))
            made = decide(reading, where, pending.published_at, NOW)
            assessed.append(Assessed(pending, reading, where, made, f"new:{number}"))
        readings.record(session, assessed=assessed, now=NOW)
    return _registered(register, {f"{CANARIES[place]} {n}": (place, n) for place, n in wanted})


def _registered(register: Register, titles: dict[str, tuple[str, int]]) -> Filled:
    from register.queries import queue
    from register.queries import records as record_queries

    filled = Filled({}, {}, {}, {})
    with register.reading() as session:
        listed = queue.page(session, now=NOW).rows
    for row in sorted(listed, key=lambda row: row.title):
        place, number = titles[row.title.partition(":")[0]]
        if number == 1:
            filled.rows[place] = row.code
            continue
        with register.writing() as session:
            made: Any = reviews.register(
                session,
                code=row.code,
                version=1,
                kind=RecordKind.ALERT,
                level=Level.HIGH,
                by=_HOLDERS[place],
                now=NOW,
            )
            records.act(
                session,
                code=made.record,
                kind=ActionKind.VERIFICATION,
                at=NOW,
                words=f"Se visitó el punto {CANARIES[place]} y se habló.",
                proof="",
                by=_HOLDERS[place],
                now=NOW,
                next_due=NOW.replace(month=12),
                next_what=f"Volver al punto {CANARIES[place]}",
            )
        filled.records[place], filled.reviews[place] = made.record, made.review_id
        with register.reading() as session:
            found = record_queries.detail(session, made.record)
        assert found is not None
        filled.deadlines[place] = max(one.id for one in found.deadlines)
    return filled
