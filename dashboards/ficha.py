"""What every route about a record shares: the frame, the page itself, and one change in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from conflict.departments import DEPARTMENTS
from conflict.duewords import due_of
from conflict.lapaz import LA_PAZ
from conflict.permissions import Ability
from conflict.record import Person, RuleError
from conflict.refusal import Refusal
from dashboards import refusals
from dashboards.beyond import BeyondView, beyond_of
from dashboards.case_lines import case_of
from dashboards.desk import Desk
from dashboards.keyed import carried_out
from dashboards.overtaken import overtaken_of
from dashboards.pages import ErrorView, Frame, Option
from dashboards.person import People, person_of
from dashboards.record_lines import rights_over, view_of, way_to
from dashboards.refused import TROUBLE, drawn_again
from dashboards.visitor import reader
from register.case_rows import CaseDetail
from register.commands import records, transfers, versions
from register.commands.versions import Overtaken
from register.engine import Transaction
from register.queries import accounts as account_queries
from register.queries import casefile as case_queries
from register.queries import directory as directory_queries
from register.queries import merges
from register.queries import offices as office_queries
from register.queries import records as record_queries
from register.queries import versions as version_queries
from register.record_rows import RecordDetail, RecordFact

OFFICES = (transfers.NATIONAL_UNIT, *(f"Delegación Departamental {name}" for name in DEPARTMENTS.values()))
"""Where a record may be sent until the first cycle has brought the table of offices."""


def offices_in(session: Transaction) -> tuple[str, ...]:
    """Return the names of the offices that a record may be sent to: those that accounts are given."""
    return tuple(one.name for one in office_queries.working(session)) or OFFICES


AS_DEADLINE = "plazo"
"""What the button says that makes a deadline of what was told as done and lies ahead."""
DEADLINE_CHARS = 200
READ_ONLY = "Usted puede leerla y no escribir en ella. Puede pedir acceso a su responsable."
CLOSED = "Esta ficha está cerrada. Reábrala antes de escribir en ella."
JOINED = "unida"
"""View of a record that was joined into another, whose page its own leads to otherwise."""

Work = Callable[[Transaction, Person, datetime], str]
Beside = str | Callable[[Transaction], str]
"""The code of another record that a form is about too, or what finds it."""
Named = str | tuple[str, int]
"""How a form names the record it changes: by its code, or by what hangs from it and the number of that."""


class TooLate(Exception):
    """A form of an older version of a record: nothing is written, and its key is not spent."""

    def __init__(self, late: Overtaken) -> None:
        """Say what was overtaken."""
        super().__init__(f"version {late.seen} of a record")
        self.late = late


@dataclass(frozen=True, slots=True)
class Ficha:
    """The pages of records over one application's desk."""

    desk: Desk
    people: People

    def around(self, session: Transaction, title: str, section: str, trouble: str = "") -> Frame:
        """Return the frame of a page of records."""
        return self.desk.around(session, title, section, trouble=trouble)

    def page(self, code: str, trouble: str = "", show: str = "") -> Response:
        """Show a record, with the rule that forbade what was asked; `show` narrows its timeline."""
        now = self.desk.clock()
        with self.desk.register.reading() as session:
            if isinstance(opened := self.opened(session, code), Response):
                return opened
            found, file = opened
            if not trouble and show != JOINED and file.merged_into and (other := merges.survivor(session, code)):
                return RedirectResponse(f"/registros/{other}", status_code=303)
            case = case_of(file, found, self.desk.words(now), now)
            around = self.around(session, code, "registros", trouble)
            view = view_of(
                around,
                found,
                now,
                offices_in(session),
                file,
                case,
                self._beyond(session, found.record, now),
                show,
                takers(session, found.record.office, found.record.responsible),
                way=way_to(found.record.office, office_queries.working(session)),
                by=reader(),
            )
        return self.desk.page("ficha.html", view, TROUBLE if trouble else 200)

    def _beyond(self, session: Transaction, record: RecordFact, now: datetime) -> BeyondView:
        """Return its referrals, its follow-up, and the institutions that act where it is."""
        known = directory_queries.listed(session)
        near = [one for one in known if not one.department or one.department in record.departments]
        referred = directory_queries.referrals(session, code=record.code)
        return beyond_of(record, referred, near, self.desk.rules(now).clocks, now)

    def changed(
        self,
        request: Request,
        of: Named,
        work: Work,
        again: Callable[[str], Response],
        to: str = "",
        beside: Beside = "",
    ) -> Response:
        """Do one piece of work in one transaction, unless somebody wrote to the record since its page was read.

        `beside` is another record that the work is about too, "" for none; `to` is where it leads, with the record's
        code for `{code}`, "" for its page.

        What a rule forbids is said on the page that `again` draws, with the form as it was sent; what somebody overtook
        is shown beside what they wrote.
        """
        by = person_of(self.desk, self.people, request)
        try:
            seen = versions.seen_in(dict(request.state.fields).get("version", ""))
            with self.desk.register.writing() as session:
                now = self.desk.clock()

                def once() -> str:
                    code = of if isinstance(of, str) else versions.record_of(session, *of)
                    other = beside if isinstance(beside, str) else beside(session)
                    late = versions.expect(session, code=code, seen=seen, beside=other)
                    if late is not None:
                        raise TooLate(late)
                    return work(session, by, now)

                code = carried_out(session, request, by, now, once).value
        except RuleError as broken:
            return self.refused(request, broken, again)
        except TooLate as too:
            return self.overtaken(request, too.late)
        return RedirectResponse(to.replace("{code}", code) or f"/registros/{code}", status_code=303)

    def change(self, request: Request, code: str, work: Work, anchor: str = "", beside: Beside = "") -> Response:
        """Do one piece of work on a record, and on the one `beside` it, and come back to its page, at an anchor."""
        to = f"/registros/{code}#{anchor}" if anchor else ""
        return self.changed(request, code, work, lambda words: self.page(code, words), to, beside)

    def due(self, text: str, by: Person, now: datetime) -> datetime | None:
        """Return the moment that a field says in people's words; None for an empty one."""
        return due_of(text, self.desk.rules(now).clocks.calendar(by.office).windows[-1][1], now, "due")

    def owe(self, session: Transaction, code: str, what: str, when: str, by: Person, now: datetime) -> str:
        """Add the deadline of a form, from as many letters as a deadline has; return the code of its record."""
        due = self.due(when, by, now)
        if due is None:
            raise RuleError("deadline without date", "Falta la fecha y hora del plazo.", "due")
        what = " ".join(what.split())[:DEADLINE_CHARS]
        records.add_deadline(session, code=code, what=what, due_at=due, by=by, now=now)
        return code

    def refused(self, request: Request, why: RuleError, again: Callable[[str], Response]) -> Response:
        """Draw the page of a form that a rule refused, with the form as it was sent."""
        return drawn_again(again(why.spanish), request.url.path, request.state.fields, why)

    def opened(
        self, session: Transaction, code: str, ability: Ability | None = None
    ) -> tuple[RecordDetail, CaseDetail] | Response:
        """Return a record with its file, or the page that says that it is not there.

        With an ability, for a form that asks for it, also the page that says why the form is not for its reader.
        """
        found, file = record_queries.detail(session, code), case_queries.case(session, code)
        if found is None or file is None:
            return self.desk.missing(code)
        record = found.record
        if ability is None or ability in rights_over(record, reader()):
            return found, file
        refusals.told(Refusal.PERMISSION)
        heading = f"Esta ficha es de {record.office}"
        around = self.around(session, heading, "registros")
        here = f"/registros/{record.code}"
        return self.desk.page("error.html", ErrorView(around, heading, READ_ONLY, "", to=here), 403)

    def overtaken(self, request: Request, late: Overtaken) -> Response:
        """Show what was to be written beside what others wrote meanwhile; nothing was stored."""
        now = self.desk.clock()
        with self.desk.register.reading() as session:
            if isinstance(opened := self.opened(session, late.code), Response):
                return opened
            found, file = opened
            meanwhile = version_queries.since(session, late.code, late.seen)
            around = self.around(session, f"{late.code} cambió", "registros")
            words = self.desk.words(now)
            view = overtaken_of(around, request.url.path, request.state.fields, meanwhile, found, file, words)
        return self.desk.page("adelantada.html", view, 409)


def takers(session: Transaction, office: str, but: str) -> tuple[Option, ...]:
    """Return whom of an office a record may be given to: active accounts that edit records, `but` not."""
    known = account_queries.colleagues(session, office)
    return tuple(
        Option(str(one.id), one.name, 0, False) for one in known if office_queries.edits(one.role) and one.name != but
    )


def moment_in(text: str, field: str = "") -> datetime | None:
    """Return the moment of a date field in La Paz; None for an empty one. Raise RuleError for what is no date."""
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=LA_PAZ).astimezone(UTC)
    except (ValueError, OverflowError):
        raise RuleError(f"moment {text[:30]!r}", f"«{text[:30]}» no es una fecha con hora.", field) from None


def day_in(text: str, what: str, field: str = "") -> date:
    """Return the day of a date field; raise RuleError that asks for `what` (Spanish) when there is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RuleError(f"day {text[:30]!r}", f"Falta {what}.", field) from None


def number_in(text: str, what: str, field: str = "") -> int:
    """Return the number of a field; raise RuleError that asks for `what` (Spanish) when it is none."""
    if not text.strip().isdecimal() or len(text.strip()) > 9:
        raise RuleError(f"number {text[:12]!r}", f"Falta {what}, en cifras.", field)
    return int(text)
