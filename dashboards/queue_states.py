"""What the queue says where it has no row, and what a decision that was taken has done; sentences."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conflict.esbo import counted, listed
from conflict.lapaz import local
from conflict.lifecycle import ReviewDecision
from dashboards.queue_chips import Elsewhere, nothing
from dashboards.queue_filters import STATES, Filters
from register.record_rows import DecisionFact
from register.rows import CycleRow
from register.triage_rows import LastStep

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Collected:
    """The last run, None when there was none, and the hour of the next one, "" where it is not known."""

    last: CycleRow | None
    coming: str


DECIDED = {
    ReviewDecision.REGISTER: ("registrada", "registradas"),
    ReviewDecision.LINK: ("unida", "unidas"),
    ReviewDecision.DISCARD: ("descartada", "descartadas"),
    ReviewDecision.POSTPONE: ("pospuesta", "pospuestas"),
}


def empty_words(
    filters: Filters, beside: Elsewhere, waiting: int, collected: Collected, today: str, now: datetime
) -> str:
    """Say why there is no row, and what there is elsewhere.

    `waiting` are all that wait for a decision, `today` what was decided since midnight.
    """
    if filters.narrowed:
        return nothing(filters, beside, waiting)
    if filters.state != "abiertas":
        return f"Ninguna fila en «{STATES[filters.state]}»."
    if collected.last is None:
        return "Sin alertas: todavía no se recolectó ninguna noticia."
    follows = f" Próxima recolección: {collected.coming}." if collected.coming else ""
    if not today and local(now).weekday() == SUNDAY:
        return f"Sin alertas nuevas. Se recolecta también en fin de semana.{follows}"
    return f"Cola en cero. {today}Última recolección a las {local(collected.last.started_at):%H:%M}.{follows}"


def today_words(decisions: Sequence[DecisionFact]) -> str:
    """Say what was decided today, as a sentence with a blank after it; "" for nothing."""
    told = Counter(one.decision for one in decisions)
    if not told:
        return ""
    each = listed([counted(told[one], *words) for one, words in DECIDED.items() if told[one]])
    return f"{counted(told.total(), 'revisada', 'revisadas')} hoy: {each}. "


def done_words(decision: ReviewDecision | None, last: LastStep | None, filters: Filters) -> str:
    """Say what was done and where the row is now; after an undoing, what stands of what was done before (`last`)."""
    if filters.undone:
        return f"Se deshizo. Queda la {'corrección' if last and last.correction else 'decisión'} anterior."
    if filters.corrected is not None:
        return "Corregida: lo que usted puso vale."
    return f"{DECIDED[decision][0].capitalize()}. Pasó a «Decididas hoy»." if decision else "Decisión guardada."


def way_back(last: LastStep | None, filters: Filters, code: str | None) -> str:
    """Return where to take back what was done last, "" for nothing; `code` is the row that the address names.

    After an undoing that is the step before (`last`), else what the address says was just done.
    """
    put_right = (code, filters.corrected) if code and filters.corrected is not None else None
    step = last or LastStep(filters.done, filters.batch, put_right)
    if step.correction is not None:
        return "/cola/{}/corregir/{}/deshacer".format(*step.correction)
    if step.batch is not None:
        return f"/lotes/{step.batch}/deshacer"
    return f"/decisiones/{step.review}/deshacer" if step.review is not None else ""
