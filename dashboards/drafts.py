"""Drafts: what a person has begun to write in a long form and not sent yet, kept for that person alone on the server.

The device keeps every letter; it hands them over now and then, and when the network is back, so that the draft is
offered on another device too. Sending the form erases it in the same transaction.
"""

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, Response

from conflict.lapaz import local
from conflict.record import RuleError
from dashboards.desk import Desk
from dashboards.drafted import LARGEST, drafted, fields_in
from dashboards.keyed import LONGEST_KEY, begins
from dashboards.person import People, person_of
from register.commands import drafts
from register.queries import drafts as draft_queries
from register.queries import orders


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of drafts."""
    router = APIRouter()

    @router.get("/borradores")
    def mine(request: Request, de: str = "") -> Response:
        """Return the drafts of the forms of one page, by address."""
        by = person_of(desk, people, request)
        asked = {drafted(path): path for path in de.split(",")[:12]}
        with desk.register.reading() as session:
            kept = draft_queries.of_person(session, by)
        found = {
            asked[one.form, one.of]: {
                "campos": [(name.split(":", 1)[-1], value) for name, value in one.fields.items()],
                "at": int(one.saved_at.timestamp() * 1000),
            }
            for one in kept
            if (one.form, one.of) in asked
        }
        return JSONResponse(found)

    @router.post("/borradores")
    def save(
        request: Request,
        de: str = Form("", max_length=120),
        campos: str = Form("[]", max_length=LARGEST),
        llave: str = Form("", max_length=LONGEST_KEY),
    ) -> Response:
        """Keep a draft; one that says nothing, or comes after its form was carried out, is dropped instead."""
        by, now, known = person_of(desk, people, request), desk.clock(), drafted(de)
        if known is None:
            return JSONResponse({"motivo": "Ese formulario no guarda borrador."}, status_code=422)
        try:
            fields = fields_in(campos)
            with desk.register.writing() as session:
                spent = bool(llave) and orders.carried_out(session, begins(by, llave))
                if fields and not spent:
                    drafts.save(session, form=known[0], of=known[1], fields=fields, version=0, by=by, now=now)
                else:
                    drafts.drop(session, form=known[0], of=known[1], by=by)
        except RuleError as broken:
            return JSONResponse({"motivo": broken.spanish}, status_code=422)
        return JSONResponse({"guardado": f"{local(now):%H:%M}"})

    return router
