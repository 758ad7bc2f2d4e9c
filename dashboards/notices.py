"""The page of messages: who receives what, what waits for a person's yes, and what became of the last ones."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from conflict.errors import AtalayaError, DataError
from conflict.esbo import moment
from conflict.message import BRIEF_CHARS, MessageKind, MessageState, channel_of
from conflict.permissions import Ability, allowed
from conflict.record import Person
from dashboards.desk import Desk
from dashboards.labels import MESSAGE_KINDS, MESSAGE_STATES
from dashboards.pages import Frame, Option
from dashboards.person import People, person_of
from register.commands import messages
from register.engine import Transaction
from register.queries import messages as message_queries
from register.queries import offices as office_queries

Field = Annotated[str, Form(max_length=200)]
Work = Callable[[Transaction, Person, datetime], object]
PAGE = "/ajustes/avisos"
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in words; `channel` says that it is no mail."""

    id: int
    address: str
    channel: bool
    office: str
    kinds: str
    approval: bool


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message of the outbox. `subject` is "" for somebody who may not read cases: it can hold their title."""

    id: int
    kind: str
    state: str
    subject: str
    at: str
    approvable: bool
    withdrawable: bool


@dataclass(frozen=True, slots=True)
class NoticesView:
    """The page; `typed` are the fields of a form that was not accepted."""

    frame: Frame
    rules: tuple[RuleLine, ...]
    outbox: tuple[MessageLine, ...]
    offices: tuple[Option, ...]
    kinds: tuple[Option, ...]
    address: str
    approval: bool
    brief: int


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of messages."""
    router = APIRouter()

    def page(
        by: Person,
        words: str = "",
        *,
        address: str = "",
        office: str = "",
        kinds: tuple[str, ...] = (),
        yes: bool = False,
    ) -> Response:
        reads = allowed(by, Ability.SEE_QUEUE)
        with desk.register.whole.reading() as session:
            rules, outbox = message_queries.rules(session), message_queries.outbox(session, MOST_SHOWN)
            offices, names = office_queries.working(session), office_queries.names(session)
        with desk.register.reading() as session:
            around = desk.around(session, "Avisos", "avisos", trouble=words)
        view = NoticesView(
            around,
            tuple(
                RuleLine(
                    one.id,
                    one.address,
                    bool(channel_of(one.address)),
                    names.get(one.office, one.office) or "Todo el país",
                    ", ".join(MESSAGE_KINDS[kind] for kind in one.kinds),
                    one.approval,
                )
                for one in rules
            ),
            tuple(
                MessageLine(
                    number,
                    MESSAGE_KINDS[kind],
                    MESSAGE_STATES[state],
                    subject if reads else "",
                    moment(at),
                    reads and state is MessageState.UNAPPROVED,
                    state is MessageState.WAITING,
                )
                for number, kind, state, subject, at in outbox
            ),
            tuple(Option(one.id, one.name, 0, one.id == office) for one in offices),
            tuple(Option(kind.value, words_, 0, kind.value in kinds) for kind, words_ in MESSAGE_KINDS.items()),
            address,
            yes,
            BRIEF_CHARS,
        )
        return desk.page("reglas_avisos.html", view, 422 if words else 200)

    def done(request: Request, work: Work) -> Response:
        by = person_of(desk, people, request)
        try:
            with desk.register.writing() as session:
                work(session, by, desk.clock())
        except AtalayaError as broken:
            return page(by, broken.spanish)
        return RedirectResponse(PAGE, status_code=303)

    @router.get(PAGE, response_class=HTMLResponse)
    def show(request: Request) -> Response:
        return page(person_of(desk, people, request))

    @router.post(PAGE)
    def add(
        request: Request,
        direccion: Field = "",
        oficina: Field = "",
        tipo: Annotated[list[str] | None, Form()] = None,
        aprobacion: Field = "",
    ) -> Response:
        by, chosen = person_of(desk, people, request), tuple(tipo or ())
        try:
            with desk.register.writing() as session:
                if oficina and oficina not in {one.id for one in office_queries.working(session)}:
                    raise DataError(f"office {oficina[:20]!r}", "Esa oficina no está en la lista.")
                messages.add_rule(
                    session,
                    address=direccion,
                    office=oficina,
                    kinds=[kind for kind in MessageKind if kind.value in chosen],
                    approval=bool(aprobacion),
                    now=desk.clock(),
                    by=by,
                )
        except AtalayaError as broken:
            return page(by, broken.spanish, address=direccion, office=oficina, kinds=chosen, yes=bool(aprobacion))
        return RedirectResponse(PAGE, status_code=303)

    @router.post(f"{PAGE}/reglas/{{number}}")
    def end(request: Request, number: int) -> Response:
        return done(request, lambda session, by, now: messages.end_rule(session, rule_id=number, now=now, by=by))

    @router.post(f"{PAGE}/bandeja/{{number}}")
    def decide(request: Request, number: int, que: Field = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> None:
            if que == "aprobar" and allowed(by, Ability.SEE_QUEUE):
                messages.approve(session, message=number, now=now, by=by)
            elif que == "retirar":
                messages.withdraw(session, message=number, now=now, by=by)
            else:
                raise DataError(f"decision {que[:20]!r}", "Falta elegir si se aprueba o se retira.")

        return done(request, work)

    return router
