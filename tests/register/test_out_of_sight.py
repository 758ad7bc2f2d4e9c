"""What a person may not know of is, to every command, the same as what is not there: open, decided or closed.

The commands are found, not listed: each public function of `register.commands` that takes a person and names a row of
the queue, a record, or a thing that hangs from one.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import register.commands
from conflict.attachment import Attachment
from conflict.codebook import Level, Stage
from conflict.handling import AgreementState, CommitmentState, RecommendationState, RequestState
from conflict.lifecycle import ActionKind, DiscardReason, RecordKind, RecordStep
from conflict.permissions import WHOLE
from conflict.record import Person, RuleError
from conflict.roles import Role
from conflict.triage import Corrected
from conflict.vocabulary import (
    ActorRole,
    Certainty,
    FactKind,
    HarmGroup,
    HarmKind,
    OutsideSystem,
    Phase,
    RelationKind,
    Sector,
    Side,
    TransferReason,
)
from register.commands import (
    agreements,
    attaching,
    directory,
    facts,
    harm,
    involved,
    leases,
    records,
    relating,
    transfers,
)
from register.engine import Register
from tests.conftest import NOW
from tests.offices import BENI, PEOPLE, fill

BEA = Person("Bea Inventada", BENI, 8, Role.DELEGATE, ("08",))
ANA = PEOPLE[Role.ANALYST]
WORDS = "Se anota lo que ocurrió hoy."
NO_CODE, NO_NUMBER = "XX-9999-9999", 10**8
QUEUE_MODULES = (
    "reviews",
    "corrections",
    "uncorrecting",
    "leases",
    "routing",
    "assigning",
    "separating",
    "matching.hold",
)
"""Modules, or commands, whose `code` is that of a row of the queue; every other one's is that of a record."""

ELSEWHERE = {
    "announcement_answers": "entries of the calendar have their own tests",
    "approvals": "called by records and signing with a record that was asked for",
    "batches": "each row goes through reviews; a batch is of the office that made it",
    "control": "texts of the control sample have their own tests",
    "gathering": "called by reviews.join and reviews.undo, which have asked",
    "guarding": "is what asks",
    "imports": "an import is of who made it",
    "second_readings": "rows read again have their own tests",
    "recordkeeping": "is what commands are made of",
    "casefile.begin": "called by records.open_from_entry",
    "casefile.copy": "called by records.carry_out",
    "casefile.set_phase": "called with a record that was asked for",
    "records.open_from_entry": "called by reviews.register, which has asked",
    "records.open_past": "makes a record and names none",
    "records.annul_untouched": "called by reviews.undo, which has asked",
    "records.carry_out": "called by records.advance and signing.sign, which have asked",
    "requests.send": "called by records.act, which has asked",
}
VALUES: dict[str, Any] = {
    "accept": True,
    "addressee": "Alcaldía",
    "approve": True,
    "account_id": 0,
    "article": 1,
    "asked": RecordStep.ANNUL,
    "at": NOW,
    "before": {},
    "certainty": Certainty.REPORTED,
    "cite": "012/2026",
    "comment": "",
    "correction_id": 1,
    "count": 1,
    "departments": ["05"],
    "document": "Resolución 1",
    "due_at": NOW + timedelta(days=2),
    "due_on": date(2026, 12, 20),
    "file": Attachment("acta.txt", "text/plain", b"Acta"),
    "form": {"demand": "Agua"},
    "institution": 1,
    "into": "",
    "kind": ActionKind.OTHER,
    "level": Level.LOW,
    "met": True,
    "motive": TransferReason.OTHER,
    "municipalities": ["Uyuni"],
    "name": "Sindicato de Prueba",
    "office": "del-beni",
    "one": 1,
    "other": 2,
    "owner": "Alcaldía",
    "people": next(iter(HarmGroup)),
    "phase": Phase.TRANSFORMATION,
    "parent": "",
    "proof": "",
    "reason": WORDS,
    "receiver": PEOPLE[Role.NATIONAL].office,
    "result": WORDS,
    "role": ActorRole.PRIMARY,
    "sector": Sector.OTHER,
    "sent_on": NOW.date(),
    "side": Side.DEMANDER,
    "signed_on": NOW.date(),
    "signers": "las dos partes",
    "source": "Radio Cerro",
    "system": OutsideSystem.SIMAT,
    "text": "MJTI-DGAJ-52-2023",
    "title": "Otro título escrito hoy",
    "to": Corrected(("05",), ("Uyuni",), Stage.ANNOUNCEMENT, (), Level.LOW),
    "until": NOW + timedelta(hours=20),
    "version": 1,
    "what": "Volver al lugar",
    "words": WORDS,
}
OF_ONE: dict[str, dict[str, Any]] = {
    "agreements.settle": {"asked": AgreementState.MET},
    "agreements.verify": {"asked": CommitmentState.MET},
    "agreements.follow": {"asked": RecommendationState.ACCEPTED},
    "facts.add": {"kind": FactKind.AGREEMENT},
    "harm.add": {"kind": next(iter(HarmKind))},
    "renumbering.correct_code": {"before": "MJTI-52-2023", "after": "MJTI-53-2023"},
    "relating.relate": {"kind": next(iter(RelationKind))},
    "requests.advance": {"asked": RequestState.ANSWERED},
    "reviews.discard": {"reason": DiscardReason.PAST},
    "reviews.register": {"kind": RecordKind.ALERT},
}
THINGS = (
    *("code", "record", "review_id", "deadline_id", "transfer_id", "request_id", "agreement_id", "commitment_id"),
    *("recommendation_id", "evidence_id", "fact_id", "harm_id", "actor_id", "referral", "parent"),
    *("into", "relation_id"),
)


