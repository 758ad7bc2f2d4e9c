"""What narrows the queue besides its columns, on both engines: alone, together, in counts, and within one's sight."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, select

from conflict.actor import ActorKind, ActorMention, ActorReach, ActorRole, Sector
from conflict.codebook import CycleKind, Level, Measure, Scope
from conflict.lapaz import local_day
from conflict.lifecycle import RecordKind
from conflict.office import RouteBasis
from conflict.permissions import sight_of
from conflict.place import Location
from conflict.queue import decide
from conflict.record import Person
from conflict.roles import Role
from conflict.signal import Deadline
from conflict.text import fold
from register.commands import cycles, fetches, readings, reviews
from register.commands import sources as source_commands
from register.commands.assessed import Assessed
from register.engine import Register
from register.office_tables import OfficeRow
from register.queries import queue as queue_queries
from register.queries.queue_narrowing import _ACCENTED, _folded, narrowing
from register.tables import QueueEntry
from tests.conftest import NOW
from tests.make import LLALLAGUA, a_reading, a_source, an_article, an_attempt, an_update
from tests.offices import PEOPLE

TODAY = local_day(NOW)
BY = Person("Persona Inventada", "Oficina de Prueba", 7, Role.NATIONAL)
TRINIDAD = Location((), Scope.LOCATED, ("08",), ("Trinidad",), ("080101",), "nombrado en el titular")
SOURCES = {"radio-cerro": "Radio Cerro", "diario-sur": "Diario del Súr 100%"}


def an_actor(name: str, role: ActorRole = ActorRole.CLAIMANT) -> ActorMention:
    return ActorMention(
        fold(name), name, name[:3], ActorKind.ORGANISATION, role, Sector.LABOUR, ActorReach.LOCAL, "", "", "", 0, 3, "x"
    )


def on(day: date) -> Deadline:
    return Deadline(day, "el jueves", 0, 9, measure=Measure.ROAD_BLOCKADE)


STORIES: dict[str, dict[str, Any]] = {
    "Uno": {
        "measures": (Measure.ROAD_BLOCKADE, Measure.HUNGER_STRIKE),
        "actors": (an_actor("Federación Ñuñu de Maestros"), an_actor("Alcaldía de Uncía", ActorRole.ADDRESSEE)),
        "deadline": on(TODAY + timedelta(days=6)),
        "demand": "Pago de 50% de bonos y ñandúes",
    },
    "Dos": {"measures": (Measure.LABOUR_STRIKE,), "deadline": on(TODAY - timedelta(days=6))},
    "Tres": {"measures": (), "actors": (an_actor('COMITÉ CÍVICO 50% "Unido"'),)},
    "Ajena": {"measures": (Measure.ROAD_BLOCKADE,), "deadline": on(TODAY + timedelta(days=2))},
}
OUTLETS = {"Uno": "radio-cerro", "Dos": "diario-sur", "Tres": "radio-cerro", "Ajena": "diario-sur"}
PUBLISHED = {
    "Uno": datetime(2026, 11, 20, 3, 59, 59, tzinfo=UTC),  # the last second of the 19th in La Paz
    "Dos": datetime(2026, 11, 20, 4, 0, tzinfo=UTC),
    "Tres": datetime(2026, 11, 18, 12, 0, tzinfo=UTC),
    "Ajena": datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
}


@pytest.fixture
def filled(register: Register) -> Register:
    """Return a register with four stories of one note each, the last one in another department."""
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source(key, name=name) for key, name in SOURCES.items()], now=NOW)
        taken: Any = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
    for number, (title, source) in enumerate(OUTLETS.items()):
        with register.writing() as session:
            fetches.record(
                session,
                cycle_id=taken.cycle_id,
                attempt=an_attempt(source, articles=1),
                articles=[an_article(number, source, title=title, published_at=PUBLISHED[title])],
                update=an_update(),
                now=NOW,
            )
    with register.writing() as session:
        waiting = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=9)
        assessed = []
        for one in waiting:
            reading = replace(a_reading(), **STORIES[one.title])
            place = TRINIDAD if one.title == "Ajena" else LLALLAGUA
            decision = decide(reading, place, one.published_at, NOW)
            assessed.append(Assessed(one, reading, place, decision, f"new:{one.title}"))
        readings.record(session, assessed=assessed, now=NOW)
    return register


ASKED: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"Uno", "Dos", "Tres", "Ajena"}),
    ({"measure": Measure.ROAD_BLOCKADE}, {"Uno", "Ajena"}),
    ({"measure": Measure.HUNGER_STRIKE}, {"Uno"}),
    ({"measure": Measure.LABOUR_STRIKE}, {"Dos"}),  # its word begins that of the hunger strike
    ({"measure": Measure.VIGIL}, set()),
    ({"outlet": "radio-cerro"}, {"Uno", "Tres"}),
    ({"outlet": "CERRO radio"}, {"Uno", "Tres"}),
    ({"outlet": "sur"}, {"Dos", "Ajena"}),
    ({"outlet": "100%"}, {"Dos", "Ajena"}),
    ({"outlet": "1%0"}, set()),
    ({"outlet": "radio sur"}, set()),
    ({"first": date(2026, 11, 20)}, {"Dos", "Ajena"}),
    ({"last": date(2026, 11, 19)}, {"Uno", "Tres"}),
    ({"first": date(2026, 11, 19), "last": date(2026, 11, 19)}, {"Uno"}),
    ({"first": date(2026, 11, 20), "last": date(2026, 11, 19)}, set()),
    ({"first": date(2000, 1, 1), "last": date(2100, 12, 31)}, {"Uno", "Dos", "Tres", "Ajena"}),
    ({"announced": True}, {"Uno", "Ajena"}),
    ({"actor": "nunu"}, {"Uno"}),
    ({"actor": "FEDERACION maestros"}, {"Uno"}),
    ({"actor": "alcaldía"}, {"Uno"}),
    ({"actor": "civico"}, {"Tres"}),
    ({"actor": "50%"}, {"Tres"}),
    ({"actor": "5%0"}, set()),
    ({"actor": '"unido"'}, {"Tres"}),
    ({"actor": '","'}, set()),
    ({"demand": "pago BONOS"}, {"Uno"}),
    ({"demand": "nandues 50%"}, {"Uno"}),
    ({"demand": "5%0"}, set()),
    ({"town": "llállagua"}, {"Uno", "Dos", "Tres"}),
    ({"town": "trini"}, {"Ajena"}),
    ({"town": "Llallagua, potosi"}, {"Uno", "Dos", "Tres"}),
    ({"town": "Llalla, Potosí"}, set()),
    ({"town": "Llallagua, Beni"}, set()),
    ({"town": "Trinidad, El Beni, Beni"}, set()),
    ({"town": ", Beni"}, set()),
    ({"repeated": True}, set()),
    ({"passed_to": "Delegación de ninguna parte"}, set()),
    ({"measure": Measure.ROAD_BLOCKADE, "announced": True, "outlet": "sur"}, {"Ajena"}),
]


def sorted_words(one: object) -> str:
    """Return the name of a case, the same in every process."""
    return " ".join(sorted(one)) if isinstance(one, set) else str(one)


@pytest.mark.parametrize(("asked", "titles"), ASKED, ids=lambda one: json.dumps(one, default=sorted_words))
def test_each_leaves_its_rows_and_every_count_is_of_them(
    filled: Register, asked: dict[str, Any], titles: set[str]
) -> None:
    with filled.reading() as session:
        view: dict[str, Any] = {"also": narrowing(**asked, now=NOW), "now": NOW}
        page = queue_queries.page(session, **view)
        count = queue_queries.how_many(session, **view)
        first = queue_queries.neighbour(session, "P-000000-000", **view)
    assert {row.title for row in page.rows} == titles
    assert (page.total, count) == (len(titles), len(titles))
    assert sum(page.by_department.values()) == sum(page.by_level.values()) == len(titles)
    assert first == (page.rows[0].code if page.rows else None)


@pytest.mark.parametrize(
    "asked",
    [
        {"measure": Measure.ROAD_BLOCKADE},
        {"outlet": "diario"},
        {"first": TODAY},
        {"announced": True},
        {"actor": "federación"},
        {"town": "llallagua"},
        {"repeated": True},
    ],
)
def test_no_filter_reaches_beyond_what_somebody_sees(filled: Register, asked: dict[str, Any]) -> None:
    with filled.reading(sight_of(PEOPLE[Role.DELEGATE])) as session:
        view: dict[str, Any] = {"also": narrowing(**asked, now=NOW), "now": NOW}
        seen = queue_queries.page(session, **view)
        assert queue_queries.how_many(session, **view) == seen.total == len(seen.rows)
    assert "Ajena" not in {row.title for row in seen.rows}
    assert "08" not in seen.by_department


def test_the_filter_of_repeated_rows_leaves_those_that_an_open_record_of_their_town_may_tell(filled: Register) -> None:
    def left(**sight: Any) -> set[str]:
        with filled.reading(**sight) as session:
            rows = queue_queries.page(session, also=narrowing(repeated=True, now=NOW), now=NOW).rows
        return {row.title for row in rows}

    assert left() == set()
    registered(filled, "Dos")
    assert left() == {"Uno", "Tres"}
    assert left(sight=sight_of(replace(PEOPLE[Role.DELEGATE], departments=("08",)))) == set()
    registered(filled, "Ajena")
    assert left() == {"Uno", "Tres"}  # of a town where nothing else waits


def test_a_row_without_town_is_perhaps_told_by_a_record_of_its_department(filled: Register) -> None:
    with filled.writing() as session:
        for row in session.scalars(select(QueueEntry).where(QueueEntry.title == "Tres")):
            row.municipalities = []
    registered(filled, "Dos")
    with filled.reading() as session:
        rows = queue_queries.page(session, also=narrowing(repeated=True, now=NOW), now=NOW).rows
    assert {row.title for row in rows} == {"Uno", "Tres"}


def registered(register: Register, title: str) -> None:
    """Register a row as a record of its own."""
    with register.writing() as session:
        (row,) = (one for one in queue_queries.page(session, now=NOW).rows if one.title == title)
        reviews.register(
            session, code=row.code, version=row.version, kind=RecordKind.ALERT, level=Level.HIGH, by=BY, now=NOW
        )


def test_the_rows_that_a_person_passed_to_an_office_are_told_from_those_that_came_by_themselves(
    filled: Register,
) -> None:
    with filled.writing() as session:
        session.add(
            OfficeRow(
                id="beni-1", name="Oficina Inventada del Beni", short="Beni", kind="delegacion", department="08",
                seat="", provenance="inventada", working=True,
            )
        )  # fmt: skip
        for row in session.scalars(select(QueueEntry).where(QueueEntry.title.in_(["Uno", "Dos"]))):
            row.office = "beni-1"
            row.office_basis = RouteBasis.PERSON.value if row.title == "Uno" else RouteBasis.SCENE.value
    with filled.reading() as session:
        also = narrowing(passed_to="Oficina Inventada del Beni", now=NOW)
        assert [row.title for row in queue_queries.page(session, also=also, now=NOW).rows] == ["Uno"]


def test_the_filter_of_an_announced_day_leaves_the_rows_that_show_one(filled: Register) -> None:
    with filled.reading() as session:
        everything = queue_queries.page(session, now=NOW).rows
        some = queue_queries.page(session, also=narrowing(announced=True, now=NOW), now=NOW).rows
    assert [row.code for row in some] == [row.code for row in everything if row.announced]


def test_columns_are_folded_as_words_are(register: Register) -> None:
    text = _ACCENTED + "ABC xyz 19 jach’a"
    with register.reading() as session:
        assert session.scalar(select(_folded(bindparam("text", text)))) == fold(text)
