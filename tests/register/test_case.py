"""What hangs from a record, on both engines: requests, agreements, second signatures, transfers, joined records."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from conflict.attachment import Attachment
from conflict.codebook import Level
from conflict.handling import AgreementState, CommitmentState, RecommendationState, RequestState
from conflict.lifecycle import (
    ActionKind,
    DeadlineState,
    Outcome,
    RecordKind,
    RecordState,
    RecordStep,
    TransferState,
)
from conflict.record import Person, RuleError
from conflict.roles import Role
from conflict.rulebook import AfterAcceptance, OfficeRules, Rulebook
from conflict.vocabulary import Certainty, FactKind, HarmGroup, HarmKind, OutsideSystem, Phase
from register.commands import (
    agreements,
    attaching,
    casefile,
    harm,
    involved,
    merging,
    records,
    requests,
    reviews,
    signing,
    transfers,
)
from register.engine import Register
from register.queries import agenda as agenda_queries
from register.queries import casefile as case_queries
from register.queries import records as record_queries
from tests.conftest import NOW
from tests.register.test_records import ANA, ROSA, UNIT, acted, completed, do, fact, lines, registered, shown

SIGNED = Rulebook(general=OfficeRules(True, True, True, AfterAcceptance.CLOSES))
WORDS = "Se anota lo que ocurrió hoy."
LATER = NOW + timedelta(days=1)


def filed(register: Register, code: str):
    with register.reading() as session:
        return case_queries.case(session, code)


@pytest.fixture
def conflict(register: Register, rows: list[str]) -> str:
    return registered(register, rows[0], RecordKind.CONFLICT)


def test_a_request_is_repeated_taken_higher_and_answered_each_with_its_clock(register: Register, conflict: str) -> None:
    acted(register, conflict, kind=ActionKind.WRITTEN_REPORT, addressee="Alcaldía de Prueba")
    (request,) = filed(register, conflict).requests
    with pytest.raises(RuleError, match="to escalado"):
        do(register, requests.advance, request_id=request.id, asked=RequestState.ESCALATED, words=WORDS)
    for state in (RequestState.REPEATED, RequestState.ESCALATED, RequestState.PARTLY):
        do(register, requests.advance, request_id=request.id, asked=state, words=WORDS, now=LATER)
        assert filed(register, conflict).requests[0].due_at is not None, "the rest of the answer is still owed"
    assert filed(register, conflict).checklist.requests == ("Alcaldía de Prueba",)
    do(register, requests.advance, request_id=request.id, asked=RequestState.ANSWERED, words=WORDS, now=LATER)
    found = filed(register, conflict)
    assert (found.requests[0].due_at, found.requests[0].answer, found.checklist.requests) == (None, WORDS, ())
    states = [one.state for one in shown(register, conflict).deadlines if one.addressee]
    assert states == [DeadlineState.DROPPED, DeadlineState.DROPPED, DeadlineState.MET]


def test_nothing_concludes_with_a_request_or_a_commitment_open(register: Register, conflict: str) -> None:
    acted(register, conflict, kind=ActionKind.WRITTEN_REPORT, addressee="Alcaldía de Prueba")
    completed(register, conflict)
    end = {"code": conflict, "asked": RecordStep.CONCLUDE, "words": WORDS, "outcome": Outcome.FULL_AGREEMENT}
    with pytest.raises(RuleError, match="1 open requests"):
        do(register, records.advance, **end)
    (request,) = filed(register, conflict).requests
    do(register, requests.advance, request_id=request.id, asked=RequestState.ANSWERED, words=WORDS)
    signed = do(register, agreements.sign, code=conflict, signed_on=NOW.date(), signers="las dos partes", words=WORDS)
    promised = do(
        register, agreements.promise, agreement_id=signed, words=WORDS, owner="Alcaldía", due_on=date(2026, 12, 20)
    )
    with pytest.raises(RuleError, match="unsettled commitments"):
        do(register, records.advance, **end)
    verify = {"commitment_id": promised, "words": WORDS}
    do(register, agreements.verify, asked=CommitmentState.FOLLOWED_ON, **verify)
    assert do(register, records.advance, **end) is RecordState.CONCLUDED
    do(register, agreements.verify, asked=CommitmentState.BROKEN, **verify)
    assert filed(register, conflict).agreements[0].commitments[0].state is CommitmentState.BROKEN


def test_a_second_signature_is_somebody_elses(register: Register, rows: list[str]) -> None:
    code = do(
        register, reviews.register, code=rows[0], version=1, kind=RecordKind.ALERT, level=Level.LOW, rules=SIGNED
    ).record
    assert shown(register, code).record.state is RecordState.DRAFT
    with pytest.raises(RuleError, match="from borrador"):
        acted(register, code)
    approve = {"code": code, "asked": RecordStep.APPROVE, "words": WORDS, "rules": SIGNED}
    with pytest.raises(RuleError, match="approved by who registered"):
        do(register, records.advance, **approve)
    assert do(register, records.advance, by=ROSA, **approve) is RecordState.REGISTERED


def test_a_conclusion_waits_for_its_second_signature_and_may_be_refused(register: Register, conflict: str) -> None:
    acted(register, conflict)
    completed(register, conflict)
    end = {"code": conflict, "asked": RecordStep.CONCLUDE, "words": WORDS, "outcome": Outcome.LIFTED, "rules": SIGNED}
    assert do(register, records.advance, **end) is RecordState.OPEN
    assert filed(register, conflict).proposal.by == ANA.name
    with pytest.raises(RuleError, match="approved by who proposed"):
        do(register, signing.sign, code=conflict, approve=True, words="")
    assert do(register, signing.sign, code=conflict, approve=False, words="Falta el acta.", by=ROSA) is RecordState.OPEN
    do(register, records.advance, **end)
    assert do(register, signing.sign, code=conflict, approve=True, words="", by=ROSA) is RecordState.CONCLUDED
    assert do(register, records.advance, code=conflict, asked=RecordStep.ARCHIVE, words=WORDS) is RecordState.ARCHIVED
    assert shown(register, conflict).outcome is Outcome.LIFTED
    assert do(register, records.advance, code=conflict, asked=RecordStep.REOPEN, words=WORDS) is RecordState.OPEN


def test_a_record_is_found_by_its_new_title_and_by_the_former(register: Register, conflict: str) -> None:
    do(register, casefile.retitle, code=conflict, title="Bloqueo por el puente Ñuflo")
    with register.reading() as session:
        for words in ("nuflo", "transportistas"):
            assert [one.code for one in record_queries.listed(session, text=words)] == [conflict]


def test_a_transfer_of_an_office_that_authorises_goes_step_by_step_with_a_frozen_pack(
    register: Register, conflict: str
) -> None:
    acted(register, conflict)
    ask = {"code": conflict, "receiver": transfers.NATIONAL_UNIT, "reason": WORDS, "rules": SIGNED}
    number = do(register, transfers.ask, **ask)
    with pytest.raises(RuleError, match="from solicitada to aceptada"):
        do(register, transfers.answer, transfer_id=number, accept=True, words="", by=UNIT)
    with pytest.raises(RuleError, match="authorised by who asked"):
        do(register, transfers.authorise, transfer_id=number, rules=SIGNED)
    do(register, transfers.authorise, transfer_id=number, by=ROSA, rules=SIGNED)
    do(register, transfers.send, transfer_id=number, rules=SIGNED)
    do(register, casefile.retitle, code=conflict, title="Título escrito más tarde")
    with register.reading() as session:
        pack = session.scalar(text("SELECT pack FROM transfer"))
        assert case_queries.in_nobodys_hands(session) == ()
    assert "Transportistas anuncian" in pack
    assert "más tarde" not in pack
    wrong = Person("Rosa M.", "Delegación Potosí", 7, Role.DELEGATE, ("05",))
    with pytest.raises(RuleError, match="responder_transferencia: not for"):
        do(register, transfers.answer, transfer_id=number, accept=True, words="", by=wrong)
    do(register, transfers.answer, transfer_id=number, accept=True, words="", by=UNIT, rules=SIGNED)
    with pytest.raises(RuleError, match="not waiting"):
        do(register, transfers.answer, transfer_id=number, accept=False, words=WORDS, by=UNIT)
    do(register, transfers.refer_back, transfer_id=number, words="El ministerio pagó lo adeudado.", by=UNIT)
    (found,) = shown(register, conflict).transfers
    assert (found.state, found.counter_reference) == (TransferState.CLOSED, "El ministerio pagó lo adeudado.")
    with register.reading() as session:
        assert agenda_queries.left_by_transfer(session, ANA.office) == (conflict,), "the reading that closes"
        assert case_queries.in_nobodys_hands(session) == ()


def test_two_records_of_one_matter_are_joined_and_taken_apart_as_they_were(register: Register, rows: list[str]) -> None:
    first, second = registered(register, rows[0]), registered(register, rows[1])
    acted(register, second, next_due=LATER, next_what="Llamar otra vez al sindicato")
    before = shown(register, second)
    do(register, merging.merge, code=second, into=first, words=WORDS)
    assert shown(register, second).record.state is RecordState.MERGED
    assert filed(register, second).merged_into == first
    assert len(shown(register, first).entries) == 2
    with pytest.raises(RuleError, match="is fusionada"):
        acted(register, second)
    do(register, merging.unmerge, code=second, words=WORDS)
    after = shown(register, second)
    assert (after.entries, after.record.next_due) == (before.entries, before.record.next_due)
    assert len(shown(register, first).entries) == 1
    with pytest.raises(RuleError, match="not merged"):
        do(register, merging.unmerge, code=second, words=WORDS)


def test_a_wave_has_fronts_and_no_third_level(register: Register, rows: list[str]) -> None:
    wave, front, third = (registered(register, row, RecordKind.CONFLICT) for row in rows)
    do(register, casefile.front_of, code=front, parent=wave)
    assert (filed(register, front).file.parent, filed(register, wave).file.fronts) == (wave, (front,))
    for code, parent in ((third, front), (wave, third), (wave, wave)):
        with pytest.raises(RuleError, match="under"):
            do(register, casefile.front_of, code=code, parent=parent)
    do(register, casefile.front_of, code=front, parent="")
    assert filed(register, wave).file.fronts == ()


def test_phases_move_by_their_table_and_a_breach_leads_back(register: Register, conflict: str) -> None:
    onward = {"code": conflict, "phase": Phase.TRANSFORMATION, "words": WORDS}
    with pytest.raises(RuleError, match="without agreement"):
        do(register, casefile.to_phase, **onward)
    fact(register, conflict, kind=FactKind.LIFTING, measure=None)
    do(register, casefile.to_phase, **onward)
    fact(register, conflict, kind=FactKind.BREACH, measure=None)
    assert filed(register, conflict).file.phase is Phase.HANDLING


def test_a_conflict_rests_after_thirty_silent_days_and_wakes_with_a_fact(register: Register, conflict: str) -> None:
    rest = {"code": conflict, "asked": RecordStep.REST, "words": WORDS}
    with pytest.raises(RuleError, match="recent facts"):
        do(register, records.advance, **rest)
    month = NOW + timedelta(days=31)
    assert do(register, records.advance, **rest, now=month) is RecordState.DORMANT
    wake = {"code": conflict, "asked": RecordStep.REACTIVATE, "words": WORDS, "now": month}
    with pytest.raises(RuleError, match="without a new fact"):
        do(register, records.advance, **wake)
    fact(register, conflict, at=month - timedelta(hours=1), now=month)
    assert do(register, records.advance, **wake) is RecordState.REACTIVATED


def test_an_alert_lapses_only_a_week_after_its_day_and_is_called_off_with_a_fact(
    register: Register, rows: list[str]
) -> None:
    code = registered(register, rows[0])
    acted(register, code)
    with pytest.raises(RuleError, match="foreseen on 2026-11-20"):
        do(register, casefile.edit, code=code, form={"foreseen_on": "2026-11-20"}, before={})
    do(register, casefile.edit, code=code, form={"foreseen_on": "2026-11-26"}, before={})
    lapse = {"code": code, "asked": RecordStep.LAPSE, "words": WORDS, "outcome": Outcome.UNFOUNDED}
    with pytest.raises(RuleError, match="lapsed too early"):
        do(register, records.advance, **lapse, now=NOW + timedelta(days=12))
    off = {"code": code, "asked": RecordStep.CALL_OFF, "words": WORDS, "outcome": Outcome.ATTENDED}
    fact(register, code, kind=FactKind.RECESS, measure=None)
    with pytest.raises(RuleError, match="called off without a fact"):
        do(register, records.advance, **off)
    fact(register, code, kind=FactKind.DECLARATION, measure=None)
    assert do(register, records.advance, **off) is RecordState.CALLED_OFF


def test_harm_has_a_source_and_every_look_at_an_identity_is_logged(register: Register, conflict: str) -> None:
    told = {
        "code": conflict,
        "kind": HarmKind.INJURED,
        "people": HarmGroup.BYSTANDER,
        "count": 2,
        "certainty": Certainty.REPORTED,
    }
    with pytest.raises(RuleError, match="without source"):
        do(register, harm.add, **told, source="")
    number = do(register, harm.add, **told, source="Hospital de Prueba")
    do(register, harm.identify, harm_id=number, words="Persona Inventada de Uncía")
    with pytest.raises(RuleError, match="too short"):
        do(register, harm.read_identities, code=conflict, reason="")
    seen = do(register, harm.read_identities, code=conflict, reason="Coordinar la visita al hospital", by=ROSA)
    assert seen == ((number, "Persona Inventada de Uncía"),)
    with register.reading() as session:
        assert session.execute(text('SELECT "by", rows_read FROM reserved_read')).all() == [(ROSA.name, 1)]
        assert not session.execute(text("SELECT 1 FROM journal WHERE details LIKE '%Inventada%'")).all()
    assert lines(register, "reservado.leer") == 1


def test_recommendations_and_outside_codes_outlive_the_conclusion(register: Register, conflict: str) -> None:
    number = do(
        register,
        agreements.recommend,
        code=conflict,
        document="Resolución 7",
        addressee="Alcaldía de Prueba",
        words=WORDS,
        sent_on=NOW.date(),
    )
    acted(register, conflict)
    completed(register, conflict)
    do(register, records.advance, code=conflict, asked=RecordStep.CONCLUDE, words=WORDS, outcome=Outcome.COURT)
    follow = {"recommendation_id": number, "words": WORDS}
    do(register, agreements.follow, asked=RecommendationState.MET, **follow)
    with pytest.raises(RuleError, match="from cumplida"):
        do(register, agreements.follow, asked=RecommendationState.SILENT, **follow)
    for typed in ("mjti-dgaj-rm-z-52-2023", "MJTI-DGAJ-RM-Z-52-2023"):
        do(register, involved.note_code, code=conflict, system=OutsideSystem.CITE, text=typed)
    assert [one.code for one in filed(register, conflict).codes] == ["MJTI-DGAJ-RM-Z-52-2023"]
    with pytest.raises(RuleError, match="outside code"):
        do(register, involved.note_code, code=conflict, system=OutsideSystem.SSP, text="<b>")


def test_an_agreement_is_settled_by_its_table(register: Register, conflict: str) -> None:
    signed = do(register, agreements.sign, code=conflict, signed_on=NOW.date(), signers="las dos partes", words=WORDS)
    settle = {"agreement_id": signed, "words": WORDS}
    do(register, agreements.settle, asked=AgreementState.BROKEN, **settle)
    with pytest.raises(RuleError, match="not in force"):
        do(register, agreements.promise, agreement_id=signed, words=WORDS, owner="Alcaldía", due_on=date(2026, 12, 1))
    do(register, agreements.settle, asked=AgreementState.REWORDED, **settle)
    with pytest.raises(RuleError, match="from reformulado"):
        do(register, agreements.settle, asked=AgreementState.MET, **settle)


def test_a_deadline_is_moved_with_its_reason(register: Register, conflict: str) -> None:
    owed = shown(register, conflict).deadlines[0]
    with pytest.raises(RuleError, match="too short"):
        do(register, records.reschedule, deadline_id=owed.id, due_at=NOW + timedelta(days=3), words="")
    do(register, records.reschedule, deadline_id=owed.id, due_at=NOW + timedelta(days=3), words=WORDS)
    assert shown(register, conflict).record.next_due == NOW + timedelta(days=3)


def test_a_commitment_keeps_the_day_and_the_document_that_show_how_it_was_kept(
    register: Register, conflict: str, rows: list[str]
) -> None:
    signed = do(register, agreements.sign, code=conflict, signed_on=NOW.date(), signers="las dos partes", words=WORDS)
    promised = do(
        register, agreements.promise, agreement_id=signed, words=WORDS, owner="Alcaldía", due_on=date(2026, 12, 20)
    )
    file = Attachment("planilla.pdf", "application/pdf", b"%PDF-1.4")
    own, foreign = (
        do(register, attaching.attach, code=code, folder=register.folder, file=file, words="")
        for code in (conflict, registered(register, rows[1]))
    )
    verify = {"commitment_id": promised, "asked": CommitmentState.MET, "words": WORDS}
    for wrong in ({"settled_on": date(2026, 11, 21)}, {"evidence_id": foreign}, {"evidence_id": 999}):
        with pytest.raises(RuleError):
            do(register, agreements.verify, **verify, **wrong)
    do(register, agreements.verify, **verify, settled_on=date(2026, 11, 18), evidence_id=own)
    kept = filed(register, conflict).agreements[0].commitments[0]
    assert (kept.settled_on, kept.document, kept.verification) == ("2026-11-18", "planilla.pdf", WORDS)
