"""Many people at once: no edit lost, no code twice, no command done twice; on both engines."""

import contextlib
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from conflict.codebook import Level
from conflict.lifecycle import RecordKind
from conflict.record import Person, RuleError
from register.commands import directory, drafts, facts, once, records, reviews, transfers
from register.commands.directory import Overtaken, Written
from register.commands.matching import hold_record
from register.commands.reviews import Decided
from register.engine import Register
from register.queries import directory as directory_queries
from register.queries import drafts as draft_queries
from tests.casefilled import begun
from tests.conftest import NOW
from tests.register.populated import ANA, ROSA, fill, populate
from tests.register.test_records import acted, do, registered

EDITORS, EDITS = 8, 30  # two hundred each were run once on both engines: none lost
PLACE = {"kind": "servicio", "department": "05", "municipality": "Llallagua", "does": "Atiende", "contact": "0"}


class InterruptedWork(Exception):
    """Whatever breaks in the middle of a transaction."""


def add(register: Register, name: str = "Servicio legal municipal") -> int:
    with register.writing() as session:
        return directory.add(session, name=name, **PLACE, by=ANA, now=NOW).id


def test_eight_editors_at_once_lose_no_edit(register: Register) -> None:
    ident = add(register)

    def edits(who: int) -> int:
        overtaken = 0
        for _ in range(EDITS):
            with register.reading() as session:
                seen = directory_queries.one(session, ident)
            while True:
                count = int(seen.contact) + 1
                with register.writing() as session:
                    done = directory.edit(
                        session, ident=ident, version=seen.version, changes={"contact": str(count)}, by=ANA, now=NOW
                    )
                if isinstance(done, Written):
                    break
                overtaken += 1
                assert done.mine == {"contact": str(count)}
                assert int(str(done.theirs["contact"])) >= count
                with register.reading() as session:
                    seen = directory_queries.one(session, ident)
        return overtaken

    with ThreadPoolExecutor(EDITORS) as pool:
        overtaken = sum(pool.map(edits, range(EDITORS)))
    with register.reading() as session:
        assert directory_queries.one(session, ident).contact == str(EDITORS * EDITS)
        assert directory_queries.one(session, ident).version == EDITORS * EDITS + 1
    assert overtaken > 0


def test_fifty_register_at_once_over_the_new_year_of_la_paz(register: Register) -> None:
    codes = fill(register, 50)
    midnight = datetime(2027, 1, 1, 4, 0, tzinfo=UTC)  # in La Paz
    offices = [Person(f"Persona {n}", office) for n, office in enumerate(("Potosí", "Regional Llallagua", "Oruro"))]

    def one(n: int) -> str:
        now, by = midnight + timedelta(seconds=n - 25), offices[n % 3]
        with contextlib.suppress(InterruptedWork), register.writing() as session:
            done = reviews.register(
                session, code=codes[n], version=1, kind=RecordKind.ALERT, level=Level.HIGH, by=by, now=now
            )
            assert isinstance(done, Decided)
            if n % 10 == 7:  # the number goes back with everything else
                raise InterruptedWork
            return done.record
        return ""

    with ThreadPoolExecutor(10) as pool:
        given = [code for code in pool.map(one, range(50)) if code]
    assert len(set(given)) == len(given) == 45
    for year in ("2026", "2027"):
        numbers = sorted(int(re.search(r"(\d+)$", code).group(1)) for code in given if f"-{year}-" in code)
        assert numbers == list(range(1, len(numbers) + 1))
    assert {code[:7] for code in given} == {"AT-2026", "AT-2027"}


def test_two_decide_the_same_row_and_one_is_told(register: Register) -> None:
    code = fill(register, 3)[0]

    def one(by: Person) -> object:
        with register.writing() as session:
            return reviews.register(
                session, code=code, version=1, kind=RecordKind.ALERT, level=Level.HIGH, by=by, now=NOW
            )

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(one, (ANA, ROSA)))
    assert sorted(type(one).__name__ for one in done) == ["Decided", "Stale"]


def send(register: Register, key: str, what: str, code: str, by: Person = ANA, now: datetime = NOW) -> once.Answer:
    def work(session):
        due = NOW + timedelta(days=20)
        return lambda: records.add_deadline(session, code=code, what=what, due_at=due, by=by, now=NOW) or what

    with register.writing() as session:
        return once.once(session, key=key, command="plazo", asked={"que": what}, by=by, now=now, work=work(session))


def deadlines(register: Register) -> int:
    with register.reading() as session:
        return session.scalar(text("SELECT count(*) FROM deadline WHERE what = 'Visitar el punto otra vez'"))


def test_a_command_sent_many_times_is_done_once(register: Register) -> None:
    code = populate(register)["second"]
    what = "Visitar el punto otra vez"
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: send(register, "llave-1", what, code), range(12)))
    assert [one.repeated for one in answers].count(False) == 1
    assert {one.value for one in answers} == {what}
    assert deadlines(register) == 1
    with pytest.raises(RuleError):
        send(register, "llave-1", "Otra cosa que hacer", code)
    with pytest.raises(RuleError):
        send(register, "llave-1", what, code, by=ROSA)
    assert not send(register, "llave-1", what, code, now=NOW + timedelta(days=8)).repeated
    assert deadlines(register) == 2
    with register.writing() as session:
        assert once.forget(session, now=NOW + timedelta(days=30)) == 1


@pytest.mark.parametrize("key", ["", " ", "x" * 81, "ñ"])
def test_a_key_that_is_none_is_refused(key: str, register: Register) -> None:
    with pytest.raises(RuleError):
        send(register, key, "nada", "AT-2026-05-0001")


