"""Claim a row while its form is open, and ask before deciding one that somebody else has: a courtesy, never a lock."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from conflict.record import Person, RuleError
from dashboards.desk import Desk
from dashboards.person import People, person_of
from dashboards.queue import Show
from dashboards.queue_filters import FiltersFromAddress
from dashboards.swapping import asked_in_part, part
from dashboards.triage_views import LeaseView, lease_words
from register.commands import leases
from register.engine import Transaction


class Held(RuleError):
    """Somebody else has the row open; the same form with `confirmar` decides it all the same."""


def confirmed(request: Request, confirmar: Annotated[str, Form(max_length=2)] = "") -> None:
    """Note for `demand_free` whether a form says that its decision stands although somebody else has the row."""
    request.state.confirmed = confirmar == "si"


def demand_free(session: Transaction, request: Request, code: str, by: Person, now: datetime) -> None:
    """Raise Held when somebody else has the row and the form does not say that this is known."""
    if getattr(request.state, "confirmed", False):
        return
    other = leases.held_by_other(session, code=code, by=by, now=now)
    if other is not None:
        raise Held(f"{code} is claimed", f"{lease_words(other, by.user_id)} Puede decidirla igual.")


def routes(desk: Desk, people: People, show: Show) -> APIRouter:
    """Return the route of claims."""
    router = APIRouter()

    @router.post("/cola/{code}/tomar")
    def claim(request: Request, filters: FiltersFromAddress, code: str) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        try:
            with desk.register.writing() as session:
                lease = leases.claim(session, code=code, by=by, now=now)
        except RuleError as broken:
            if asked_in_part(request):
                return part(desk.page("mira.html", LeaseView(broken.spanish)))
            return show(request, filters, None, broken.spanish)
        held = lease is not None and lease.account_id != by.user_id
        if asked_in_part(request):
            return part(desk.page("mira.html", LeaseView(lease_words(lease, by.user_id), held)))
        return RedirectResponse(f"/cola/{code}{filters.query()}", status_code=303)

    return router
