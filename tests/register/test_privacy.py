"""What a person may ask of data about them, on both engines; the chain is whole after it."""

import pytest
from sqlalchemy import text

from conflict.mention import mentions, words_of
from conflict.record import RuleError
from conflict.vocabulary import Certainty, HarmGroup, HarmKind
from register.commands import harm, privacy
from register.engine import Register
from register.journal_key import find_key
from register.queries import journal as journal_queries
from register.queries import persons
from register.settings import Storage
from tests.conftest import NOW
from tests.register.populated import ANA, ROSA, populate

NAME = "Nieves Ñuflo Inventada"
WHY = "Acción de privacidad, expediente de prueba."


@pytest.fixture
def code(register: Register) -> str:
    """Return a record with a reserved identity, and an action that names the same person with a slip."""
    made = populate(register)["conflict"]
    with register.writing() as session:
        number = harm.add(
            session, code=made, kind=next(iter(HarmKind)), people=next(iter(HarmGroup)), count=1,
            certainty=next(iter(Certainty)), source="Hospital de prueba", by=ANA, now=NOW,
        )  # fmt: skip
        harm.identify(session, harm_id=number, words=f"{NAME}, herida en el cruce.", by=ANA, now=NOW)
        privacy.dispute(session, code=made, words="La señora Nuflo Invantada, Nieves, no estuvo allí.", by=ANA, now=NOW)
    return made


def about(register: Register) -> list[persons.Mention]:
    with register.reading() as session:
        return list(persons.about(session, NAME))


def shown(register: Register, code: str) -> list[str]:
    with register.writing() as session:
        return [words for _, words in harm.read_identities(session, code=code, reason=WHY, by=ROSA, now=NOW)]


def whole(register: Register, storage: Storage) -> bool:
    key = find_key(storage.folder)
    assert key is not None
    with register.reading() as session:
        return isinstance(journal_queries.verify(session, key=key), journal_queries.Whole)


def test_everything_about_a_name_is_found_with_its_place(register: Register, code: str) -> None:
    found = about(register)
    assert {(one.table, one.column, one.record) for one in found} == {
        ("record_action", "words", code),
        ("reserved_identity", "words", code),
    }
    with register.writing() as session:
        privacy.looked(session, found=found, reason=WHY, by=ANA, now=NOW)
    with register.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM reserved_read")) == 1
        logged = session.execute(text("SELECT what, object_id FROM access_log ORDER BY id")).all()
        lines = session.execute(text("SELECT details, reason, object_id FROM journal")).all()
    assert [tuple(row) for row in logged] == [("persona.buscar", "todo"), ("identidad", code)]
    assert "Nieves" not in str(lines)


def test_a_rectified_identity_keeps_both_versions_and_shows_one(
    register: Register, storage: Storage, code: str
) -> None:
    number = next(int(one.key) for one in about(register) if one.table == "reserved_identity")
    right = "Nieves Ñuflo Inventada, testigo en el cruce."
    with register.writing() as session:
        privacy.rectify(session, identity_id=number, words=right, reason=WHY, by=ANA, now=NOW)
    assert shown(register, code) == [right]
    assert sum(one.table == "reserved_identity" for one in about(register)) == 2
    with pytest.raises(RuleError, match="was replaced"), register.writing() as session:
        privacy.rectify(session, identity_id=number, words=right, reason=WHY, by=ANA, now=NOW)
    assert whole(register, storage)


def test_a_suppressed_identity_goes_with_its_versions_and_the_chain_stays_whole(
    register: Register, storage: Storage, code: str
) -> None:
    number = next(int(one.key) for one in about(register) if one.table == "reserved_identity")
    with register.writing() as session:
        privacy.rectify(session, identity_id=number, words="Otra persona inventada.", reason=WHY, by=ANA, now=NOW)
    with register.writing() as session:
        assert privacy.suppress(session, identity_id=number, reason=WHY, by=ANA, now=NOW) == 2
    assert shown(register, code) == []
    assert whole(register, storage)
    with register.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM record_harm")) == 1
    with pytest.raises(RuleError), register.writing() as session:
        privacy.suppress(session, identity_id=number, reason=WHY, by=ANA, now=NOW)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Habló Nieves Ñuflo Inventada.", True),
        ("INVENTADA ÑUFLO, NIEVES", True),
        ("Nieves N. Nuflo, Inventeda", True),
        ("Cayeron nieves en la cordillera", False),
        ("Nieves vino. " + "Y después pasó otra cosa en la plaza. " * 2 + "Ñuflo Inventada salió.", False),
        ("", False),
    ],
)
def test_a_name_is_known_without_its_accents_and_with_a_slip(words: str, found: bool) -> None:
    assert mentions(words_of(NAME), words) is found
