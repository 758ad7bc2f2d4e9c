"""Whole lives, at random: whatever persons do in any order, and whatever SQL is written by hand, no state is illegal.

Every step goes through the commands or straight into the database; after each one the states of everything are compared
with the tables of `conflict/`, and what may never be true is asked for. `HYPOTHESIS_PROFILE=vidas` takes 10,000 steps
and more; without it a short run of the same.
"""

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import Phase as Phase_
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from conflict.codebook import CycleKind, Level
from conflict.errors import StorageError
from conflict.handling import AgreementState, CommitmentState, RecommendationState, RequestState
from conflict.lapaz import local_day
from conflict.lifecycle import ActionKind, Outcome, RecordKind, RecordState, RecordStep, TransferState
from conflict.measure import FactMeasure
from conflict.record import Person, RuleError
from conflict.rulebook import AfterAcceptance, OfficeRules, Rulebook
from conflict.vocabulary import ActorRole, FactKind, Phase, Sector, Side
from register.commands import (
    agreements,
    casefile,
    cycles,
    facts,
    fetches,
    involved,
    merging,
    readings,
    records,
    requests,
    reviews,
    signing,
    transfers,
)
from register.commands import sources as source_commands
from register.engine import Register, open_register
from register.journal_key import make_key
from register.migrate import migrate
from register.settings import Storage
from tests.conftest import NOW
from tests.make import a_source, an_article, an_assessed, an_attempt, an_update
from tests.postgres import Cluster
from tests.register.lives import illegal_moves, look

OFFICES = ("Regional Llallagua", "Delegación Potosí", transfers.NATIONAL_UNIT)
PEOPLE = tuple(Person(f"{name} {n}", office) for n, office in enumerate(OFFICES) for name in ("Ana", "Rosa"))
RULES = (Rulebook(), Rulebook(general=OfficeRules(True, True, True, AfterAcceptance.CLOSES)))
WORDS = "Se anota lo que ocurrió hoy."
ROWS = 8
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "vidas"
PROFILE = settings(
    max_examples=220 if LONG else 12,
    stateful_step_count=50 if LONG else 25,
    deadline=None,
    derandomize=not LONG,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase_.explicit, Phase_.generate),
)

people = st.sampled_from(PEOPLE)
numbers = st.integers(0, 7)
strictness = st.booleans()


