"""The one opportunity of a week: where calm has begun and something can still be done with it; pure.

Never more than one, so that it is read; never one for the sake of having one.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from conflict.clocks import Term
from conflict.codebook import LEVEL_STEPS, Level
from conflict.esbo import listed, short_day
from conflict.lapaz import local_day
from conflict.names import LEVELS
from conflict.vocabulary import FactKind
from conflict.weekcases import Case
from conflict.weekfacts import WatchKind
from conflict.weeksigns import DatedFact
from conflict.weeksummary import Watch
from conflict.weekview import WeekView

SPAN = timedelta(days=28)
"""How far back a sign of calm still says something: the four weeks that a week is compared with."""
AHEAD = timedelta(days=7)
LEAST_SIGNS = 2
CHANCE_RULE = (
    "Oportunidad: un conflicto abierto con dos o más señales de calma de las últimas cuatro semanas (diálogo o "
    "acuerdo; medida levantada o cuarto intermedio; nivel o tendencia que baja; compromiso que vence en siete días), "
    "una de ellas de las dos primeras, y sin medida, violencia ni incumplimiento después. Se nombra una: la de más "
    "señales; a igualdad, la más grave y la que vence antes. Si ninguna cumple, se dice."
)
"""SOURCE: our own rule, printed with the summary; the idea of one resolution opportunity a week is CrisisWatch's."""
_TALK = {FactKind.DIALOGUE: "diálogo", FactKind.AGREEMENT: "acuerdo"}
_EASED = {FactKind.LIFTING: "medida levantada", FactKind.RECESS: "cuarto intermedio"}
_AGAINST = frozenset({FactKind.MEASURE, FactKind.VIOLENCE, FactKind.BREACH})


@dataclass(frozen=True, slots=True)
class _Chance:
    """A case with its signs in words; `due` is when something of it falls due, None for nothing."""

    case: Case
    level: Level
    signs: tuple[str, ...]
    newest: datetime
    due: datetime | None


def chance(view: WeekView) -> Watch | None:
    """Return the opportunity by CHANCE_RULE with its reasons in words; None when no case fulfils it."""
    cut = view.week.end
    facts: dict[str, list[DatedFact]] = defaultdict(list)
    for one in sorted(view.facts.signs, key=lambda one: (one.at, one.kind)):
        if cut - SPAN <= one.at < cut and one.record in view.place:
            facts[view.place[one.record].code].append(one)
    promised: dict[str, datetime] = {}
    for due in view.deadlines_at(cut):
        if due.term is Term.COMMITMENT and cut <= due.due_at < cut + AHEAD:
            promised.setdefault(view.place[due.record].code, due.due_at)
    cases = {view.place[found[0].record].code: view.place[found[0].record] for found in facts.values()}
    judged = (_judged(view, case, facts[code], promised.get(code)) for code, case in sorted(cases.items()))
    found = [one for one in judged if one is not None]
    if not found:
        return None
    best = min(found, key=_rank)
    head = best.case.head
    return Watch(
        at=best.due or best.newest,
        kind=WatchKind.OPPORTUNITY,
        what=head.title,
        departments=head.departments,
        record=head.code,
        office=view.office_of(head.code),
        why=listed(best.signs),
    )


def _rank(one: _Chance) -> tuple[int, int, bool, datetime, str]:
    return -len(one.signs), -LEVEL_STEPS[one.level], one.due is None, one.due or one.newest, one.case.code


def _judged(view: WeekView, case: Case, facts: list[DatedFact], due: datetime | None) -> _Chance | None:
    start, cut = view.week.start, view.week.end
    if not case.in_conflict(cut) or case.turned_critical(start, cut):
        return None
    opened = [_newest(facts, _TALK), _newest(facts, _EASED)]
    begun = [one for one in opened if one is not None]
    against = max((one.at for one in facts if one.kind in _AGAINST), default=None)
    if not begun or (against is not None and against >= max(one.at for one in begun)):
        return None
    signs = [f"{(_TALK | _EASED)[one.kind]} el {short_day(local_day(one.at))}" for one in begun]
    falling = _falling(case, cut)
    signs += [falling] if falling else []
    signs += [f"un compromiso vence el {short_day(local_day(due))}"] if due else []
    if len(signs) < LEAST_SIGNS:
        return None
    return _Chance(case, case.level_at(cut), tuple(signs), max(one.at for one in begun), due)


def _newest(facts: list[DatedFact], kinds: dict[FactKind, str]) -> DatedFact | None:
    return next((one for one in reversed(facts) if one.kind in kinds), None)


def _falling(case: Case, cut: datetime) -> str:
    """Say how the case calms down: by its level, else by the trend that a person wrote; "" when it does not."""
    before, now = case.level_at(cut - SPAN), case.level_at(cut)
    if case.open_at(cut - SPAN) and LEVEL_STEPS[now] < LEVEL_STEPS[before]:
        return f"bajó de {LEVELS[before]} a {LEVELS[now]}"
    return "su ficha dice que baja" if any(one.calming for one in case.open_members(cut)) else ""
