"""How far a record is up to date, and where on its pages each missing thing is filled; pure."""

from collections.abc import Mapping
from datetime import datetime

from conflict.checklist import ACTION, OVERDUE, upkeep_of
from conflict.lifecycle import OPEN_STATES, DeadlineState
from dashboards.record_views import UpkeepView
from register.case_rows import CaseDetail
from register.record_rows import RecordDetail

PLACES: Mapping[str, str] = {
    "municipalities": "#lu",
    "typology": "/datos#f-typology",
    "demand": "/datos#f-demand",
    "measure_or_none": "/datos#f-no_measure",
    "demander": "#ac-nombre",
    "addressee": "#ac-nombre",
    "rights": "/datos#f-rights",
    "affected": "/datos#f-affected_words",
    "harm_or_none": "/datos#f-no_harm",
    "simat_or_none": "#cd-cod",
    "origin": "/datos#f-origin",
    ACTION: "#a-tipo",
    OVERDUE: "#plazos",
}
"""The field to fill, after the address of the record: a browser unfolds whatever hides it."""


def place_to_fill(code: str, what: str) -> str:
    """Return the address where something missing of a record is filled."""
    return f"/registros/{code}{PLACES[what]}"


def upkeep_view(detail: RecordDetail, file: CaseDetail, now: datetime, *, edits: bool) -> UpkeepView | None:
    """Return the card of an open record; who does not edit it gets no links, and one that ended has no card."""
    if detail.record.state not in OPEN_STATES:
        return None
    overdue = sum(one.state is DeadlineState.OPEN and one.due_at < now for one in detail.deadlines)
    found = upkeep_of(file.checklist, detail.record.last_action, overdue, now)
    code = detail.record.code
    return UpkeepView(
        found.done,
        found.whole,
        tuple((words, _from_its_page(code, what) if edits else "") for what, words in found.missing),
    )


def _from_its_page(code: str, what: str) -> str:
    """Return the same on the record's own page, named alone there: what was typed is not lost to a second reading."""
    return PLACES[what] if PLACES[what].startswith("#") else place_to_fill(code, what)
