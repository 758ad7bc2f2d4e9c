"""What the routes share: the register, the clock, the templates, and how a page becomes an answer."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from conflict.codebook import CycleState
from conflict.esbo import counted
from conflict.lapaz import local_day
from conflict.permissions import Ability, allowed
from conflict.rulebook import Rulebook
from conflict.wordbook import Wordbook
from dashboards.forms import printable
from dashboards.keyed import KEY, KEYED, key_for
from dashboards.pages import ErrorView, Frame
from dashboards.personal import PersonalRegister
from dashboards.visitor import FIELD, visitor
from register.engine import Transaction
from register.queries import counts
from register.rows import CycleRow

TEMPLATES = Path(__file__).parent / "templates"
WHERE = {
    r"P-\d": "Puede haberse unido a otra fila. Búsquela en la cola.",
    r"[A-Z]{2}-": "Puede haberse unido a otra ficha. Búsquela por su código, el lugar o el actor.",
}
"""Where to look for what is not there, by how its code begins: a row of the queue, a record."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One application's belongings."""

    register: PersonalRegister
    clock: Callable[[], datetime]
    demo: bool
    templates: Environment
    rulebooks: Callable[[date], Rulebook]
    wordbooks: Callable[[date], Wordbook]

    def words(self, now: datetime) -> Wordbook:
        """Return the vocabularies in force."""
        return self.wordbooks(local_day(now))

    def rules(self, now: datetime) -> Rulebook:
        """Return the clocks and switches in force, with the date of the vocabularies."""
        return replace(self.rulebooks(local_day(now)), vocabulary=self.words(now).since)

    def page(self, template: str, view: object, status: int = 200) -> HTMLResponse:
        """Render a view; its template sees it as `v` and nothing else. Every form gets its token and key here."""
        text = self.templates.get_template(template).render(v=view)
        return HTMLResponse(_with_token(text), status_code=status)

    def error(self, status: int, heading: str, sentence: str, code: str = "", again: bool = False) -> HTMLResponse:
        """Render a page that says what went wrong and what to do; `again` where asking once more may work."""
        around = frame(self, heading, "", pending=None, trouble=False)
        return self.page("error.html", ErrorView(around, heading, sentence, code, again), status)

    def around(
        self,
        session: Transaction,
        title: str,
        section: str,
        *,
        trouble: str = "",
        alarms: tuple[str, ...] = (),
        undo: str = "",
    ) -> Frame:
        """Return what stands around a page, with what is counted for it; `trouble` is a sentence for the top."""
        told = counts.around(session, self.clock())
        return frame(
            self,
            title,
            section,
            pending=told.open_rows,
            trouble=told.failing_sources > 0,
            alarms=alarms,
            overdue=told.overdue,
            trouble_words=trouble,
            undo=undo,
        )

    def missing(self, code: str) -> HTMLResponse:
        """Say that there is no such row, record or whatever was asked for by name."""
        shown = printable(code[:40])
        words = next((words for begins, words in WHERE.items() if re.match(begins, shown)), "Vuelva al inicio.")
        return self.error(404, f"No existe {shown}", words)


_FORM = re.compile(r'<form\b(?=[^>]*\bmethod="post")(?:[^>]*?\baction="([^"]*)")?[^>]*>')
"""A form of ours; no text can look like one, since every text is escaped."""


def _with_token(page: str) -> str:
    now = visitor()
    if now is None:
        return page
    token = _hidden(FIELD, now.form_token)

    def marked(form: re.Match[str]) -> str:
        keyed = now.account is not None and (form.group(1) or "").startswith(KEYED)
        return form.group(0) + token + (_hidden(KEY, key_for(now)) if keyed else "")

    return _FORM.sub(marked, page)


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{value}">'


@cache
def open_templates() -> Environment:
    """Return the template environment of this process: everything escaped, and a name that does not exist is an error.

    Each template is compiled once, whatever the number of applications.
    """
    environment = Environment(  # read once: looking at their files again costs every page
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters["safe_svg"] = Markup  # only for what our charts drew from numbers
    environment.filters["counted"] = counted
    return environment


def alarms_of(latest: CycleRow | None) -> tuple[str, ...]:
    """Return what the last run asks people to know, as sentences."""
    if latest is None:
        return ("Todavía no corrió ninguna recolección. Con «atalaya ciclo» corre la primera.",)
    told = latest.summary.get("avisos", [])
    notices = tuple(str(notice) for notice in told) if isinstance(told, list) else ()
    match latest.state:
        case CycleState.NO_NETWORK:
            return ("La última recolección no encontró red. Se muestra lo último leído.", *notices)
        case CycleState.STOPPED_DISK:
            return ("La última recolección se detuvo: el disco está lleno. Se muestra lo último leído.", *notices)
        case CycleState.FAILED | CycleState.ABANDONED | CycleState.CANCELLED:
            return ("La última recolección no terminó. Se muestra lo último leído.", *notices)
        case _:
            return notices


def frame(
    desk: Desk,
    title: str,
    section: str,
    *,
    pending: int | None,
    trouble: bool,
    alarms: tuple[str, ...] = (),
    overdue: int = 0,
    trouble_words: str = "",
    undo: str = "",
    nobody: bool = False,
) -> Frame:
    """Return what stands around a page; pages that show the last run pass its `alarms_of`.

    `nobody` for a page that is the same whoever asks for it.
    """
    now = None if nobody else visitor()
    person = None if now is None else now.person
    return Frame(
        title,
        section,
        desk.demo,
        pending,
        trouble,
        alarms,
        overdue,
        trouble_words,
        undo,
        person.name if person else "",
        person.office if person else "",
        frozenset(ability.value for ability in Ability if person and allowed(person, ability)),
        now.mark if now else "",
    )
