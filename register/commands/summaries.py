"""Draft, edit, publish and correct the summary of a week; each in the caller's one transaction, with its journal line.

What was published stays as it was: a correction is a new version that says what changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from conflict.asjson import plain, revived
from conflict.hand import hand_of
from conflict.record import Person, RuleError, said
from conflict.week import Week
from conflict.weekhands import kept_over, touched
from conflict.weeknaming import naming
from conflict.weeksummary import Scope, WeekSummary
from conflict.weekversion import MOST_SENTENCES, SENTENCE_CHARS, VersionState
from register.commands import journal
from register.commands.summary_rows import change, demand, draft_of, newest, tell
from register.summary_tables import SummaryVersion


def draft(session: Session, *, summary: WeekSummary, now: datetime, by: Person | None = None) -> int:
    """Keep a summary as the draft of its week and return the version's number. Repeated, it changes nothing new.

    A draft that persons changed keeps what they said and takes the numbers; a published week is left as it is.
    """
    key, week = summary.scope.key, summary.week.code
    if (known := newest(session, key, week)) is not None and known.state != VersionState.DRAFT.value:
        return known.version
    if known is not None:
        before = revived(WeekSummary, known.content)
        summary = kept_over(summary, before)
        if before.worded or (known.edited_at is not None and not touched(before)):
            summary = replace(summary, sentences=before.sentences, worded=True)
        if plain(summary) != known.content:
            change(session, known, content=plain(summary))
        return known.version
    _insert(session, summary, 1, "", now, by)
    return 1


def edit(
    session: Session, *, scope: Scope, week: Week, sentences: Sequence[str], row_version: int, by: Person, now: datetime
) -> None:
    """Write «Qué cambió» anew in the draft. Raise StaleError when somebody changed it in between."""
    demand(by)
    row = draft_of(session, scope, week, row_version)
    written = tuple(said(words, "la frase", SENTENCE_CHARS) for words in sentences if words.strip())
    if not 1 <= len(written) <= MOST_SENTENCES:
        raise RuleError(f"{len(written)} sentences", f"«Qué cambió» lleva de una a {MOST_SENTENCES} frases.")
    content = plain(replace(revived(WeekSummary, row.content), sentences=written, worded=True))
    change(session, row, content=content, edited_at=now, edited_by=by.name)
    tell(session, row, "resumen.editar", by, now, {"frases": len(written)})


def publish(
    session: Session,
    *,
    scope: Scope,
    week: Week,
    by: Person | None,
    now: datetime,
    vouched: int | None = None,
    places: Iterable[str] = (),
) -> int:
    """Publish the draft and return its number; without a person it is marked automatic.

    A person who publishes words that look like names of persons answers for them: `vouched` is the draft's row version
    whose words were read; `places` are names of places, which are none. A week already published is left as it is, so a
    second run of the clock changes nothing. Raise RuleError when there is no draft either, the week is not over, or
    nobody answers for such words; StaleError when the draft changed since they were read.
    """
    if by is not None:
        demand(by)
    if now < week.end:
        raise RuleError(f"{week.code} is not over", f"La semana {week.number} no ha cerrado; cierra el domingo.")
    known = newest(session, scope.key, week.code)
    if known is not None and known.state != VersionState.DRAFT.value:
        return known.version
    row = draft_of(session, scope, week, vouched)
    content = row.content
    details: dict[str, object] = {}
    if by is not None:
        summary = revived(WeekSummary, row.content)
        count = len(naming(summary, row.correction, places))
        if count and vouched is None:
            raise RuleError(f"{count} words like names of persons", _unvouched(count))
        if summary.worded or count:
            content, details = plain(replace(summary, vouched=hand_of(by, now))), {"parecen_nombres": count}
    automatic = by is None and row.edited_at is None
    state = VersionState.AUTOMATIC if automatic else VersionState.PUBLISHED
    name = by.name if by else row.edited_by or journal.MACHINE
    change(session, row, content=content, state=state.value, published_at=now, published_by=name)
    tell(session, row, "resumen.publicar", by or journal.MACHINE, now, {"estado": state.value} | details)
    return row.version


def _unvouched(count: int) -> str:
    """Say what to do about words that look like names, without them: an error keeps no name."""
    begun = "Hay una expresión que parece nombre" if count == 1 else f"Hay {count} expresiones que parecen nombres"
    return f"{begun} de persona; vea la lista junto a «Publicar». Quite lo que sea, o confirme que puede decirse."


def correct(session: Session, *, summary: WeekSummary, words: str, by: Person, now: datetime) -> int:
    """Open a new draft over a published week, with what changed in words, and return its number.

    It takes the numbers and writes the sentences anew; classes and lines that persons changed stay changed.
    """
    demand(by)
    key, week = summary.scope.key, summary.week
    known = newest(session, key, week.code)
    if known is None or known.state == VersionState.DRAFT.value:
        raise RuleError(f"{week.code} not published", f"La semana {week.number} no se ha publicado: edite el borrador.")
    summary = kept_over(summary, revived(WeekSummary, known.content))
    _insert(session, summary, known.version + 1, said(words, "qué se corrige", SENTENCE_CHARS), now, by)
    return known.version + 1


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
    row = newest(session, summary.scope.key, summary.week.code)
    assert row is not None
    tell(session, row, "resumen.borrador", by or journal.MACHINE, now, {"correccion": bool(correction)})
