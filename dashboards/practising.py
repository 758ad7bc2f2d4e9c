"""The practice queue: four invented alerts that one decides as those of the queue, and nothing of it is kept."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dashboards.desk import Desk
from dashboards.highlight import Piece
from dashboards.pages import CandidateView, ClaimView, DetailView, Frame, NoteView, QueueItem
from dashboards.swapping import asked_in_part, part
from dashboards.when import ago

ROOT = "/practica"


@dataclass(frozen=True, slots=True)
class Exercise:
    """One invented alert: what it tells, the decision that suits it and its keys, and why."""

    code: str
    title: str
    place: str
    stage: str
    level: str
    step: int
    tag: str
    who: str
    whom: str
    what: str
    excerpt: tuple[Piece, ...]
    verb: str
    needs: tuple[str, ...]
    hint: str
    why: str
    near: tuple[CandidateView, ...] = ()


NEAR = CandidateView(
    "AT-0000-00-0001",
    "Vecinos de Villa Ejemplo piden agua potable",
    "Villa Ejemplo",
    "En seguimiento",
    "mismo municipio",
)
EXERCISES = (
    Exercise(
        "EJ-1", "Comerciantes de Villa Ejemplo anuncian bloqueo desde el lunes", "Villa Ejemplo", "Anuncio", "Alto", 3,
        "Bloqueo de vías", "Comerciantes de Villa Ejemplo", "Alcaldía de Villa Ejemplo", "un mercado nuevo",
        (
            Piece("Los comerciantes", "A"), Piece(" anunciaron un ", ""), Piece("bloqueo", "M"), Piece(" ", ""),
            Piece("desde el lunes", "P"), Piece(" si la alcaldía no entrega ", ""), Piece("un mercado nuevo", "D"),
            Piece(".", ""),
        ),
        "registrar", ("tipo", "nivel"),
        "Hay quien demanda, a quién, y una medida anunciada: regístrela. Teclas R, 1 (alerta), 3 (alto), Enter.",
        "Registrada: se abriría su ficha, con 24 horas para la primera acción.",
    ),
    Exercise(
        "EJ-2", "Vecinos de Villa Ejemplo insisten: no hay agua hace un mes", "Villa Ejemplo", "Demanda", "Medio", 2,
        "Agua potable", "Vecinos de Villa Ejemplo", "Empresa de aguas inventada", "agua potable",
        (Piece("Los vecinos", "A"), Piece(" volvieron a pedir ", ""), Piece("agua potable", "D"), Piece(".", "")),
        "unir", ("ficha", "otra"),
        "«¿Ya está registrada?» muestra el mismo caso: únala. Teclas U, 1.",
        "Unida: sus notas pasarían a la ficha que ya existe.",
        (NEAR,),
    ),
    Exercise(
        "EJ-3", "El club de Villa Ejemplo promete dar pelea en la final", "Villa Ejemplo", "Anuncio", "Bajo", 1,
        "Anuncio", "", "", "",
        (Piece("El club dijo que habrá ", ""), Piece("lucha", "M"), Piece(" hasta el último minuto.", "")),
        "descartar", ("motivo",),
        "Es deporte: descártela con su motivo, que le enseña a la máquina. Teclas D, 4.",
        "Descartada: quedaría en «Decididas hoy», y se puede deshacer.",
    ),
    Exercise(
        "EJ-4", "Transportistas de Villa Ejemplo decidirán mañana si paran", "Villa Ejemplo", "Anuncio", "Medio", 2,
        "Paro", "Transportistas de Villa Ejemplo", "", "",
        (Piece("El sindicato", "A"), Piece(" decidirá ", ""), Piece("mañana", "P"), Piece(" si inicia un ", ""),
         Piece("paro", "M"), Piece(".", "")),
        "posponer", (),
        "Falta saber qué deciden mañana: pospóngala. Tecla P.",
        "Pospuesta: volvería el próximo día hábil a las 08:30.",
    ),
)  # fmt: skip
VERBS = frozenset(one.verb for one in EXERCISES)
MISSING = "Falta elegir en el formulario. "
OTHER = "Se puede, pero no es lo que conviene aquí. "


@dataclass(frozen=True, slots=True)
class PracticeView:
    """The practice: rows that are left, the one that is open, what was said of the last decision and what to do now."""

    frame: Frame
    step: int
    steps: int
    told: str
    hint: str
    items: tuple[QueueItem, ...]
    detail: DetailView | None
    alone: bool


def routes(desk: Desk) -> APIRouter:
    """Return the routes of the practice."""
    router = APIRouter()

    @router.get("/practica", response_class=HTMLResponse)
    def practice(
        request: Request,
        paso: Annotated[int, Query(ge=1, le=len(EXERCISES) + 1)] = 1,
        fila: Annotated[str, Query(max_length=10)] = "",
        dijo: Annotated[str, Query(max_length=10)] = "",
    ) -> Response:
        now, left = desk.clock(), EXERCISES[paso - 1 :]
        shown = next((one for one in left if one.code == fila), left[0] if left else None)
        panel = _panel(shown, now) if shown else None
        if panel and request.query_params.get("parte") == "detalle" and asked_in_part(request):
            return part(desk.page("detalle.html", panel))
        with desk.register.reading() as session:
            around = desk.around(session, "Práctica", "ayuda")
        told = {"bien": EXERCISES[paso - 2].why if paso > 1 else "", "falta": MISSING, "otra": OTHER}.get(dijo, "")
        view = PracticeView(
            frame=around,
            step=paso,
            steps=len(EXERCISES),
            told=told,
            hint=shown.hint if shown else "",
            items=tuple(_item(one, paso, now, current=one is shown) for one in left),
            detail=panel,
            alone=bool(fila and panel),
        )
        return desk.page("practica.html", view)

    @router.post("/practica/{code}/{kind}")
    async def decide(request: Request, code: str, kind: str) -> Response:
        place = next((n for n, one in enumerate(EXERCISES, 1) if one.code == code), None)
        if place is None or kind not in VERBS:
            return desk.missing(code)
        form, asked = await request.form(), EXERCISES[place - 1]
        given = [bool(form.get(name)) for name in asked.needs]
        enough = any(given) if kind == "unir" else all(given)
        said = "otra" if kind != asked.verb else "bien" if enough else "falta"
        step = place + (said == "bien")
        row = EXERCISES[step - 1].code if step <= len(EXERCISES) else ""
        query = {"paso": step, "dijo": said} | ({"fila": row} if row else {})
        return RedirectResponse(f"{ROOT}?{urlencode(query)}", status_code=303)

    return router


def _item(one: Exercise, step: int, now: datetime, *, current: bool) -> QueueItem:
    """Return an exercise as a row of the list."""
    return QueueItem(
        code=one.code,
        address=f"{ROOT}?paso={step}&fila={one.code}",
        title=one.title,
        level=one.level,
        level_step=one.step,
        stage=one.stage,
        place=one.place,
        who=one.who,
        office="",
        newest=ago(now - timedelta(hours=1), now),
        notes="1 nota",
        review="Práctica",
        review_tone="calm",
        tag=one.tag,
        notice="",
        announced="",
        current=current,
    )


def _panel(one: Exercise, now: datetime) -> DetailView:
    """Return an exercise as the panel of a row."""
    note = NoteView(one.title, "Medio inventado", ago(now - timedelta(hours=1), now), "", None)
    return replace(
        _BLANK,
        code=one.code,
        title=one.title,
        level=one.level,
        level_step=one.step,
        place=one.place,
        stage=one.stage,
        measures=(one.tag,),
        claim=ClaimView(one.who, one.whom, one.what, ""),
        excerpt=one.excerpt,
        notes=(note,),
        candidates=one.near,
    )


_BLANK = DetailView(
    code="",
    title="",
    level="",
    level_step=1,
    review="Práctica",
    review_tone="calm",
    state="",
    place="",
    place_reason="",
    stage="",
    measures=(),
    deadline="",
    deadline_words="",
    announced=(),
    claim=ClaimView("", "", "", ""),
    roles="",
    excerpt=(),
    excerpt_source="Medio inventado",
    dots=(True, True, True, False, False),
    likelihood="Ejemplo inventado",
    frequency="",
    rule="",
    notes_head="1 nota en 1 medio",
    notes=(),
    original=None,
    version=0,
    decidable=True,
    query="",
    candidates=(),
    office="Oficina de ejemplo",
    office_reason="práctica",
    moves=(),
    receivers=(),
    root=ROOT,
)
