"""Read what a page or a document of a week needs: the version that is shown, or what the register has now."""

from dataclasses import dataclass
from threading import Lock

from conflict.summary import scope_of, summarise
from conflict.week import Week
from conflict.weekfacts import WeekFacts
from conflict.weeksummary import Scope, WeekSummary
from conflict.weekversion import VersionLine, VersionState, WeekVersion
from dashboards.week_views import corrections_of
from register.engine import Transaction
from register.queries import summaries as summary_queries
from register.queries import week as week_queries
from reports.printed import Printed, printed

MOST_PREVIEWS = 24


@dataclass(frozen=True, slots=True)
class ReadWeek:
    """A week as it is shown: with its version, None for a preview of what nobody drafted."""

    summary: WeekSummary
    said: Printed
    version: WeekVersion | None
    versions: tuple[VersionLine, ...]


class Previews:
    """Summaries of weeks that nobody froze, kept until what they tell changes: counting 5,000 records takes a while.

    The few that were asked for last; they are of the whole register, whoever asks. One is counted at a time: who asks
    for the same meanwhile waits for it.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[tuple[str, str], tuple[tuple[object, ...], WeekSummary]] = {}
        self._read: dict[str, tuple[tuple[object, ...], WeekFacts]] = {}
        self._counting = Lock()

    def get(self, session: Transaction, week: Week, scope: Scope) -> WeekSummary:
        """Return the summary of a week as the register has it now."""
        stamp, key = week_queries.stamp(session, week), (week.code, scope.key)
        known = self._kept.get(key)
        if known and known[0] == stamp:
            return known[1]
        with self._counting:
            known = self._kept.pop(key, None)
            summary = known[1] if known and known[0] == stamp else self._counted(session, week, scope, stamp)
            while len(self._kept) >= MOST_PREVIEWS:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = stamp, summary
        return summary

    def _counted(self, session: Transaction, week: Week, scope: Scope, stamp: tuple[object, ...]) -> WeekSummary:
        """Count a summary from the facts of its week, which are the same for every scope; those of one week are kept.

        What a cycle brings is read anew, and what hangs from records only when something was told of one.
        """
        before, known = self._read.get(week.code, (None, None))
        if before is None or known is None or not week_queries.same_records(before, stamp):
            known = week_queries.facts(session, week)
        elif before != stamp:
            known = week_queries.facts(session, week, known)
        self._read = {week.code: (stamp, known)}
        return summarise(known, week, scope)


def read_scope(session: Transaction, department: str, office: str) -> Scope:
    """Return the scope that was asked for; raise DataError for one that is not there."""
    return scope_of(department, office, week_queries.offices(session) if office else ())


def read_week(
    session: Transaction, week: Week, scope: Scope, asked: str = "", previews: Previews | None = None
) -> ReadWeek | None:
    """Return a week: the newest published version, else the draft, else a preview.

    `asked` is the number of a version, or «borrador» for a draft that may lie over a published one. None when there is
    no such version.
    """
    versions = summary_queries.versions(session, scope, week)
    version: WeekVersion | None
    match asked:
        case "":
            version = summary_queries.shown(session, scope, week) or summary_queries.draft(session, scope, week)
        case VersionState.DRAFT.value:
            version = summary_queries.draft(session, scope, week)
        case _ if asked.isdecimal() and len(asked) < 6:
            version = summary_queries.numbered(session, scope, week, int(asked))
        case _:
            version = None
    if version is None and asked:
        return None
    summary = version.summary if version else (previews or Previews()).get(session, week, scope)
    told = corrections_of(versions, version.version if version else 0)
    return ReadWeek(summary, printed(summary, version, told), version, versions)


def facts(session: Transaction, week: Week) -> WeekFacts:
    """Return what the register knows of a week."""
    return week_queries.facts(session, week)


def fresh(session: Transaction, week: Week, scope: Scope) -> WeekSummary:
    """Return the summary of a week as the register has it now."""
    return summarise(facts(session, week), week, scope)
