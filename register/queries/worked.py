"""What each person did in a month, each number with the codes behind it, and our records beside a list of theirs.

A month is one of La Paz. A decision taken back counts for nothing; a record counts as concluded by who answered for it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.lapaz import LA_PAZ
from conflict.lifecycle import RecordState, ReviewDecision
from conflict.record import RuleError
from conflict.text import fold
from register.account_tables import AccountRow
from register.record_tables import ActionRow, RecordRow, ReviewRow
from register.tables import QueueEntry

_GONE_ELSEWHERE = (RecordState.VOID, RecordState.BECAME_CONFLICT, RecordState.MERGED)
"""States that end a record and conclude nothing: its matter never was one, or goes on in another record."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A person's month: codes of rows reviewed, of records registered, acted on (once per action) and concluded.

    `office` is "" for a name that is borne in one office; where it is in several, each one's work stands apart.
    `together` says that even that cannot tell two persons apart, since both belong to that office.
    """

    person: str
    reviewed: tuple[str, ...]
    registered: tuple[str, ...]
    acted: tuple[str, ...]
    concluded: tuple[str, ...]
    office: str = ""
    together: bool = False

    @property
    def label(self) -> str:
        """Return the name as a list shows it, with the office where the name alone would mix two persons."""
        return f"{self.person} ({self.office})" if self.office else self.person


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Our records of a month beside a list of theirs. `both` and `ours` are our code and theirs ("" for none yet)."""

    both: tuple[tuple[str, str], ...]
    ours: tuple[tuple[str, str], ...]
    theirs: tuple[str, ...]
    twice: tuple[str, ...]


def month_of(text: str) -> tuple[datetime, datetime]:
    """Return beginning and end of a month written `2026-11`; raise RuleError for anything else."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text.strip(), re.ASCII)
    if found is None:
        raise RuleError(f"month {text[:20]!r}", "El mes se escribe como 2026-11.")
    year, month = int(found[1]), int(found[2])
    end = (year + month // 12, month % 12 + 1)
    start, stop = (datetime(y, m, 1, tzinfo=LA_PAZ).astimezone(UTC) for y, m in ((year, month), end))
    return start, stop


def of_month(session: Session, month: str, *, office: str = "") -> tuple[Worked, ...]:
    """Return what every person did in a month who did anything, by name; of one office where it is given.

    Rows bear names, not accounts: two persons of one name are told apart by the office that each worked for.
    """
    start, stop = month_of(month)
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    bearers = _bearers(session)

    def note(person: str, there: str, what: str, code: str) -> None:
        place = there if len(set(bearers.get(person, ()))) > 1 else ""
        found.setdefault((person, place), {}).setdefault(what, []).append(code)

    reviews = (
        select(ReviewRow.by, ReviewRow.office, ReviewRow.decision, QueueEntry.code, RecordRow.code)
        .join(QueueEntry, QueueEntry.id == ReviewRow.entry_id)
        .outerjoin(RecordRow, RecordRow.id == ReviewRow.record_id)
        .where(ReviewRow.at >= start, ReviewRow.at < stop, ReviewRow.undone_at.is_(None))
        .order_by(ReviewRow.id)
    )
    if office:
        reviews = reviews.where(ReviewRow.office == office)
    for by, there, decision, entry, record in session.execute(reviews):
        note(by, there, "reviewed", entry)
        if decision == ReviewDecision.REGISTER.value:
            note(by, there, "registered", record)
    actions = (
        select(ActionRow.by, ActionRow.office, RecordRow.code)
        .join(RecordRow, RecordRow.id == ActionRow.record_id)
        .where(ActionRow.kind.is_not(None), ActionRow.at >= start, ActionRow.at < stop)
        .order_by(ActionRow.at, ActionRow.id)
    )
    if office:
        actions = actions.where(ActionRow.office == office)
    for by, there, record in session.execute(actions):
        note(by, there, "acted", record)
    closed = (
        select(RecordRow.responsible, RecordRow.office, RecordRow.code)
        .where(
            RecordRow.closed_at >= start,
            RecordRow.closed_at < stop,
            RecordRow.state.not_in([one.value for one in _GONE_ELSEWHERE]),
        )
        .order_by(RecordRow.closed_at, RecordRow.id)
    )
    if office:
        closed = closed.where(RecordRow.office == office)
    for by, there, record in session.execute(closed):
        note(by, there, "concluded", record)
    return tuple(
        Worked(
            person,
            reviewed=tuple(told.get("reviewed", ())),
            registered=tuple(told.get("registered", ())),
            acted=tuple(told.get("acted", ())),
            concluded=tuple(told.get("concluded", ())),
            office=place,
            together=sum(place in ("", one) for one in bearers.get(person, ())) > 1,
        )
        for (person, place), told in sorted(found.items())
    )


def _bearers(session: Session) -> dict[str, list[str]]:
    """Return the offices of the accounts that bear each name, one for each account."""
    offices: dict[str, list[str]] = {}
    for name, office in session.execute(select(AccountRow.name, AccountRow.office).order_by(AccountRow.id)):
        offices.setdefault(name, []).append(office)
    return offices


def opened_in(session: Session, month: str, *, limit: int) -> tuple[str, ...]:
    """Return the codes of the records opened in a month, the oldest first; annulled ones are left out."""
    start, stop = month_of(month)
    return tuple(
        session.scalars(
            select(RecordRow.code)
            .where(RecordRow.opened_at >= start, RecordRow.opened_at < stop, RecordRow.state != RecordState.VOID.value)
            .order_by(RecordRow.opened_at, RecordRow.id)
            .limit(limit)
        )
    )


def reconcile(session: Session, *, month: str, listed: Sequence[str]) -> Reconciled:
    """Compare the records opened in a month with a pasted list of the other system's codes, one or more a line.

    Accents, case and spaces do not matter. `twice` are codes of theirs that stand on more than one record of ours.
    """
    start, stop = month_of(month)
    theirs = {_plain(code): code.strip() for line in listed for code in re.split(r"[\t;,]", line) if code.strip()}
    rows = session.execute(
        select(RecordRow.code, RecordRow.external_code, RecordRow.opened_at)
        .where(RecordRow.state != RecordState.VOID.value)
        .order_by(RecordRow.id)
    )
    both: list[tuple[str, str]] = []
    ours: list[tuple[str, str]] = []
    for code, external, opened_at in rows:
        if external and _plain(external) in theirs:
            both.append((code, external))
        elif start <= opened_at < stop:
            ours.append((code, external))
    met = [_plain(external) for _, external in both]
    return Reconciled(
        both=tuple(both),
        ours=tuple(ours),
        theirs=tuple(code for plain, code in theirs.items() if plain not in set(met)),
        twice=tuple(dict.fromkeys(theirs[plain] for plain in met if met.count(plain) > 1)),
    )


def _plain(code: str) -> str:
    return re.sub(r"\s+", "", fold(code))
