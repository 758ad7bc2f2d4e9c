"""Summaries as they are stored: the version that is shown, an older one, the list of all of a week."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.asjson import revived
from conflict.week import Week, week_named
from conflict.weeksummary import Scope, WeekSummary
from conflict.weekversion import ScopeLine, VersionLine, VersionState, WeekVersion
from register.summary_tables import SummaryVersion


def shown(session: Session, scope: Scope, week: Week) -> WeekVersion | None:
    """Return the newest published version; None when none was published."""
    return _one(session, scope, week, SummaryVersion.state != VersionState.DRAFT.value)


def draft(session: Session, scope: Scope, week: Week) -> WeekVersion | None:
    """Return the draft of a week; None when there is none."""
    return _one(session, scope, week, SummaryVersion.state == VersionState.DRAFT.value)


def numbered(session: Session, scope: Scope, week: Week, version: int) -> WeekVersion | None:
    """Return one published version by its number; None when there is no such one."""
    published = SummaryVersion.state != VersionState.DRAFT.value
    return _one(session, scope, week, (SummaryVersion.version == version) & published)


def versions(session: Session, scope: Scope, week: Week) -> tuple[VersionLine, ...]:
    """Return all versions of a week, the newest first."""
    rows = session.execute(
        select(SummaryVersion.version, SummaryVersion.state, SummaryVersion.published_at, SummaryVersion.correction)
        .where(SummaryVersion.scope == scope.key, SummaryVersion.week == week.code)
        .order_by(SummaryVersion.version.desc())
    )
    return tuple(VersionLine(number, VersionState(state), at, words) for number, state, at, words in rows)


def published(session: Session, scope: Scope, limit: int = 20) -> tuple[WeekVersion, ...]:
    """Return the last published versions of a scope, the newest first: what a feed announces."""
    rows = session.scalars(
        select(SummaryVersion)
        .where(SummaryVersion.scope == scope.key, SummaryVersion.state != VersionState.DRAFT.value)
        .order_by(SummaryVersion.published_at.desc(), SummaryVersion.id.desc())
        .limit(limit)
    )
    return tuple(_version(row) for row in rows)


def of_week(session: Session, week: Week) -> tuple[ScopeLine, ...]:
    """Return the scopes that have a summary of a week, by key, with the state of what is shown."""
    rows = session.execute(
        select(SummaryVersion.scope, SummaryVersion.state)
        .where(SummaryVersion.week == week.code)
        .order_by(SummaryVersion.scope, SummaryVersion.version)
    )
    found: dict[str, VersionState] = {}
    for scope, state in rows:
        if scope not in found or state != VersionState.DRAFT.value:
            found[scope] = VersionState(state)
    return tuple(ScopeLine(scope, state) for scope, state in found.items())


def _one(session: Session, scope: Scope, week: Week, condition: object) -> WeekVersion | None:
    row = session.scalars(
        select(SummaryVersion)
        .where(SummaryVersion.scope == scope.key, SummaryVersion.week == week.code, condition)  # type: ignore[arg-type]
        .order_by(SummaryVersion.version.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _version(row)


def _version(row: SummaryVersion) -> WeekVersion:
    return WeekVersion(
        week=week_named(row.week),
        scope=row.scope,
        version=row.version,
        state=VersionState(row.state),
        summary=revived(WeekSummary, row.content),
        made_at=row.made_at,
        edited_at=row.edited_at,
        edited_by=row.edited_by,
        published_at=row.published_at,
        published_by=row.published_by,
        correction=row.correction,
        row_version=row.row_version,
    )
