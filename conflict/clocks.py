"""Clocks of the register: the table of terms, and what is overdue, to be reminded of or to be taken higher; pure.

Nothing of this is stored: a list is made from the deadlines and the moment it is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from conflict.officehours import TermUnit, WorkingCalendar, due, shortest
from conflict.text import fold


class Term(StrEnum):
    """What a clock runs for (domain model, deadlines). `OWN` is what a person set by hand."""

    CRITICAL_SEEN = "senal_critica_vista"
    SIGNAL_DECIDED = "senal_decidida"
    REGISTERED = "senal_a_registro"
    FIRST_ACTION = "primera_accion"
    FIRST_ACTION_CRITICAL = "primera_accion_critica"
    UPDATE_HANDLING = "actualizacion_gestion"
    UPDATE_PREVENTION = "actualizacion_prevencion"
    UPDATE_TRANSFORMATION = "actualizacion_transformacion"
    ANNOUNCED = "fecha_anunciada"
    REPORT = "requerimiento"
    COMMITMENT = "compromiso"
    TRANSFER = "transferencia"
    AFTER_TRANSFER = "tras_transferencia"
    VALIDATION = "validacion"
    RECURRENCE = "revision_de_concluido"
    OWN = "propio"


@dataclass(frozen=True, slots=True)
class TermRule:
    """One row of the table: how long, counted how, when to remind (hours before the end; negative is after it).

    `escalate_hours` after the end the matter goes to the superior; None when it never does.
    """

    term: Term
    amount: int
    unit: TermUnit
    reminders: tuple[int, ...] = ()
    escalate_hours: int | None = None


_H, _O = TermUnit.CLOCK_HOURS, TermUnit.OFFICE_HOURS
_W, _D = TermUnit.WORKING_DAYS, TermUnit.CALENDAR_DAYS

ORDINARY_TERMS: Mapping[Term, TermRule] = {
    rule.term: rule
    for rule in (
        TermRule(Term.CRITICAL_SEEN, 30, TermUnit.CLOCK_MINUTES, (), 0),
        TermRule(Term.SIGNAL_DECIDED, 8, _O),
        TermRule(Term.REGISTERED, 4, _O),
        TermRule(Term.FIRST_ACTION, 24, _H, (4,), 24),
        TermRule(Term.FIRST_ACTION_CRITICAL, 4, _H, (1,), 4),
        TermRule(Term.UPDATE_HANDLING, 3, _D),
        TermRule(Term.UPDATE_PREVENTION, 7, _D),
        TermRule(Term.UPDATE_TRANSFORMATION, 30, _D),
        TermRule(Term.ANNOUNCED, 0, _D, (24,)),
        TermRule(Term.REPORT, 10, _W, (72,), 24),
        TermRule(Term.COMMITMENT, 0, _D, (168, 24, -24)),
        TermRule(Term.TRANSFER, 1, _W, (4,), 0),
        TermRule(Term.AFTER_TRANSFER, 1, _W, (4,), 24),
        TermRule(Term.VALIDATION, 2, _W, (), 24),
        TermRule(Term.RECURRENCE, 30, _D),
        TermRule(Term.OWN, 0, _D, (24,)),
    )
}
"""The defaults of the domain model: none is official. data/calendario/plazos.csv says what is in force."""

ORDINARY_CALENDAR = WorkingCalendar(((time(8, 30), time(12, 30)), (time(14, 30), time(18, 30))))
"""The general rule of the institution: 08:30-12:30 and 14:30-18:30, Monday to Friday."""


class Heat(StrEnum):
    """How a deadline stands at a moment, from calm to what goes to the superior."""

    CALM = "a_tiempo"
    REMIND = "recordar"
    LATE = "vencido"
    ESCALATE = "escalar"


@dataclass(frozen=True, slots=True)
class Clocks:
    """Terms in force and the calendars of the offices by folded name; an office without one has the general one."""

    terms: Mapping[Term, TermRule] = field(default_factory=lambda: ORDINARY_TERMS)
    general: WorkingCalendar = ORDINARY_CALENDAR
    offices: Mapping[str, WorkingCalendar] = field(default_factory=dict)

    def calendar(self, office: str) -> WorkingCalendar:
        """Return the calendar of an office, the general one for an office that has none of its own."""
        return self.offices.get(fold(office).strip(), self.general)

    def due(self, term: Term, office: str, start: datetime) -> datetime:
        """Return when a term of that office ends, in UTC."""
        rule = self.terms[term]
        return due(self.calendar(office), start, rule.amount, rule.unit)

    def begun_before(self, term: Term, now: datetime) -> datetime:
        """Return the moment before which every term began that is over by now, in whatever office.

        Not each that began before it is over: that says `due`. A list is narrowed with it before each line is asked.
        """
        rule = self.terms[term]
        return now - shortest(rule.amount, rule.unit)

    def higher_since(self, term: Term, now: datetime) -> datetime | None:
        """Return the moment up to which what was due goes to the superior now; None where it never does."""
        hours = self.terms[term].escalate_hours
        return None if hours is None else now - timedelta(hours=hours)

    def referral(self, office: str, asked_at: datetime, confirmed_at: datetime | None) -> datetime:
        """Return until when a referral waits: to be received as a transfer does, then for its result as a request does.

        No norm says; whoever changes those two terms changes this one.
        """
        if confirmed_at is None:
            return self.due(Term.TRANSFER, office, asked_at)
        return self.due(Term.REPORT, office, confirmed_at)

    def heat(self, term: Term, due_at: datetime, now: datetime) -> Heat:
        """Return how an open deadline stands now."""
        rule = self.terms[term]
        if now < due_at:
            near = any(hours > 0 and due_at - timedelta(hours=hours) <= now for hours in rule.reminders)
            return Heat.REMIND if near else Heat.CALM
        if rule.escalate_hours is not None and now >= due_at + timedelta(hours=rule.escalate_hours):
            return Heat.ESCALATE
        return Heat.LATE


ORDINARY = Clocks()
"""General hours, no holidays, the domain model's terms: what stands where nobody gave the institution's own tables."""
