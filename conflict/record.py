"""Values and decisions about records: who acts, codes, words, which step is allowed; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from conflict.errors import DataError
from conflict.lifecycle import CLOSING, Outcome, RecordKind, RecordState, RecordStep, after
from conflict.roles import Role

TITLE_CHARS = 160
TEXT_CHARS = 8_000
LEAST_WORDS = 3
"""Words that a reason or a result needs to say anything."""
LEAST_SOURCE, SOURCE_CHARS = 3, 300
"""Letters of who says a thing: the least, and what is kept of it."""


class RuleError(DataError):
    """A rule of the register forbids what was asked; its Spanish sentence says which and what to do.

    `about` is what of the order is wrong, by the name that a command gives it; "" where it is no one thing.
    """

    def __init__(self, cause: str, spanish: str, about: str = "") -> None:
        """Keep both faces, and what is wrong."""
        super().__init__(cause, spanish)
        self.about = about


class NotYet(RuleError):
    """What was told as done lies ahead: it is a deadline rather."""

    def __init__(self, cause: str) -> None:
        """Ask the question that a person answers."""
        super().__init__(cause, "La fecha es posterior a hoy. ¿Es un plazo?", "at")


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts: a name as the timeline of a record shows it, the office, and what the account says of both.

    `user_id` is 0 and the role SYSTEM for the program itself and for whoever types its commands. `departments` are
    codes and `municipalities` names: the territory of an account's office; both empty for the whole country.
    """

    name: str
    office: str
    user_id: int = 0
    role: Role = Role.SYSTEM
    departments: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()


def code_series(kind: RecordKind, mark: str, year: int) -> str:
    """Return the series within which records are numbered: `AT-2026-POT-LLA` for the alerts of an office in a year.

    `mark` is what stands for the office (`conflict.office.mark_of`). Where the table of offices does not know it, it is
    the department's number, 00 for the country: so all were numbered before offices had letters, and those codes stay.
    """
    return f"{'AT' if kind is RecordKind.ALERT else 'CS'}-{year}-{mark or '00'}"


def record_code(kind: RecordKind, mark: str, year: int, number: int) -> str:
    """Return a permanent code: `AT-2026-POT-LLA-0001` for an alert, `CS-2026-POT-0001` for a delegation's conflict."""
    return f"{code_series(kind, mark, year)}-{number:04d}"


def code_as_conflict(alert: str) -> str:
    """Return the code of the conflict that an alert became; the alert's number stays in it."""
    return f"CS-{alert}"


def tidied(text: str) -> str:
    """Return a text that a person wrote in one line: single spaces, and nothing that cannot be shown."""
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())


def short(text: str, limit: int) -> str:
    """Return a text tidied, "" for none; raise RuleError when it is longer than so many letters."""
    tidy = tidied(text)
    if len(tidy) > limit:
        raise RuleError(f"{len(tidy)} characters", f"Es muy largo: hasta {limit} letras.")
    return tidy


def said(text: str, what: str, limit: int = TEXT_CHARS, about: str = "words") -> str:
    """Return a text that a person wrote, tidied; raise RuleError when it says too little or is too long."""
    tidy = tidied(text)
    if len(tidy.split()) < LEAST_WORDS:
        raise RuleError(f"{what}: too short", f"Falta decir {what}: al menos {LEAST_WORDS} palabras.", about)
    if len(tidy) > limit:
        raise RuleError(f"{what}: {len(tidy)} characters", f"Es muy largo para {what}: hasta {limit} letras.", about)
    return tidy


def sourced(text: str, missing: str) -> str:
    """Return who says a thing, tidied and cut; raise RuleError with the sentence `missing` where nobody does."""
    tidy = " ".join(text.split())
    if len(tidy) < LEAST_SOURCE:
        raise RuleError("without source", missing, "source")
    return tidy[:SOURCE_CHARS]


def step(
    kind: RecordKind,
    state: RecordState,
    asked: RecordStep,
    *,
    open_deadlines: Sequence[str] = (),
    transfer_open: bool = False,
    outcome: Outcome | None = None,
) -> RecordState:
    """Return the state after what a person asks; raise RuleError with the rule that forbids it."""
    reached = after(kind, state, asked)
    if reached is None:
        raise RuleError(
            f"{asked.value} from {state.value} of {kind.value}",
            f"Desde el estado «{state.value.replace('_', ' ')}» no se puede {asked.value}.",
        )
    if asked in CLOSING:
        if outcome is None:
            raise RuleError(f"{asked.value} without outcome", "Falta el resultado con que termina.", "outcome")
        if open_deadlines:
            named = "; ".join(open_deadlines[:5])
            raise RuleError(
                f"{asked.value} with {len(open_deadlines)} open deadlines",
                f"Quedan plazos abiertos: {named}. Cúmplalos o márquelos como «ya no aplica» antes de terminar.",
            )
        if transfer_open:
            raise RuleError(
                f"{asked.value} during a transfer",
                "Hay una transferencia sin respuesta. Retírela o espere la respuesta antes de terminar.",
            )
    return reached
