"""What a program may read of transfers, and do about them: ask for one, authorise, send, answer, withdraw, close it."""

from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from conflict.lifecycle import TransferState
from conflict.record import Person, RuleError
from conflict.rulebook import AfterAcceptance
from conflict.vocabulary import TransferReason
from dashboards.answering import answer
from dashboards.api import FROM_NOWHERE, PAGE, Cursor, Limit
from dashboards.api_answers import KEPT, answered
from dashboards.api_carrying import IfMatch, Key, Order, carried_out
from dashboards.api_problems import PREFIX, PROBLEMS, Problem, only_known
from dashboards.api_records import about, left
from dashboards.api_shape import shown
from dashboards.api_work import Line, Text, WorkedOut
from dashboards.desk import Desk
from dashboards.ficha import offices_in
from dashboards.forms import served_at
from dashboards.person import People
from register.commands import transfers
from register.commands.matching import Held, hold_handing
from register.engine import Transaction
from register.queries import transfers as transfer_queries
from register.record_rows import TransferFact

TRANSFER: dict[str, Any] = {
    "id": 5,
    "ficha": "CS-2026-POT-LLA-0001",
    "version": 4,
    "estado": "enviada",
    "de": "Coordinación Regional Llallagua",
    "a": "Unidad de Prevención y Transformación de Conflictos",
    "motivo": "demandado_nacional",
    "texto": "La demanda es a un ministerio.",
    "pedida_en": "2026-11-20T14:00:00+00:00",
    "enviada_en": "2026-11-20T15:00:00+00:00",
    "responder_antes_de": "2026-11-23T15:00:00+00:00",
    "respondida_en": None,
    "respuesta": "",
    "resultado": "",
    "papel_de_origen": "acompana",
}
ASKED: dict[str, Any] = {"oficina": TRANSFER["a"], "motivo": TRANSFER["motivo"], "texto": TRANSFER["texto"]}


class TransferOut(BaseModel):
    """A transfer; `version` is its record's, which an order about it names; `resultado` is told when it is closed."""

    model_config = shown("Transferencia", TRANSFER)

    id: int
    ficha: str
    version: int
    estado: TransferState
    de: str
    a: str
    motivo: TransferReason
    texto: str
    pedida_en: datetime
    enviada_en: datetime | None
    responder_antes_de: datetime
    respondida_en: datetime | None
    respuesta: str
    resultado: str
    papel_de_origen: AfterAcceptance


class TransfersOut(BaseModel):
    """A page of transfers, the newest first; `siguiente` is the cursor of the next one, null on the last."""

    model_config = shown("Transferencias", {"transferencias": [TRANSFER], "siguiente": None})

    transferencias: tuple[TransferOut, ...]
    siguiente: str | None


class TransferIn(BaseModel):
    """The office that should take a record over, by its name, and why."""

    model_config = shown("Pedido de transferencia", ASKED)

    oficina: Line
    motivo: TransferReason
    texto: Text


class AnswerIn(BaseModel):
    """What is done about a transfer; `texto` is why it is given back, or what came of it when it is closed.

    `deshacer` takes one's own acceptance or return back.
    """

    model_config = shown("Respuesta a una transferencia", {"respuesta": "devolver", "texto": "La demanda es local."})

    respuesta: Literal["autorizar", "enviar", "recordar", "aceptar", "devolver", "retirar", "deshacer", "cerrar"]
    texto: Text = ""


class AskedOut(BaseModel):
    """It was asked for; `id` names it in what follows, `version` is the record's now."""

    model_config = shown("Transferencia pedida", {"id": 5, "ficha": TRANSFER["ficha"], "version": 4})

    id: int
    ficha: str
    version: int


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of transfers."""
    router = APIRouter(prefix=PREFIX, dependencies=[Depends(only_known)], responses=PROBLEMS)

    @router.get(
        "/transferencias",
        response_model=TransfersOut,
        responses=KEPT,
        summary="Leer las transferencias en camino, o las terminadas, la más nueva primero",
    )
    def listed(request: Request, terminadas: bool = False, desde: Cursor = "", limite: Limit = PAGE) -> Response:
        try:
            with desk.register.reading() as session:
                page = transfer_queries.page(session, limit=limite, cursor=desde, ended=terminadas)
        except RuleError as broken:
            return Problem(422, FROM_NOWHERE, broken.spanish)
        found = tuple(_transfer(one) for one in page.transfers)
        return answered(request, TransfersOut(transferencias=found, siguiente=page.next_cursor))

    @router.post(
        "/registros/{code}/transferencias", response_model=AskedOut, summary="Pedir que otra oficina reciba una ficha"
    )
    def ask(
        request: Request, response: Response, code: str, asked: TransferIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> AskedOut:
            if asked.oficina not in offices_in(session):
                raise RuleError("office unknown", "Esa oficina no está en la lista de las que reciben fichas.")
            number = transfers.ask(
                session,
                code=code,
                receiver=asked.oficina,
                reason=asked.texto,
                motive=asked.motivo,
                by=by,
                now=now,
                rules=desk.rules(now),
            )
            return AskedOut(id=number, ficha=code, version=left(session, code, by).version)

        told = {"transferir": code} | asked.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, told), about(code), work)

    @router.post(
        "/transferencias/{number}/respuesta",
        response_model=WorkedOut,
        summary="Autorizar, enviar, recordar, aceptar, devolver, retirar, deshacer o cerrar una transferencia",
    )
    def respond(
        request: Request, response: Response, number: int, what: AnswerIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def find(session: Transaction, by: Person) -> Held | None:
            return hold_handing(session, transfer_id=number, by=by)

        def work(session: Transaction, by: Person, now: datetime) -> WorkedOut:
            base = served_at(request)
            code = answer(session, number, what.respuesta, what.texto, by, now, desk.rules(now), base=base)
            held = find(session, by)
            return WorkedOut(ficha=code, version=held.version if held else 0)

        told = {"transferencia": number} | what.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, told), find, work)

    return router


def _transfer(one: TransferFact) -> TransferOut:
    return TransferOut(
        id=one.id,
        ficha=one.record,
        version=one.version,
        estado=one.state,
        de=one.sender,
        a=one.receiver,
        motivo=one.motive,
        texto=one.reason,
        pedida_en=one.asked_at,
        enviada_en=one.sent_at,
        responder_antes_de=one.answer_by,
        respondida_en=one.answered_at,
        respuesta=one.answer,
        resultado=one.counter_reference,
        papel_de_origen=one.local_role,
    )
