"""Proof of work: what each person reviewed, registered, did and concluded in a month, code by code."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from conflict.lapaz import local
from conflict.permissions import WHOLE, Ability, Extent, allowed, extent
from conflict.record import Person, RuleError
from dashboards.desk import Desk
from dashboards.pages import Frame
from dashboards.person import People, person_of
from dashboards.when import absolute
from register.queries.worked import Worked, of_month
from reports.rowwise import listing_csv
from reports.sheet import Sheet, workbook

MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
PARTS = (
    ("reviewed", "Revisadas en la cola", "/cola/"),
    ("registered", "Registradas", "/registros/"),
    ("acted", "Acciones defensoriales", "/registros/"),
    ("concluded", "Concluidas", "/registros/"),
)
TOGETHER = "Dos cuentas de esta oficina llevan este nombre: aquí está lo de ambas. Pida que una agregue su apellido."
HEADERS = ("Mes", "Persona", "Qué", "Código")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "excel": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Word = Annotated[str, Query(max_length=80)]


@dataclass(frozen=True, slots=True)
class ProofPart:
    """One kind of work: how often, and (code, its page, times) for each."""

    name: str
    count: int
    codes: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class ProofPerson:
    """One person's month; `caution` is "" unless two persons cannot be told apart in it."""

    name: str
    caution: str
    parts: tuple[ProofPart, ...]


@dataclass(frozen=True, slots=True)
class ProofView:
    """The proof of one month. `whose` says in words whose work is in it; `query` is the address without a form."""

    frame: Frame
    month: str
    month_words: str
    whose: str
    person: str
    people: tuple[ProofPerson, ...]
    made: str
    query: str


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the routes of the proof of work."""
    router = APIRouter(prefix="/constancia")

    def found(by: Person, month: str, person: str) -> tuple[Worked, ...]:
        """Return the month of those whom the person may answer for.

        Read over the whole register: what one did stays one's work when the row is another office's by now.
        """
        office, own = reach(by)
        with desk.register.whole.reading(WHOLE) as session:
            worked = of_month(session, month, office=office)
        mine = (one for one in worked if not own or (one.person == by.name and one.office in ("", by.office)))
        return tuple(one for one in mine if person in ("", one.person, one.label))

    @router.get("", response_class=HTMLResponse)
    def show(request: Request, mes: Word = "", persona: Word = "") -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        month, trouble = mes.strip() or f"{local(now):%Y-%m}", ""
        try:
            worked = found(by, month, persona)
        except RuleError as broken:
            worked, trouble, month = (), broken.spanish, f"{local(now):%Y-%m}"
        office, own = reach(by)
        with desk.register.reading() as session:
            around = desk.around(session, "Constancia de trabajo", "constancia", trouble=trouble)
        whose = by.name if own else f"personas de {office}" if office else "todas las oficinas"
        view = ProofView(
            around,
            month,
            f"{MONTHS[int(month[5:]) - 1]} de {month[:4]}",
            whose,
            persona,
            tuple(
                ProofPerson(one.label, TOGETHER if one.together else "", tuple(_part(one, *part) for part in PARTS))
                for one in worked
            ),
            absolute(now),
            f"mes={month}",
        )
        return desk.page("constancia.html", view, 422 if trouble else 200)

    @router.get("/{kind}")
    def document(request: Request, kind: str, mes: Word = "", persona: Word = "") -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        if kind not in KINDS:
            return desk.missing(f"el formato {kind}")
        month = mes.strip() or f"{local(now):%Y-%m}"
        try:
            worked = found(by, month, persona)
        except RuleError as broken:
            return desk.error(422, "Ese mes no existe", broken.spanish)
        rows = tuple(
            (month, one.label, name, code) for one in worked for key, name, _ in PARTS for code in getattr(one, key)
        )
        if kind == "csv":
            content = b"\xef\xbb\xbf" + listing_csv(HEADERS, rows).encode()
        else:
            content = workbook((Sheet("Constancia", HEADERS, rows),), now)
        name = f"constancia-{month}.{'csv' if kind == 'csv' else 'xlsx'}"
        return Response(
            content, media_type=KINDS[kind], headers={"content-disposition": f'attachment; filename="{name}"'}
        )

    return router


def reach(by: Person) -> tuple[str, bool]:
    """Return the office whose work a person may see ("" for every one), and whether only their own work of it.

    Who reads every history sees all; who approves for an office sees the office; everybody else themselves.
    """
    if extent(by, Ability.SEE_HISTORY) is Extent.ALL:
        return "", False
    if allowed(by, Ability.APPROVE):
        return by.office, False
    return "", True


def _part(one: Worked, key: str, name: str, page: str) -> ProofPart:
    codes: tuple[str, ...] = getattr(one, key)
    return ProofPart(
        name, len(codes), tuple((code, f"{page}{code}", codes.count(code)) for code in dict.fromkeys(codes))
    )
