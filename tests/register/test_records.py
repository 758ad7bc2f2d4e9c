"""From a row of the queue to a record, through its life, and back: on both engines, each step with its journal line."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from conflict.codebook import Level, Measure, QueueState
from conflict.lifecycle import (
    ActionKind,
    DeadlineState,
    DiscardReason,
    Outcome,
    RecordKind,
    RecordState,
    RecordStep,
    TransferState,
)
from conflict.record import Person, RuleError
from conflict.vocabulary import ActorRole, FactKind, Sector, Side
from register.commands import casefile, facts, involved, records, reviews, transfers
from register.commands.reviews import Decided, Stale
from register.engine import Register
from register.queries import queue as queue_queries
from register.queries import records as record_queries
from tests.conftest import NOW

ANA = Person("Ana Q.", "Regional Llallagua")
ROSA = Person("Rosa M.", "Delegación Potosí")
UNIT = Person("Luis V.", transfers.NATIONAL_UNIT)


def page(register: Register, state: str = "abiertas", now=NOW):
    with register.reading() as session:
        return queue_queries.page(session, now=now, state=state)


def do(register: Register, command, **values):
    with register.writing() as session:
        return command(session, now=values.pop("now", NOW), by=values.pop("by", ANA), **values)


def registered(register: Register, code: str, kind: RecordKind = RecordKind.ALERT, level: Level = Level.HIGH) -> str:
    return do(register, reviews.register, code=code, version=1, kind=kind, level=level).record


def shown(register: Register, code: str):
    with register.reading() as session:
        return record_queries.detail(session, code)


def acted(register: Register, code: str, **changes) -> None:
    values = {
        "kind": ActionKind.VERIFICATION,
        "at": NOW,
        "words": "Se visitó el punto y se habló con las partes.",
        "proof": "acta",
    }
    do(register, records.act, code=code, **(values | changes))


def fact(register: Register, code: str, **changes) -> int:
    values = {
        "kind": FactKind.MEASURE,
        "measure": Measure.ROAD_BLOCKADE,
        "at": NOW - timedelta(hours=1),
        "words": "Comenzó el bloqueo en el cruce.",
        "source": "Radio Cerro",
    }
    return do(register, facts.add, code=code, **(values | changes))


def completed(register: Register, code: str) -> None:
    """Fill in what concluding asks for."""
    form = {
        "typology": "laboral",
        "demand": "Pago de sueldos de dos meses",
        "rights": "trabajo libre_transito",
        "affected_words": "unas 200 familias",
        "no_measure": "si",
        "no_harm": "si",
        "no_simat": "si",
    }
    assert do(register, casefile.edit, code=code, form=form, before={}) == ()
    for name, side in (("Sindicato de Prueba", Side.DEMANDER), ("Gobierno Municipal de Prueba", Side.ADDRESSEE)):
        do(
            register,
            involved.add_actor,
            code=code,
            name=name,
            side=side,
            role=ActorRole.PRIMARY,
            sector=Sector.OTHER,
        )


def lines(register: Register, action: str) -> int:
    with register.reading() as session:
        return session.execute(text("SELECT count(*) FROM journal WHERE action = :a"), {"a": action}).scalar_one()


def test_registering_makes_an_alert_with_its_first_deadline(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0])
    found = shown(register, code)
    assert code == "AT-2026-05-0001"
    assert (found.record.state, found.record.responsible) == (RecordState.REGISTERED, "Ana Q.")
    assert [d.due_at - NOW for d in found.deadlines] == [timedelta(hours=24)]
    assert [entry for entry, _ in found.entries] == [rows[0]]
    assert rows[0] not in [row.code for row in page(register).rows]
    assert lines(register, "ficha.alta") == lines(register, "cola.registrar") == 1


def test_numbers_of_alerts_and_conflicts_run_apart_without_gaps(register: Register, rows: list[str]) -> None:
    codes = [
        registered(register, rows[0]),
        registered(register, rows[1], RecordKind.CONFLICT),
        registered(register, rows[2]),
    ]
    assert codes == ["AT-2026-05-0001", "CS-2026-05-0001", "AT-2026-05-0002"]


def test_who_comes_second_is_told_who_was_first_and_changes_nothing(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0])
    second = do(register, reviews.discard, code=rows[0], version=1, reason=DiscardReason.PAST, comment="", by=ROSA)
    assert second == Stale(QueueState.REGISTERED, "Ana Q.", NOW, code)
    assert lines(register, "cola.descartar") == 0


@pytest.mark.parametrize("reason", DiscardReason)
def test_discarding_asks_for_a_reason_but_no_words_and_is_taken_back(
    register: Register, rows: list[str], reason: DiscardReason
) -> None:
    done = do(register, reviews.discard, code=rows[0], version=1, reason=reason, comment="")
    assert isinstance(done, Decided)
    assert page(register, "descartada").total == 1
    assert do(register, reviews.undo, review_id=done.review_id) == rows[0]
    assert page(register).total == 3
    with pytest.raises(RuleError, match="not open"):
        do(register, reviews.undo, review_id=done.review_id)


def test_taking_back_a_registration_annuls_the_record_and_keeps_its_number(register: Register, rows: list[str]) -> None:
    done = do(register, reviews.register, code=rows[0], version=1, kind=RecordKind.ALERT, level=Level.LOW)
    do(register, reviews.undo, review_id=done.review_id)
    assert shown(register, done.record).record.state is RecordState.VOID
    assert page(register).total == 3
    again = do(register, reviews.register, code=rows[0], version=3, kind=RecordKind.ALERT, level=Level.LOW)
    assert again.record == "AT-2026-05-0002"


def test_a_record_that_was_worked_on_is_not_taken_back(register: Register, rows: list[str]) -> None:
    done = do(register, reviews.register, code=rows[0], version=1, kind=RecordKind.ALERT, level=Level.LOW)
    acted(register, done.record)
    with pytest.raises(RuleError, match="worked on"):
        do(register, reviews.undo, review_id=done.review_id)
    assert shown(register, done.record).entries, "the refused undo left nothing half done"


def test_a_postponed_row_comes_back_at_its_time(register: Register, rows: list[str]) -> None:
    until = NOW + timedelta(hours=20)
    do(register, reviews.postpone, code=rows[0], version=1, until=until)
    assert page(register).total == 2
    assert page(register, "pospuesta").total == 1
    assert page(register, now=until).total == 3
    with pytest.raises(RuleError):
        do(register, reviews.postpone, code=rows[1], version=1, until=NOW + timedelta(days=9))


def test_a_row_is_joined_to_an_open_record_only(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0], RecordKind.CONFLICT)
    assert do(register, reviews.link, code=rows[1], version=1, record=code.lower()).record == code
    assert len(shown(register, code).entries) == 2
    with pytest.raises(RuleError, match="no record"):
        do(register, reviews.link, code=rows[2], version=1, record="AT-1999-05-0001")
    acted(register, code)
    completed(register, code)
    do(
        register,
        records.advance,
        code=code,
        asked=RecordStep.CONCLUDE,
        words="Se firmó un acuerdo final.",
        outcome=Outcome.FULL_AGREEMENT,
    )
    with pytest.raises(RuleError, match="is concluido"):
        do(register, reviews.link, code=rows[2], version=1, record=code)


def test_the_first_action_meets_its_deadline_and_moves_the_alert(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0])
    acted(register, code, next_due=NOW + timedelta(days=2), next_what="Llamar otra vez al sindicato")
    found = shown(register, code)
    assert found.record.state is RecordState.FOLLOWED
    assert [d.state for d in found.deadlines] == [DeadlineState.MET, DeadlineState.OPEN]
    assert found.timeline[0].kind is ActionKind.VERIFICATION


def test_a_written_request_opens_the_deadline_of_its_answer(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0])
    with pytest.raises(RuleError, match="addressee"):
        acted(register, code, kind=ActionKind.WRITTEN_REPORT)
    acted(register, code, kind=ActionKind.WRITTEN_REPORT, addressee="Gobierno Municipal de Uncía")
    waiting = shown(register, code).deadlines[-1]
    assert waiting.addressee == "Gobierno Municipal de Uncía"
    assert waiting.due_at.isoformat() == "2026-12-04T22:30:00+00:00"


def test_nothing_concludes_with_open_deadlines(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0], RecordKind.CONFLICT)
    close = {
        "code": code,
        "asked": RecordStep.CONCLUDE,
        "words": "Levantaron la medida sin acuerdo.",
        "outcome": Outcome.LIFTED,
    }
    with pytest.raises(RuleError, match="open deadlines"):
        do(register, records.advance, **close)
    owed = shown(register, code).deadlines[0]
    assert do(register, records.close_deadline, deadline_id=owed.id, met=True) == code
    with pytest.raises(RuleError) as told:
        do(register, records.advance, **close)
    assert "Faltan 9 datos: la tipología, la demanda" in told.value.spanish
    completed(register, code)
    assert do(register, records.advance, **close) is RecordState.CONCLUDED
    with pytest.raises(RuleError, match="is concluido"):
        acted(register, code)
    assert (
        do(register, records.advance, code=code, asked=RecordStep.REOPEN, words="Volvió el bloqueo del camino.")
        is RecordState.OPEN
    )
    assert shown(register, code).record.closed_at is None


def test_an_alert_that_becomes_a_conflict_keeps_its_number_and_hands_on_its_work(
    register: Register, rows: list[str]
) -> None:
    code = registered(register, rows[0])
    convert = {"code": code, "asked": RecordStep.BECOME_CONFLICT, "words": "Comenzó el bloqueo anunciado."}
    with pytest.raises(RuleError, match="without an executed fact"):
        do(register, records.advance, **convert)
    fact(register, code, measure=Measure.ULTIMATUM)
    with pytest.raises(RuleError, match="without an executed fact"):
        do(register, records.advance, **convert)
    fact(register, code)
    do(register, records.advance, **convert)
    alert, conflict = shown(register, code), shown(register, f"CS-{code}")
    assert alert.record.state is RecordState.BECAME_CONFLICT
    assert (alert.became, conflict.origin) == (f"CS-{code}", code)
    assert not alert.entries
    assert len(conflict.entries) == len(conflict.deadlines) == 1


def test_a_transfer_leaves_the_record_with_its_sender_until_it_is_accepted(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0], RecordKind.CONFLICT)
    ask = {"code": code, "receiver": transfers.NATIONAL_UNIT, "reason": "Interviene una entidad del nivel central."}
    with pytest.raises(RuleError, match="without action"):
        do(register, transfers.ask, **ask)
    acted(register, code)
    number = do(register, transfers.ask, **ask)
    assert shown(register, code).record.office == "Regional Llallagua"
    with pytest.raises(RuleError, match="waits already"):
        do(register, transfers.ask, **ask)
    with pytest.raises(RuleError, match="too short"):
        do(register, transfers.answer, transfer_id=number, accept=False, words="no", by=UNIT)
    do(register, transfers.answer, transfer_id=number, accept=False, words="Falta el acta de la reunión.", by=UNIT)
    assert shown(register, code).record.office == "Regional Llallagua"
    second = do(register, transfers.ask, **ask)
    do(register, transfers.answer, transfer_id=second, accept=True, words="", by=UNIT)
    found = shown(register, code)
    assert (found.record.office, found.record.responsible) == (transfers.NATIONAL_UNIT, "Luis V.")
    assert [t.state for t in found.transfers] == [TransferState.ACCEPTED, TransferState.RETURNED]
    with pytest.raises(RuleError, match="not waiting"):
        do(register, transfers.withdraw, transfer_id=second)


def test_lists_agenda_and_candidates_say_the_same(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0], level=Level.CRITICAL)
    with register.reading() as session:
        listed = record_queries.listed(session)
        assert [one.code for one in listed] == [code]
        assert [one.record for one in record_queries.agenda(session)] == [code]
        assert record_queries.overdue(session, NOW) == 0
        assert record_queries.overdue(session, NOW + timedelta(hours=5)) == 1
        assert [one.code for one in record_queries.listed(session, text="TRANSPORTISTÁS bloqueo")] == [code]
        assert record_queries.listed(session, text="nada así") == ()
        assert record_queries.listed(session, department="07") == ()
        near = record_queries.candidates(session, municipalities=["Llallagua"], departments=["05"])
        assert [one.code for one in near] == [code]
        assert [one.record for one in record_queries.decisions_since(session, NOW)] == [code]


def test_the_database_itself_refuses_a_state_that_is_none_of_its_kind(register: Register, rows: list[str]) -> None:
    registered(register, rows[0])
    with pytest.raises(Exception) as told, register.writing() as session:
        session.execute(text("UPDATE record SET state = 'concluido', closed_at = updated_at"))
    assert isinstance(told.value.__cause__, DBAPIError)


def test_an_alert_hands_its_waiting_transfer_to_the_conflict_it_became(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0])
    acted(register, code)
    number = do(
        register, transfers.ask, code=code, receiver=transfers.NATIONAL_UNIT, reason="Interviene el nivel central."
    )
    fact(register, code)
    do(register, records.advance, code=code, asked=RecordStep.BECOME_CONFLICT, words="Comenzó el bloqueo anunciado.")
    assert not shown(register, code).transfers
    assert [one.id for one in shown(register, f"CS-{code}").transfers] == [number]
    assert do(register, transfers.answer, transfer_id=number, accept=True, words="", by=UNIT) == f"CS-{code}"
    assert shown(register, code).record.office == "Regional Llallagua", "the closed alert stays where it was"


def test_annulling_a_record_leaves_nothing_of_it_in_the_agenda(register: Register, rows: list[str]) -> None:
    code = registered(register, rows[0])
    acted(register, code, next_due=NOW + timedelta(days=2), next_what="Llamar otra vez al sindicato")
    do(register, transfers.ask, code=code, receiver=transfers.NATIONAL_UNIT, reason="Interviene el nivel central.")
    do(register, records.advance, code=code, asked=RecordStep.ANNUL, words="Se registró dos veces el mismo hecho.")
    found = shown(register, code)
    assert {one.state for one in found.deadlines} == {DeadlineState.MET, DeadlineState.DROPPED}
    assert [one.state for one in found.transfers] == [TransferState.WITHDRAWN]
    with register.reading() as session:
        assert record_queries.agenda(session) == ()
        assert record_queries.transfers_waiting(session) == ()


def test_the_weekend_of_a_postponement_is_the_one_of_la_paz(register: Register, rows: list[str]) -> None:
    wednesday_night = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)  # already Thursday in UTC
    with pytest.raises(RuleError, match="postponed to"):
        do(
            register,
            reviews.postpone,
            code=rows[0],
            version=1,
            until=wednesday_night + timedelta(hours=73),
            now=wednesday_night,
        )
    thursday_night = wednesday_night + timedelta(days=1)
    until = thursday_night + timedelta(hours=90)
    assert isinstance(do(register, reviews.postpone, code=rows[0], version=1, until=until, now=thursday_night), Decided)
