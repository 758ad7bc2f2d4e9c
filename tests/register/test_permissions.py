"""One table of permissions: every command asks it, for every role and every kind of object."""

import inspect
import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from conflict.codebook import Level
from conflict.lifecycle import ActionKind, DiscardReason, Outcome, RecordKind, RecordStep
from conflict.office import Office, OfficeKind
from conflict.permissions import NATIONAL_UNIT, Ability, Forbidden, sight_of
from conflict.record import Person, RuleError
from conflict.roles import Role
from register.commands import accounts, assigning, batches, offices, records, reviews, routing, signing, transfers
from register.engine import Register
from register.queries import queue
from register.queries import records as record_queries
from tests.conftest import NOW
from tests.offices import BENI, PEOPLE, PLACES, Filled, expected, fill

SEE = {"revisar": "ver_cola", "editar_ficha": "ver_fichas"}
WORDS = "Hubo reunión con las partes."


class Undo(Exception):
    """Takes a transaction back."""


# Every command of a person: what the table is asked, and how it is called on what lies at a place.
Call = Callable[[Filled, str], dict[str, object]]
COMMANDS: dict[Callable[..., object], tuple[str, Call]] = {
    reviews.discard: (
        "revisar",
        lambda f, p: {"code": f.rows[p], "version": 1, "reason": DiscardReason.PAST, "comment": ""},
    ),
    reviews.postpone: ("revisar", lambda f, p: {"code": f.rows[p], "version": 1, "until": NOW + timedelta(hours=20)}),
    reviews.register: (
        "revisar",
        lambda f, p: {"code": f.rows[p], "version": 1, "kind": RecordKind.ALERT, "level": Level.LOW},
    ),
    reviews.link: ("revisar", lambda f, p: {"code": f.rows[p], "version": 1, "record": f.records[p]}),
    reviews.join: ("revisar", lambda f, p: {"code": f.rows[p], "version": 1, "into": f.rows[p]}),
    reviews.undo: ("revisar", lambda f, p: {"review_id": f.reviews[p]}),
    records.act: (
        "editar_ficha",
        lambda f, p: {
            "code": f.records[p],
            "kind": ActionKind.VERIFICATION,
            "at": NOW,
            "words": WORDS,
            "proof": "",
        },
    ),
    records.add_deadline: (
        "editar_ficha",
        lambda f, p: {"code": f.records[p], "what": "Volver al mismo lugar", "due_at": NOW + timedelta(days=2)},
    ),
    records.close_deadline: ("editar_ficha", lambda f, p: {"deadline_id": f.deadlines[p], "met": True}),
    records.reschedule: (
        "editar_ficha",
        lambda f, p: {"deadline_id": f.deadlines[p], "due_at": NOW + timedelta(days=3), "words": WORDS},
    ),
    records.advance: (
        "editar_ficha",
        lambda f, p: {
            "code": f.records[p],
            "asked": RecordStep.CALL_OFF,
            "words": WORDS,
            "outcome": Outcome.UNKNOWN,
        },
    ),
    transfers.ask: ("editar_ficha", lambda f, p: {"code": f.records[p], "receiver": "Otra oficina", "reason": WORDS}),
}
ELSEWHERE = {
    records.open_from_entry: "called by reviews.register, which has asked",
    records.open_past: "called by imports.store; its journal line asks",
    records.annul_untouched: "called by reviews.undo, which has asked; its journal line asks again",
    records.carry_out: "called by records.advance and signing.sign; its journal line asks again",
    transfers.authorise: "the sender's side: its own tests",
    transfers.send: "the sender's side: its own tests",
    transfers.refer_back: "the receiver's side: its own tests",
    transfers.answer: "two sides: its own tests below",
    transfers.take_back: "the receiver's side: its own tests",
    transfers.remind: "the sender's side: its own tests",
    transfers.withdraw: "two sides: its own tests below",
}


