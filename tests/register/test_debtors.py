"""Which institutions owe an answer, counted on both engines."""

from datetime import timedelta

from conflict.handling import RequestState
from conflict.lifecycle import ActionKind, RecordKind
from conflict.permissions import sight_of
from conflict.record import Person
from conflict.roles import Role
from register.commands import requests
from register.duty_tables import RequestRow
from register.engine import Register
from register.queries.debtors import Debtors, debtors
from tests.conftest import NOW
from tests.offices import BENI, PEOPLE
from tests.register.test_case import filed
from tests.register.test_records import acted, do, registered
from tests.registercopies import more_of

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

    found = {one.addressee: one for one in told(1).first}
    assert set(found) == {"ALCALDIA  de prueba", "Ministerio Inventado"} or set(found) == {
        "ALCALDIA de prueba",
        "Ministerio Inventado",
    }
    for one in found.values():
        assert one.asked == one.answered + one.partly + one.waiting + one.silent
    town, ministry = (found[name] for name in sorted(found))
    assert (town.asked, town.answered, town.waiting, town.late) == (2, 1, 1, 0)
    assert (ministry.asked, ministry.partly, len(ministry.owed)) == (1, 1, 1)
    assert [one.late for one in told(30).first] == [1, 1]
    assert told(1, since=NOW + timedelta(days=1)) == Debtors((), 0, 0, 0)


def test_a_page_shows_the_first_who_owe_and_counts_all(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0], RecordKind.CONFLICT)
    acted(register, code, kind=ActionKind.WRITTEN_REPORT, addressee="Ministerio Inventado")
    ours = filed(register, code).requests[0].id
    other = {"sent_at": lambda n: NOW + timedelta(minutes=n), "addressee": lambda n: f"Entidad {n % 30:02}"}
    more_of(register, RequestRow, ours, 150, **other)
    more_of(register, RequestRow, ours, 9, addressee=lambda n: ("MINISTERIO  INVENTADO", "ministerio inventado")[n % 2])
    with register.reading() as session:
        whole = debtors(session, NOW, most=100, most_owed=100)
        few = debtors(session, NOW, most=3, most_owed=2)
    assert len(whole.first) == whole.institutions == few.institutions == 31
    assert (whole.asked, few.asked) == (160, 160)
    assert [one.owing for one in few.first] == [10, 5, 5]
    assert [one.addressee for one in few.first] == [one.addressee for one in whole.first[:3]]
    for one, all_of_it in zip(few.first, whole.first[:3], strict=True):
        assert len(all_of_it.owed) == one.owing
        assert one.owed == all_of_it.owed[:2]
        assert [each.sent_at for each in all_of_it.owed] == sorted(each.sent_at for each in all_of_it.owed)


def test_a_request_out_of_sight_is_neither_shown_nor_counted(register: Register, rows: list[str]) -> None:
    acted(register, registered(register, rows[0]), kind=ActionKind.WRITTEN_REPORT, addressee="Ministerio Inventado")
    for person, seen in ((PEOPLE[Role.ANALYST], 1), (Person("Bea Inventada", BENI, 8, Role.DELEGATE, ("08",)), 0)):
        with register.reading(sight_of(person)) as session:
            found = debtors(session, NOW)
        assert (found.institutions, found.asked) == (seen, seen)
        assert [len(one.owed) for one in found.first] == [1] * seen
