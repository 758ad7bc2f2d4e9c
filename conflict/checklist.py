"""What still stands between a record and its next state: open work, missing fields, and the fact a step rests on; pure.

The list is shown before a person concludes and checked again when they do; there is no way around it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conflict.esbo import counted, lacking
from conflict.lapaz import local_day
from conflict.lifecycle import CLOSING, RecordKind, RecordStep
from conflict.record import RuleError

QUIET_DAYS = 30
"""Days without facts after which an open conflict may rest (domain model, conflict)."""
ACTION_DAYS = 7
"""Days without an action after which an open record is not up to date (page specification, record)."""
LAPSE_DAYS = 7
"""Days after the announced date, without measure, after which an alert may lapse (domain model, alert)."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the dated facts of a record say. `foreseen` is the announced day, None when none was given."""

    executed: bool
    calmed: bool
    last_fact: datetime | None
    foreseen: date | None
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Fields:
    """What is filled in of a record, as far as concluding asks for it."""

    municipalities: bool
    typology: bool
    demand: bool
    measure_or_none: bool
    demander: bool
    addressee: bool
    rights: bool
    affected: bool
    harm_or_none: bool
    simat_or_none: bool
    origin: bool


_GAPS = {
    "municipalities": "el municipio",
    "typology": "la tipología",
    "demand": "la demanda",
    "measure_or_none": "la medida de presión o «ninguna»",
    "demander": "quién demanda",
    "addressee": "a quién se demanda",
    "rights": "el derecho en riesgo",
    "affected": "la población afectada",
    "harm_or_none": "heridos, fallecidos y retenidos o «ninguno»",
    "simat_or_none": "el código SIMAT o «no aplica»",
    "origin": "cómo se conoció",
}
ACTION, OVERDUE = "action", "overdue"
"""What a record that is up to date has besides its fields: an action of the last days, and no deadline overdue."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """Everything open in a record; each entry is what a person reads. `gaps` are (field, words)."""

    deadlines: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()
    transfer: bool = False
    proposal: bool = False
    gaps: tuple[tuple[str, str], ...] = ()

    def refuse(self, kind: RecordKind, asked: RecordStep) -> None:
        """Raise RuleError with the first thing that a closing step leaves open; fields count for a conflict only."""
        if asked not in CLOSING:
            return
        if self.requests:
            raise RuleError(
                f"{asked.value} with {len(self.requests)} open requests",
                f"Hay requerimientos sin respuesta: {'; '.join(self.requests[:5])}. Anote la respuesta o retírelos.",
            )
        if asked is RecordStep.CONCLUDE and self.commitments:
            raise RuleError(
                f"{asked.value} with {len(self.commitments)} unsettled commitments",
                f"Hay compromisos sin cumplir: {'; '.join(self.commitments[:5])}. "
                "Anote su cumplimiento o páselos a seguimiento.",
            )
        if asked is RecordStep.CONCLUDE and kind is RecordKind.CONFLICT and self.gaps:
            named = ", ".join(words for _, words in self.gaps)
            count = len(self.gaps)
            raise RuleError(
                f"{asked.value} with {count} missing fields",
                f"{lacking(count, 'dato', 'datos')}: {named}.",
            )


def gaps_of(fields: Fields) -> tuple[tuple[str, str], ...]:
    """Return what is missing to conclude, as (field, words)."""
    return tuple((name, words) for name, words in _GAPS.items() if not getattr(fields, name))


@dataclass(frozen=True, slots=True)
class Upkeep:
    """How far an open record is up to date; `missing` are (field, `ACTION` or `OVERDUE`; sentence)."""

    whole: int
    missing: tuple[tuple[str, str], ...]

    @property
    def done(self) -> int:
        """Return how many of the whole are not missing."""
        return self.whole - len(self.missing)


def upkeep_of(checklist: Checklist, last_action: datetime | None, overdue: int, now: datetime) -> Upkeep:
    """Return how far an open record is up to date, out of the gaps that its end asks for as well."""
    missing = [(name, f"Falta {words}.") for name, words in checklist.gaps]
    if last_action is None:
        missing.append((ACTION, "Aún no hay acciones. La primera suele ser verificar en sitio."))
    elif now - last_action > timedelta(days=ACTION_DAYS):
        missing.append((ACTION, f"Sin acciones en los últimos {ACTION_DAYS} días."))
    if overdue:
        missing.append((OVERDUE, f"{counted(overdue, 'plazo vencido', 'plazos vencidos')}."))
    return Upkeep(len(_GAPS) + len((ACTION, OVERDUE)), tuple(missing))


def refuse_without_ground(asked: RecordStep, ground: Ground, now: datetime) -> None:
    """Raise RuleError when a step rests on a dated fact that nobody has written down."""
    today = local_day(now)
    match asked:
        case RecordStep.BECOME_CONFLICT if not ground.executed:
            raise RuleError(
                "conversion without an executed fact",
                "Para convertirla en conflicto anote primero el hecho: qué medida se ejecutó, qué día y dónde.",
            )
        case RecordStep.CALL_OFF if not ground.calmed:
            raise RuleError(
                "called off without a fact",
                "Para desactivarla anote primero el hecho: acuerdo, levantamiento, o que se atendió la demanda.",
            )
        case RecordStep.LAPSE:
            from_day = ground.foreseen or local_day(ground.opened_at)
            if ground.executed or today - from_day < timedelta(days=LAPSE_DAYS):
                raise RuleError(
                    "lapsed too early or with a fact",
                    f"Vence sin hecho {LAPSE_DAYS} días después de la fecha prevista, y solo si no hubo medida.",
                )
        case RecordStep.REST:
            quiet_since = ground.last_fact or ground.opened_at
            if today < local_day(quiet_since) + timedelta(days=QUIET_DAYS):
                raise RuleError(
                    "resting with recent facts", f"Queda latente solo tras {QUIET_DAYS} días sin hechos nuevos."
                )
        case RecordStep.REACTIVATE if ground.last_fact is None or today >= local_day(ground.last_fact) + timedelta(
            days=QUIET_DAYS
        ):
            raise RuleError("reactivated without a new fact", "Para reactivarlo anote primero el hecho nuevo.")