def attempt(register: Register, command: Callable[..., object], by: Person, values: dict[str, object]) -> str:
    """Return "done", "refused" or "hidden", or the words of another rule; nothing stays."""
    try:
        with register.writing() as session:
            command(session, by=by, now=NOW, **values)
            raise Undo
    except Undo:
        return "done"
    except Forbidden as forbidden:
        return "hidden" if forbidden.hidden else "refused"
    except RuleError as rule:
        return rule.spanish


def test_every_command_of_a_person_is_in_this_matrix() -> None:
    found = {
        function
        for module in (reviews, records, transfers)
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not function.__name__.startswith("_")
        and "by" in inspect.signature(function).parameters
    }
    assert found == set(COMMANDS) | set(ELSEWHERE)


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: f"{command.__module__[18:]}.{command.__name__}")
def test_a_command_asks_the_table(filled: tuple[Register, Filled], command: Callable[..., object], role: Role) -> None:
    register, made = filled
    what, call = COMMANDS[command]
    for place in PLACES:
        if command is reviews.link and expected(role, what, place) and not expected(role, "ver_fichas", place):
            continue
        got = attempt(register, command, PEOPLE[role], call(made, place))
        if not expected(role, SEE[what], place):
            assert got == "hidden", place
        elif not expected(role, what, place):
            assert got == "refused", place
        else:
            assert got not in ("hidden", "refused"), place


def test_the_second_signature_asks_to_approve_and_not_only_to_write(filled: tuple[Register, Filled]) -> None:
    register, made = filled
    sign = {"code": made.records["suya"], "approve": True, "words": ""}
    assert attempt(register, signing.sign, PEOPLE[Role.ANALYST], sign) == "refused"
    assert attempt(register, signing.sign, PEOPLE[Role.AUDITOR], sign) == "refused"
    assert "propuesta" in attempt(register, signing.sign, PEOPLE[Role.REGIONAL], sign)
    assert attempt(register, signing.sign, PEOPLE[Role.REGIONAL], sign | {"code": made.records["ajena"]}) == "hidden"


def test_who_may_not_know_of_a_thing_is_told_what_is_told_of_one_that_is_not_there(
    filled: tuple[Register, Filled],
) -> None:
    register, made = filled
    for command, (_, call) in COMMANDS.items():
        values = call(made, "ajena")
        absent = {
            name: (value.replace("-0001", "-9999").replace("-00", "-99") if isinstance(value, str) else 10**8)
            if name in ("code", "record", "review_id", "deadline_id")
            else value
            for name, value in values.items()
        }
        told = [re.sub(r"[A-Z]+-[0-9-]+", "X", _said(register, command, one)) for one in (values, absent)]
        assert told[0] == told[1]


def _said(register: Register, command: Callable[..., object], values: dict[str, object]) -> str:
    with pytest.raises(RuleError) as refused, register.writing() as session:
        command(session, by=PEOPLE[Role.ANALYST], now=NOW, **values)
    return refused.value.spanish


def test_a_transfer_is_seen_and_answered_by_its_receiver_alone(register: Register) -> None:
    made = fill(register, ("suya",))
    code = made.records["suya"]
    analyst, national, beni = (
        PEOPLE[Role.ANALYST],
        PEOPLE[Role.NATIONAL],
        Person("Bea", BENI, 8, Role.DELEGATE, ("08",)),
    )

    def sees(person: Person) -> bool:
        with register.reading(sight_of(person)) as session:
            listed = bool(record_queries.listed(session))
            assert listed == bool(record_queries.detail(session, code))
            return listed

    def ask(receiver: str) -> int:
        with register.writing() as session:
            return transfers.ask(session, code=code, receiver=receiver, reason=WORDS, by=analyst, now=NOW)

    assert not sees(beni)
    number = ask(BENI)
    assert sees(beni)
    edit = (records.act, {"code": code, "kind": ActionKind.OTHER, "at": NOW, "words": WORDS, "proof": ""})
    assert attempt(register, edit[0], beni, edit[1]) == "refused"
    accept = {"transfer_id": number, "accept": True, "words": ""}
    for other in (analyst, national, PEOPLE[Role.DELEGATE]):
        assert attempt(register, transfers.answer, other, accept) == "refused"
    for other in (PEOPLE[Role.AUDITOR], PEOPLE[Role.ADMIN]):
        assert attempt(register, transfers.answer, other, accept) in ("refused", "hidden")
    assert attempt(register, transfers.withdraw, beni, {"transfer_id": number}) == "refused"
    with register.writing() as session:
        transfers.withdraw(session, transfer_id=number, by=analyst, now=NOW)
    assert not sees(beni)
    number = ask(NATIONAL_UNIT)
    assert attempt(register, edit[0], national, edit[1]) == "refused"
    with register.writing() as session:
        transfers.answer(session, transfer_id=number, accept=True, words="", by=national, now=NOW)
    assert attempt(register, edit[0], national, edit[1]) == "done"
    for sender in (analyst, PEOPLE[Role.DELEGATE]):
        assert attempt(register, edit[0], sender, edit[1]) == "refused"
        assert sees(sender)


