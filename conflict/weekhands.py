"""What persons changed in a summary, as one thing: whether there is any, and how it outlives fresh numbers; pure."""

from conflict.weekjudging import rejudged
from conflict.weeksummary import WeekSummary
from conflict.weekwatching import rearranged


def touched(summary: WeekSummary) -> bool:
    """Say whether a person changed a class or the lines to watch; the sentences say it themselves (`worded`)."""
    return summary.arranged or any(one.judged is not None for one in summary.territories)


def kept_over(fresh: WeekSummary, before: WeekSummary) -> WeekSummary:
    """Return fresh numbers with what persons had changed before."""
    return rearranged(rejudged(fresh, before), before)