class Lives(RuleBasedStateMachine):
    """Persons and hand-written SQL upon one register."""

    def __init__(self, register: Register) -> None:
        """Begin with rows of the queue and no record."""
        super().__init__()
        self.register = register
        self.now = NOW
        self.seen = look(register)
        self.before = self.seen.states
        self.several = True
        self.steps = 0
        with register.reading() as session:
            self.rows = list(session.scalars(text("SELECT code FROM queue_entry ORDER BY code")))

    def teardown(self) -> None:
        self.register.close()

    def do(self, command, **values):
        """Run a command; a rule may refuse it, the database may not: the command should have known."""
        self.now += timedelta(minutes=7)
        self.steps += 1
        before = self.seen
        try:
            with self.register.writing() as session:
                done = command(session, now=self.now, **values)
        except RuleError:
            self.seen = look(self.register)
            assert self.seen == before, "a refused command left something"
            return None
        self.seen = look(self.register)
        if self.seen.states != before.states:
            assert self.seen.lines > before.lines, "a change without its line in the journal"
        return done

    def pick(self, query: str, number: int):
        with self.register.reading() as session:
            found = list(session.scalars(text(query)))
        return found[number % len(found)] if found else None

    def code(self, number: int) -> str:
        return self.pick("SELECT code FROM record ORDER BY id", number) or "AT-1999-05-0001"

    def ident(self, table: str, number: int) -> int:
        return self.pick(f"SELECT id FROM {table} ORDER BY id", number) or 999

    @initialize(kind=st.sampled_from(RecordKind))
    def begin(self, kind):
        self.register_row(kind, PEOPLE[0], False)

    @rule(kind=st.sampled_from(RecordKind), by=people, strict=strictness)
    def register_row(self, kind, by, strict):
        if self.rows:
            row = self.rows.pop()
            self.do(reviews.register, code=row, version=1, kind=kind, level=Level.HIGH, by=by, rules=RULES[strict])

    @rule(n=numbers, by=people, kind=st.sampled_from((ActionKind.VERIFICATION, ActionKind.WRITTEN_REPORT)))
    def act(self, n, by, kind):
        self.do(records.act, code=self.code(n), kind=kind, at=self.now, words=WORDS, proof="", by=by,
                addressee="Alcaldía de Prueba")  # fmt: skip

    @rule(n=numbers, by=people, kind=st.sampled_from(FactKind), measure=st.sampled_from(FactMeasure))
    def fact(self, n, by, kind, measure):
        self.do(facts.add, code=self.code(n), kind=kind, measure=measure if kind is FactKind.MEASURE else None,
                at=self.now, words=WORDS, source="Radio Cerro", by=by)  # fmt: skip

    @rule(n=numbers, by=people)
    def strike_a_fact_out(self, n, by):
        self.do(facts.annul, fact_id=self.ident("record_fact", n), words=WORDS, by=by)

    @rule(n=numbers, by=people)
    def fill_in(self, n, by):
        code = self.code(n)
        form = {"typology": "salud", "demand": "Pago de sueldos", "rights": "salud", "affected_words": "200 familias",
                "no_measure": "si", "no_harm": "si", "no_simat": "si"}  # fmt: skip
        self.do(casefile.edit, code=code, form=form, before={}, by=by)
        for side in (Side.DEMANDER, Side.ADDRESSEE):
            self.do(involved.add_actor, code=code, name=f"Parte {side.value}", side=side, role=ActorRole.PRIMARY,
                    sector=Sector.OTHER, by=by)  # fmt: skip

    @rule(n=numbers, by=people, asked=st.sampled_from(RecordStep), outcome=st.sampled_from(Outcome), strict=strictness)
    def advance(self, n, by, asked, outcome, strict):
        self.do(
            records.advance, code=self.code(n), asked=asked, words=WORDS, outcome=outcome, by=by, rules=RULES[strict]
        )

    @rule(n=numbers, by=people, yes=st.booleans())
    def sign(self, n, by, yes):
        self.do(signing.sign, code=self.code(n), approve=yes, words=WORDS, by=by)

    @rule(n=numbers, by=people, met=st.booleans())
    def close_a_deadline(self, n, by, met):
        open_one = self.pick("SELECT id FROM deadline WHERE state = 'abierto' ORDER BY id", n)
        self.do(records.close_deadline, deadline_id=open_one or 999, met=met, by=by)

    @rule(n=numbers, by=people, phase=st.sampled_from(Phase))
    def to_phase(self, n, by, phase):
        self.do(casefile.to_phase, code=self.code(n), phase=phase, words=WORDS, by=by)

    @rule(n=numbers, by=people, asked=st.sampled_from(RequestState))
    def request(self, n, by, asked):
        self.do(requests.advance, request_id=self.ident("report_request", n), asked=asked, words=WORDS, by=by)

    @rule(n=numbers, by=people)
    def agree(self, n, by):
        number = self.do(agreements.sign, code=self.code(n), signed_on=local_day(self.now), signers="Las dos partes",
                         words=WORDS, by=by)  # fmt: skip
        if number:
            self.do(agreements.promise, agreement_id=number, words=WORDS, owner="Alcaldía de Prueba",
                    due_on=local_day(self.now), by=by)  # fmt: skip

    @rule(n=numbers, by=people, kept=st.sampled_from(CommitmentState), state=st.sampled_from(AgreementState))
    def keep_or_break(self, n, by, kept, state):
        self.do(agreements.verify, commitment_id=self.ident("commitment", n), asked=kept, words=WORDS, by=by)
        self.do(agreements.settle, agreement_id=self.ident("agreement", n), asked=state, words=WORDS, by=by)

    @rule(n=numbers, by=people, asked=st.sampled_from(RecommendationState))
    def recommend(self, n, by, asked):
        self.do(agreements.recommend, code=self.code(n), document="Informe 1", addressee="Alcaldía", words=WORDS,
                sent_on=local_day(self.now), by=by)  # fmt: skip
        self.do(agreements.follow, recommendation_id=self.ident("recommendation", n), asked=asked, words=WORDS, by=by)

    @rule(n=numbers, by=people, to=st.sampled_from(OFFICES), strict=strictness)
    def ask_for_a_transfer(self, n, by, to, strict):
        self.do(transfers.ask, code=self.code(n), receiver=to, reason=WORDS, by=by, rules=RULES[strict])

    @rule(
        n=numbers,
        by=people,
        what=st.sampled_from(("authorise", "send", "remind", "withdraw", "refer", "yes", "no", "back")),
        strict=strictness,
    )
    def answer_a_transfer(self, n, by, what, strict):
        one = {"transfer_id": self.ident("transfer", n), "by": by}
        match what:
            case "authorise" | "send":
                self.do(getattr(transfers, what), **one, rules=RULES[strict])
            case "withdraw":
                self.do(transfers.withdraw, **one)
            case "remind":
                self.do(transfers.remind, **one)
            case "back":
                self.do(transfers.take_back, **one)
            case "refer":
                self.do(transfers.refer_back, **one, words=WORDS)
            case _:
                self.do(transfers.answer, **one, accept=what == "yes", words=WORDS, rules=RULES[strict])

    @rule(n=numbers, other=numbers, by=people)
    def merge(self, n, other, by):
        self.do(merging.merge, code=self.code(n), into=self.code(other), words=WORDS, by=by)

    @rule(n=numbers, by=people)
    def unmerge(self, n, by):
        self.do(merging.unmerge, code=self.code(n), words=WORDS, by=by)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days):
        self.now += timedelta(days=days)

    @rule(n=numbers, state=st.sampled_from(RecordState), how=st.integers(0, 3))
    def raw_record(self, n, state, how):
        closed = ("NULL", "updated_at", "updated_at", "NULL")[how]
        more = ("", ", outcome = 'se_desconoce', closing_words = 'a mano'", "", ", code = code || 'X'")[how]
        self.raw(f"UPDATE record SET state = '{state.value}', closed_at = {closed}{more} WHERE code = '{self.code(n)}'")

    @rule(n=numbers, what=st.sampled_from((
        "office = 'Delegación Potosí'", "office = ''", "responsible = ''", "kind = 'conflicto', state = 'abierto'",
        "kind = 'alerta', state = 'en_seguimiento'",
    )))  # fmt: skip
    def raw_hands(self, n, what):
        self.raw(f"UPDATE record SET {what} WHERE code = '{self.code(n)}'")

    @rule(n=numbers, state=st.sampled_from(TransferState), answered=st.booleans())
    def raw_transfer(self, n, state, answered):
        told = "answered_at = asked_at, answered_by = 'a mano', counter_reference = 'a mano'" if answered else (
            "answered_at = NULL"
        )  # fmt: skip
        self.raw(f"UPDATE transfer SET state = '{state.value}', {told} WHERE id = {self.ident('transfer', n)}")

    @rule(n=numbers, what=st.sampled_from(("pack = '{}'", "receiver = 'Marte'", "sender = 'Marte'", "reason = ''")))
    def raw_pack(self, n, what):
        self.raw(f"UPDATE transfer SET {what} WHERE id = {self.ident('transfer', n)}")

    @rule(n=numbers, move=st.sampled_from((
        *(("report_request", "state", one.value) for one in RequestState),
        *(("commitment", "state", one.value) for one in CommitmentState),
        *(("agreement", "state", one.value) for one in AgreementState),
        *(("recommendation", "state", one.value) for one in RecommendationState),
        *(("deadline", "state", one) for one in ("abierto", "cumplido", "ya_no_aplica")),
    )))  # fmt: skip
    def raw_state(self, n, move):
        table, column, value = move
        more = {"report_request": ", answered_at = sent_at", "commitment": ", verification = 'a mano'"}.get(table, "")
        if table == "deadline":
            more = ", closed_at = NULL" if value == "abierto" else ", closed_at = made_at"
        self.raw(f"UPDATE {table} SET {column} = '{value}'{more} WHERE id = {self.ident(table, n)}")

    @rule(n=numbers, phase=st.sampled_from(Phase))
    def raw_phase(self, n, phase):
        self.raw(f"UPDATE case_file SET phase = '{phase.value}' WHERE record_id = {self.ident('record', n)}")

    @rule(n=numbers, to=numbers, table=st.sampled_from(("deadline", "transfer", "report_request", "record_fact")))
    def raw_move(self, n, to, table):
        self.raw(f"UPDATE {table} SET record_id = {self.ident('record', to)} WHERE id = {self.ident(table, n)}")

    @rule(n=numbers, table=st.sampled_from((
        "record", "transfer", "deadline", "report_request", "commitment", "record_fact", "case_file", "record_merge",
        "proposal", "record_action", "journal",
    )))  # fmt: skip
    def raw_delete(self, n, table):
        key = {"case_file": "record_id", "journal": "seq"}.get(table, "id")
        found = self.pick(f"SELECT {key} FROM {table} ORDER BY {key}", n)
        self.raw(f"DELETE FROM {table} WHERE {key} = {found or 999}")

    @rule(n=numbers, what=st.sampled_from(("kind = 'norma', measure = NULL", "annulled_at = entered_at, annulled_why = 'x'",  # noqa: E501
                                           "annulled_at = NULL, annulled_why = ''")))  # fmt: skip
    def raw_fact(self, n, what):
        self.raw(f"UPDATE record_fact SET {what} WHERE id = {self.ident('record_fact', n)}")

    @rule(n=numbers, table=st.sampled_from(("deadline", "transfer")))
    def raw_insert(self, n, table):
        record, moment = self.ident("record", n), "(SELECT updated_at FROM record ORDER BY id LIMIT 1)"
        self.raw(
            f"INSERT INTO deadline (record_id, what, addressee, due_at, state, made_at, made_by, closed_by) "
            f"VALUES ({record}, 'a mano', '', {moment}, 'abierto', {moment}, 'x', '')"
            if table == "deadline"
            else "INSERT INTO transfer (record_id, state, sender, receiver, reason, pack, asked_at, asked_by, answer_by, "  # noqa: E501
            f"answered_by, answer) VALUES ({record}, 'solicitada', '{OFFICES[n % 3]}', 'Marte', 'x', '{{}}', {moment}, "
            f"'x', {moment}, '', '')"
        )

    def raw(self, statement: str) -> None:
        """Write by hand, as the application's own role: what the tables do not allow the database refuses."""
        self.several = False
        self.steps += 1
        try:
            with self.register.writing() as session:
                session.execute(text(statement.replace(":", r"\:")))
        except StorageError as refused:
            assert isinstance(refused.__cause__, DBAPIError)
        self.seen = look(self.register)

    @invariant()
    def no_state_is_illegal(self):
        after = self.seen.states
        wrong = illegal_moves(self.before, after, several=self.several)
        assert not wrong, wrong
        assert not self.seen.broken, self.seen.broken
        self.before, self.several = after, True