def test_a_row_that_was_passed_on_is_seen_and_decided_by_the_office_that_has_it(register: Register) -> None:
    made = fill(register, ("suya",))
    beni = Person("Bea Inventada", BENI, 8, Role.DELEGATE, ("08",))
    office = Office("del-beni", BENI, "Beni", OfficeKind.DELEGATION, "08", "080101", "inventada")
    with register.writing() as session:
        offices.sync(session, offices=[office], now=NOW)
    call = {"code": made.rows["suya"], "version": 2, "reason": DiscardReason.PAST, "comment": ""}
    assert attempt(register, reviews.discard, beni, call) == "hidden"
    with register.writing() as session:
        routing.move(
            session,
            code=made.rows["suya"],
            version=1,
            office="del-beni",
            reason="El hecho ocurre en Trinidad, no aquí.",
            by=PEOPLE[Role.ANALYST],
            now=NOW,
        )
    with register.reading(sight_of(beni)) as session:
        assert [row.code for row in queue.page(session, now=NOW).rows] == [made.rows["suya"]]
    assert attempt(register, reviews.discard, beni, call) == "done"


def test_a_row_is_given_only_to_somebody_who_may_decide_it(register: Register) -> None:
    made = fill(register, ("suya",))
    console, numbers = Person("consola", "Sistemas"), {}
    for person in (PEOPLE[Role.REGIONAL], PEOPLE[Role.AUDITOR], Person("Bea", BENI, 8, Role.DELEGATE, ("08",))):
        with register.writing() as session:
            around = {"departments": person.departments, "municipalities": person.municipalities, "by": console}
            login = person.role.value.replace("_", "-")
            numbers[person.role] = accounts.create(
                session, login=login, name=person.name, office=person.office, role=person.role, now=NOW, **around
            )
    call = {"code": made.rows["suya"]}
    for role in (Role.AUDITOR, Role.DELEGATE):
        told = attempt(register, assigning.assign, PEOPLE[Role.ANALYST], call | {"account_id": numbers[role]})
        assert "no puede decidir esta fila" in told
    given = call | {"account_id": numbers[Role.REGIONAL]}
    assert attempt(register, assigning.assign, PEOPLE[Role.ANALYST], given) == "done"


def test_a_batch_is_taken_back_by_its_own_office_alone(register: Register) -> None:
    made = fill(register, ("suya",))
    with register.writing() as session:
        number = batches.discard(
            session,
            rows=[(made.rows["suya"], 1)],
            reason=DiscardReason.PAST,
            comment="",
            by=PEOPLE[Role.ANALYST],
            now=NOW,
        )
    call = {"batch_id": number}
    assert "ya se deshizo" in attempt(register, batches.undo, PEOPLE[Role.DELEGATE], call)
    assert attempt(register, batches.undo, PEOPLE[Role.REGIONAL], call) == "done"


def test_every_ability_has_a_row_and_the_machine_has_no_account() -> None:
    from conflict.permissions import TABLE

    assert {(role, ability) for role in Role for ability in Ability} == set(TABLE)
