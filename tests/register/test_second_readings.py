"""The second reading: drawn by lot among what persons decided, never by who decided, counted and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from conflict.codebook import Level
from conflict.control import ControlVerdict
from conflict.lapaz import local_day
from conflict.lifecycle import DiscardReason, RecordKind
from conflict.permissions import Forbidden, sight_of
from conflict.record import Person, RuleError
from conflict.roles import Role
from conflict.secondreading import Pairs
from conflict.shares import Share
from register.commands import reviews, second_readings
from register.engine import Register, open_register
from register.journal_key import make_key
from register.queries import export
from register.queries import second_readings as second_queries
from register.queries.control import ControlRow
from register.settings import Storage
from tests.conftest import NOW
from tests.postgres import Cluster
from tests.register.populated import fill
from tests.register.test_entered import add as brought

ANA = Person("Ana Inventada", "Regional Llallagua", 1, Role.ANALYST, ("05",), ("Llallagua",))
EVA = Person("Eva Inventada", "Delegación Potosí", 2, Role.DELEGATE, ("05",))
BEA = Person("Bea Inventada", "Delegación Beni", 8, Role.DELEGATE, ("08",))
TODAY = local_day(NOW)
TOMORROW = NOW + timedelta(days=1)
YES, NO = ControlVerdict.CONFLICT, ControlVerdict.NO_CONFLICT


def discard(register: Register, code: str, reason: DiscardReason = DiscardReason.NO_DEMAND, by: Person = ANA) -> int:
    with register.writing() as session:
        done = reviews.discard(session, code=code, version=1, reason=reason, comment="", by=by, now=NOW)
    assert isinstance(done, reviews.Decided)
    return done.review_id


def make_alert(register: Register, code: str) -> str:
    with register.writing() as session:
        done = reviews.register(session, code=code, version=1, kind=RecordKind.ALERT, level=Level.HIGH, by=ANA, now=NOW)
    assert isinstance(done, reviews.Decided)
    return done.record


def draw(register: Register, now=TOMORROW, size: int = 99) -> list[second_readings.DrawnAgain]:
    with register.writing() as session:
        return second_readings.draw_due(session, now=now, size=size)


def waiting(register: Register, by: Person = EVA, today=TODAY + timedelta(days=1)) -> list[ControlRow]:
    with register.reading(sight_of(by)) as session:
        rows = second_queries.waiting(session, by, today)
        assert second_queries.how_many_wait(session, by, today) == len(rows)
    return rows


def answer(register: Register, item: int, verdict: ControlVerdict = NO, by: Person = EVA, now=TOMORROW) -> None:
    with register.writing() as session:
        second_readings.decide(session, item_id=item, verdict=verdict, by=by, now=now)


def pairs(register: Register) -> Pairs:
    with register.reading() as session:
        return second_queries.agreement(session, TODAY - timedelta(days=28))


@pytest.fixture
def codes(register: Register) -> list[str]:
    return fill(register, 9)


@pytest.fixture
def item(register: Register, codes: list[str]) -> int:
    """Return the number of the one row that waits; Ana discarded it as no conflict."""
    discard(register, codes[0])
    draw(register)
    return waiting(register)[0].id


def test_only_what_says_whether_there_is_a_conflict_is_drawn(register: Register, codes: list[str]) -> None:
    record = make_alert(register, codes[0])
    with register.writing() as session:
        reviews.link(session, code=codes[1], version=1, record=record, by=ANA, now=NOW)
        reviews.join(session, code=codes[2], version=1, into=codes[8], by=ANA, now=NOW)
        reviews.postpone(session, code=codes[3], version=1, until=NOW + timedelta(hours=9), by=ANA, now=NOW)
    discard(register, codes[4])
    discard(register, codes[5], DiscardReason.DUPLICATE)
    discard(register, codes[6], DiscardReason.OTHER)
    undone = discard(register, codes[7])
    with register.writing() as session:
        reviews.undo(session, review_id=undone, by=ANA, now=NOW)
    assert draw(register) == [second_readings.DrawnAgain(TODAY, 3, 3)]
    with register.reading() as session:
        asked = "SELECT e.code, s.first_verdict FROM second_reading s JOIN queue_entry e ON e.id = s.entry_id"
        found = {tuple(row) for row in session.execute(text(asked))}
    assert found == {(codes[0], "conflicto"), (codes[1], "conflicto"), (codes[4], "sin_conflicto")}


def test_a_day_is_drawn_once_when_it_is_over_and_a_row_never_twice(register: Register, codes: list[str]) -> None:
    for code in codes[:5]:
        discard(register, code)
    assert draw(register, NOW) == [], "the day is not over"
    assert draw(register, size=3) == [second_readings.DrawnAgain(TODAY, 5, 3)]
    assert draw(register) == [] == draw(register, TOMORROW + timedelta(hours=3))
    assert len(waiting(register)) == 3
    discard(register, codes[5])
    assert draw(register) == [], "what is written under a day that was drawn is not drawn any more"


def test_what_is_too_old_is_not_drawn(register: Register, codes: list[str]) -> None:
    discard(register, codes[0])
    assert draw(register, NOW + timedelta(days=9)) == []
    assert draw(register, NOW + timedelta(days=7)) == [second_readings.DrawnAgain(TODAY, 1, 1)]


def test_who_decided_the_row_is_never_asked(register: Register, codes: list[str]) -> None:
    first = discard(register, codes[0], by=EVA)
    with register.writing() as session:
        reviews.undo(session, review_id=first, by=EVA, now=NOW)
        again = reviews.discard(
            session, code=codes[0], version=3, reason=DiscardReason.SPORT, comment="", by=ANA, now=NOW
        )
        assert isinstance(again, reviews.Decided)
    draw(register)
    assert waiting(register, ANA) == [] == waiting(register, EVA), "nor is who took the own decision back"
    rosa = Person("Rosa Inventada", EVA.office, 3, Role.DELEGATE, ("05",))
    (row,) = waiting(register, rosa)
    for by in (ANA, EVA):
        with pytest.raises(RuleError) as told:
            answer(register, row.id, by=by)
        assert told.value.spanish == "Usted decidió esa fila antes: la lee otra persona."
    assert pairs(register) == Pairs()


def test_a_reader_is_told_nothing_of_the_decision(register: Register, codes: list[str], item: int) -> None:
    (row,) = waiting(register)
    assert (row.id, row.day, row.outlet) == (item, TODAY, "Radio Cerro")
    assert row.title.startswith("Transportistas anuncian bloqueo") or "Ñandú" in row.title
    assert not {ANA.name, ANA.office, codes[0], "sin_demanda", "sin_conflicto"} & {
        str(row.title),
        row.body,
        row.summary,
    }


def test_pairs_are_counted_and_the_row_is_left_as_it_was(register: Register, codes: list[str]) -> None:
    make_alert(register, codes[0])
    for code in codes[1:5]:
        discard(register, code)
    draw(register)
    before = rows_of(register)
    items = {row.id: kind for row, kind in zip(waiting(register), kinds(register), strict=True)}
    given = {YES.value: [YES], NO.value: [NO, NO, YES, NO]}
    for number, kind in items.items():
        answer(register, number, given[kind].pop())
    assert pairs(register) == Pairs(both=1, only_first=0, only_second=1, neither=3)
    assert pairs(register).share == Share(4, 5)
    assert rows_of(register) == before
    assert waiting(register) == []


def rows_of(register: Register) -> list[tuple[object, ...]]:
    with register.reading() as session:
        rows = session.execute(text("SELECT code, state, row_version, level, stage FROM queue_entry ORDER BY id"))
        return [tuple(row) for row in rows]


def kinds(register: Register) -> list[str]:
    with register.reading() as session:
        return list(session.scalars(text("SELECT first_verdict FROM second_reading ORDER BY day, id")))


def test_an_answer_is_given_once_and_taken_back_by_who_gave_it(register: Register, item: int) -> None:
    rosa = Person("Rosa Inventada", EVA.office, 3, Role.DELEGATE, ("05",))
    with pytest.raises(RuleError), register.writing() as session:
        second_readings.take_back(session, item_id=item, by=EVA, now=TOMORROW)
    answer(register, item)
    with pytest.raises(RuleError) as told:
        answer(register, item, by=rosa)
    assert "ya se hizo" in told.value.spanish
    with pytest.raises(RuleError) as told, register.writing() as session:
        second_readings.take_back(session, item_id=item, by=rosa, now=TOMORROW)
    assert told.value.spanish == "Solo quien la hizo puede deshacerla."
    assert pairs(register) == Pairs(neither=1)
    with register.writing() as session:
        second_readings.take_back(session, item_id=item, by=EVA, now=TOMORROW)
    assert pairs(register) == Pairs()
    answer(register, item, YES, by=rosa)
    assert pairs(register) == Pairs(only_second=1)


def test_two_readers_at_once_and_one_is_told(register: Register, item: int) -> None:
    def one(number: int) -> str:
        try:
            answer(register, item, by=Person(f"Lectora {number}", EVA.office, 10 + number, Role.DELEGATE, ("05",)))
        except RuleError as refused:
            return refused.spanish
        return ""

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(one, range(4)))
    assert told == ["", *(["Esa segunda lectura ya se hizo. Su respuesta no se aplicó."] * 3)]
    assert pairs(register).share.whole == 1


def test_what_nobody_read_in_a_week_gives_way(register: Register, item: int) -> None:
    assert [len(waiting(register, today=TODAY + timedelta(days=n))) for n in (1, 7, 8)] == [1, 1, 0]
    with pytest.raises(RuleError, match="waits no more"):
        answer(register, item, now=NOW + timedelta(days=8))
    answer(register, item, now=NOW + timedelta(days=7))


def test_a_decision_that_was_taken_back_is_neither_asked_about_nor_counted(
    register: Register, codes: list[str]
) -> None:
    decided = [discard(register, code) for code in codes[:2]]
    draw(register)
    first, second = waiting(register)
    answer(register, first.id)
    with register.writing() as session:
        for review in decided:
            reviews.undo(session, review_id=review, by=ANA, now=TOMORROW)
    assert waiting(register) == []
    assert pairs(register) == Pairs()
    with pytest.raises(RuleError, match="waits no more"):
        answer(register, second.id)


def test_only_who_answers_for_the_place_sees_and_answers(register: Register, item: int) -> None:
    assert waiting(register, BEA) == []
    for command, more in ((second_readings.decide, {"verdict": NO}), (second_readings.take_back, {})):
        with pytest.raises(Forbidden) as told, register.writing() as session:
            command(session, item_id=item, by=BEA, now=TOMORROW, **more)
        assert told.value.spanish == second_readings.NOT_THERE
    with pytest.raises(RuleError) as absent:
        answer(register, 999)
    assert absent.value.spanish == second_readings.NOT_THERE, "what one may not see is as what is not there"


@pytest.mark.postgres
def test_the_database_itself_answers_nothing_of_another_place(cluster: Cluster, tmp_path: Path) -> None:
    make_key(tmp_path)
    storage = Storage(cluster.new_database(), tmp_path)
    owner = open_register(storage)
    discard(owner, fill(owner, 3)[0])
    draw(owner)
    pages = open_register(cluster.bound(storage))
    told = []
    for by in (EVA, BEA):
        with pages.reading(sight_of(by)) as session:
            told.append(session.scalar(text("SELECT count(*) FROM second_reading")))
    (row,) = waiting(pages)
    answer(pages, row.id)
    pages.close()
    owner.close()
    assert told == [1, 0]


def test_every_step_has_its_line_in_the_journal(register: Register, codes: list[str], item: int) -> None:
    answer(register, item)
    with register.writing() as session:
        second_readings.take_back(session, item_id=item, by=EVA, now=TOMORROW)
    with register.reading() as session:
        lines = [row for row in export.rows(session, "bitacora") if row["accion"].startswith("segunda_lectura.")]
    assert [line["accion"].partition(".")[2] for line in lines] == ["sortear", "responder", "deshacer"]
    assert lines[0]["detalles"] == {"decididas": 1, "sorteadas": 1}
    assert lines[1]["detalles"] == {"oficina": EVA.office, "fila": codes[0]}


def test_what_a_person_brought_is_not_drawn(register: Register, codes: list[str]) -> None:
    discard(register, brought(register).code)
    assert draw(register) == []
    discard(register, codes[0])
    assert draw(register) == [second_readings.DrawnAgain(TODAY, 1, 1)]
