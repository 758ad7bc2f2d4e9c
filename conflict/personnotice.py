"""What a person asks to be told of, when and how; nothing until she asks. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from conflict.codebook import Level
from conflict.message import MessageKind, Rule, chat_channel, valid_mail
from conflict.officehours import WorkingCalendar
from conflict.permissions import Ability, allowed
from conflict.record import Person, RuleError

MORNINGS = range(6, 11)
"""Hours at which the morning's mail may come; the usual one is offered first."""
USUAL_MORNING = 8
_CHAT = re.compile(r"[1-9][0-9]{4,14}")


class Urgency(StrEnum):
    """Which new rows a person is told of at once."""

    NONE = "nada"
    CRITICAL = "critico"
    HIGH = "critico_y_alto"


LEVELS_TOLD: dict[Urgency, tuple[Level, ...]] = {
    Urgency.NONE: (),
    Urgency.CRITICAL: (Level.CRITICAL,),
    Urgency.HIGH: (Level.CRITICAL, Level.HIGH),
}


class Way(StrEnum):
    """How what cannot wait for the morning reaches a person."""

    MAIL = "correo"
    TELEGRAM = "telegram"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for. `morning` is the hour of La Paz of her mail, None for none; `chat` that of Telegram.

    `silence` keeps quiet outside the hours of her office; `reminders` are of her own deadlines and of transfers.
    """

    mail: str = ""
    chat: str = ""
    morning: int | None = None
    urgent: Urgency = Urgency.NONE
    way: Way = Way.MAIL
    silence: bool = False
    reminders: bool = False

    @property
    def kinds(self) -> frozenset[MessageKind]:
        """Return the kinds of messages that she gets."""
        asked = {
            MessageKind.DAILY: self.morning is not None,
            MessageKind.CRITICAL: self.urgent is not Urgency.NONE,
            MessageKind.OVERDUE: self.reminders,
        }
        return frozenset(kind for kind, yes in asked.items() if yes)

    @property
    def wants_mail(self) -> bool:
        """Say whether something of it goes by mail."""
        return self.morning is not None or (self.way is Way.MAIL and bool(self.kinds))

    @property
    def wants_chat(self) -> bool:
        """Say whether something of it goes by Telegram."""
        return self.way is Way.TELEGRAM and bool(self.kinds - {MessageKind.DAILY})


def demand_possible(wish: Wish) -> Wish:
    """Return what was asked for, tidied; raise RuleError, without address or number, for what cannot be done."""
    mail, chat = wish.mail.strip(), wish.chat.strip()
    if mail:
        mail = valid_mail(wish.mail)
    if chat and not _CHAT.fullmatch(chat):
        raise RuleError("chat number", "El número de chat de Telegram son de 5 a 15 cifras, sin espacios.", "chat")
    if wish.morning is not None and wish.morning not in MORNINGS:
        raise RuleError(f"morning at {wish.morning}", "Elija una de las horas de la lista.", "manana")
    if wish.wants_mail and not mail:
        raise RuleError("mail wanted and no address", "Falta su correo: pidió que algo llegue por correo.", "correo")
    if wish.wants_chat and not chat:
        raise RuleError("chat wanted and no number", "Falta su número de chat: pidió avisos por Telegram.", "chat")
    return Wish(mail, chat, wish.morning, wish.urgent, wish.way, wish.silence, wish.reminders)


def may_be_told(person: Person) -> bool:
    """Say whether a person sees anything that a message could tell of."""
    return allowed(person, Ability.SEE_QUEUE) or allowed(person, Ability.SEE_RECORDS)


def may_go_at(wish: Wish, calendar: WorkingCalendar, moment: datetime) -> datetime:
    """Return when what is ready at that moment may go: at the next opening of the office, where she keeps silence."""
    return calendar.after(moment, timedelta()) if wish.silence else moment


def address_of(wish: Wish, account: int) -> str:
    """Return where what cannot wait for the morning goes."""
    return chat_channel(account) if wish.way is Way.TELEGRAM else wish.mail


def covered(address: str, office: str, kind: MessageKind, rules: Sequence[Rule]) -> bool:
    """Say whether a rule brings that kind of message of her office, or of the country, to the same address already."""
    return any(
        kind in one.kinds and one.office in ("", office) and one.address.casefold() == address.casefold()
        for one in rules
    )
