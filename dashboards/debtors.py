"""The page of written requests: who owes an answer, how many were answered, and each one that waits."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from conflict.handling import RequestState
from conflict.lapaz import local
from conflict.record import RuleError
from dashboards.desk import Desk
from dashboards.pages import Frame
from dashboards.record_views import Some
from dashboards.when import review_words, whole_day
from register.queries.debtors import DebtorFact, OwedFact, debtors
from register.queries.worked import month_of


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One request that waits."""

    record: str
    title: str
    words: str
    due: str
    tone: str


@dataclass(frozen=True, slots=True)
class DebtorLine:
    """One institution with its counts and what it owes."""

    name: str
    asked: int
    answered: int
    partly: int
    waiting: int
    silent: int
    late: int
    owed: Some[OwedLine]


@dataclass(frozen=True, slots=True)
class DebtorsView:
    """The page; `month` is "" for all time, `total` and `answered` are over all institutions."""

    frame: Frame
    month: str
    some: Some[DebtorLine]
    total: int
    answered: int


def routes(desk: Desk) -> APIRouter:
    """Return the route of the page."""
    router = APIRouter()

    @router.get("/requerimientos", response_class=HTMLResponse)
    def show(mes: Annotated[str, Query(max_length=10)] = "") -> Response:
        now, trouble, since = desk.clock(), "", None
        try:
            since = month_of(mes.strip())[0] if mes.strip() else None
        except RuleError as broken:
            trouble = broken.spanish
        with desk.register.reading() as session:
            found = debtors(session, now, since=since)
            around = desk.around(session, "Requerimientos de informe", "plazos", trouble=trouble)
        lines = tuple(_line(one, desk) for one in found.first)
        view = DebtorsView(
            around,
            mes.strip()[:7] if since else "",
            Some(lines, found.institutions),
            found.asked,
            found.answered,
        )
        return desk.page("requerimientos.html", view, 422 if trouble else 200)

    return router


def _line(one: DebtorFact, desk: Desk) -> DebtorLine:
    owed = Some(tuple(_owed(each, desk) for each in one.owed), one.owing)
    return DebtorLine(one.addressee, one.asked, one.answered, one.partly, one.waiting, one.silent, one.late, owed)


def _owed(one: OwedFact, desk: Desk) -> OwedLine:
    due, tone = review_words(one.due_at, desk.clock()) if one.due_at else ("sin plazo", "calm")
    state = one.state.value.replace("_", " ")
    sent = f"enviado el {whole_day(local(one.sent_at).date())}"
    return OwedLine(
        one.record,
        one.title,
        f"{sent}, {one.office}" if one.state is RequestState.SENT else f"{state}; {sent}, {one.office}",
        due,
        tone,
    )
