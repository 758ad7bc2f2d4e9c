"""Which forms have a draft, how its fields are read, and its end when the form is sent."""

import json
import re

from conflict.record import Person, RuleError
from register.commands import drafts
from register.engine import Transaction

_ADDRESS = re.compile(
    r"/registros/(?P<ficha>[\w-]{1,40})/(?P<de_ficha>accion|hecho|transferir|paso|datos)"
    r"|/cola/(?P<fila>[\w-]{1,40})/(?P<de_fila>registrar)|/(?P<suelto>agregar)"
)
LARGEST = 40_000
"""Letters of the fields as they come, before the register counts them."""


def drafted(path: str) -> tuple[str, str] | None:
    """Return the form and the object of an address whose form has a draft; None for every other."""
    found = _ADDRESS.fullmatch(path)
    if found is None:
        return None
    said = found.groupdict("")
    return said["de_ficha"] or said["de_fila"] or said["suelto"], said["ficha"] or said["fila"]


def erase(session: Transaction, path: str, by: Person) -> None:
    """Erase the draft of a form that was sent."""
    known = drafted(path)
    if known is not None:
        drafts.drop(session, form=known[0], of=known[1], by=by)


def fields_in(text: str) -> dict[str, str]:
    """Return the fields of a draft: pairs of name and value as JSON, numbered, since a name may come twice.

    Raise RuleError for anything else.
    """
    try:
        pairs = json.loads(text)
        return {f"{n}:{name}": value for n, (name, value) in enumerate(pairs) if _is(name) and _is(value)}
    except (ValueError, TypeError, RecursionError):
        raise RuleError("draft is no list of pairs", "El borrador no se entiende; no se guardó.") from None


def _is(value: object) -> bool:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return True
