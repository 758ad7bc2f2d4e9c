"""What the filters of the queue ask of the register: a view as queries take it, and what there is beside one."""

from datetime import datetime
from typing import Any

from conflict.codebook import Level, Measure, QueueState, Stage
from dashboards.queue_chips import Elsewhere, placed, within
from dashboards.queue_filters import Filters
from dashboards.visitor import reader
from register.engine import Transaction
from register.queries import queue as queue_queries
from register.queries import triage as triage_queries
from register.queries.queue_narrowing import narrowing


def me() -> int:
    """Return the number of the visitor's account, 0 for nobody."""
    person = reader()
    return person.user_id if person else 0


def my_office() -> str:
    """Return the name of the visitor's office, "" for nobody."""
    person = reader()
    return person.office if person else ""


def asked(filters: Filters, now: datetime) -> dict[str, Any]:
    """Return the view that the filters choose, as queries take it."""
    return {
        "department": filters.department or None,
        "office": filters.office or None,
        "level": Level(filters.level) if filters.level else None,
        "stage": Stage(filters.stage) if filters.stage else None,
        "given": triage_queries.given(filters.given, me()) if filters.given else None,
        "also": narrowing(
            measure=Measure(filters.measure) if filters.measure else None,
            outlet=filters.outlet,
            first=filters.first,
            last=filters.last,
            announced=filters.announced,
            actor=filters.actor,
            demand=filters.demand,
            town=filters.town,
            repeated=filters.repeated,
            passed_to=my_office() if filters.passed else "",
            now=now,
        ),
        "text": filters.text,
        "state": filters.state,
    }


def beside(session: Transaction, filters: Filters, now: datetime) -> Elsewhere:
    """Count what there is beside a view that has no row, as far as the sentence about it asks."""
    view = asked(filters, now)
    of_place = {"department": view["department"], "state": view["state"]}
    aside = view | {"state": QueueState.DISCARDED.value}
    return Elsewhere(
        queue_queries.how_many(session, now=now, **of_place) if within(filters) else 0,
        queue_queries.how_many(session, now=now, **aside) if placed(filters) and filters.state == "abiertas" else 0,
    )
