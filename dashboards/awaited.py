"""Lines of the agenda for what no deadline keeps: second signatures, and announced days that come or went; pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from conflict.checklist import LAPSE_DAYS
from conflict.clocks import Clocks, Term
from conflict.esbo import counted
from conflict.lapaz import local_day
from dashboards.beyond import OutsideLine
from dashboards.labels import RECORD_STEPS
from dashboards.when import review_words, short_day
from register.queries.awaited import ForeseenFact, SignatureFact


def signature_lines(found: Iterable[SignatureFact], clocks: Clocks, now: datetime) -> tuple[OutsideLine, ...]:
    """Return one line for each step that waits for a second signature, the first due first."""
    timed = sorted(((one.due(clocks), one) for one in found), key=lambda pair: (pair[0], pair[1].code))
    return tuple(
        OutsideLine(one.code, one.title, *review_words(due, now), f"{RECORD_STEPS[one.step]}, propuesto por {one.by}")
        for due, one in timed
    )


def foreseen_until(clocks: Clocks, now: datetime) -> date:
    """Return the last announced day of which somebody is reminded now."""
    hours = max((one for one in clocks.terms[Term.ANNOUNCED].reminders if one > 0), default=0)
    return local_day(now + timedelta(hours=hours))


def foreseen_lines(found: Iterable[ForeseenFact], now: datetime) -> tuple[OutsideLine, ...]:
    """Return one line for each alert whose announced day is near or gone, by day.

    A week after its day somebody has to say whether it lapsed: no alert ends by itself (domain model, alert).
    """
    today, lines = local_day(now), []
    for one in found:
        gone = (today - one.day).days
        if gone < 0:
            due, tone, words = "Mañana" if gone == -1 else short_day(one.day), "soon", "es la fecha anunciada"
        elif gone == 0:
            due, tone, words = "Hoy", "soon", "es la fecha anunciada: anote qué ocurrió"
        elif gone < LAPSE_DAYS:
            due, tone, words = short_day(one.day), "late", "pasó la fecha anunciada: anote qué ocurrió"
        else:
            due, tone = short_day(one.day), "late"
            words = (
                f"hace {counted(gone, 'día', 'días')} de la fecha anunciada, sin medida: confirme si venció sin hecho"
            )
        lines.append(OutsideLine(one.code, one.title, due, tone, f"{one.responsible} · {words}"))
    return tuple(lines)
