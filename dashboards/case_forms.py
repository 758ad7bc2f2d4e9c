"""The forms of what hangs from a record: facts, harm, actors, codes, agreements, requests, evidence."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response

from conflict.attachment import LARGEST, accepted
from conflict.codebook import Level
from conflict.fieldwork import PlacePrecision, TimePrecision
from conflict.measure import FactMeasure
from conflict.record import Person, RuleError
from conflict.vocabulary import (
    ActorRole,
    Certainty,
    FactKind,
    HarmGroup,
    HarmKind,
    OutsideSystem,
    Phase,
    RelationKind,
    Sector,
    Side,
)
from dashboards.case_moves import MOVES, Asked
from dashboards.ficha import AS_DEADLINE, Ficha, day_in, moment_in, number_in
from dashboards.forms import chosen, chosen_or_none
from register.commands import (
    agreements,
    attaching,
    casefile,
    charge,
    directory,
    facts,
    harm,
    involved,
    merging,
    relating,
    signing,
)
from register.engine import Transaction

Text = Annotated[str, Form(max_length=8_000)]
Line = Annotated[str, Form(max_length=300)]


def routes(ficha: Ficha) -> APIRouter:
    """Return the routes of the forms on a record's page."""
    router = APIRouter(prefix="/registros/{code}")
    desk = ficha.desk

    @router.post("/hecho")
    def happened(
        request: Request,
        code: str,
        tipo: Line = "",
        medida: Line = "",
        cuando: Line = "",
        lugar: Line = "",
        puntos: Line = "",
        texto: Text = "",
        fuente: Line = "",
        verificado: Line = "",
        actor: Line = "",
        precision_lugar: Line = "",
        precision_hora: Line = "",
        como: Line = "",
    ) -> Response:
        """Write a fact down; with `como=plazo` what lies ahead becomes a deadline."""

        def work(session: Transaction, by: Person, now: datetime) -> str:
            if como == AS_DEADLINE:
                return ficha.owe(session, code, texto, cuando, by, now)
            kind = chosen(FactKind, tipo, "qué clase de hecho es", "tipo")
            facts.add(
                session,
                code=code,
                kind=kind,
                measure=chosen(FactMeasure, medida, "la medida", "medida") if kind is FactKind.MEASURE else None,
                at=moment_in(cuando, "cuando") or now,
                place=lugar,
                points=number_in(puntos, "cuántos puntos", "puntos") if puntos.strip() else None,
                words=texto,
                source=fuente,
                verified=verificado == "si",
                actor=actor,
                place_precision=chosen_or_none(
                    PlacePrecision, precision_lugar, "qué tan exacto es el lugar", "precision_lugar"
                ),
                time_precision=chosen_or_none(
                    TimePrecision, precision_hora, "qué tan exacta es la hora", "precision_hora"
                ),
                by=by,
                now=now,
            )
            return code

        return ficha.change(request, code, work, "plazos" if como == AS_DEADLINE else "historia")

    @router.post("/afectacion")
    def harmed(
        request: Request,
        code: str,
        tipo: Line = "",
        grupo: Line = "",
        cantidad: Line = "",
        certeza: Line = "",
        fuente: Line = "",
        causa: Line = "",
        identidad: Annotated[str, Form(max_length=2_000)] = "",
    ) -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            number = harm.add(
                session,
                code=code,
                kind=chosen(HarmKind, tipo, "el tipo de afectación", "tipo"),
                people=chosen(HarmGroup, grupo, "el grupo", "grupo"),
                count=number_in(cantidad, "la cantidad", "cantidad"),
                certainty=chosen(Certainty, certeza, "la certeza", "certeza"),
                source=fuente,
                cause=causa,
                by=by,
                now=now,
            )
            if identidad.strip():
                harm.identify(session, harm_id=number, words=identidad, by=by, now=now)
            return code

        return ficha.change(request, code, work, "afectacion")

    @router.post("/actor")
    def actor(
        request: Request, code: str, nombre: Line = "", lado: Line = "", rol: Line = "", sector: Line = ""
    ) -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            involved.add_actor(
                session,
                code=code,
                name=nombre,
                side=chosen(Side, lado, "de qué lado está", "lado"),
                role=chosen(ActorRole, rol, "su rol", "rol"),
                sector=chosen(Sector, sector, "el sector", "sector"),
                by=by,
                now=now,
            )
            return code

        return ficha.change(request, code, work, "actores")

    @router.post("/relacion")
    def relation(
        request: Request, code: str, uno: Line = "", otro: Line = "", relacion: Line = "", fuente: Line = ""
    ) -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            relating.relate(
                session,
                code=code,
                one=number_in(uno, "la primera organización", "uno"),
                other=number_in(otro, "la segunda organización", "otro"),
                kind=chosen(RelationKind, relacion, "cómo se relacionan", "relacion"),
                source=fuente,
                by=by,
                now=now,
            )
            return code

        return ficha.change(request, code, work, "actores")

    @router.post("/codigo")
    def outside(request: Request, code: str, sistema: Line = "", codigo: Line = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            system = chosen(OutsideSystem, sistema, "de qué sistema es el código", "sistema")
            involved.note_code(session, code=code, system=system, text=codigo, by=by, now=now)
            return code

        return ficha.change(request, code, work, "codigos")

    @router.post("/acuerdo")
    def agreement(request: Request, code: str, fecha: Line = "", firman: Line = "", texto: Text = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            day = day_in(fecha, "la fecha del acuerdo", "fecha")
            agreements.sign(session, code=code, signed_on=day, signers=firman, words=texto, by=by, now=now)
            return code

        return ficha.change(request, code, work, "acuerdos")

    @router.post("/compromiso")
    def commitment(
        request: Request, code: str, acuerdo: Line = "", texto: Text = "", debe: Line = "", vence: Line = ""
    ) -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            agreements.promise(
                session,
                agreement_id=number_in(acuerdo, "el acuerdo", "acuerdo"),
                words=texto,
                owner=debe,
                due_on=day_in(vence, "cuándo vence", "vence"),
                by=by,
                now=now,
            )
            return code

        return ficha.change(request, code, work, "acuerdos")

    @router.post("/derivacion")
    def referral(request: Request, code: str, entidad: Line = "", texto: Text = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            number = number_in(entidad, "la entidad del directorio", "entidad")
            directory.refer(session, code=code, institution=number, words=texto, by=by, now=now)
            return code

        return ficha.change(request, code, work, "derivaciones")

    @router.post("/recomendacion")
    def recommendation(
        request: Request, code: str, documento: Line = "", entidad: Line = "", texto: Text = "", fecha: Line = ""
    ) -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            agreements.recommend(
                session,
                code=code,
                document=documento,
                addressee=entidad,
                words=texto,
                sent_on=day_in(fecha, "cuándo se envió", "fecha"),
                by=by,
                now=now,
            )
            return code

        return ficha.change(request, code, work, "recomendaciones")

    @router.post("/evidencia")
    def evidence(request: Request, code: str, archivo: Annotated[UploadFile, File()], texto: Line = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            file = accepted(archivo.filename or "", archivo.file.read(LARGEST + 1))
            attaching.attach(session, code=code, folder=desk.register.folder, file=file, words=texto, by=by, now=now)
            return code

        return ficha.change(request, code, work, "evidencia")

    @router.post("/fase")
    def phase(request: Request, code: str, fase: Line = "", texto: Text = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            casefile.to_phase(
                session, code=code, phase=chosen(Phase, fase, "la fase", "fase"), words=texto, by=by, now=now
            )
            return code

        return ficha.change(request, code, work)

    @router.post("/titulo")
    def title(request: Request, code: str, titulo: Line = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            casefile.retitle(session, code=code, title=titulo, by=by, now=now)
            return code

        return ficha.change(request, code, work)

    @router.post("/lugar")
    def place(
        request: Request, code: str, departamento: Annotated[list[str] | None, Form()] = None, municipios: Line = ""
    ) -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            names = municipios.replace(";", ",").split(",")
            casefile.locate(session, code=code, departments=departamento or [], municipalities=names, by=by, now=now)
            return code

        return ficha.change(request, code, work, "lugar")

    @router.post("/nivel")
    def level(request: Request, code: str, nivel: Line = "", texto: Text = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            to = chosen(Level, nivel, "el nivel", "nivel")
            charge.regrade(session, code=code, level=to, words=texto, by=by, now=now, rules=desk.rules(now))
            return code

        return ficha.change(request, code, work)

    @router.post("/asignar")
    def entrust(request: Request, code: str, persona: Line = "", texto: Text = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            account = number_in(persona, "a quién se asigna", "persona")
            charge.entrust(session, code=code, account_id=account, words=texto, by=by, now=now)
            return code

        return ficha.change(request, code, work)

    @router.post("/frente")
    def front(request: Request, code: str, ficha_mayor: Line = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            casefile.front_of(session, code=code, parent=ficha_mayor, by=by, now=now)
            return code

        return ficha.change(request, code, work, beside=ficha_mayor)

    @router.post("/unir")
    def merge(request: Request, code: str, otra: Line = "", texto: Text = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            merging.merge(session, code=code, into=otra, words=texto, by=by, now=now)
            return code

        return ficha.change(request, code, work, beside=otra)

    @router.post("/separar")
    def unmerge(request: Request, code: str, texto: Text = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            merging.unmerge(session, code=code, words=texto, by=by, now=now)
            return code

        return ficha.change(request, code, work, beside=lambda session: merging.joined_to(session, code))

    @router.post("/aprobar")
    def sign(request: Request, code: str, respuesta: Line = "", texto: Text = "") -> Response:
        def work(session: Transaction, by: Person, now: datetime) -> str:
            signing.sign(session, code=code, approve=respuesta == "si", words=texto, by=by, now=now)
            return code

        return ficha.change(request, code, work)

    @router.post("/mover")
    def move(
        request: Request,
        code: str,
        que: Line = "",
        numero: Line = "",
        estado: Line = "",
        texto: Text = "",
        fecha: Line = "",
        documento: Line = "",
    ) -> Response:
        """Take something that hangs from the record to another state; `que` says what it is."""

        def work(session: Transaction, by: Person, now: datetime) -> str:
            step = MOVES.get(que)
            if step is None:
                raise RuleError(f"move of {que[:20]!r}", "Falta decir qué se cambia.")
            asked = Asked(
                number_in(numero, "qué se cambia", "numero"),
                estado,
                texto,
                day_in(fecha, "la fecha", "fecha") if fecha.strip() else None,
                number_in(documento, "el documento", "documento") if documento.strip() else None,
            )
            return step(session, asked, by, now, desk.rules(now))

        return ficha.change(request, code, work)

    return router
