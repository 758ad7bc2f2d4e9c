"""Which institutions owe an answer, counted on both engines."""

from datetime import timedelta

from conflict.handling import RequestState
from conflict.lifecycle import ActionKind, RecordKind
from register.commands import requests
from register.engine import Register
from register.queries.debtors import debtors
from tests.conftest import NOW
from tests.register.test_case import filed
from tests.register.test_records import acted, do, registered

WORDS = "Se anota lo que ocurrió hoy."


def test_requests_are_counted_by_institution_and_every_one_once(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0], RecordKind.CONFLICT)
    for name in ("Alcaldía de Prueba", "ALCALDIA  de prueba", "Ministerio Inventado", "Ministerio Inventado"):
        acted(register, code, kind=ActionKind.WRITTEN_REPORT, addressee=name)
    ours = sorted(one.id for one in filed(register, code).requests)
    steps = ((ours[0], RequestState.ANSWERED), (ours[2], RequestState.PARTLY), (ours[3], RequestState.WITHDRAWN))
    for number, asked in steps:
        do(register, requests.advance, request_id=number, asked=asked, words=WORDS)

    def told(days: int, **since):
        with register.reading() as session:
            return debtors(session, NOW + timedelta(days=days), **since)

    found = {one.addressee: one for one in told(1)}
    assert set(found) == {"ALCALDIA  de prueba", "Ministerio Inventado"} or set(found) == {
        "ALCALDIA de prueba",
        "Ministerio Inventado",
    }
    for one in found.values():
        assert one.asked == one.answered + one.partly + one.waiting + one.silent
    town, ministry = (found[name] for name in sorted(found))
    assert (town.asked, town.answered, town.waiting, town.late) == (2, 1, 1, 0)
    assert (ministry.asked, ministry.partly, len(ministry.owed)) == (1, 1, 1)
    assert [one.late for one in told(30)] == [1, 1]
    assert told(1, since=NOW + timedelta(days=1)) == ()
