"""Draft, edit, publish and correct the summary of a week; each in the caller's one transaction, with its journal line.

What was published stays as it was: a correction is a new version that says what changed.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from conflict.asjson import plain, revived
from conflict.errors import StaleError
from conflict.permissions import Ability, Forbidden, allowed, refused_words
from conflict.record import Person, RuleError, said
from conflict.week import Week
from conflict.weeksummary import Scope, WeekSummary
from conflict.weekversion import MOST_SENTENCES, SENTENCE_CHARS, VersionState
from register.commands import journal
from register.summary_tables import SummaryVersion


def draft(session: Session, *, summary: WeekSummary, now: datetime, by: Person | None = None) -> int:
    """Keep a summary as the draft of its week and return the version's number. Repeated, it changes nothing new.

    A draft that a person edited keeps the sentences and takes the numbers; a published week is left as it is.
    """
    key, week = summary.scope.key, summary.week.code
    if (known := _newest(session, key, week)) is not None and known.state != VersionState.DRAFT.value:
        return known.version
    if known is not None:
        if known.edited_at is not None:
            written = revived(WeekSummary, known.content).sentences
            summary = replace(summary, sentences=written)
        if plain(summary) != known.content:
            _change(session, known, content=plain(summary))
        return known.version
    _insert(session, summary, 1, "", now, by)
    return 1


def edit(
    session: Session, *, scope: Scope, week: Week, sentences: Sequence[str], row_version: int, by: Person, now: datetime
) -> None:
    """Write «Qué cambió» anew in the draft. Raise StaleError when somebody changed it in between."""
    _demand(by)
    row = _draft(session, scope, week)
    if row.row_version != row_version:
        raise StaleError(
            f"draft {week.code} at {row.row_version}, asked for {row_version}",
            "Otra persona cambió este borrador. Vuelva a la página y repita su cambio sobre el texto nuevo.",
        )
    written = tuple(said(words, "la frase", SENTENCE_CHARS) for words in sentences if words.strip())
    if not 1 <= len(written) <= MOST_SENTENCES:
        raise RuleError(f"{len(written)} sentences", f"«Qué cambió» lleva de una a {MOST_SENTENCES} frases.")
    content = plain(replace(revived(WeekSummary, row.content), sentences=written))
    _change(session, row, content=content, edited_at=now, edited_by=by.name)
    _tell(session, row, "resumen.editar", by, now, {"frases": len(written)})


def publish(session: Session, *, scope: Scope, week: Week, by: Person | None, now: datetime) -> int:
    """Publish the draft and return its number; without a person it is marked automatic.

    A week already published is left as it is, so a second run of the clock changes nothing. Raise RuleError when there
    is no draft either, or the week is not over.
    """
    if by is not None:
        _demand(by)
    if now < week.end:
        raise RuleError(f"{week.code} is not over", f"La semana {week.number} no ha cerrado; cierra el domingo.")
    known = _newest(session, scope.key, week.code)
    if known is not None and known.state != VersionState.DRAFT.value:
        return known.version
    row = _draft(session, scope, week)
    automatic = by is None and row.edited_at is None
    state = VersionState.AUTOMATIC if automatic else VersionState.PUBLISHED
    name = by.name if by else row.edited_by or journal.MACHINE
    _change(session, row, state=state.value, published_at=now, published_by=name)
    _tell(session, row, "resumen.publicar", by or journal.MACHINE, now, {"estado": state.value})
    return row.version


def correct(session: Session, *, summary: WeekSummary, words: str, by: Person, now: datetime) -> int:
    """Open a new draft over a published week, with what changed in words, and return its number."""
    _demand(by)
    key, week = summary.scope.key, summary.week
    known = _newest(session, key, week.code)
    if known is None or known.state == VersionState.DRAFT.value:
        raise RuleError(f"{week.code} not published", f"La semana {week.number} no se ha publicado: edite el borrador.")
    _insert(session, summary, known.version + 1, said(words, "qué se corrige", SENTENCE_CHARS), now, by)
    return known.version + 1


def _demand(by: Person) -> None:
    """Raise Forbidden unless a person may edit and publish summaries: the national unit."""
    if not allowed(by, Ability.PUBLISH_SUMMARY):
        cause = f"publicar_resumen: not for {by.role.value}"
        raise Forbidden(cause, refused_words(by, "el resumen"), hidden=False)


def _newest(session: Session, scope: str, week: str) -> SummaryVersion | None:
    return session.scalars(
        select(SummaryVersion)
        .where(SummaryVersion.scope == scope, SummaryVersion.week == week)
        .order_by(SummaryVersion.version.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()


def _draft(session: Session, scope: Scope, week: Week) -> SummaryVersion:
    found = _newest(session, scope.key, week.code)
    if found is None or found.state != VersionState.DRAFT.value:
        raise RuleError(f"no draft {scope.key} {week.code}", f"La semana {week.number} no tiene borrador.")
    return found


def _insert(
    session: Session, summary: WeekSummary, version: int, correction: str, now: datetime, by: Person | None
) -> None:
    name = by.name if by else journal.MACHINE
    session.execute(
        insert(SummaryVersion).values(
            scope=summary.scope.key,
            week=summary.week.code,
            version=version,
            state=VersionState.DRAFT.value,
            content=plain(summary),
            made_at=now,
            made_by=name,
            edited_at=None,
            edited_by="",
            published_at=None,
            published_by="",
            correction=correction,
            row_version=1,
        )
    )
    row = _newest(session, summary.scope.key, summary.week.code)
    assert row is not None
    _tell(session, row, "resumen.borrador", by or journal.MACHINE, now, {"correccion": bool(correction)})


def _change(session: Session, row: SummaryVersion, **values: object) -> None:
    session.execute(
        update(SummaryVersion)
        .where(SummaryVersion.id == row.id)
        .values(row_version=SummaryVersion.row_version + 1, **values)
    )


def _tell(
    session: Session, row: SummaryVersion, action: str, actor: str | Person, now: datetime, details: dict[str, object]
) -> None:
    journal.append(
        session,
        now=now,
        actor=actor,
        action=action,
        object_type="resumen",
        object_id=f"{row.week}/{row.version}",
        details=details | {"alcance": row.scope.partition(":")[0]},
    )
