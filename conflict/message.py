"""Messages that leave the house: what kinds there are, who gets them, when one may go and when it is tried again; pure.

Nothing goes out without a rule that names an address, or a person who asked for it herself. No message names a person
or quotes an article's text.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from conflict.errors import DataError
from conflict.record import RuleError

UNDO_WINDOW = timedelta(seconds=60)
"""How long a message waits in the outbox, so that who caused it can take it back."""
LOAD = 3
"""Urgent messages to one address within an hour after which the next ones are gathered into one."""
GATHER = timedelta(hours=1)
MOST_TOLD = 100
"""Rows in one urgent message: their codes make its key, and a B-tree of PostgreSQL refuses that of a thousand."""
RETRIES = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10, 15, 30, 30, 60))
GIVE_UP = timedelta(hours=48)
"""After that long a message says nothing that is still of use; it is kept as refused and counted."""
OVERDUE_ALARM = 3
"""Overdue deadlines of an office from which its 16:00 message goes out (page specification, mail)."""
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")


CHANNEL = "canal:"
"""What an address begins with that is no mail: the name of a channel of the settings, where its secret stays."""
CHAT = "chat:"
"""What the address of a message begins with when it goes to a person's chat: put there as it is taken out to go."""
BRIEF_CHARS = 300
"""Length of a short message (page specification, messages): it fits every channel and any telephone."""
CALENDAR_DOMAIN = "atalaya.local"
"""Right side of the stable ids of events; it names no machine, so that a move of the program changes none."""
_CHANNEL = re.compile(r"canal:[a-z0-9-]{2,30}")
_LINK = re.compile(r"https?://\S+")


class MessageKind(StrEnum):
    """What a message is for; a rule lists the kinds that its address gets."""

    DAILY = "diario"
    WEEKLY = "semanal"
    CRITICAL = "critico"
    OVERDUE = "vencidos"


class MessageState(StrEnum):
    """Life of a message in the outbox."""

    WAITING = "espera"
    UNAPPROVED = "por_aprobar"
    SENT = "enviado"
    WITHDRAWN = "retirado"
    REFUSED = "rechazado"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who gets what. `office` is the id of one, "" for the whole country; `approval` asks for a person's yes first."""

    id: int
    address: str
    office: str
    kinds: tuple[MessageKind, ...]
    approval: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One matter in a message: level, what happens in closed words, place, code, number of notes, path of its page.

    `what` is of `conflict.factwords`, never the headline of an outlet, which may name a person.
    """

    level: str
    what: str
    place: str
    code: str
    notes: int
    path: str


@dataclass(frozen=True, slots=True)
class Due:
    """Something with an hour or a day ahead: a deadline of a record, an announced action; `what` in closed words.

    `uid` is the one under which calendars know it. `day` is set instead of `at` for what has no hour.
    """

    uid: str
    what: str
    place: str
    code: str
    path: str
    version: int
    at: datetime | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """What waits at one office: rows to review, deadlines late and due today, the first lines, sources in trouble.

    `soon` are the deadlines that fall within a day, `announced` what is announced for today and tomorrow.
    """

    office: str
    name: str
    pending: int
    late: int
    today: tuple[Due, ...]
    lines: tuple[Line, ...]
    failing_sources: int
    soon: tuple[Due, ...] = ()
    announced: tuple[Due, ...] = ()

    @property
    def quiet(self) -> bool:
        """Say whether there is nothing to write about."""
        return not (self.pending or self.late or self.today or self.soon or self.announced)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to wait: its key says that two of them are the same one; both bodies say the same.

    `calendar` is the text of the calendar file that goes with it, "" for none.
    """

    key: str
    kind: MessageKind
    address: str
    subject: str
    text: str
    html: str
    not_before: datetime
    approval: bool = False
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message taken out of the outbox to be sent now."""

    id: int
    message_id: str
    address: str
    subject: str
    text: str
    html: str
    attempts: int
    calendar: str = ""


def key_of(kind: MessageKind, about: str, address: str) -> str:
    """Return what makes a message the same one when it is made again: kind, what about, to whom."""
    return f"{kind.value}/{about}/{address.lower()}"


def message_id(key: str, domain: str) -> str:
    """Return the Message-ID of a key: always the same, so that a mail sent twice is shown once."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def next_try(attempts: int, now: datetime) -> datetime:
    """Return when a message that failed that many times is tried again."""
    return now + RETRIES[min(attempts, len(RETRIES)) - 1]


CHANNEL_KINDS = frozenset({MessageKind.CRITICAL, MessageKind.OVERDUE})
"""What a channel gets: only what cannot wait for the mail (page specification, plumbing)."""


def channel_of(address: str) -> str:
    """Return the name of the channel that an address is, "" for a mail address."""
    return address.removeprefix(CHANNEL) if address.startswith(CHANNEL) else ""


def brief(one: Outgoing, most: int = BRIEF_CHARS) -> str:
    """Return a message in one short line: subject, what there is, one link, and nothing cut in the middle of it."""
    lines = [line for line in one.text.split("\n\nAbrir: ")[0].splitlines() if line.strip()]
    links = _LINK.findall("\n".join(lines)) or _LINK.findall(one.text)
    link = links[0] if links else ""
    said = [one.subject, *(_LINK.sub("", line).rstrip(" ·") for line in lines)]
    words = " ".join(" ".join(said).split())
    room = most - len(link) - 1 if link else most
    short = words if len(words) <= room else f"{words[: max(0, room - 1)].rstrip()}…"
    return f"{short} {link}".strip()


def valid_address(text: str) -> str:
    """Return a mail address or `canal:name`; raise DataError for what is neither, above all one that adds a header."""
    tidy = text.strip()
    if _CHANNEL.fullmatch(tidy):
        return tidy
    if not _ADDRESS.fullmatch(tidy):
        raise DataError(
            "mail address",
            "Se esperaba un correo, como oficina@ejemplo.bo, o un canal, como canal:guardia.",
        )
    return tidy


def valid_mail(text: str) -> str:
    """Return one mail address; raise RuleError, without what was typed, for none, several, or one on two lines."""
    tidy = text.strip(" ")
    if not _ADDRESS.fullmatch(tidy):
        raise RuleError("mail address", "Se esperaba un solo correo, como nombre@ejemplo.bo.", "correo")
    return tidy


def chat_channel(account: int) -> str:
    """Return the address under which what goes to a person's chat waits; the number of the chat is not in it."""
    return f"{CHANNEL}persona-{account}"


def chat_of(address: str) -> str:
    """Return the number of the chat that an address of a message taken out is, "" for another."""
    return address.removeprefix(CHAT) if address.startswith(CHAT) else ""


def about_transfer(number: int) -> str:
    """Return what every reminder of a transfer is about; the moment of each follows it."""
    return f"transferencia-{number}"


def about_day(office: str, day: date) -> str:
    """Return what a daily message is about."""
    return f"{office or 'pais'}/{day.isoformat()}"
