"""Who answered a transfer takes that back while nothing came after it; a waiting one is reminded of once a day."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from conflict.errors import StorageError
from conflict.lifecycle import ActionKind, DeadlineState, RecordKind, TransferState
from conflict.message import MessageKind, MessageState, Rule
from conflict.office import Office, OfficeKind
from conflict.permissions import NATIONAL_UNIT, Forbidden
from conflict.record import Person, RuleError
from conflict.roles import Role
from register.commands import charge, messages, offices, records, reviews, transfers
from register.engine import Register
from register.queries import messages as message_queries
from register.queries import transfers as transfer_queries
from reports import mail
from tests.conftest import NOW
from tests.register.test_charge import an_account
from tests.register.test_records import ANA, UNIT, acted, do, registered, shown

EVA = Person("Eva Inventada", NATIONAL_UNIT)
WHY = "Falta el acta de la reunión."
LATER = NOW + timedelta(hours=2)
"""When the transfer is answered."""


@pytest.fixture
def sent(register: Register, rows: list[str]) -> tuple[str, int]:
    """Return the code of a record and the number of its transfer, which waits for the national unit."""
    code = registered(register, rows[0], RecordKind.CONFLICT)
    acted(register, code)
    asked = {"code": code, "receiver": NATIONAL_UNIT, "reason": "Interviene una entidad del nivel central."}
    return code, do(register, transfers.ask, **asked)


def answered(register: Register, number: int, *, accept: bool, by: Person = UNIT) -> None:
    do(register, transfers.answer, transfer_id=number, accept=accept, words=WHY, by=by, now=LATER)


def back(register: Register, number: int, by: Person = UNIT, now=LATER) -> str:
    return do(register, transfers.take_back, transfer_id=number, by=by, now=now)


@pytest.mark.parametrize("accept", [True, False])
def test_the_record_is_where_it_was_and_the_transfer_waits_again(
    register: Register, sent: tuple[str, int], accept: bool
) -> None:
    code, number = sent
    before = shown(register, code)
    answered(register, number, accept=accept)
    assert shown(register, code).record.office == (NATIONAL_UNIT if accept else before.record.office)
    assert back(register, number) == code
    found = shown(register, code)
    assert (found.record.office, found.record.responsible) == (before.record.office, before.record.responsible)
    (transfer,) = found.transfers
    assert (transfer.state, transfer.answered_at, transfer.answer) == (TransferState.SENT, None, "")
    assert transfer.answer_by == before.transfers[0].answer_by
    words = [one.words for one in found.timeline]
    assert f"Se deshizo la {'aceptación' if accept else 'devolución'}" in words[0]
    assert accept or any(WHY in one for one in words), "what was said stays"
    assert [one.state for one in found.deadlines if "recibir" in one.what] == [DeadlineState.DROPPED] * accept
    with register.reading() as session:
        lines = session.scalars(text("SELECT action FROM journal ORDER BY seq DESC LIMIT 2")).all()
        assert lines == ["transferencia.deshacer", f"transferencia.{'aceptada' if accept else 'devuelta'}"]
    answered(register, number, accept=True)
    assert shown(register, code).record.office == NATIONAL_UNIT


def test_it_goes_back_to_who_had_it_though_somebody_was_named_with_the_acceptance(
    register: Register, sent: tuple[str, int]
) -> None:
    code, number = sent
    taker = an_account(register, "Eva Inventada", NATIONAL_UNIT, Role.NATIONAL)
    with register.writing() as session:
        transfers.answer(session, transfer_id=number, accept=True, words="", by=UNIT, now=LATER)
        charge.entrust(session, code=code, account_id=taker, words="la lleva desde hoy", by=UNIT, now=LATER)
    assert shown(register, code).record.responsible == "Eva Inventada"
    back(register, number)
    assert shown(register, code).record.responsible == ANA.name


def test_it_is_too_late_once_anything_happened_to_the_record(
    register: Register, sent: tuple[str, int], rows: list[str]
) -> None:
    code, number = sent
    answered(register, number, accept=True)
    do(register, records.act, code=code, kind=ActionKind.OTHER, at=NOW, words="Se llamó hoy.", proof="", by=UNIT)
    with pytest.raises(RuleError, match="worked on") as told:
        back(register, number)
    assert code in told.value.spanish
    assert shown(register, code).record.office == NATIONAL_UNIT


def test_a_returned_one_that_was_asked_again_stays_returned(register: Register, sent: tuple[str, int]) -> None:
    code, number = sent
    answered(register, number, accept=False)
    do(register, transfers.ask, code=code, receiver=NATIONAL_UNIT, reason="Ya está el acta de la reunión.", now=LATER)
    with pytest.raises(RuleError, match="worked on"):
        back(register, number)


def test_a_note_that_joined_the_record_is_something_that_happened(
    register: Register, sent: tuple[str, int], rows: list[str]
) -> None:
    code, number = sent
    answered(register, number, accept=False)
    do(register, reviews.link, code=rows[1], version=1, record=code, now=LATER)
    with pytest.raises(RuleError, match="worked on"):
        back(register, number)


def test_nobody_else_takes_it_back_nor_twice_nor_after_a_month(register: Register, sent: tuple[str, int]) -> None:
    _, number = sent
    for by in (UNIT, EVA):
        with pytest.raises(RuleError, match=f"transfer {number} is enviada"):
            back(register, number, by)
    answered(register, number, accept=False)
    with pytest.raises(RuleError, match="by another"):
        back(register, number, EVA)
    with pytest.raises(Forbidden):
        back(register, number, Person("Rita Inventada", ANA.office, 2, Role.REGIONAL, ("05",)))
    with pytest.raises(RuleError, match="too long ago"):
        back(register, number, now=LATER + timedelta(days=31))
    with pytest.raises(RuleError, match="no transfer 999"):
        back(register, 999)
    back(register, number)
    with pytest.raises(RuleError, match=f"transfer {number} is enviada"):
        back(register, number)


def test_one_that_was_closed_with_its_result_is_past_undoing(register: Register, sent: tuple[str, int]) -> None:
    _, number = sent
    answered(register, number, accept=True)
    do(register, transfers.refer_back, transfer_id=number, words="Se firmó un acuerdo con todos.", by=UNIT)
    with pytest.raises(RuleError, match="is cerrada"):
        back(register, number)


def test_the_database_lets_a_record_go_back_by_the_answer_alone(register: Register, sent: tuple[str, int]) -> None:
    code, number = sent
    answered(register, number, accept=True)
    by_hand = (
        "UPDATE record SET office = 'Regional Llallagua'",
        f"UPDATE transfer SET state = 'devuelta' WHERE id = {number}",
        f"UPDATE transfer SET state = 'solicitada', answered_at = NULL WHERE id = {number}",
        f"UPDATE transfer SET held_by = '', state = 'enviada', answered_at = NULL WHERE id = {number}",
    )
    for statement in by_hand:
        with pytest.raises((StorageError, DBAPIError)), register.writing() as session:
            session.execute(text(statement))
    assert shown(register, code).record.office == NATIONAL_UNIT


def test_the_last_answer_of_a_sitting_is_known_and_then_the_one_before(register: Register, rows: list[str]) -> None:
    luis = Person("Luis V.", NATIONAL_UNIT, 41)
    codes, numbers = [], []
    for n, row in enumerate(rows[:2]):
        codes.append(registered(register, row, RecordKind.CONFLICT))
        acted(register, codes[n])
        ask = {"code": codes[n], "receiver": NATIONAL_UNIT, "reason": "Interviene una entidad del nivel central."}
        numbers.append(do(register, transfers.ask, **ask))
        do(
            register, transfers.answer, transfer_id=numbers[n], accept=n == 0, words=WHY, by=luis,
            now=NOW + timedelta(minutes=n + 1),
        )  # fmt: skip

    def last(ident: int = 41, now=LATER, **one: int):
        with register.reading() as session:
            return transfer_queries.last_answer(session, ident, now, **one)

    assert last(ident=42) is None
    assert last(now=NOW + timedelta(hours=13)) is None
    assert (last().transfer, last().record, last().accepted) == (numbers[1], codes[1], False)
    assert last(number=numbers[0]).accepted
    back(register, numbers[1], luis)
    assert last().transfer == numbers[0]
    assert last(number=numbers[1]) is None
    back(register, numbers[0], luis)
    assert last() is None


def reminded(register: Register, number: int, by: Person = ANA, now=NOW) -> int:
    """Remind as a page does and return how many messages are new."""
    with register.writing() as session:
        done = transfers.remind(session, transfer_id=number, by=by, now=now)
        letters = [
            mail.reminder(
                number, done.code, (done.sender, done.receiver), done.answer_by, rule.address, now, "http://x.example",
                approval=rule.approval, not_before=now + timedelta(seconds=60),
            )
            for rule in done.rules
        ]  # fmt: skip
        return sum(messages.put(session, letter=one, now=now) for one in letters)


def a_rule(register: Register, office: str = "") -> None:
    with register.writing() as session:
        messages.add_rule(
            session, address=f"a{office}@b.example", office=office, kinds=[MessageKind.OVERDUE], approval=False, now=NOW
        )


def states(register: Register) -> list[MessageState]:
    with register.reading() as session:
        return [one[2] for one in message_queries.outbox(session)]


def test_a_reminder_is_written_down_and_waits_in_the_outbox(register: Register, sent: tuple[str, int]) -> None:
    code, number = sent
    a_rule(register)
    assert reminded(register, number) == 1
    found = shown(register, code)
    assert found.timeline[0].words == f"Recordatorio enviado a {NATIONAL_UNIT}"
    assert found.transfers[0].reminded_at == NOW
    with register.writing() as session:
        assert messages.due(session, now=NOW + timedelta(seconds=59), domain="x") == ()
        (one,) = messages.due(session, now=NOW + timedelta(seconds=61), domain="x")
    assert one.subject == f"Atalaya: transferencia de {code} por responder"
    assert ANA.name not in one.text
    assert f"http://x.example/registros/{code}" in one.text


def test_a_day_lies_between_two_reminders(register: Register, sent: tuple[str, int]) -> None:
    _, number = sent
    a_rule(register)
    reminded(register, number)
    with pytest.raises(RuleError, match="within a day") as told:
        reminded(register, number, now=NOW + timedelta(hours=23, minutes=59))
    assert "Ya se recordó el" in told.value.spanish
    assert reminded(register, number, now=NOW + timedelta(hours=24)) == 1


def test_only_the_sender_reminds_and_only_while_it_waits(register: Register, sent: tuple[str, int]) -> None:
    _, number = sent
    with pytest.raises(Forbidden):
        reminded(register, number, Person("Nora Inventada", NATIONAL_UNIT, 4, Role.NATIONAL))
    answered(register, number, accept=False)
    with pytest.raises(RuleError, match="is devuelta"):
        reminded(register, number)
    with pytest.raises(RuleError, match="no transfer 999"):
        reminded(register, 999)


def test_without_a_rule_the_line_says_that_no_mail_goes(register: Register, sent: tuple[str, int]) -> None:
    code, number = sent
    assert reminded(register, number) == 0
    assert "ninguna regla de avisos" in shown(register, code).timeline[0].words


def test_the_rules_of_the_office_come_before_those_of_the_country(register: Register) -> None:
    first, other = (
        Office(f"of-{code}", f"Delegación Departamental {name}", name, OfficeKind.DELEGATION, code, "", "")
        for code, name in (("05", "Potosí"), ("08", "Beni"))
    )
    with register.writing() as session:
        offices.sync(session, offices=[first, other], now=NOW)
    for office in ("", first.id):
        a_rule(register, office)

    def found(name: str, kind: MessageKind = MessageKind.OVERDUE) -> list[str]:
        with register.reading() as session:
            rules: tuple[Rule, ...] = message_queries.rules_of(session, name, kind)
            return [one.office for one in rules]

    assert found(first.name) == [first.id]
    assert found(other.name) == [""]
    assert found(first.name, MessageKind.DAILY) == []


@pytest.mark.parametrize("how", ["answer", "withdraw"])
def test_a_reminder_that_has_not_gone_stays_once_the_transfer_waits_no_more(
    register: Register, sent: tuple[str, int], how: str
) -> None:
    _, number = sent
    a_rule(register)
    reminded(register, number)
    assert states(register) == [MessageState.WAITING]
    if how == "answer":
        answered(register, number, accept=True)
    else:
        do(register, transfers.withdraw, transfer_id=number)
    assert states(register) == [MessageState.WITHDRAWN]
