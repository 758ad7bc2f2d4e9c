"""What a municipality had in twelve weeks is counted by the week of La Paz, on both engines, and as far as one sees."""

from datetime import timedelta

from sqlalchemy import select, text, update

from conflict.codebook import Level
from conflict.lifecycle import DiscardReason, RecordKind, RecordStep
from conflict.permissions import WHOLE, Sight, sight_of
from conflict.record import Person
from conflict.roles import Role
from conflict.vocabulary import FactKind
from conflict.week import week_at
from register.commands import facts, records, reviews
from register.engine import Register
from register.queries import town
from register.queries.town import WEEKS, TownFact
from register.tables import QueueEntry
from tests import offices
from tests.conftest import NOW
from tests.make import LLALLAGUA
from tests.offices import PEOPLE
from tests.register.populated import ANA, fill
from tests.statements import statements

WEEK = week_at(NOW)
NOTHING = (0,) * WEEKS


def at(**weeks: int) -> tuple[int, ...]:
    """Return twelve numbers: `ago0` is that of this week."""
    return tuple(weeks.get(f"ago{back}", 0) for back in range(WEEKS - 1, -1, -1))


def told(register: Register, code: str, sight: Sight = WHOLE) -> TownFact:
    with register.reading(sight) as session:
        found = town.of_row(session, code, week=WEEK)
    assert found is not None
    return found


def registered(register: Register, code: str, by: Person = ANA) -> str:
    with register.writing() as session:
        made = reviews.register(
            session, code=code, version=1, kind=RecordKind.CONFLICT, level=Level.HIGH, by=by, now=NOW
        )
    assert made.record is not None
    return made.record


def happened(register: Register, record: str, days: int, words: str) -> int:
    with register.writing() as session:
        moment = NOW - timedelta(days=days)
        return facts.add(session, code=record, kind=FactKind.BREACH, measure=None, at=moment, words=words,
                         source="Radio Cerro", by=ANA, now=NOW)  # fmt: skip


def moved(register: Register, code: str, **values: object) -> None:
    with register.writing() as session:
        session.execute(update(QueueEntry).where(QueueEntry.code == code).values(**values))


def test_rows_are_counted_by_the_week_of_la_paz_in_which_they_came(register: Register) -> None:
    here, *others = fill(register)
    monday = WEEK.start
    for code, opened in zip(
        others,
        (monday, monday - timedelta(seconds=1), monday - timedelta(weeks=11), monday - timedelta(weeks=11, seconds=1)),
        strict=False,
    ):
        moved(register, code, opened_at=opened)
    for code, where in zip(others[4:6], (("Uncía",), ("Llallagua Chico",)), strict=True):
        moved(register, code, municipalities=where)
    moved(register, others[6], municipalities=("Uncía", "Llallagua"), opened_at=monday - timedelta(weeks=3))
    with register.writing() as session:
        reviews.discard(session, code=others[7], version=1, reason=DiscardReason.PAST, comment="", by=ANA, now=NOW)
    found = told(register, here)
    assert (found.names, found.weeks) == (LLALLAGUA.municipalities, WEEK.last(WEEKS))
    assert found.rows == at(ago0=1, ago1=1, ago11=1, ago3=1)
    assert (found.records, found.facts, found.last) == (NOTHING, NOTHING, None)


def test_a_town_of_the_same_name_in_another_department_is_another(register: Register) -> None:
    here, other, *_ = fill(register)
    record = registered(register, other)
    happened(register, record, 2, "Se rompió el diálogo en la sede.")
    with_it = told(register, here)
    with register.writing() as session:
        session.execute(text("""UPDATE record SET departments = '["08"]'"""))
        number = session.scalar(select(QueueEntry.id).where(QueueEntry.code == other))
        session.execute(text("UPDATE queue_department SET department = '08' WHERE entry_id = :n"), {"n": number})
    without = told(register, here)
    assert sum(with_it.rows) - sum(without.rows) == 1
    assert (with_it.records, with_it.facts) == (at(ago0=1), at(ago0=1))
    assert (without.records, without.facts, without.last) == (NOTHING, NOTHING, None)


