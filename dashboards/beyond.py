"""What of a record lies outside the office or after its end: referrals, and the follow-up of a concluded one; pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from conflict.clocks import Clocks, Term
from conflict.lifecycle import RecordState
from dashboards.case_views import Entry, still
from dashboards.pages import Option
from dashboards.when import absolute, review_words
from register.queries.agenda import ConcludedFact
from register.queries.directory import InstitutionFact, ReferralFact
from register.record_rows import RecordFact

RECEIVED, RETURNED = "recibida", "completa"
"""What may be written down of a referral: that it was received, and what came of it."""


@dataclass(frozen=True, slots=True)
class BeyondView:
    """Referrals of a record, whom it may be referred to, and how its follow-up stands ("" while it is open)."""

    referrals: tuple[Entry, ...]
    institutions: tuple[Option, ...]
    names: tuple[str, ...]
    follow_up: str

    def to_read(self) -> "BeyondView":
        """Return the same for who may not write in the record."""
        return replace(self, referrals=still(self.referrals))


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """One line of the agenda about what no deadline keeps: a referral without answer, a follow-up."""

    record: str
    title: str
    due: str
    tone: str
    words: str


def beyond_of(
    record: RecordFact,
    referrals: Iterable[ReferralFact],
    institutions: Iterable[InstitutionFact],
    clocks: Clocks,
    now: datetime,
) -> BeyondView:
    """Return what a record's page shows of it."""
    known = tuple(institutions)
    return BeyondView(
        tuple(_referral(one, clocks, now) for one in referrals),
        tuple(
            Option(str(one.id), f"{one.name}{f', {one.municipality}' if one.municipality else ''}", 0, False)
            for one in known
        ),
        tuple(one.name for one in known),
        follow_up_words(record, clocks, now),
    )


def follow_up_words(record: RecordFact, clocks: Clocks, now: datetime) -> str:
    """Return how long a concluded record is followed, or that its follow-up is over; "" for any other."""
    if record.state is RecordState.ARCHIVED:
        return "Archivada: su seguimiento terminó."
    if record.state is not RecordState.CONCLUDED or record.closed_at is None:
        return ""
    until = clocks.due(Term.RECURRENCE, record.office, record.closed_at)
    if now < until:
        return f"En seguimiento hasta el {absolute(until)}. Si el asunto vuelve, reábrala."
    return f"El seguimiento terminó el {absolute(until)}. Si no hubo nada nuevo, archívela; si volvió, reábrala."


def overdue_referrals(found: Iterable[ReferralFact], clocks: Clocks, now: datetime) -> tuple[OutsideLine, ...]:
    """Return the referrals whose receipt or result is late, the latest due first in line."""
    lines = []
    for one in found:
        due = clocks.referral(one.office, one.asked_at, one.confirmed_at)
        if due < now:
            what = "no confirmó que la recibió" if one.confirmed_at is None else "no devolvió el resultado"
            words, tone = review_words(due, now)
            lines.append((due, OutsideLine(one.record, one.record_title, words, tone, f"{one.institution} {what}")))
    return tuple(line for _, line in sorted(lines, key=lambda pair: pair[0]))


def follow_ups(found: Iterable[ConcludedFact], clocks: Clocks, now: datetime) -> tuple[OutsideLine, ...]:
    """Return the concluded records in their follow-up, those whose follow-up is over first."""
    lines = []
    for one in found:
        due = clocks.due(Term.RECURRENCE, one.office, one.closed_at)
        words, tone = review_words(due, now)
        said = "seguimiento cumplido: archívela o reábrala" if due < now else f"en seguimiento hasta el {absolute(due)}"
        lines.append((due, OutsideLine(one.code, one.title, words, tone, f"{one.responsible} · {said}")))
    return tuple(line for _, line in sorted(lines, key=lambda pair: pair[0]))


def _referral(one: ReferralFact, clocks: Clocks, now: datetime) -> Entry:
    asked = f"derivado {absolute(one.asked_at)}"
    if one.returned_at is not None:
        return Entry(
            "derivacion", one.id, one.institution, f"{one.words} · Resultado: {one.result}", f"Completa · {asked}"
        )
    due, tone = review_words(clocks.referral(one.office, one.asked_at, one.confirmed_at), now)
    if one.confirmed_at is None:
        note, move = "Espera que la entidad confirme", Option(RECEIVED, "La entidad la recibió", 0, False)
    else:
        note, move = "Espera su resultado", Option(RETURNED, "Anotar el resultado", 0, False)
    return Entry("derivacion", one.id, one.institution, one.words, f"{note} · {asked}", (move,), tone=tone, due=due)
