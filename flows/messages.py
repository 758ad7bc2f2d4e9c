"""What is written to whom and when: each office at 08:00, the summary once it is out, at once what is critical.

Making messages again makes none twice: their key says which one they are. Sending is apart, so a mail server that is
down for hours costs time and nothing else.
"""

from collections.abc import Callable
from datetime import datetime

from conflict.lapaz import local
from conflict.message import (
    GATHER,
    LOAD,
    MOST_TOLD,
    OVERDUE_ALARM,
    UNDO_WINDOW,
    Letter,
    Line,
    MessageKind,
    OfficeDay,
    Rule,
)
from conflict.week import Week, closed_week
from conflict.weeksummary import COUNTRY, Scope, ScopeKind
from conflict.weekversion import VersionState
from conflict.wording import Wordings
from register.commands import messages
from register.engine import Register
from register.queries import messages as message_queries
from register.queries import offices as office_queries
from register.queries import summaries as summary_queries
from register.queries import wordings
from reports import mail
from reports.channels import deliver_short
from reports.delivery import Delivered, deliver
from reports.printed import printed
from reports.settings import NO_CHANNELS, ChannelSettings, MailSettings

Write = Callable[[Rule, OfficeDay, Wordings], Letter | None]
SUMMARY_DAYS = range(3)
"""Monday to Wednesday: a summary that came out late is still announced for as long as a message waits
(`conflict.message.GIVE_UP`)."""


def prepare_daily(register: Register, *, now: datetime, base: str) -> int:
    """Put this morning's messages in the outbox and return how many are new; a quiet office gets none."""

    def write(rule: Rule, day: OfficeDay, said: Wordings) -> Letter | None:
        if day.quiet:
            return None
        return mail.daily(day, rule.address, now, base, approval=rule.approval, not_before=now + UNDO_WINDOW, said=said)

    return _for_offices(register, MessageKind.DAILY, now, write)


def prepare_overdue(register: Register, *, now: datetime, base: str) -> int:
    """Put the 16:00 messages in the outbox: offices with three overdue deadlines or more."""

    def write(rule: Rule, day: OfficeDay, said: Wordings) -> Letter | None:
        if day.late < OVERDUE_ALARM:
            return None
        return mail.overdue(
            day, rule.address, now, base, approval=rule.approval, not_before=now + UNDO_WINDOW, said=said
        )

    return _for_offices(register, MessageKind.OVERDUE, now, write)


def _for_offices(register: Register, kind: MessageKind, now: datetime, write: Write) -> int:
    count = 0
    with register.writing() as session:
        said = wordings.in_force(session)
        for rule in message_queries.rules(session):
            if kind in rule.kinds:
                letter = write(rule, message_queries.office_day(session, rule.office, now), said)
                count += letter is not None and messages.put(session, letter=letter, now=now)
    return count


def prepare_weekly(register: Register, *, now: datetime, base: str, week: Week | None = None) -> int:
    """Put the messages of the last published summary in the outbox; none before it is published.

    A rule of an office gets the summary of that office, which it waits for where there is a draft of it; else the
    country's.
    """
    asked = week or closed_week(now)
    with register.reading() as session:
        country = summary_queries.shown(session, COUNTRY, asked)
        if country is None:
            return 0
        offices = {one.id: Scope(ScopeKind.OFFICE, one.name, one.name) for one in office_queries.working(session)}
        own = {ident: summary_queries.shown(session, scope, asked) for ident, scope in offices.items()}
        coming = {one.scope for one in summary_queries.of_week(session, asked) if one.state is VersionState.DRAFT}
        waits = {ident for ident, scope in offices.items() if scope.key in coming}
    count = 0
    with register.writing() as session:
        said = wordings.in_force(session)
        for rule in message_queries.rules(session):
            if MessageKind.WEEKLY in rule.kinds and rule.office not in waits:
                version = own.get(rule.office) or country
                letter = mail.weekly(
                    version.summary,
                    printed(version.summary, version),
                    rule.address,
                    base,
                    approval=rule.approval,
                    not_before=now + UNDO_WINDOW,
                    wordings=said,
                )
                count += messages.put(session, letter=letter, now=now)
    return count


def prepare_critical(register: Register, *, now: datetime, base: str) -> int:
    """Put urgent messages in the outbox: one per row, and under load one for all rows of the hour.

    A row is announced once to an address; the rows that one look finds beyond LOAD go together.
    """
    count = 0
    with register.writing() as session:
        rows, said = message_queries.critical_rows(session, now), wordings.in_force(session)
        for rule in message_queries.rules(session):
            if MessageKind.CRITICAL not in rule.kinds:
                continue
            mine = [(code, line) for code, office, line in rows if rule.office in ("", office)]
            told = message_queries.announced(session, rule.address)
            fresh = [(code, line) for code, line in mine if code not in told]
            recent = messages.recent(session, address=rule.address, kind=MessageKind.CRITICAL, since=now - GATHER)
            for group in gathered(fresh, recent):
                letter = mail.critical(
                    group, rule.address, base, approval=rule.approval, not_before=now + UNDO_WINDOW, said=said
                )
                count += messages.put(session, letter=letter, now=now)
    return count


def gathered(rows: list[tuple[str, Line]], recent: int) -> list[list[tuple[str, Line]]]:
    """Return the rows as messages: each its own, or as few as hold them once an address had enough within the hour.

    After enough in an hour nothing more goes at once: the rows wait, and the next look after the hour takes them.
    """
    if not rows or recent > LOAD:
        return []
    if len(rows) + recent > LOAD:
        return [rows[start : start + MOST_TOLD] for start in range(0, len(rows), MOST_TOLD)]
    return [[row] for row in rows]


def send(
    register: Register, settings: MailSettings, *, now: datetime, channels: ChannelSettings = NO_CHANNELS
) -> dict[str, int]:
    """Send what may go now, each marked as soon as it went, and return the counts; mails wait without a server."""
    outcomes: list[Delivered] = []

    def mark(one: Delivered) -> None:
        outcomes.append(one)
        with register.writing() as session:
            if one.error:
                messages.failed(
                    session, message=one.id, attempts=one.attempts, error=one.error, refused=one.refused, now=now
                )
            else:
                messages.sent(session, message=one.id, now=now)

    with register.writing() as session:
        short = messages.due(session, now=now, domain=settings.domain, channels=True)
        waiting = messages.due(session, now=now, domain=settings.domain, before=len(short)) if settings.host else ()
    went = deliver_short(short, channels, mark) + deliver(waiting, settings, now, mark)
    if not settings.host:
        return {"enviados": went, "sin_servidor": 1}
    refused = sum(one.refused for one in outcomes)
    return {"enviados": went, "rechazados": refused, "para_despues": len(short) + len(waiting) - went - refused}


def due_work(register: Register, *, now: datetime, base: str) -> dict[str, int]:
    """Do what the clock asks for at this moment: urgent always, daily from 08:00, the summary, overdue at 16:00.

    Called every few minutes; the keys of messages make each of them once a day.
    """
    here = local(now)
    made = {"critico": prepare_critical(register, now=now, base=base)}
    if 8 <= here.hour < 16:
        made["diario"] = prepare_daily(register, now=now, base=base)
        if here.weekday() in SUMMARY_DAYS:
            made["semanal"] = prepare_weekly(register, now=now, base=base)
    if 16 <= here.hour < 20:
        made["vencidos"] = prepare_overdue(register, now=now, base=base)
    return made
