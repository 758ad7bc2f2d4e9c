"""What persons asked to be told of: the morning at their hour, new rows at once, their own overdue deadlines.

Each is written with what that person may see, and nothing else; where a rule brings the same to the same address, that
one message is all. Whoever keeps silence is told nothing before her office opens.
"""

from datetime import datetime
from pathlib import Path

from conflict.clocks import Clocks
from conflict.lapaz import local, local_day
from conflict.message import GATHER, UNDO_WINDOW, Letter, MessageKind, Rule, about_day, key_of
from conflict.permissions import Ability, allowed, sight_of
from conflict.personnotice import LEVELS_TOLD, Urgency, address_of, covered, may_go_at
from conflict.wording import Wordings
from flows.messages import gathered
from register.calendars import load_rulebook
from register.commands import messages
from register.engine import Register, Transaction
from register.queries import messages as message_queries
from register.queries import person_notices, wordings
from register.queries.amendments import standing
from register.queries.person_notices import Asking
from reports import mail

LAST_MORNING, AFTERNOON = 16, range(16, 20)
"""Hours of La Paz: until when a morning's message that was missed is made up for, and when what is late is told."""


def tell_persons(register: Register, *, resources: Path, now: datetime, base: str) -> dict[str, int]:
    """Put in the outbox what each person asked for and return how many are new; nothing where nobody asked."""
    with register.reading() as session:
        found = person_notices.asking(session)
        if not found:
            return {}
        rules, said, amended = message_queries.rules(session), wordings.in_force(session), standing(session)
    clocks = load_rulebook(resources, local_day(now), amended).clocks
    count = 0
    for one in found:
        for letter in _letters(register, one, clocks, rules, said, now, base):
            with register.writing() as session:
                if one in person_notices.asking(session):  # she may have changed her mind, or been sent away, meanwhile
                    made = max(now, letter.not_before - UNDO_WINDOW)  # a weekend of silence does not make it too old
                    count += messages.put(session, letter=letter, now=made, account=one.person.user_id)
    return {"personas": count}


def _letters(
    register: Register,
    one: Asking,
    clocks: Clocks,
    rules: tuple[Rule, ...],
    said: Wordings,
    now: datetime,
    base: str,
) -> list[Letter]:
    here, calendar = local(now), clocks.calendar(one.person.office)
    silent = one.wish.silence and not calendar.is_open(now)
    since = calendar.last_closing(now) - message_queries.CRITICAL_SINCE if one.wish.silence else None
    made: list[Letter | None] = []
    with register.reading(sight_of(one.person)) as session:
        at_rest = one.wish.silence and not calendar.works_on(local_day(now))
        if one.wish.morning is not None and one.wish.morning <= here.hour < LAST_MORNING and not at_rest:
            made.append(_morning(session, one, rules, said, now, base))
        if not silent and one.wish.urgent is not Urgency.NONE:
            made += _urgent(session, one, rules, said, now, base, since)
        if one.wish.reminders and here.hour in AFTERNOON and not at_rest:
            made.append(_own_late(session, one, said, now, may_go_at(one.wish, calendar, now), base))
    return [letter for letter in made if letter is not None]


def _morning(
    session: Transaction, one: Asking, rules: tuple[Rule, ...], said: Wordings, now: datetime, base: str
) -> Letter | None:
    """Return the morning's message, on Mondays also a quiet one: it leads to the summary."""
    key = key_of(MessageKind.DAILY, about_day(one.office, local_day(now)), one.wish.mail)
    if covered(one.wish.mail, one.office, MessageKind.DAILY, rules) or message_queries.made_already(session, [key]):
        return None
    day = message_queries.office_day(session, one.office, now)
    summary = local(now).weekday() == 0 and allowed(one.person, Ability.SEE_SUMMARY)
    if day.quiet and not summary:
        return None
    when = now + UNDO_WINDOW
    return mail.daily(
        day, one.wish.mail, now, base, approval=False, not_before=when, said=said, own=True, summary=summary
    )


def _urgent(
    session: Transaction,
    one: Asking,
    rules: tuple[Rule, ...],
    said: Wordings,
    now: datetime,
    base: str,
    since: datetime | None,
) -> list[Letter]:
    address, when = address_of(one.wish, one.person.user_id), now + UNDO_WINDOW
    rows = message_queries.critical_rows(session, now, LEVELS_TOLD[one.wish.urgent], since)
    told = message_queries.announced(session, address)
    fresh = [(code, line) for code, _, line in rows if code not in told]
    recent = messages.recent(session, address=address, kind=MessageKind.CRITICAL, since=now - GATHER)
    return [
        mail.critical(group, address, base, approval=False, not_before=when, said=said, own=True)
        for group in gathered(fresh, recent)
    ]


def _own_late(
    session: Transaction, one: Asking, said: Wordings, now: datetime, when: datetime, base: str
) -> Letter | None:
    """Return what is late in her charge; the message of her office, where it went to the same address, says it all."""
    address = address_of(one.wish, one.person.user_id)
    offices = {about_day(office, local_day(now)) for office in ("", one.office)}
    if message_queries.made_already(
        session, [key_of(MessageKind.OVERDUE, about, address) for about in sorted(offices)]
    ):
        return None
    late = message_queries.late_of(session, one.person, now)
    if not late:
        return None
    return mail.own_overdue(late, address, now, base, not_before=when + UNDO_WINDOW, said=said)
