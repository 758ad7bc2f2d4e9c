"""What every route about a record shares: the frame, the page itself, and one change in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from conflict.departments import DEPARTMENTS
from conflict.lapaz import LA_PAZ
from conflict.record import Person, RuleError
from dashboards.case_lines import case_of
from dashboards.desk import Desk
from dashboards.pages import Frame
from dashboards.person import People, person_of
from dashboards.record_lines import view_of
from register.commands import transfers
from register.engine import Transaction
from register.queries import casefile as case_queries
from register.queries import merges
from register.queries import records as record_queries

OFFICES = (transfers.NATIONAL_UNIT, *(f"Delegación Departamental {name}" for name in DEPARTMENTS.values()))
"""Where a record may be sent; regional offices come with accounts and their own table."""

JOINED = "unida"
"""View of a record that was joined into another, whose page its own leads to otherwise."""

Work = Callable[[Transaction, Person, datetime], str]


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
            found, file = record_queries.detail(session, code), case_queries.case(session, code)
            if found is None or file is None:
                return self.desk.missing(code)
            if not trouble and show != JOINED and (other := merges.survivor(session, code)):
                return RedirectResponse(f"/registros/{other}", status_code=303)
            case = case_of(file, found, self.desk.words(now), now)
            view = view_of(self.around(session, code, "registros", trouble), found, now, OFFICES, file, case, show)
        return self.desk.page("ficha.html", view, 422 if trouble else 200)

    def changed(self, request: Request, work: Work, again: Callable[[str], Response], to: str = "") -> Response:
        """Do one piece of work in one transaction; show the page again with the rule that forbids it."""
        by = person_of(self.desk, self.people, request)
        try:
            with self.desk.register.writing() as session:
                code = work(session, by, self.desk.clock())
        except RuleError as broken:
            return again(broken.spanish)
        return RedirectResponse(to or f"/registros/{code}", status_code=303)

    def change(self, request: Request, code: str, work: Work, anchor: str = "") -> Response:
        """Do one piece of work on a record and come back to its page, at an anchor."""
        to = f"/registros/{code}#{anchor}" if anchor else ""
        return self.changed(request, work, lambda words: self.page(code, words), to)


def moment_in(text: str) -> datetime | None:
    """Return the moment of a date field in La Paz; None for an empty one. Raise RuleError for what is no date."""
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=LA_PAZ).astimezone(UTC)
    except (ValueError, OverflowError):
        raise RuleError(f"moment {text[:30]!r}", f"«{text[:30]}» no es una fecha con hora.") from None


def day_in(text: str, what: str) -> date:
    """Return the day of a date field; raise RuleError that asks for `what` (Spanish) when there is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RuleError(f"day {text[:30]!r}", f"Falta {what}.") from None


def number_in(text: str, what: str) -> int:
    """Return the number of a field; raise RuleError that asks for `what` (Spanish) when it is none."""
    if not text.strip().isdecimal() or len(text.strip()) > 9:
        raise RuleError(f"number {text[:12]!r}", f"Falta {what}, en cifras.")
    return int(text)
