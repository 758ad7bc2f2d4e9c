"""What is late for too long is written to the superior: at once for a critical row nobody opened, else at 16:00.

It goes to the nearest superior office that has a rule for such messages; where none has one, to the rules of the whole
country. What finds no rule at all is counted, so that nobody takes the silence for calm.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from conflict.clocks import Clocks
from conflict.lapaz import local, local_day
from conflict.message import UNDO_WINDOW, MessageKind, Rule
from conflict.office import superiors
from conflict.text import fold
from register.calendars import load_rulebook
from register.commands import messages
from register.engine import Register
from register.queries import awaited
from register.queries import messages as message_queries
from register.queries import offices as office_queries
from register.queries.amendments import standing
from register.queries.awaited import EscalatedFact
from register.rows import OfficeFact
from reports import mail

HOURS = range(16, 20)
"""Hours of La Paz in which what is late is told, as with the overdue deadlines of an office."""
Raised = dict[int, list[tuple[str, EscalatedFact]]]
"""By the number of a rule, the matters it is told of with the name of the office that owes each."""


def escalate(register: Register, *, resources: Path, now: datetime, base: str) -> dict[str, int]:
    """Put the messages of this moment in the outbox and return the counts; made again none is made twice."""
    with register.reading() as session:
        amended = standing(session)
    clocks = load_rulebook(resources, local_day(now), amended).clocks
    made: dict[str, int] = {}
    made["sin_atender"], made["sin_atender_sin_destinatario"] = _unseen(register, clocks, now, base)
    if local(now).hour in HOURS:
        made["escalados"], made["escalados_sin_destinatario"] = _late(register, clocks, now, base)
    return made


def _unseen(register: Register, clocks: Clocks, now: datetime, base: str) -> tuple[int, int]:
    count = 0
    with register.writing() as session:
        rules = message_queries.rules(session)
        raised, lost = _raised(
            awaited.unseen(session, clocks, now), office_queries.working(session), rules, MessageKind.CRITICAL
        )
        for rule in rules:
            told = message_queries.announced(session, rule.address)
            fresh = [(name, one) for name, one in raised.get(rule.id, []) if mail.RAISED + one.code not in told]
            if fresh:
                letter = mail.unseen(fresh, rule.address, base, approval=rule.approval, not_before=now + UNDO_WINDOW)
                count += messages.put(session, letter=letter, now=now)
    return count, lost


def _late(register: Register, clocks: Clocks, now: datetime, base: str) -> tuple[int, int]:
    count = 0
    with register.writing() as session:
        rules = message_queries.rules(session)
        raised, lost = _raised(
            awaited.escalated(session, clocks, now), office_queries.working(session), rules, MessageKind.OVERDUE
        )
        for rule in rules:
            if rule.id in raised:
                letter = mail.escalated(
                    raised[rule.id],
                    rule.office,
                    rule.address,
                    now,
                    base,
                    approval=rule.approval,
                    not_before=now + UNDO_WINDOW,
                )
                count += messages.put(session, letter=letter, now=now)
    return count, lost


def _raised(
    found: Iterable[EscalatedFact], offices: Sequence[OfficeFact], rules: Sequence[Rule], kind: MessageKind
) -> tuple[Raised, int]:
    """Return what each rule is told of, and how many matters found no rule."""
    known = [(one.id, one.kind, one.department) for one in offices]
    idents = {fold(name): one.id for one in offices for name in (one.id, one.name, one.short)}
    names = {one.id: one.name for one in offices}
    told: Raised = defaultdict(list)
    lost = 0
    for one in found:
        owing = idents.get(fold(one.office), "")
        for above in superiors(owing, known):
            mine = [rule for rule in rules if rule.office == above and kind in rule.kinds]
            if mine:
                for rule in mine:
                    told[rule.id].append((names.get(owing, one.office or "sin oficina"), one))
                break
        else:
            lost += 1
    return dict(told), lost
