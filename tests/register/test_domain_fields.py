"""What the domain model says of a record, an action, a fact and a request, on both engines."""

from datetime import timedelta

import pytest

from conflict.fieldwork import Modality, PlacePrecision, TimePrecision
from conflict.lifecycle import ActionKind, Outcome, RecordKind, RecordStep
from conflict.record import RuleError
from conflict.vocabulary import FactKind
from register.commands import casefile, records
from register.engine import Register
from register.queries import casefile as case_queries
from register.queries import export
from tests.conftest import NOW
from tests.register.test_records import acted, completed, do, fact, registered, shown

SAID = {
    "realm": "reproduccion_social",
    "reach": "departamental",
    "setting": "rural",
    "competence": "gobierno_municipal",
    "field_check": "pendiente",
}


def filed(register: Register, code: str):
    with register.reading() as session:
        return case_queries.case(session, code)


def exported(register: Register, what: str) -> list[dict]:
    with register.reading() as session:
        return list(export.rows(session, what))


def test_what_kind_of_conflict_it_is_is_said_kept_on_conversion_and_exported(
    register: Register, rows: list[str]
) -> None:
    alert = registered(register, rows[0])
    assert do(register, casefile.edit, code=alert, form=SAID, before={}) == ()
    fact(register, alert)
    do(register, records.advance, code=alert, asked=RecordStep.BECOME_CONFLICT, words="Empezó lo que se anunció.")
    values = filed(register, f"CS-{alert}").file.values
    assert {name: values[name] for name in SAID} == SAID
    last = exported(register, "registros")[-1]
    assert (last["campo"], last["alcance"], last["ambito"]) == ("reproduccion_social", "departamental", "rural")
    assert (last["competencia"], last["confirmacion_en_campo"]) == ("gobierno_municipal", "pendiente")


def test_a_word_that_is_in_no_list_is_refused(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0])
    for name in SAID:
        with pytest.raises(RuleError, match=name.title().split("_")[0]):
            do(register, casefile.edit, code=code, form={name: "cualquiera"}, before={})
    assert {filed(register, code).file.values[name] for name in SAID} == {None}


def test_an_action_says_how_and_where_and_to_which_family_it_belongs(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0])
    acted(register, code, kind=ActionKind.FACILITATION, modality=Modality.VIRTUAL, place="  Salón   municipal ")
    acted(register, code, kind=ActionKind.OTHER)
    plain, told = sorted(shown(register, code).timeline, key=lambda one: one.kind is ActionKind.FACILITATION)
    assert (told.modality, told.place) == (Modality.VIRTUAL, "Salón municipal")
    assert (plain.modality, plain.place) == (None, "")
    out = {one["tipo"]: one for one in exported(register, "acciones")}
    assert (out["facilitacion"]["familia"], out["facilitacion"]["modalidad"]) == ("intermediacion", "virtual")
    assert (out["otra"]["familia"], out["otra"]["lugar"]) == (None, "")


def test_every_kind_of_action_and_the_addressees_retreat_are_taken_by_the_database(
    register: Register, rows: list[str]
) -> None:
    code = registered(register, rows[0], RecordKind.CONFLICT)
    for kind in set(ActionKind) - {ActionKind.WRITTEN_REPORT}:
        acted(register, code, kind=kind)
    completed(register, code)
    end = {"asked": RecordStep.CONCLUDE, "words": "La autoridad dejó sin efecto la medida.", "code": code}
    do(register, records.advance, outcome=Outcome.ADDRESSEE_WITHDREW, **end)
    assert shown(register, code).outcome is Outcome.ADDRESSEE_WITHDREW


def test_a_request_keeps_the_number_of_its_note_and_nothing_else_has_one(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0])
    asked = {"kind": ActionKind.WRITTEN_REPORT, "addressee": "Alcaldía de Prueba"}
    acted(register, code, cite=" dp-dd/pot-llg  012/2026 ", **asked)
    acted(register, code, **asked)
    assert [one.cite for one in filed(register, code).requests] == ["DP-DD/POT-LLG 012/2026", ""]
    with pytest.raises(RuleError, match="outside code"):
        acted(register, code, cite="¡nota!", **asked)
    with pytest.raises(RuleError, match="cite of no request"):
        acted(register, code, cite="012/2026")
    assert len(filed(register, code).requests) == 2


def test_a_fact_says_who_did_it_and_how_exactly_its_place_and_hour_are_known(
    register: Register, rows: list[str]
) -> None:
    code = registered(register, rows[0])
    told = {"actor": "Sindicato de Prueba", "place": "Cruce", "verified": True}
    exact = {"place_precision": PlacePrecision.COMMUNITY, "time_precision": TimePrecision.DAY}
    fact(register, code, kind=FactKind.DIALOGUE, measure=None, at=NOW - timedelta(hours=3), **told, **exact)
    (one,) = filed(register, code).facts
    assert (one.actor, one.place, one.verified) == ("Sindicato de Prueba", "Cruce", True)
    assert (one.place_precision, one.time_precision) == (PlacePrecision.COMMUNITY, TimePrecision.DAY)
