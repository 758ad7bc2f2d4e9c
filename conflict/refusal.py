"""Why an attempt was refused, and what its count may say of its object: a code, never what was typed."""

import re
from datetime import UTC, datetime
from enum import StrEnum

from conflict.errors import StaleError
from conflict.permissions import Forbidden
from conflict.record import RuleError

MOST_IN_AN_HOUR = 60
"""Different attempts of one person that an hour keeps apart; what comes after is one count. A proposal of ours."""
MANY = "varios"
"""The action of what is counted together."""

_CODE = re.compile(r"(?=.*\d)[A-Z0-9]{1,6}(-[A-Z0-9]{1,8}){0,5}")


class Refusal(StrEnum):
    """Why somebody was not let. `HIDDEN` is what they may not know of, and what does not exist."""

    PERMISSION = "permiso"
    HIDDEN = "oculto"
    VERSION = "version"
    RULE = "regla"


def refusal_of(error: Exception) -> Refusal | None:
    """Return why an error refused somebody, None for one that says nothing of them."""
    match error:
        case Forbidden(hidden=hidden):
            return Refusal.HIDDEN if hidden else Refusal.PERMISSION
        case StaleError():
            return Refusal.VERSION
        case RuleError():
            return Refusal.RULE
        case _:
            return None


def object_of(text: str) -> str:
    """Return a code or a number as it may be kept, "" for anything else: an address can carry a name."""
    return text if len(text) <= 40 and _CODE.fullmatch(text) else ""


def hour_of(now: datetime) -> datetime:
    """Return the beginning of the hour under which attempts are counted."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
