"""What a program may do to a record as a whole: a step of its life, its level, its phase, and who answers for it."""

from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from conflict.codebook import Level
from conflict.lifecycle import Outcome, RecordStep
from conflict.record import Person, RuleError, code_as_conflict
from conflict.vocabulary import Phase
from dashboards.api_carrying import IfMatch, Key, Order, carried_out
from dashboards.api_problems import PREFIX, PROBLEMS, Problem, only_known
from dashboards.api_records import about, left
from dashboards.api_shape import shown
from dashboards.api_work import Text, WorkedOut
from dashboards.desk import Desk
from dashboards.person import People
from register.columns import LARGEST_ID
from register.commands import casefile, charge, records
from register.engine import Transaction

ELSEWHERE = frozenset({RecordStep.ACT, RecordStep.MERGE, RecordStep.UNMERGE})
"""Steps that have an operation of their own, or none: an action is written down, and joining asks for both records."""


class StepIn(BaseModel):
    """A step and why; `resultado` goes with those that end a record, and `termino_el`, the day it was over, if known.

    To become a conflict a record needs an executed measure: send it first to `hechos`.
    """

    model_config = shown(
        "Paso de una ficha",
        {
            "paso": "concluir",
            "resultado": "acuerdo_total",
            "termino_el": "2026-11-20",
            "texto": "Se firmó un acta con el sector.",
        },
    )

    paso: RecordStep
    texto: Text
    resultado: Outcome | None = None
    termino_el: date | None = None


class LevelIn(BaseModel):
    """Another level, and why."""

    model_config = shown("Nivel de una ficha", {"nivel": "critico", "texto": "Hay personas retenidas."})

    nivel: Level
    texto: Text


class PhaseIn(BaseModel):
    """Another phase of what the office does about it, and why."""

    model_config = shown("Etapa de una ficha", {"etapa": "gestion", "texto": "Se instaló una mesa de diálogo."})

    etapa: Phase
    texto: Text


class EntrustIn(BaseModel):
    """Who answers for it from now on, by the number of the account, and why."""

    model_config = shown("Persona a cargo de una ficha", {"persona": 3, "texto": "Sale de viaje hasta el lunes."})

    persona: int = Field(ge=1, le=LARGEST_ID)
    texto: Text


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of a record as a whole."""
    router = APIRouter(prefix=PREFIX, dependencies=[Depends(only_known)], responses=PROBLEMS)

    @router.post("/registros/{code}/paso", response_model=WorkedOut, summary="Convertir, concluir, reabrir… una ficha")
    def step(
        request: Request, response: Response, code: str, to: StepIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> WorkedOut:
            if to.paso in ELSEWHERE:
                raise RuleError(
                    f"step {to.paso}", "Ese paso no se da así: anote la acción, o una las fichas en su página."
                )
            records.advance(
                session,
                code=code,
                asked=to.paso,
                words=to.texto,
                by=by,
                now=now,
                outcome=to.resultado,
                ended_on=to.termino_el,
                rules=desk.rules(now),
            )
            after = code_as_conflict(code) if to.paso is RecordStep.BECOME_CONFLICT else code
            return left(session, after, by)

        asked = {"paso": code} | to.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), about(code), work)

    @router.post("/registros/{code}/nivel", response_model=WorkedOut, summary="Cambiar el nivel de una ficha")
    def level(
        request: Request, response: Response, code: str, to: LevelIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> WorkedOut:
            rules = desk.rules(now)
            charge.regrade(session, code=code, level=to.nivel, words=to.texto, by=by, now=now, rules=rules)
            return left(session, code, by)

        asked = {"nivel_de": code} | to.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), about(code), work)

    @router.post("/registros/{code}/etapa", response_model=WorkedOut, summary="Cambiar la etapa de una ficha")
    def phase(
        request: Request, response: Response, code: str, to: PhaseIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> WorkedOut:
            casefile.to_phase(session, code=code, phase=to.etapa, words=to.texto, by=by, now=now)
            return left(session, code, by)

        asked = {"etapa_de": code} | to.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), about(code), work)

    @router.post("/registros/{code}/cargo", response_model=WorkedOut, summary="Dar una ficha a otra persona")
    def entrust(
        request: Request, response: Response, code: str, to: EntrustIn, match: IfMatch = "", key: Key = ""
    ) -> dict[str, Any] | Problem:
        def work(session: Transaction, by: Person, now: datetime) -> WorkedOut:
            charge.entrust(session, code=code, account_id=to.persona, words=to.texto, by=by, now=now)
            return left(session, code, by)

        asked = {"cargo_de": code} | to.model_dump(mode="json")
        return carried_out(desk, people, Order(request, response, match, key, asked), about(code), work)

    return router
