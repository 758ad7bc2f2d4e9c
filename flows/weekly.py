"""What the clock does with the week: Monday 06:00 a draft, 08:00 published if nobody did it before.

Plain functions over an open register; `flows.scheduled` makes Prefect flows of them. Repeated, they change nothing.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from conflict.departments import DEPARTMENTS
from conflict.esbo import counted
from conflict.record import RuleError
from conflict.summary import scope_of, summarise
from conflict.week import Week, closed_week, week_named
from conflict.weeksummary import COUNTRY, Scope
from conflict.weekversion import VersionState
from outlook import weekly
from outlook.backtest import Backtest, backtest
from register.commands import summaries
from register.engine import Register
from register.queries import summaries as summary_queries
from register.queries import week as week_queries

PUBLISHED = timedelta(hours=8)
"""When the clock publishes on Monday (page specification, weekly summary)."""
GRACE = timedelta(minutes=30)
"""How late it may be before it is taken to have been missed."""
OF_USE = timedelta(days=3)
"""From Thursday on nobody is helped by it; a person may still publish it."""


def draft_week(register: Register, week: Week, *, now: datetime, department: str = "", office: str = "") -> str:
    """Make the draft of a week, leaving an edited or published one as it is; return what there is, in words.

    Raise RuleError when the week is not over.
    """
    _closed(week, now)
    with register.writing() as session:
        scope = scope_of(department, office, week_queries.offices(session))
        summary = summarise(week_queries.facts(session, week), week, scope)
        version = summaries.draft(session, summary=summary, now=now)
    return f"Semana {week.code}, {scope.name}: borrador listo, versión {version}."


def publish_week(register: Register, week: Week, *, now: datetime, department: str = "", office: str = "") -> str:
    """Publish a week that nobody published, making its draft first where there is none; return what there is now."""
    draft_week(register, week, now=now, department=department, office=office)
    with register.writing() as session:
        scope = scope_of(department, office, week_queries.offices(session))
        version = summaries.publish(session, scope=scope, week=week, by=None, now=now)
    with register.reading() as session:
        shown = summary_queries.numbered(session, scope, week, version)
    state = shown.state.value if shown else ""
    return f"Semana {week.code}, {scope.name}: versión {version}, {state}."


def draft_all(register: Register, week: Week, *, now: datetime) -> str:
    """Make the drafts of a week for the country, the nine departments and every office; return how many, in words.

    What the register knows is read once; each draft is a transaction of its own, so that a run that was cut off goes
    on where it stopped. Raise RuleError when the week is not over.
    """
    _closed(week, now)
    with register.reading() as session:
        facts, scopes = week_queries.facts(session, week), _scopes(week_queries.offices(session))
    for scope in scopes:
        summary = summarise(facts, week, scope)
        with register.writing() as session:
            summaries.draft(session, summary=summary, now=now)
    return f"Semana {week.code}: {len(scopes)} borradores listos (país, departamentos y oficinas)."


def publish_all(register: Register, week: Week, *, now: datetime) -> str:
    """Publish what nobody published of a week, for every scope, making the drafts that are missing first."""
    draft_all(register, week, now=now)
    with register.reading() as session:
        scopes = _scopes(week_queries.offices(session))
    for scope in scopes:
        with register.writing() as session:
            summaries.publish(session, scope=scope, week=week, by=None, now=now)
    with register.reading() as session:
        states = [one.state.value for one in summary_queries.of_week(session, week)]
    told = ", ".join(f"{states.count(state)} {state}" for state in sorted(set(states)))
    return f"Semana {week.code}: {told}."


def publish_missed(register: Register, *, now: datetime) -> str:
    """Publish what the clock should have published on Monday and did not; return how many, "" where nothing is missed.

    The machine may have been off, and Prefect forgets late runs when its server starts. A draft made after the hour is
    left to the person who made it, and so is a week that was over before anything was read or registered.
    """
    week = closed_week(now)
    opening = week.end + PUBLISHED
    if not opening + GRACE <= now < week.end + OF_USE:
        return ""
    with register.reading() as session:
        scopes = _scopes(week_queries.offices(session))
        states = {one.scope: one.state for one in summary_queries.of_week(session, week)}
        drafts = [
            summary_queries.draft(session, one, week) for one in scopes if states.get(one.key) is VersionState.DRAFT
        ]
        missed = {one.scope for one in drafts if one is not None and one.made_at < opening}
        if COUNTRY.key not in states:
            missed |= {one.key for one in scopes if one.key not in states}
        if not missed:
            return ""
        facts = week_queries.facts(session, week)
    if facts.since is None or facts.since >= week.end:
        return ""
    for scope in (one for one in scopes if one.key in missed):
        summary = summarise(facts, week, scope)
        with register.writing() as session:
            summaries.draft(session, summary=summary, now=now)
            summaries.publish(session, scope=scope, week=week, by=None, now=now)
    return f"Semana {week.code}: {counted(len(missed), 'resumen publicado', 'resúmenes publicados')} con atraso."


def _scopes(offices: tuple[str, ...]) -> tuple[Scope, ...]:
    """Return the country, the nine departments and the offices that have records."""
    departments = (scope_of(code, "", ()) for code in DEPARTMENTS)
    return COUNTRY, *departments, *(scope_of("", office, offices) for office in offices)


def backtest_register(register: Register, last: Week) -> Backtest:
    """Judge the register's own weeks up to one, by department."""
    with register.reading() as session:
        facts = week_queries.facts(session, last)
        table = weekly.counts(facts, last)
        if len(table):  # a summary needs to know of thirteen weeks who answered, this of all
            begun = week_named(str(table.index[0])).start
            facts = replace(facts, sources=week_queries.attended(session, last, begun))
    return backtest(table, weekly.covered(facts, table))


def _closed(week: Week, now: datetime) -> None:
    if now < week.end:
        ends = f"{week.sunday:%d/%m/%Y}"
        raise RuleError(f"{week.code} is not over", f"La semana {week.number} no ha cerrado: cierra el domingo {ends}.")
