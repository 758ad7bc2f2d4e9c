"""How early the news told us: from an announcement read to the first measure carried out, misses among them; pure."""

from collections import Counter
from datetime import datetime, timedelta
from math import comb
from statistics import median

from conflict.weeksummary import Foresight
from conflict.weekview import WeekView

DAY = timedelta(days=1)
SURE = 0.95
"""Confidence of the intervals that are printed."""


def foresight(view: WeekView) -> Foresight:
    """Return what was foreseen of the week; of a week in which no case began its measures, an empty one.

    SOURCE: lead time is the first measure less the moment the announcement was read (domain model, metrics); an
    announcement that was read after the measure counts as late, never as missing.
    """
    read: dict[str, datetime] = {}
    for one in sorted(view.facts.noticed, key=lambda one: one.at, reverse=True):
        if one.record in view.place and one.at < view.week.end:
            read[view.place[one.record].code] = one.at
    began = {code: at for code, at in view.begun.items() if view.week.start <= at < view.week.end}
    timed = sorted((round((at - read[code]) / DAY, 2), code) for code, at in began.items() if code in read)
    days = tuple(days for days, _ in timed)
    states = Counter(
        one.state.value for one in view.facts.foretold if view.concerns(one.departments, one.record, one.office)
    )
    return Foresight(
        days=days,
        rows=tuple(code for _, code in timed),
        missed=tuple(sorted(code for code in began if code not in read)),
        median=round(median(days), 2) if days else None,
        median_range=median_range(days),
        foretold=tuple(sorted(states.items())),
    )


def median_range(values: tuple[float, ...]) -> tuple[float, float] | None:
    """Return a 95 % interval of the median of sorted values by their order; None of fewer than six.

    SOURCE: order statistics, W. J. Conover, Practical Nonparametric Statistics; it supposes no shape of the values.
    """
    count, place, tail = len(values), -1, 0.0
    while place + 1 < count // 2 and tail + comb(count, place + 1) / 2**count <= (1 - SURE) / 2:
        place += 1
        tail += comb(count, place) / 2**count
    return None if place < 0 else (values[place], values[count - 1 - place])
