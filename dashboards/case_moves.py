"""What may be done to a thing that hangs from a record, by the one form that they share: each kind and its command."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from conflict.handling import AgreementState, CommitmentState, RecommendationState, RequestState
from conflict.record import Person, RuleError
from conflict.rulebook import Rulebook
from dashboards.beyond import RECEIVED, RETURNED
from dashboards.forms import chosen
from register.commands import agreements, attaching, directory, facts, involved, relating, requests
from register.engine import Transaction


@dataclass(frozen=True, slots=True)
class Asked:
    """The form: which one, to what state, in which words; the day and the document only where the thing has them."""

    number: int
    state: str
    words: str
    day: date | None
    document: int | None


Move = Callable[[Transaction, Asked, Person, datetime, Rulebook], str]


def _request(session: Transaction, asked: Asked, by: Person, now: datetime, rules: Rulebook) -> str:
    state = chosen(RequestState, asked.state, "el estado")
    return requests.advance(
        session, request_id=asked.number, asked=state, words=asked.words, by=by, now=now, rules=rules
    )


def _commitment(session: Transaction, asked: Asked, by: Person, now: datetime, rules: Rulebook) -> str:
    return agreements.verify(
        session,
        commitment_id=asked.number,
        asked=chosen(CommitmentState, asked.state, "el estado"),
        words=asked.words,
        settled_on=asked.day,
        evidence_id=asked.document,
        by=by,
        now=now,
    )


def _agreement(session: Transaction, asked: Asked, by: Person, now: datetime, rules: Rulebook) -> str:
    state = chosen(AgreementState, asked.state, "el estado")
    return agreements.settle(session, agreement_id=asked.number, asked=state, words=asked.words, by=by, now=now)


def _recommendation(session: Transaction, asked: Asked, by: Person, now: datetime, rules: Rulebook) -> str:
    state = chosen(RecommendationState, asked.state, "el estado")
    return agreements.follow(session, recommendation_id=asked.number, asked=state, words=asked.words, by=by, now=now)


def _referral(session: Transaction, asked: Asked, by: Person, now: datetime, rules: Rulebook) -> str:
    if asked.state == RETURNED:
        return directory.complete(session, referral=asked.number, result=asked.words, by=by, now=now)
    if asked.state != RECEIVED:
        raise RuleError(f"referral to {asked.state[:20]!r}", "Falta elegir qué pasó con la derivación.")
    return directory.confirm(session, referral=asked.number, words=asked.words, by=by, now=now)


MOVES: dict[str, Move] = {
    "requerimiento": _request,
    "compromiso": _commitment,
    "acuerdo": _agreement,
    "recomendacion": _recommendation,
    "derivacion": _referral,
    "hecho": lambda session, asked, by, now, _: facts.annul(
        session, fact_id=asked.number, words=asked.words, by=by, now=now
    ),
    "evidencia": lambda session, asked, by, now, _: attaching.annul(
        session, evidence_id=asked.number, words=asked.words, by=by, now=now
    ),
    "relacion": lambda session, asked, by, now, _: relating.unrelate(session, relation_id=asked.number, by=by, now=now),
    "actor": lambda session, asked, by, now, _: involved.remove_actor(session, actor_id=asked.number, by=by, now=now),
}