def test_the_last_fact_is_told_however_old_it_is_and_struck_out_ones_are_none(register: Register) -> None:
    here, other, *_ = fill(register)
    record = registered(register, other)
    happened(register, record, 200, "Primera ruptura, hace mucho.")
    found = told(register, here)
    assert (found.facts, found.last and found.last.words) == (NOTHING, "Primera ruptura, hace mucho.")
    wrong = happened(register, record, 8, "Esto no pasó.")
    with register.writing() as session:
        facts.annul(session, fact_id=wrong, words="Se anotó por error.", by=ANA, now=NOW)
    assert told(register, here).last == found.last
    happened(register, record, 9, "Segunda ruptura, esta semana no.")
    found = told(register, here)
    assert found.last is not None
    assert (found.last.words, found.last.record) == ("Segunda ruptura, esta semana no.", record)
    assert found.facts == at(ago1=1)
    assert found.last.at == NOW - timedelta(days=9)


def test_a_record_that_was_annulled_and_its_facts_are_not_counted(register: Register) -> None:
    here, other, *_ = fill(register)
    record = registered(register, other)
    happened(register, record, 1, "Se rompió el diálogo en la sede.")
    with register.writing() as session:
        records.advance(session, code=record, asked=RecordStep.ANNUL, words="Se registró dos veces", by=ANA, now=NOW)
    found = told(register, here)
    assert (found.records, found.facts, found.last) == (NOTHING, NOTHING, None)


def test_a_row_without_a_town_is_told_so_and_one_that_is_not_there_is_none(register: Register) -> None:
    here, *_ = fill(register)
    moved(register, here, municipalities=())
    found = told(register, here)
    assert (found.names, found.rows) == ((), NOTHING)
    with register.reading(WHOLE) as session:
        assert town.of_row(session, "P-261120-999", week=WEEK) is None


def test_two_statements_beside_the_row_itself(register: Register) -> None:
    here, *_ = fill(register)
    with statements() as asked, register.reading() as session:
        town.of_row(session, here, week=WEEK)
    assert len([one for one in asked if one.sql.startswith("SELECT")]) == 3


def test_only_what_the_reader_may_see_is_counted(register: Register) -> None:
    """A row that names three towns, one of another department: whoever sees the row sees no count of the others."""
    code = offices.fill(register).rows["suya"]
    moved(register, code, departments=("05", "08"), municipalities=("Llallagua", "Uyuni", "Trinidad"))
    for role, places in ((Role.ANALYST, 1), (Role.REGIONAL, 1), (Role.DELEGATE, 2), (Role.NATIONAL, 3)):
        found = told(register, code, sight_of(PEOPLE[role]))
        assert (sum(found.records), sum(found.rows)) == (places, 2 * places - 1), role


def test_what_happened_out_of_sight_changes_no_number_and_is_no_last_fact(register: Register) -> None:
    """With the other department's newer fact and without it, the answer is the same; who sees both is told."""
    made = offices.fill(register)
    code, readers = made.rows["suya"], [sight_of(PEOPLE[role]) for role in (Role.ANALYST, Role.DELEGATE)]
    moved(register, code, departments=("05", "08"), municipalities=("Llallagua", "Trinidad"))
    happened(register, made.records["suya"], 3, "Se rompió el diálogo en la sede.")
    before = [told(register, code, sight) for sight in readers]
    happened(register, made.records["ajena"], 1, "Se rompió el diálogo en el río.")
    assert [told(register, code, sight) for sight in readers] == before
    for one, of in ((before[0], "suya"), (told(register, code, sight_of(PEOPLE[Role.NATIONAL])), "ajena")):
        assert one.last is not None
        assert (sum(one.facts), one.last.record) == (1 if of == "suya" else 2, made.records[of])


def test_a_name_with_an_accent_is_found_as_it_is_stored(register: Register) -> None:
    here, other, *_ = fill(register)
    for code in (here, other):
        moved(register, code, municipalities=("Uncía",))
    assert sum(told(register, here).rows) == 1