def filled(register: Register) -> None:
    """Put rows into the queue."""
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source()], now=NOW)
        cycle = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
        fetches.record(session, cycle_id=cycle.cycle_id, attempt=an_attempt(articles=ROWS),
                       articles=[an_article(n) for n in range(1, ROWS + 1)], update=an_update(), now=NOW)  # fmt: skip
        waiting = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=ROWS)
        readings.record(session, assessed=[an_assessed(one, f"new:{n}") for n, one in enumerate(waiting)], now=NOW)


def on_sqlite(folder: Path, profile: settings) -> int:
    """Live whole lives upon copies of one file; return the steps taken."""
    whole = folder / "entera"
    whole.mkdir()
    storage = Storage(f"sqlite:///{whole / 'atalaya.db'}", whole)
    migrate(storage)
    register = open_register(storage)
    filled(register)
    register.close()
    lived: list[Lives] = []

    def begin() -> Lives:
        place = folder / f"copia-{len(lived)}"
        shutil.rmtree(folder / f"copia-{len(lived) - 1}", ignore_errors=True)
        shutil.copytree(whole, place)
        lived.append(Lives(open_register(Storage(f"sqlite:///{place / 'atalaya.db'}", place))))
        return lived[-1]

    run_state_machine_as_test(begin, settings=profile)
    return sum(machine.steps for machine in lived)


