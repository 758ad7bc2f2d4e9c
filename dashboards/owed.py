"""The agenda: what is owed by whom, the nearest first, and no more lines than somebody reads."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from conflict import esbo
from conflict.clocks import Clocks, Heat
from conflict.lapaz import local_day
from conflict.record import Person
from dashboards.awaited import foreseen_lines, foreseen_until, signature_lines
from dashboards.beyond import follow_ups, overdue_referrals
from dashboards.pages import Frame
from dashboards.record_lines import days_of, deadline_of, transfer_of
from dashboards.record_views import AgendaView, DeadlineLine, Some
from dashboards.when import ago, day_words
from register.commands.casefile import UPDATE_TERMS
from register.engine import Transaction
from register.queries import agenda as agenda_queries
from register.queries import awaited
from register.queries import directory as directory_queries
from register.queries import records as record_queries
from register.queries.agenda import Conditions, NewsFact

FOLLOWED = timedelta(days=365)
"""How long a concluded record that nobody archived stays in the agenda."""
MINE, OFFICE, DEPARTMENT = OWN_VIEWS = ("mios", "oficina", "departamento")
MOST_LINES = 100
"""Lines of one part of the page; how many more there are is told."""
MOST_DEADLINES = 400
"""Deadlines that are looked at; those that are due after them are counted."""
MOST_WAITING = 400
"""Steps without a second signature that are looked at for the first due of them; all are counted."""

Fact = TypeVar("Fact")
Line = TypeVar("Line")


def agenda_of(
    session: Transaction, around: Frame, show: str, by: Person | None, clocks: Clocks, now: datetime
) -> AgendaView:
    """Return the page of a person: all that they may see, or one of `OWN_VIEWS`."""
    of = _shown(session, show, by)
    owed = record_queries.agenda(session, of, limit=MOST_DEADLINES)
    waiting = record_queries.how_many_open(session, of) if len(owed) == MOST_DEADLINES else len(owed)
    heats = {one.id: clocks.heat(one.term, one.due_at, now) for one in owed}
    concluded = agenda_queries.concluded_since(session, now - FOLLOWED, of, limit=MOST_LINES)
    followed = len(concluded)
    if followed == MOST_LINES:
        followed = agenda_queries.how_many_concluded(session, now - FOLLOWED, of)

    until = foreseen_until(clocks, now)

    def hot(heat: Heat) -> Some[DeadlineLine]:
        return _some([one for one in owed if heats[one.id] is heat], lambda one: deadline_of(one, now))

    return AgendaView(
        around,
        days_of(owed, now, MOST_LINES, by),
        waiting - len(owed),
        tuple(
            transfer_of(one, now, around.person, around.office, by) for one in record_queries.transfers_waiting(session)
        ),
        hot(Heat.REMIND),
        hot(Heat.ESCALATE),
        _some(
            _quiet(session, of, clocks, now),
            lambda one: (one.code, one.title, one.responsible, ago(one.updated_at, now).text),
        ),
        _first(overdue_referrals(directory_queries.referrals(session, open_only=True, of=of), clocks, now)),
        Some(follow_ups(concluded, clocks, now), followed),
        _first(
            signature_lines(awaited.signatures(session, of, limit=MOST_WAITING), clocks, now),
            awaited.how_many_signatures(session, of),
        ),
        _first(
            foreseen_lines(awaited.foreseen(session, until, of, limit=MOST_LINES), now),
            awaited.how_many_foreseen(session, until, of),
        ),
        show if show in OWN_VIEWS else "",
        bool(by and by.departments),
        "" if owed or not of else _next_due(session),
        esbo.moment(now),
    )


def _next_due(session: Transaction) -> str:
    """Return the day of the first deadline of all that the reader sees, "" for none."""
    return next((day_words(local_day(one.due_at)) for one in record_queries.agenda(session, (), limit=1)), "")


def _shown(session: Transaction, show: str, by: Person | None) -> Conditions:
    """Return the conditions of the records of a view."""
    if by is None or show not in OWN_VIEWS:
        return ()
    if show == DEPARTMENT:
        return agenda_queries.whose(session, departments=by.departments)
    if show == MINE:
        return agenda_queries.whose(session, responsible=by.name)
    return agenda_queries.whose(session, office=by.office)


def _quiet(session: Transaction, of: Conditions, clocks: Clocks, now: datetime) -> list[NewsFact]:
    """Return the open records without news for longer than their phase allows, the longest silent first."""
    before = {phase: clocks.begun_before(term, now) for phase, term in UPDATE_TERMS.items()}
    found = agenda_queries.news(session, before, of)
    return [one for one in found if clocks.due(UPDATE_TERMS[one.phase], one.office, one.updated_at) < now]


def _some(facts: Sequence[Fact], line: Callable[[Fact], Line]) -> Some[Line]:
    return Some(tuple(map(line, facts[:MOST_LINES])), len(facts))


def _first(lines: Sequence[Line], whole: int | None = None) -> Some[Line]:
    return Some(tuple(lines[:MOST_LINES]), len(lines) if whole is None else whole)
