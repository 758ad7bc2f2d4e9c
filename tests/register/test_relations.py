"""How organisations of a record stand to each other, on both engines."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from conflict.errors import StorageError
from conflict.record import RuleError
from conflict.vocabulary import ActorRole, RelationKind, Sector, Side
from register.commands import involved, relating
from register.engine import Register
from register.tables import JournalRow
from tests.register.test_case import filed
from tests.register.test_records import do, lines, registered

SOURCE = "Radio Cerro, entrevista"


def actors(register: Register, code: str, *names: str) -> list[int]:
    return [
        do(register, involved.add_actor, code=code, name=name, side=Side.DEMANDER, role=ActorRole.PRIMARY,
           sector=Sector.OTHER)
        for name in names
    ]  # fmt: skip


def relate(register: Register, code: str, one: int, other: int, kind: RelationKind = RelationKind.ALLIANCE, **changes):
    values = {"code": code, "one": one, "other": other, "kind": kind, "source": SOURCE}
    return do(register, relating.relate, **(values | changes))


def test_a_relation_has_its_source_and_changes_by_a_new_one(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0])
    union, town = actors(register, code, "Sindicato de Prueba", "Junta de Prueba")
    relate(register, code, town, union)
    relate(register, code, union, town, RelationKind.TENSION)
    (shown,) = filed(register, code).relations
    assert (shown.one, shown.kind, shown.other) == ("Sindicato de Prueba", RelationKind.TENSION, "Junta de Prueba")
    with register.reading() as session:
        assert session.execute(text("SELECT count(*) FROM record_relation")).scalar_one() == 2
    do(register, relating.unrelate, relation_id=shown.id)
    assert filed(register, code).relations == ()
    assert (lines(register, "relacion.alta"), lines(register, "relacion.quitar")) == (2, 1)


def test_what_is_no_relation_is_refused(register: Register, rows: list[str]) -> None:
    code, elsewhere = registered(register, rows[0]), registered(register, rows[1])
    (union, town), (far,) = actors(register, code, "Sindicato", "Junta"), actors(register, elsewhere, "Otra junta")
    for one, other, changes, cause in (
        (union, union, {}, "itself"),
        (union, far, {}, "not of"),
        (union, town, {"source": " "}, "without source"),
    ):
        with pytest.raises(RuleError, match=cause):
            relate(register, code, one, other, **changes)
    relate(register, code, union, town)
    with pytest.raises(RuleError, match="stands"):
        relate(register, code, town, union)


def test_a_relation_leaves_the_page_with_its_actor_and_is_never_deleted(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0])
    union, town = actors(register, code, "Sindicato", "Junta")
    relate(register, code, union, town)
    do(register, involved.remove_actor, actor_id=union)
    assert filed(register, code).relations == ()
    with pytest.raises((DBAPIError, StorageError)), register.writing() as session:
        session.execute(text("DELETE FROM record_relation"))


def test_the_journal_says_which_relation_a_new_one_took_the_place_of(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0])
    union, town = actors(register, code, "Sindicato de Prueba", "Junta de Prueba")
    first = relate(register, code, union, town)
    second = relate(register, code, union, town, RelationKind.TENSION)
    with register.reading() as session:
        told = [line.details for line in session.query(JournalRow).filter_by(action="relacion.alta").order_by("seq")]
    assert [(one["relacion"], one["en_lugar_de"]) for one in told] == [(first, None), (second, first)]
