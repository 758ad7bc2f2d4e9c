"""What a program may read of the agreements of a record and their commitments, add to them, and say of their end."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import AfterValidator, BaseModel

from conflict.handling import AgreementState, CommitmentState
from conflict.record import Person
from dashboards.api import FROM_NOWHERE, MOVED, PAGE, Cursor, Limit
from dashboards.api_answers import KEPT, answered
from dashboards.api_carrying import Find, IfMatch, Key, Order, carried_out
from dashboards.api_problems import PREFIX, PROBLEMS, Problem, only_known
from dashboards.api_records import about, left
from dashboards.api_shape import shown
from dashboards.api_work import EARLIEST, LATEST, Line, Text, WorkedOut
from dashboards.desk import Desk
from dashboards.person import People
from register.case_rows import AgreementFact, CommitmentFact
from register.commands import agreements
from register.commands.matching import hold_agreed, hold_promised
from register.engine import Transaction
from register.queries import casefile as case_queries
from register.queries import merges
from register.queries import records as record_queries

COMMITMENT: dict[str, Any] = {
    "id": 8,
    "texto": "Entregar el informe de aguas.",
    "quien": "Alcaldía de Aldea Uno",
    "vence": "2026-12-04",
    "estado": "pendiente",
    "verificacion": "",
    "cumplido_el": None,
}
AGREEMENT: dict[str, Any] = {
    "id": 2,
    "firmado_el": "2026-11-20",
    "firman": "Vecinos de Aldea Uno y la Alcaldía",
    "texto": "Se abre el camino y se revisa el agua.",
    "estado": "vigente",
    "compromisos": [COMMITMENT],
}


def _day(day: date) -> date:
    if not EARLIEST.date() <= day <= LATEST.date():
        raise ValueError("a day that nobody works with")
    return day


Day = Annotated[date, AfterValidator(_day)]


class CommitmentOut(BaseModel):
    """What somebody is to do by a day; `verificacion` is how it was seen that it was done, or not."""

    model_config = shown("Compromiso", COMMITMENT)

    id: int
    texto: str
    quien: str
    vence: date
    estado: CommitmentState
    verificacion: str
    cumplido_el: date | None


class AgreementOut(BaseModel):
    """An agreement with its commitments."""

    model_config = shown("Acuerdo", AGREEMENT)

    id: int
    firmado_el: date
    firman: str
    texto: str
    estado: AgreementState
    compromisos: tuple[CommitmentOut, ...]


class AgreementsOut(BaseModel):
    """A page of the agreements of a record, oldest first; `version` is the record's, which an order about it names."""

    model_config = shown(
        "Acuerdos", {"ficha": "CS-2026-POT-LLA-0001", "version": 3, "acuerdos": [AGREEMENT], "siguiente": None}
    )

    ficha: str
    version: int
    acuerdos: tuple[AgreementOut, ...]
    siguiente: str | None


class AgreementIn(BaseModel):
    """An agreement that was signed."""

    model_config = shown("Acuerdo firmado", {name: AGREEMENT[name] for name in ("firmado_el", "firman", "texto")})

    firmado_el: Day
    firman: Line
    texto: Text


class CommitmentIn(BaseModel):
    """What somebody promised; it opens its deadline."""

    model_config = shown("Compromiso nuevo", {name: COMMITMENT[name] for name in ("texto", "quien", "vence")})

    texto: Text
    quien: Line
    vence: Day


class AgreementStateIn(BaseModel):
    """What became of an agreement, and why."""

    model_config = shown("Estado de un acuerdo", {"estado": "cumplido", "texto": "Se cumplieron los compromisos."})

    estado: AgreementState
    texto: Text


class CommitmentStateIn(BaseModel):
    """Whether a commitment was kept and how that was verified; without `fecha`, today."""

    model_config = shown(
        "Estado de un compromiso", {"estado": "cumplido", "texto": "El informe se vio en la Alcaldía."}
    )

    estado: CommitmentState
    texto: Text
    fecha: Day | None = None