def test_a_command_that_fails_leaves_its_key_free(register: Register) -> None:
    populate(register)
    with pytest.raises(RuleError):
        send(register, "llave-2", "Visitar el punto otra vez", "AT-1999-05-0001")
    assert deadlines(register) == 0
    assert not send(register, "llave-2", "Visitar el punto otra vez", "AT-2026-05-0002").repeated


def test_a_draft_is_there_after_the_session_ends_and_only_for_its_person(register: Register) -> None:
    with register.writing() as session:
        for words in ("Se visitó", "Se visitó el punto «ñ»"):
            drafts.save(session, form="accion", of="AT-1", fields={"texto": words}, version=3, by=ANA, now=NOW)
    with register.reading() as session:
        found = draft_queries.one(session, form="accion", of="AT-1", by=ANA)
        assert (found.fields, found.version) == ({"texto": "Se visitó el punto «ñ»"}, 3)
        assert draft_queries.of_person(session, ROSA) == ()
    with register.writing() as session:
        assert drafts.drop(session, form="accion", of="AT-1", by=ANA)
        assert not drafts.drop(session, form="accion", of="AT-1", by=ANA)
        drafts.save(session, form="accion", of="AT-1", fields={}, version=3, by=ANA, now=NOW)
        assert drafts.forget(session, now=NOW + timedelta(days=31)) == 1
    with pytest.raises(RuleError), register.writing() as session:
        drafts.save(session, form="a", of="b", fields={"x": "y" * 40_000}, version=1, by=ANA, now=NOW)


def test_a_referral_is_complete_only_with_what_came_back(register: Register) -> None:
    code = populate(register)["second"]
    to = add(register)
    with register.writing() as session:
        number = directory.refer(session, code=code, institution=to, words="Asistencia a dos familias", by=ANA, now=NOW)
        with pytest.raises(RuleError):
            directory.complete(session, referral=number, result="Fueron atendidas las dos.", by=ANA, now=NOW)
        directory.confirm(session, referral=number, words="Recibido por mesa de partes", by=ANA, now=NOW)
    with register.reading() as session:
        assert [one.id for one in directory_queries.referrals(session, open_only=True)] == [number]
    with register.writing() as session:
        assert directory.complete(session, referral=number, result="Fueron atendidas las dos.", by=ANA, now=NOW) == code
        with pytest.raises(RuleError):
            directory.complete(session, referral=number, result="Fueron atendidas las dos.", by=ANA, now=NOW)
    with register.reading() as session:
        assert directory_queries.referrals(session, open_only=True) == ()
        assert directory_queries.referrals(session, code=code)[0].result


def test_a_contact_is_kept_by_whom_and_since_when(register: Register) -> None:
    ident = add(register)
    later = NOW + timedelta(days=3)
    with register.writing() as session:
        directory.edit(session, ident=ident, version=1, changes={"does": "Defensa legal"}, by=ROSA, now=later)
        directory.edit(session, ident=ident, version=2, changes={"contact": "2-5821234"}, by=ROSA, now=later)
        stale = directory.edit(session, ident=ident, version=2, changes={"contact": "x"}, by=ANA, now=later)
    assert isinstance(stale, Overtaken)
    with register.reading() as session:
        found = directory_queries.listed(session, department="05", municipality="Llallagua", text="LÉGAL")
        assert [(one.contact, one.contact_by, one.contact_since) for one in found] == [("2-5821234", "Rosa M.", later)]
    with pytest.raises(RuleError), register.writing() as session:
        directory.add(session, name="Servicio legal municipal", **PLACE, by=ANA, now=NOW)


def a_fact(register: Register, code: str) -> dict:
    with register.writing() as session:
        return {"fact_id": begun(session, code, ANA, NOW), "words": "El medio lo corrigió."}


def a_referral(register: Register, code: str) -> dict:
    to = add(register)
    with register.writing() as session:
        words = "Asistencia a dos familias"
        number = directory.refer(session, code=code, institution=to, words=words, by=ANA, now=NOW)
        directory.confirm(session, referral=number, words="Recibido", by=ANA, now=NOW)
    return {"referral": number, "result": "Fueron atendidas las dos."}


def a_transfer(register: Register, code: str) -> dict:
    acted(register, code)
    number = do(register, transfers.ask, code=code, receiver=ROSA.office, reason="El asunto es de esa oficina.")
    return {"transfer_id": number}


@pytest.mark.parametrize(
    ("make", "command", "second"),
    [
        (a_fact, facts.annul, "no fact"),
        (a_referral, directory.complete, "complete"),
        (a_transfer, transfers.withdraw, "not waiting"),
    ],
)
def test_who_begins_at_the_record_and_who_begins_at_what_hangs_from_it_never_wait_for_each_other(
    register: Register, rows: list[str], make, command, second: str
) -> None:
    code = registered(register, rows[0])
    what = make(register, code) | {"by": ANA, "now": NOW}
    asked = threading.Event()

    def on_a_page() -> None:
        with register.writing() as session:
            asked.set()
            command(session, **what)

    with ThreadPoolExecutor(1) as pool:
        with register.writing() as session:
            assert hold_record(session, code=code, by=ANA).code == code
            page = pool.submit(on_a_page)
            asked.wait(0.5)  # on SQLite it does not begin before this ends
            time.sleep(0.5)
            command(session, **what)
        with pytest.raises(RuleError, match=second):
            page.result()
