"""The page Ajustes: what concerns a person and their office, in one place, each with where it is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from conflict.lapaz import local_day
from conflict.officehours import WorkingCalendar
from conflict.permissions import Ability, allowed
from conflict.personnotice import Urgency, Way, Wish, may_be_told
from conflict.record import Person
from dashboards.desk import Desk
from dashboards.helping import QUEUE_KEYS
from dashboards.labels import MESSAGE_KINDS, URGENCIES, WAYS
from dashboards.pages import Frame, ViewLink
from dashboards.person import People, person_of
from dashboards.record_views import AGENDA_KEYS, LIST_KEYS, Keys
from dashboards.triage_views import view_links
from dashboards.when import whole_day
from register.queries import accounts as account_queries
from register.queries import messages as message_queries
from register.queries import offices as office_queries
from register.queries import person_notices as notice_queries
from register.queries import triage as triage_queries

AHEAD = 120
"""Days ahead in which days off of the office are told."""
ADMIN_PAGES = (
    (Ability.MANAGE_USERS, "Usuarios", "/ajustes/usuarios"),
    (Ability.CHANGE_VOCABULARIES, "Oficinas y horarios", "/ajustes/tablas?tabla=oficinas"),
    (Ability.CHANGE_VOCABULARIES, "Feriados", "/ajustes/tablas?tabla=feriados"),
    (Ability.CHANGE_VOCABULARIES, "Catálogos", "/ajustes/tablas?tabla=catalogos"),
    (Ability.CHANGE_VOCABULARIES, "Plazos", "/ajustes/tablas?tabla=plazos"),
    (Ability.MANAGE_MESSAGES, "Avisos", "/ajustes/avisos"),
    (Ability.MANAGE_MESSAGES, "Plantillas de mensaje", "/ajustes/plantillas"),
    (Ability.SEE_JOURNAL, "Bitácora", "/ajustes/bitacora"),
    (Ability.MANAGE_USERS, "Patrones de las páginas", "/patrones"),
)


@dataclass(frozen=True, slots=True)
class OwnSettingsView:
    """The page. `messages` are what reaches the office, `hours` and `days_off` are its calendar's, `asked` is what the
    person herself asked for.

    `links` counts the keys and private addresses that are good; `keys` are those of each page, by its name.
    """

    frame: Frame
    office: str
    hours: str
    days_off: tuple[str, ...]
    messages: tuple[str, ...]
    may_ask: bool
    asked: tuple[str, ...]
    views: tuple[ViewLink, ...]
    links: int
    keys: tuple[tuple[str, Keys], ...]
    admin: tuple[tuple[str, str], ...]


def routes(desk: Desk, people: People) -> APIRouter:
    """Return the route of the page."""
    router = APIRouter()

    @router.get("/ajustes", response_class=HTMLResponse)
    def page(request: Request) -> Response:
        by, now = person_of(desk, people, request), desk.clock()
        with desk.register.whole.reading() as session:
            rules = message_queries.rules(session)
            known = office_queries.working(session)
            given = account_queries.tokens_of(session, by.user_id)
            wish = notice_queries.wish_of(session, by.user_id)
        with desk.register.reading() as session:
            around = desk.around(session, "Ajustes", "cuenta")
            views = triage_queries.saved_views(session, by) if allowed(by, Ability.SEE_QUEUE) else ()
        calendar = desk.rules(now).clocks.calendar(by.office)
        own = {one.id for one in office_queries.called(known, by.office)}
        kinds = [kind for kind in MESSAGE_KINDS if any(kind in one.kinds and one.office in own for one in rules)]
        view = OwnSettingsView(
            around,
            by.office,
            "; ".join(f"{begin:%H:%M}–{end:%H:%M}" for begin, end in calendar.windows),
            _days_off(calendar, local_day(now)),
            tuple(MESSAGE_KINDS[kind] for kind in kinds),
            may_be_told(by),
            _asked(wish),
            view_links(views),
            sum(not one.revoked and now < one.until for one in given),
            _keys(by),
            tuple((name, address) for ability, name, address in ADMIN_PAGES if allowed(by, ability)),
        )
        return desk.page("ajustes.html", view)

    return router


def _asked(wish: Wish) -> tuple[str, ...]:
    """Return what a person asked for in words, without her addresses."""
    way = WAYS[wish.way].lower() if wish.way is Way.MAIL else WAYS[wish.way]
    return tuple(
        words
        for words, yes in (
            (f"correo a las {wish.morning or 0:02}:00", wish.morning is not None),
            (f"{URGENCIES[wish.urgent].lower()} al momento, por {way}", wish.urgent is not Urgency.NONE),
            (f"recordatorios por {way}", wish.reminders),
            ("nada fuera de horario", wish.silence and bool(wish.kinds)),
        )
        if yes
    )


def _days_off(calendar: WorkingCalendar, today: date) -> tuple[str, ...]:
    """Return the next days on which the office would work and does not."""
    days = (today + timedelta(days=n) for n in range(AHEAD))
    return tuple(whole_day(day) for day in days if day in calendar.holidays and day.weekday() in calendar.weekdays)


def _keys(by: Person) -> tuple[tuple[str, Keys], ...]:
    pages: Sequence[tuple[Ability, str, Keys]] = (
        (Ability.SEE_QUEUE, "Cola", QUEUE_KEYS),
        (Ability.SEE_RECORDS, "Registros", LIST_KEYS),
        (Ability.SEE_RECORDS, "Plazos", AGENDA_KEYS),
    )
    return tuple((name, keys) for ability, name, keys in pages if allowed(by, ability))
