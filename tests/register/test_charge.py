"""How grave a record is and who has it: changed with a reason, kept in the journal, told by the weekly summary."""

from datetime import timedelta

import pytest

from conflict.clocks import Term
from conflict.codebook import Level
from conflict.lifecycle import DeadlineState, RecordKind
from conflict.record import Person, RuleError
from conflict.roles import Role
from conflict.rulebook import OfficeRules, Rulebook
from conflict.week import week_at
from register.commands import accounts, charge, reviews
from register.engine import Register
from register.queries import week as week_queries
from tests.conftest import NOW
from tests.register.test_records import ANA, acted, do, lines, registered, shown

WHY = "Las dos partes llegaron al mismo cruce."
CONSOLE = Person("consola", "Sistemas")


def an_account(register: Register, name: str, office: str = ANA.office, role: Role = Role.ANALYST) -> int:
    login = name.split()[0].lower()
    values = {"login": login, "name": name, "office": office, "role": role, "departments": ("05",)}
    return do(register, accounts.create, by=CONSOLE, municipalities=(), **values)


def test_a_level_changes_with_its_reason_and_the_week_reads_both(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0], level=Level.MEDIUM)
    later = NOW + timedelta(hours=2)
    do(register, charge.regrade, code=code, level=Level.CRITICAL, words=WHY, now=later)
    found = shown(register, code)
    assert found.record.level is Level.CRITICAL
    assert found.timeline[0].words == f"Nivel de medio a critico: {WHY}"
    with register.reading() as session:
        (told,) = week_queries.facts(session, week_at(later)).records
    assert told.level is Level.MEDIUM
    assert told.levels == ((later, Level.CRITICAL),)


def test_turned_critical_the_first_action_is_due_sooner_and_only_then(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0], level=Level.MEDIUM)
    do(register, charge.regrade, code=code, level=Level.HIGH, words=WHY)
    assert [one.term for one in shown(register, code).deadlines] == [Term.FIRST_ACTION]
    do(register, charge.regrade, code=code, level=Level.CRITICAL, words=WHY)
    kept = {one.term: (one.state, one.due_at - NOW) for one in shown(register, code).deadlines}
    assert kept[Term.FIRST_ACTION][0] is DeadlineState.DROPPED
    assert kept[Term.FIRST_ACTION_CRITICAL] == (DeadlineState.OPEN, timedelta(hours=4))
    acted(register, code)
    assert all(one.state is not DeadlineState.OPEN for one in shown(register, code).deadlines)


def test_a_level_needs_words_another_value_and_an_open_record(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0])
    for level, words in ((Level.HIGH, WHY), (Level.LOW, "sí")):
        with pytest.raises(RuleError):
            do(register, charge.regrade, code=code, level=level, words=words)
    assert lines(register, "ficha.nivel") == 0
    assert shown(register, code).record.version == 1


def test_a_record_passes_to_a_colleague_and_to_nobody_else(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0])
    rosa, far = an_account(register, "Rosa M."), an_account(register, "Luz F.", "Delegación Potosí")
    looks, gone = an_account(register, "Gema L.", role=Role.MANAGER), an_account(register, "Eva S.")
    do(register, accounts.set_active, account_id=gone, active=False, by=CONSOLE)
    for number in (far, looks, gone, 999_999):
        with pytest.raises(RuleError, match="cannot hold"):
            do(register, charge.entrust, code=code, account_id=number, words=WHY)
    do(register, charge.entrust, code=code, account_id=rosa, words=WHY)
    found = shown(register, code)
    assert (found.record.responsible, found.record.office) == ("Rosa M.", ANA.office)
    assert found.timeline[0].words == f"A cargo de Rosa M. (antes Ana Q.): {WHY}"
    with pytest.raises(RuleError, match="theirs"):
        do(register, charge.entrust, code=code, account_id=rosa, words=WHY)
    assert lines(register, "ficha.asignar") == 1


def test_a_draft_stays_with_who_registered_it_so_that_nobody_approves_their_own(
    register: Register, rows: list[str]
) -> None:
    rosa = an_account(register, "Rosa M.")
    rules = Rulebook(general=OfficeRules(approve_registration=True))
    kind = RecordKind.ALERT
    code = do(register, reviews.register, code=rows[0], version=1, kind=kind, level=Level.HIGH, rules=rules).record
    with pytest.raises(RuleError, match="draft"):
        do(register, charge.entrust, code=code, account_id=rosa, words=WHY)