def on_postgresql(cluster: Cluster, folder: Path, profile: settings) -> int:
    """Live whole lives upon databases of their own, copies of one; return the steps taken."""
    make_key(folder)
    whole = cluster.new_database()
    register = open_register(Storage(whole, folder))
    filled(register)
    register.close()
    whole = whole.rpartition("/")[2]
    lived: list[Lives] = []
    past: list[str] = []

    def begin() -> Lives:
        if past:
            cluster.run(f"DROP DATABASE {past.pop()} WITH (FORCE)")
        past.append(f"{whole}_{len(lived)}")
        cluster.run(f"CREATE DATABASE {past[0]} TEMPLATE {whole}")
        lived.append(Lives(open_register(Storage(cluster.url(past[0]), folder))))
        return lived[-1]

    run_state_machine_as_test(begin, settings=profile)
    return sum(machine.steps for machine in lived)


def test_no_order_of_steps_and_no_sql_by_hand_leads_to_an_illegal_state_on_sqlite(tmp_path: Path) -> None:
    steps = on_sqlite(tmp_path, PROFILE)
    assert steps >= (10_000 if LONG else 100)


@pytest.mark.postgres
def test_no_order_of_steps_and_no_sql_by_hand_leads_to_an_illegal_state_on_postgresql(cluster, tmp_path: Path) -> None:
    steps = on_postgresql(cluster, tmp_path, settings(PROFILE, max_examples=220 if LONG else 4))
    assert steps >= (10_000 if LONG else 20)
