"""What the templates may know of the work on the queue: who has a row, what was corrected, views; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from conflict.lapaz import local
from conflict.triage import CorrectedField, Lease, initials
from dashboards.labels import DISCARD_REASONS, REVIEW_DECISIONS
from dashboards.pages import DecidedView, Frame, MoveView, Option, ViewLink, WorkView
from dashboards.when import absolute, ago
from register.queries.queue_repeats import OpenFact
from register.rows import QueueRow
from register.triage_rows import NO_MARK, CorrectionFact, DecidedFact, Mark, SavedView, Worked

FIELDS = {
    CorrectedField.PLACE: "el lugar",
    CorrectedField.STAGE: "la etapa",
    CorrectedField.MEASURES: "las medidas",
    CorrectedField.LEVEL: "el nivel",
    CorrectedField.CLAIMANTS: "quién demanda",
    CorrectedField.ADDRESSEES: "ante quién",
    CorrectedField.DEMAND: "la demanda",
}


@dataclass(frozen=True, slots=True)
class LeaseView:
    """The line of the panel that says who has the row."""

    lease: str
    held: bool = False


@dataclass(frozen=True, slots=True)
class SideView:
    """Those who ask, or those who are asked: the names told, and empty places for more."""

    field: str
    legend: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CorrectView:
    """The form that puts a row right, alone or on a page of its own; `names` are offered while a person writes one."""

    frame: Frame
    code: str
    title: str
    place: str
    version: int
    query: str
    departments: tuple[Option, ...]
    towns: tuple[tuple[str, str], ...]
    stages: tuple[Option, ...]
    measures: tuple[Option, ...]
    levels: tuple[Option, ...]
    sides: tuple[SideView, ...]
    demand: str
    names: tuple[str, ...]


def work_view(worked: Worked, me: int, now: datetime) -> WorkView:
    """Return the work on a row as somebody (the number of their account) sees it."""
    lease = worked.mark.lease
    return WorkView(
        lease=lease_words(lease, me),
        held=lease is not None and lease.account_id != me,
        assigned=worked.mark.assigned,
        people=tuple(Option(str(number), name, 0, number == worked.mark.account_id) for number, name in worked.people),
        corrections=tuple(_correction(one, now) for one in worked.corrections),
        joined_to=worked.joined_to,
        decided=None if worked.decided is None else decided_view(worked.decided, now),
    )


def lease_words(lease: Lease | None, me: int) -> str:
    """Say who has a row open, "" for nobody."""
    if lease is None:
        return ""
    if lease.account_id == me:
        return f"La está revisando usted hasta las {local(lease.until):%H:%M}."
    return f"La está revisando {initials(lease.by)} desde las {local(lease.since):%H:%M}."


def decided_view(one: DecidedFact, now: datetime) -> DecidedView:
    """Say who decided what, with the reason, or until when it was put off."""
    words = f"{REVIEW_DECISIONS[one.decision]} por {one.by}"
    if one.until is not None:
        words += f" hasta el {absolute(one.until)}"
    words += f": {DISCARD_REASONS[one.reason]}." if one.reason else "."
    return DecidedView(f"{words} «{one.comment}»" if one.comment else words, ago(one.at, now), one.record)


def notice_of(mark: Mark | None, me: int) -> str:
    """Return the one notice of a row of the list that its work asks for, "" for none."""
    found = mark or NO_MARK
    if found.lease is not None and found.lease.account_id != me:
        return f"La mira {initials(found.lease.by)}"
    return f"A cargo de {'usted' if found.account_id == me else initials(found.assigned)}" if found.assigned else ""


def repeated_of(row: QueueRow, known: Sequence[OpenFact]) -> str:
    """Return the open record that a row may tell again, "" for none: of its municipality, with one of its measures."""
    towns, measures = set(row.municipalities), set(row.measures)
    return next((one.code for one in known if towns & one.municipalities and measures & one.measures), "")


def view_links(views: Sequence[SavedView]) -> tuple[ViewLink, ...]:
    """Return saved views as links."""
    return tuple(
        ViewLink(one.id, one.name, "suya" if one.own else "de la oficina", f"/cola?{urlencode(one.filters)}")
        for one in views
    )


def _correction(one: CorrectionFact, now: datetime) -> MoveView:
    return MoveView(ago(one.at, now), f"{one.by} corrigió {FIELDS[one.field]}", one.reason)