def found_commands() -> dict[str, Callable[..., object]]:
    """Return the commands by module and name."""
    found = {}
    for module in pkgutil.iter_modules(register.commands.__path__):
        loaded = importlib.import_module(f"register.commands.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            asked = inspect.signature(function).parameters
            if function.__module__ != loaded.__name__ or name.startswith("_") or "by" not in asked:
                continue
            told = f"{module.name}.{name}"
            if module.name not in ELSEWHERE and told not in ELSEWHERE and set(asked) & set(THINGS):
                found[told] = function
    return found


def test_the_commands_are_found() -> None:
    """A list that was empty would pass every test below."""
    found = found_commands()
    assert len(found) > 40
    assert {"facts.annul", "records.act", "leases.held_by_other", "matching.hold_owing"} <= found.keys()


def done(register: Register, command: Callable[..., Any], **values: object) -> Any:
    with register.writing() as session:
        return command(session, **{"by": BEA, "now": NOW} | values)


def hung(
    register: Register, code: str, folder: Path, by: Person = BEA, town: tuple[str, str] = ("08", "Trinidad")
) -> dict[str, int]:
    """Hang one of everything from a record; return their numbers by the parameter that names them."""
    do: Any = partial(done, by=by)
    signed = do(register, agreements.sign, code=code, signed_on=NOW.date(), signers="las dos partes", words=WORDS)
    listed = do(
        register,
        directory.add,
        name="Defensoría de la Niñez de Prueba",
        kind="servicio",
        department=town[0],
        municipality=town[1],
        does="",
        contact="",
    )
    entity = {"document": "Resolución 1", "addressee": "Alcaldía de Prueba", "sent_on": NOW.date()}
    actor = {"name": "Sindicato", "side": Side.DEMANDER, "role": ActorRole.PRIMARY, "sector": Sector.OTHER}
    figure = {"kind": next(iter(HarmKind)), "people": next(iter(HarmGroup)), "count": 1}
    act = {"kind": ActionKind.WRITTEN_REPORT, "at": NOW, "words": WORDS, "proof": "", "addressee": "Alcaldía de Prueba"}
    do(register, records.act, code=code, **act)
    with register.reading(WHOLE) as session:
        asked = session.scalar(text("SELECT max(id) FROM report_request"))
        due = session.scalar(text("SELECT max(id) FROM deadline"))
        decided = session.scalar(
            text("SELECT v.id FROM review v JOIN record r ON r.id = v.record_id WHERE r.code = :code"), {"code": code}
        )
    source = {"words": WORDS, "source": "Radio Cerro"}
    pair = [do(register, involved.add_actor, code=code, **actor | {"name": name}) for name in ("Central", "Federación")]
    tie = {"one": pair[0], "other": pair[1], "kind": next(iter(RelationKind)), "source": "Radio Cerro"}
    return {
        "agreement_id": signed,
        "commitment_id": do(
            register, agreements.promise, agreement_id=signed, words=WORDS, owner="Alcaldía", due_on=date(2026, 12, 20)
        ),
        "recommendation_id": do(register, agreements.recommend, code=code, words=WORDS, **entity),
        "evidence_id": do(
            register, attaching.attach, code=code, folder=folder, file=VALUES["file"], words="El acta de la reunión"
        ),
        "fact_id": do(register, facts.add, code=code, kind=FactKind.AGREEMENT, at=NOW, **source),
        "harm_id": do(register, harm.add, code=code, certainty=Certainty.REPORTED, source="Radio Cerro", **figure),
        "actor_id": do(register, involved.add_actor, code=code, **actor),
        "relation_id": do(register, relating.relate, code=code, **tie),
        "referral": do(register, directory.refer, code=code, institution=listed.id, words=WORDS),
        "request_id": asked,
        "deadline_id": due,
        "review_id": decided,
        "transfer_id": do(register, transfers.ask, code=code, receiver="Delegación Pando", reason=WORDS),
    }


def told(register: Register, name: str, command: Callable[..., object], folder: Path, **things: object) -> str:
    """Return what a person hears who asks for these things: the rule's sentence, or what comes back."""
    asked = inspect.signature(command).parameters
    known = VALUES | OF_ONE.get(name, {}) | {"folder": folder, "by": ANA, "now": NOW} | things
    needed = {one for one, how in asked.items() if how.default is inspect.Parameter.empty} - {"session"}
    try:
        with register.writing() as session:
            answer = str(command(session, **{one: known[one] for one in needed}))
    except RuleError as rule:
        answer = rule.spanish
    for thing in things.values():
        answer = answer.replace(str(thing), "«»")
    return answer


@pytest.mark.parametrize("closed", [False, True], ids=["abierta", "cerrada"])
def test_a_thing_out_of_sight_is_to_every_command_like_one_that_is_not_there(
    register: Register, tmp_path: Path, closed: bool
) -> None:
    made = fill(register)
    record, row = made.records["ajena"], made.rows["ajena"]
    things: dict[str, object] = dict(hung(register, record, tmp_path))
    if closed:
        done(register, records.advance, code=record, asked=RecordStep.ANNUL, words=WORDS)
        with register.reading() as session:
            row = session.scalar(
                text("SELECT code FROM queue_entry WHERE state = 'registrada' AND title LIKE 'Camel%'")
            )
    else:
        done(register, leases.claim, code=row)
    things["record"] = things["parent"] = record
    mine = {"row": made.rows["suya"], "record": made.records["suya"]}
    different = {}
    for name, command in found_commands().items():
        of_queue = name.startswith(QUEUE_MODULES) and not name.startswith("matching.hold_")
        of_code, own = (row, mine["row"]) if of_queue else (record, mine["record"])
        things["code"] = things["into"] = of_code
        named = [one for one in THINGS if one in inspect.signature(command).parameters]
        for thing in (one for one in named if one in things and one in _required(command)):
            around = {"code": own, "record": made.records["suya"], "into": own, "parent": own}
            absent = NO_NUMBER if isinstance(things[thing], int) else NO_CODE
            here = told(register, name, command, tmp_path, **around | {thing: things[thing]})
            nowhere = told(register, name, command, tmp_path, **around | {thing: absent})
            if here != nowhere or record in here or row in here:
                different[name, thing] = (here, nowhere)
    assert different == {}


def _required(command: Callable[..., object]) -> set[str]:
    return {n for n, how in inspect.signature(command).parameters.items() if how.default is inspect.Parameter.empty}
