"""The institution's words: one version in force, the older kept, put by who manages messages, each change told."""

import pytest
from sqlalchemy import text

from conflict.permissions import Ability, Forbidden, allowed
from conflict.record import RuleError
from conflict.roles import Role
from conflict.wording import LetterKind, Wording
from register.commands import wordings
from register.commands.wordings import SAID_MEANWHILE
from register.engine import Register
from register.queries import wordings as wording_queries
from tests.conftest import NOW
from tests.offices import PEOPLE

NORA = PEOPLE[Role.NATIONAL]
KIND = LetterKind.OWN
FIRST, SECOND = Wording("{plazos} suyos", "Mire {plazos}:"), Wording("{plazos}", "Hay {plazos}.", "Gracias.")


def say(register: Register, wording: Wording, version: int) -> int:
    with register.writing() as session:
        return wordings.say(session, kind=KIND, wording=wording, version=version, by=NORA, now=NOW)


def in_force(register: Register) -> tuple[Wording | None, int]:
    with register.reading() as session:
        return wording_queries.in_force(session).get(KIND), wording_queries.versions(session).get(KIND, 0)


def test_one_version_is_in_force_the_older_stay_and_numbers_go_on(register: Register) -> None:
    assert in_force(register) == (None, 0)
    assert say(register, FIRST, 0) == 1
    assert say(register, SECOND, 1) == 2
    assert in_force(register) == (SECOND, 2)
    with register.writing() as session:
        wordings.say_as_the_house(session, kind=KIND, version=2, by=NORA, now=NOW)
    assert in_force(register) == (None, 0)
    assert say(register, FIRST, 0) == 3
    with register.reading() as session:
        kept = session.execute(text("SELECT version, ended_at IS NULL FROM message_wordings ORDER BY version")).all()
        lines = session.execute(text("SELECT * FROM journal WHERE action LIKE 'aviso.frases%'")).all()
    assert [(version, bool(open_)) for version, open_ in kept] == [(1, False), (2, False), (3, True)]
    assert len(lines) == 4
    assert "suyos" not in str(lines)


@pytest.mark.parametrize("seen", [0, 2])
def test_who_saw_another_version_is_told_and_nothing_changes(register: Register, seen: int) -> None:
    say(register, FIRST, 0)
    with pytest.raises(RuleError, match="not version") as refused:
        say(register, SECOND, seen)
    assert refused.value.spanish == SAID_MEANWHILE
    with pytest.raises(RuleError), register.writing() as session:
        wordings.say_as_the_house(session, kind=KIND, version=seen, by=NORA, now=NOW)
    assert in_force(register) == (FIRST, 1)


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
def test_only_who_manages_messages_changes_their_words(register: Register, role: Role) -> None:
    by = PEOPLE[role]
    if allowed(by, Ability.MANAGE_MESSAGES):
        with register.writing() as session:
            assert wordings.say(session, kind=KIND, wording=FIRST, version=0, by=by, now=NOW) == 1
        return
    for change in ({"wording": FIRST, "version": 0}, {"version": 1}):
        do = wordings.say if "wording" in change else wordings.say_as_the_house
        with pytest.raises(Forbidden), register.writing() as session:
            do(session, kind=KIND, by=by, now=NOW, **change)
    assert in_force(register) == (None, 0)