class AddedOut(WorkedOut):
    """It was written down; `id` names it in what follows, `version` is the record's now."""

    model_config = shown("Anotado con su número", {"ficha": "CS-2026-POT-LLA-0001", "version": 4, "id": 2})

    id: int


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of the agreements of a record."""
    router = APIRouter(prefix=PREFIX, dependencies=[Depends(only_known)], responses=PROBLEMS)

    @router.get(
        "/registros/{code}/acuerdos",
        response_model=AgreementsOut,
        responses=KEPT | MOVED,
        summary="Leer los acuerdos de una ficha con sus compromisos; la de una que se unió a otra lleva a la otra",
    )
    def listed(request: Request, code: str, desde: Cursor = "", limite: Limit = PAGE) -> Response:
        with desk.register.reading() as session:
            found = record_queries.detail(session, code)
            file = case_queries.case(session, code) if found else None
            other = merges.survivor(session, code) if found else ""
        if found is None or file is None:
            return Problem(404, "No existe esa ficha", "Revise el código; puede no estar a su alcance.")
        if other:
            return RedirectResponse(f"{PREFIX}/registros/{other}/acuerdos", status_code=303)
        told = file.agreements
        first = next((n for n, one in enumerate(told, 1) if str(one.id) == desde), None if desde else 0)
        if first is None:
            return Problem(422, FROM_NOWHERE, "Ese «desde» no vino de una página anterior. Empiece sin él.")
        page = told[first : first + limite]
        model = AgreementsOut(
            ficha=code,
            version=found.record.version,
            acuerdos=tuple(_agreement(one) for one in page),
            siguiente=str(page[-1].id) if first + limite < len(told) else None,
        )
        return answered(request, model, found.record.version)

    @router.post("/registros/{code}/acuerdos", response_model=AddedOut, summary="Anotar un acuerdo firmado")
    def sign(
        request: Request, response: Response, code: str, signed: AgreementIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> AddedOut:
            number = agreements.sign(
                session,
                code=code,
                signed_on=signed.firmado_el,
                signers=signed.firman,
                words=signed.texto,
                by=by,
                now=now,
            )
            return AddedOut(**dict(left(session, code, by)), id=number)

        asked = {"acuerdo": code} | signed.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), about(code), work)

    @router.post("/acuerdos/{number}/compromisos", response_model=AddedOut, summary="Anotar un compromiso")
    def promise(
        request: Request, response: Response, number: int, made: CommitmentIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> AddedOut:
            held = hold_agreed(session, agreement_id=number, by=by)
            added = agreements.promise(
                session, agreement_id=number, words=made.texto, owner=made.quien, due_on=made.vence, by=by, now=now
            )
            return AddedOut(**dict(left(session, held.code if held else "", by)), id=added)

        asked = {"compromiso_de": number} | made.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), _agreed(number), work)

    @router.post("/acuerdos/{number}/estado", response_model=WorkedOut, summary="Decir qué fue de un acuerdo")
    def settle(
        request: Request, response: Response, number: int, to: AgreementStateIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> WorkedOut:
            code = agreements.settle(session, agreement_id=number, asked=to.estado, words=to.texto, by=by, now=now)
            return left(session, code, by)

        asked = {"acuerdo_n": number} | to.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), _agreed(number), work)

    @router.post("/compromisos/{number}/estado", response_model=WorkedOut, summary="Decir si un compromiso se cumplió")
    def verify(
        request: Request, response: Response, number: int, to: CommitmentStateIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> WorkedOut:
            code = agreements.verify(
                session, commitment_id=number, asked=to.estado, words=to.texto, settled_on=to.fecha, by=by, now=now
            )
            return left(session, code, by)

        asked = {"compromiso": number} | to.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), _promised(number), work)

    return router


def _agreed(number: int) -> Find:
    return lambda session, by: hold_agreed(session, agreement_id=number, by=by)


def _promised(number: int) -> Find:
    return lambda session, by: hold_promised(session, commitment_id=number, by=by)


def _agreement(one: AgreementFact) -> AgreementOut:
    return AgreementOut(
        id=one.id,
        firmado_el=date.fromisoformat(one.signed_on),
        firman=one.signers,
        texto=one.words,
        estado=one.state,
        compromisos=tuple(_commitment(made) for made in one.commitments),
    )


def _commitment(one: CommitmentFact) -> CommitmentOut:
    return CommitmentOut(
        id=one.id,
        texto=one.words,
        quien=one.owner,
        vence=date.fromisoformat(one.due_on),
        estado=one.state,
        verificacion=one.verification,
        cumplido_el=date.fromisoformat(one.settled_on) if one.settled_on else None,
    )
