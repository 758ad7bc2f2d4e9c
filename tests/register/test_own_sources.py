"""What people say of sources on their page: stored with its line, the operator's file wins, and only one role may."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from conflict.codebook import CycleKind, SourceReach
from conflict.permissions import Ability, Forbidden, allowed
from conflict.record import Person, RuleError
from conflict.roles import Role
from conflict.source import Source
from dashboards.journal_words import said_in_journal
from register.commands import cycles, fetches, own_sources
from register.commands import sources as source_commands
from register.engine import Register
from register.queries import sourcehealth
from register.queries import sources as source_queries
from tests.conftest import NOW
from tests.make import a_source, an_attempt, an_update

TITO = Person("Tito Inventado", "Sistemas", 7, Role.ADMIN)
NEW = "https://radio-loma.example/nuevo"


def found(name: str = "Radio Loma", **changes: object) -> Source:
    return a_source("", **{"name": name, "url": "https://radio-loma.example/feed", "notes": ""} | changes)


def add(register: Register, source: Source, by: Person = TITO) -> str:
    with register.writing() as session:
        return own_sources.add(session, source=source, by=by, now=NOW)


def listed(register: Register, *sources: Source) -> int:
    with register.writing() as session:
        return source_commands.sync(session, sources=sources, now=NOW)


def read_by_a_cycle(register: Register) -> dict[str, str]:
    with register.reading() as session:
        return {source.id: source.url for source in source_queries.to_read(session)}


def added(register: Register) -> list[str]:
    with register.reading() as session:
        return [source.id for source in source_queries.added(session)]


def lines(register: Register) -> list[str]:
    with register.reading() as session:
        return [row[0] for row in session.execute(text("SELECT action FROM journal ORDER BY seq"))]


def moves(register: Register, ident: str) -> None:
    with register.writing() as session:
        cycle = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
        fetches.record(
            session,
            cycle_id=cycle.cycle_id,
            attempt=an_attempt(ident),
            articles=[],
            update=an_update(moved_to=NEW, moved_since=NOW - timedelta(days=2), moved_seen=4),
            now=NOW,
        )


def test_an_added_source_is_read_and_stays_though_the_file_has_it_not(register: Register) -> None:
    listed(register, a_source())
    ident = add(register, found("Radio Loma, Ñuflo"))
    assert ident == "radio-loma-nuflo"
    assert listed(register, a_source()) == 0
    assert read_by_a_cycle(register) == {
        "radio-cerro": "https://radio-cerro.example/rss",
        ident: "https://radio-loma.example/feed",
    }
    assert added(register) == [ident]
    assert lines(register) == ["fuente.alta", "fuente.agregar"]


@pytest.mark.parametrize("by_id", [True, False], ids=["mismo id", "mismo canal"])
def test_a_card_of_the_file_takes_the_added_one_over_and_says_so(register: Register, by_id: bool) -> None:
    ident = add(register, found())
    card = a_source(ident if by_id else "loma", url="http://www.radio-loma.example/feed/", name="Radio Loma")
    assert listed(register, card) == (1 if by_id else 2)
    assert read_by_a_cycle(register) == {card.id: card.url}
    assert added(register) == []
    assert lines(register)[-1] == "fuente.relevo"
    assert said_in_journal("fuente.relevo") == "Fuente: pasó a la lista del operador"
    assert listed(register) == 1, "from then on it leaves with its card"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"url": "http://www.radio-cerro.example/rss/"}, "Ya existe: Radio Cerro."),
        ({"name": "  "}, "Escriba el nombre del medio"),
        ({"url": "radio"}, "Escriba una dirección completa"),
        ({"department": "17"}, "Elija un departamento de la lista."),
        ({"municipality": "030101"}, "El municipio no es de ese departamento"),
        ({"department": "", "reach": SourceReach.LOCAL}, "Elija el departamento: el alcance es local."),
        ({"cadence_minutes": 0}, "La cadencia es un número de minutos"),
    ],
)
def test_a_card_that_may_not_be_is_refused_with_a_sentence(
    register: Register, changes: dict[str, object], words: str
) -> None:
    listed(register, a_source())
    with pytest.raises(RuleError) as refused:
        add(register, found(**changes))
    assert refused.value.spanish.startswith(words)
    assert added(register) == []


def test_two_of_one_name_get_two_ids_and_no_id_is_given_twice(register: Register) -> None:
    listed(register, a_source("radio-loma"))
    listed(register, a_source())
    names = [add(register, found(url=f"https://radio-loma.example/{n}")) for n in (1, 2)]
    assert names == ["radio-loma-2", "radio-loma-3"]


def test_one_that_was_taken_off_is_read_no_more_and_comes_back_as_itself(register: Register) -> None:
    listed(register, a_source())
    ident = add(register, found())
    with register.writing() as session:
        own_sources.remove(session, source_id=ident, by=TITO, now=NOW)
    assert read_by_a_cycle(register) == {"radio-cerro": "https://radio-cerro.example/rss"}
    assert added(register) == []
    assert listed(register, a_source()) == 0, "a run of the file leaves it off"
    assert lines(register)[-1] == "fuente.quitar"
    assert said_in_journal("fuente.quitar") == "Fuente: se quitó"
    assert add(register, found("Radio La Loma", url="http://www.radio-loma.example/feed/")) == ident
    assert read_by_a_cycle(register)[ident] == "http://www.radio-loma.example/feed/"
    assert added(register) == [ident]


def test_one_of_the_file_is_not_taken_off_on_the_page(register: Register) -> None:
    listed(register, a_source())
    with register.writing() as session, pytest.raises(RuleError, match="source of the file"):
        own_sources.remove(session, source_id="radio-cerro", by=TITO, now=NOW)
    assert list(read_by_a_cycle(register)) == ["radio-cerro"]


def test_who_does_not_administer_changes_no_source(register: Register) -> None:
    listed(register, a_source())
    for role in set(Role) - {Role.ADMIN, Role.SYSTEM}:
        person = replace(TITO, role=role, departments=("05",))
        assert not allowed(person, Ability.MANAGE_SOURCES)
        with register.writing() as session:
            how = {"source_id": "radio-cerro", "by": person, "now": NOW}
            with pytest.raises(Forbidden):
                own_sources.add(session, source=found(), by=person, now=NOW)
            with pytest.raises(Forbidden):
                own_sources.accept_address(session, address=NEW, **how)
            with pytest.raises(Forbidden):
                own_sources.hold(session, until=NOW + timedelta(days=1), reason="x", **how)
            with pytest.raises(Forbidden):
                own_sources.resume(session, **how)
            with pytest.raises(Forbidden):
                own_sources.remove(session, **how)
    assert lines(register) == ["fuente.alta"]


def test_an_accepted_address_holds_while_the_file_has_the_old_one(register: Register) -> None:
    listed(register, a_source())
    moves(register, "radio-cerro")
    with register.writing() as session:
        own_sources.accept_address(session, source_id="radio-cerro", address=NEW, by=TITO, now=NOW)
    assert listed(register, a_source()) == 0
    assert read_by_a_cycle(register) == {"radio-cerro": NEW}
    with register.reading() as session:
        state = source_queries.states(session)["radio-cerro"]
        assert (state.etag, state.moved_to, state.moved_seen) == (None, None, 0)
        assert sourcehealth.health(session, NOW)[0].replaced == "https://radio-cerro.example/rss"
    listed(register, a_source(url="https://radio-cerro.example/tercera"))
    assert read_by_a_cycle(register) == {"radio-cerro": "https://radio-cerro.example/tercera"}


def test_an_added_source_moves_for_good(register: Register) -> None:
    listed(register, a_source())
    ident = add(register, found())
    moves(register, ident)
    with register.writing() as session:
        own_sources.accept_address(session, source_id=ident, address=NEW, by=TITO, now=NOW)
    assert read_by_a_cycle(register)[ident] == NEW
    assert lines(register)[-1] == "fuente.direccion"


def test_an_address_that_the_site_did_not_name_is_not_accepted(register: Register) -> None:
    listed(register, a_source(), a_source("otra", url=NEW))
    with register.writing() as session, pytest.raises(RuleError, match="no such move"):
        own_sources.accept_address(session, source_id="radio-cerro", address=NEW, by=TITO, now=NOW)
    moves(register, "radio-cerro")
    with register.writing() as session, pytest.raises(RuleError) as refused:
        own_sources.accept_address(session, source_id="radio-cerro", address=NEW, by=TITO, now=NOW)
    assert refused.value.spanish == "Ya existe: Radio Cerro."


def test_a_rest_has_a_reason_an_end_and_whoever_began_it(register: Register) -> None:
    listed(register, a_source())
    until = NOW + timedelta(days=3)
    with register.writing() as session:
        own_sources.hold(session, source_id="radio-cerro", until=until, reason="en obras", by=TITO, now=NOW)
    with register.reading() as session:
        held = sourcehealth.health(session, NOW)[0].held
        assert held is not None
        assert (held.until, held.reason, held.by) == (until, "en obras", "Tito Inventado")
        assert source_queries.at_rest(session, NOW) == {"radio-cerro"}
        assert source_queries.at_rest(session, until) == frozenset()
        assert sourcehealth.health(session, until)[0].held is None
    with register.writing() as session:
        own_sources.resume(session, source_id="radio-cerro", by=TITO, now=NOW)
    with register.reading() as session:
        assert source_queries.at_rest(session, NOW) == frozenset()
    assert lines(register)[-2:] == ["fuente.pausar", "fuente.reanudar"]


@pytest.mark.parametrize(
    ("days", "reason", "words"),
    [(3, " ", "Escriba por qué"), (3, "x" * 301, "El motivo pasa"), (0, "x", "Elija hasta"), (400, "x", "Elija hasta")],
)
def test_a_rest_without_reason_or_end_is_refused(register: Register, days: int, reason: str, words: str) -> None:
    listed(register, a_source())
    with register.writing() as session, pytest.raises(RuleError) as refused:
        own_sources.hold(
            session, source_id="radio-cerro", until=NOW + timedelta(days=days), reason=reason, by=TITO, now=NOW
        )
    assert refused.value.spanish.startswith(words)
