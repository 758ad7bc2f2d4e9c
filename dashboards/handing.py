"""Transfers as pages: the form that asks for one, what waits on both sides, and every answer."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from conflict.esbo import counted
from conflict.lifecycle import OPEN_STATES
from conflict.permissions import WHOLE, Ability
from conflict.record import Person, RuleError
from conflict.rulebook import AfterAcceptance
from conflict.text import fold
from conflict.vocabulary import TransferReason
from dashboards import answering
from dashboards.case_lines import options
from dashboards.case_views import HandingView
from dashboards.ficha import CLOSED, Ficha, number_in, offices_in, takers
from dashboards.forms import chosen, served_at
from dashboards.labels import ACTION_KINDS
from dashboards.pages import Option
from dashboards.person import person_of
from dashboards.record_lines import transfer_of
from dashboards.record_views import AnsweredLine, Some, TransferLine, TransfersView
from dashboards.when import absolute
from register.columns import LARGEST_ID
from register.commands import transfers
from register.engine import Transaction
from register.queries import agenda as agenda_queries
from register.queries import casefile as case_queries
from register.queries import packs as packs_queries
from register.queries import records as record_queries
from register.queries import transfers as transfer_queries
from register.queries.packs import PackFact

Text = Annotated[str, Form(max_length=8_000)]
Line = Annotated[str, Form(max_length=300)]


def routes(ficha: Ficha) -> APIRouter:
    """Return the routes of transfers."""
    router = APIRouter()
    desk = ficha.desk

    def listed(request: Request, trouble: str = "", done: int = 0, undone: bool = False) -> Response:
        """Show both sides; `done` is the transfer that was just answered, after `undone` the answer before is shown."""
        by, now = person_of(desk, ficha.people, request), desk.clock()
        office = fold(by.office)
        with desk.register.reading() as session:
            waiting = record_queries.transfers_waiting(session)
            ended = agenda_queries.ended_transfers(session)
            groups = (
                ("Por responder en su oficina", [one for one in waiting if fold(one.receiver) == office]),
                ("Enviadas por su oficina", [one for one in waiting if fold(one.sender) == office]),
                (
                    "Entre otras oficinas",
                    [one for one in waiting if office not in (fold(one.receiver), fold(one.sender))],
                ),
                ("Terminadas", list(ended)),
            )
            asked = tuple(one.id for one in groups[0][1])
            packs = packs_queries.sent(session, asked)
            people = takers(session, by.office, by.name) if asked else ()
            more = agenda_queries.how_many_ended(session) - len(ended)
            view = TransfersView(
                ficha.around(session, "Transferencias", "transferencias", trouble),
                tuple(
                    (
                        name,
                        Some(
                            tuple(
                                answered_for(transfer_of(one, now, by.name, by.office, by), packs.get(one.id), people)
                                for one in found
                            ),
                            len(found) + (more if name == "Terminadas" else 0),
                        ),
                    )
                    for name, found in groups
                    if found
                ),
                case_queries.in_nobodys_hands(session),
                bool(asked),
                last_answer(session, by, now, done) if done or undone else None,
                undone,
            )
        if (done or undone) and view.answered is None:
            with desk.register.whole.reading(WHOLE) as whole:  # whoever returned it may see the record no more
                view = replace(view, answered=last_answer(whole, by, now, done, may_open=False))
        return desk.page("transferencias.html", view, 422 if trouble else 200)

    def form(code: str, trouble: str = "", again: int = 0) -> Response:
        """Show the form; `again` is the transfer that is asked for once more."""
        now = desk.clock()
        with desk.register.reading() as session:
            if isinstance(opened := ficha.opened(session, code, Ability.ASK_TRANSFER), Response):
                return opened
            found, file = opened
            if found.record.state not in OPEN_STATES:
                return ficha.page(code, CLOSED)
            before = next((one for one in found.transfers if one.id == again), None)
            office, motive, words = (before.receiver, before.motive, before.reason) if before else ("", "", "")
            rules = desk.rules(now).of(found.record.office)
            supports = rules.after_acceptance is AfterAcceptance.SUPPORTS
            view = HandingView(
                ficha.around(session, f"Transferir {code}", "registros", trouble),
                code,
                found.record.version,
                found.record.title,
                tuple(
                    Option(one, one, 0, one == office)
                    for one in offices_in(session)
                    if fold(one) != fold(found.record.office)
                ),
                options(TransferReason, desk.words(now), (motive,)),
                words,
                (
                    f"Resumen: {file.file.values['summary'] or 'sin escribir'}",
                    f"Línea de tiempo: {counted(len(found.timeline), 'línea', 'líneas')} y "
                    f"{counted(len(file.facts), 'hecho', 'hechos')}",
                    f"Señales con sus notas: {len(found.entries)}",
                    f"Documentos, cada uno con su huella: {len([one for one in file.evidence if not one.annulled])}",
                ),
                rules.authorise_transfer,
                "su oficina queda como apoyo" if supports else "la parte de su oficina concluye",
            )
        return desk.page("transferir.html", view, 422 if trouble else 200)

    @router.get("/transferencias", response_class=HTMLResponse)
    def both_sides(
        request: Request, hecha: Annotated[int, Query(ge=0, le=LARGEST_ID)] = 0, deshecha: str = ""
    ) -> Response:
        return listed(request, done=hecha, undone=deshecha == "si")

    @router.get("/registros/{code}/transferir", response_class=HTMLResponse)
    def asking(code: str, otra_vez: Annotated[int, Query(ge=0, le=LARGEST_ID)] = 0) -> Response:
        return form(code, again=otra_vez)

    @router.post("/registros/{code}/transferir")
    def ask(request: Request, code: str, oficina: Line = "", motivo: Line = "", texto: Text = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            if oficina not in offices_in(session):
                raise RuleError(f"office {oficina[:40]!r}", "Falta elegir la oficina que recibe.", "oficina")
            motive = chosen(TransferReason, motivo, "el motivo de la transferencia", "motivo")
            transfers.ask(
                session,
                code=code,
                receiver=oficina,
                reason=texto,
                motive=motive,
                by=by,
                now=now,
                rules=desk.rules(now),
            )
            return code

        return ficha.changed(request, code, work, lambda why: form(code, why))

    @router.post("/transferencias/{number}")
    def answer(
        request: Request, number: int, respuesta: Line = "", texto: Text = "", persona: Line = "", vuelta: Line = ""
    ) -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            taker = number_in(persona, "quién la lleva", "persona") if persona else None
            base = served_at(request)
            return answering.answer(session, number, respuesta, texto, by, now, desk.rules(now), taker, base=base)

        to = BACK.get(respuesta, "").format(number) if vuelta == "transferencias" else ""
        return ficha.changed(request, ("transferencia", number), work, lambda words: listed(request, words), to)

    return router


BACK = {
    "aceptar": "/transferencias?hecha={}",
    "devolver": "/transferencias?hecha={}",
    "deshacer": "/transferencias?deshecha=si",
    "recordar": "/transferencias",
}
"""Where an answer that was given in the list leads; any other leads to the record."""


def last_answer(
    session: Transaction, by: Person, now: datetime, number: int, *, may_open: bool = True
) -> AnsweredLine | None:
    """Return the answer to this transfer, the person's last for 0, in words; None where it may not be taken back."""
    found = transfer_queries.last_answer(session, by.user_id, now, number or None)
    if found is None:
        return None
    words = "Aceptada; está a cargo de su oficina." if found.accepted else f"Devuelta; sigue a cargo de {found.sender}."
    return AnsweredLine(found.transfer, found.record, found.version, words, may_open)


def answered_for(line: TransferLine, pack: PackFact | None, people: tuple[Option, ...]) -> TransferLine:
    """Return the line with what who answers it has to know: what travelled, and whom the record may be given to."""
    if pack is None:
        return line
    done = tuple((f"{absolute(at)} · {ACTION_KINDS[kind]}", words) for at, kind, words in pack.done)
    return replace(line, summary=pack.summary or "Sin resumen.", done=done, people=people)
