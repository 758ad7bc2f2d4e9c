"""What is late for too long is written to the superior: at once for a critical row nobody opened, else at 16:00.

It goes to the nearest superior office that has a rule for such messages; where none has one, to the rules of the whole
country. What finds no rule at all is counted, so that nobody takes the silence for calm.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from conflict.clocks import Clocks
from conflict.lapaz import local, local_day
from conflict.message import MOST_TOLD, UNDO_WINDOW, MessageKind, Rule
from conflict.office import superiors
from conflict.text import fold
from register.calendars import load_rulebook
from register.commands import messages
from register.engine import Register
from register.queries import awaited, wordings
from register.queries import messages as message_queries
from register.queries import offices as office_queries
from register.queries.amendments import standing
from register.queries.awaited import EscalatedFact
from register.rows import OfficeFact
from reports import mail

HOURS = range(16, 20)
"""Hours of La Paz in which what is late is told, as with the overdue deadlines of an office."""


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
    count, lost = 0, 0
    with register.writing() as session:
        above = _Above(office_queries.working(session), message_queries.rules(session), MessageKind.CRITICAL)
        raised: dict[int, list[tuple[str, EscalatedFact]]] = defaultdict(list)
        said = wordings.in_force(session)
        for one in awaited.unseen(session, clocks, now):
            name, rules = above.of(one.office)
            lost += not rules
            for rule in rules:
                raised[rule.id].append((name, one))
        for rule in above.rules:
            told = message_queries.announced(session, rule.address)
            fresh = [(name, one) for name, one in raised.get(rule.id, []) if mail.RAISED + one.code not in told]
            for start in range(0, len(fresh), MOST_TOLD):
                some = fresh[start : start + MOST_TOLD]
                letter = mail.unseen(
                    some, rule.address, base, approval=rule.approval, not_before=now + UNDO_WINDOW, said=said
                )
                count += messages.put(session, letter=letter, now=now)
    return count, lost


def _late(register: Register, clocks: Clocks, now: datetime, base: str) -> tuple[int, int]:
    count, lost = 0, 0
    with register.writing() as session:
        above = _Above(office_queries.working(session), message_queries.rules(session), MessageKind.OVERDUE)
        raised: dict[int, list[tuple[str, EscalatedFact]]] = defaultdict(list)
        counts: Counter[int] = Counter()
        said = wordings.in_force(session)
        for office in awaited.escalated(session, clocks, now, most=mail.MOST_ESCALATED):
            name, rules = above.of(office.office)
            lost += 0 if rules else office.count
            for rule in rules:
                raised[rule.id] += [(name, one) for one in office.first]
                counts[rule.id] += office.count
        for rule in above.rules:
            if rule.id in raised:
                letter = mail.escalated(
                    sorted(raised[rule.id], key=lambda told: (told[1].due_at, told[1].code)),
                    counts[rule.id],
                    rule.office,
                    rule.address,
                    now,
                    base,
                    approval=rule.approval,
                    not_before=now + UNDO_WINDOW,
                    said=said,
                )
                count += messages.put(session, letter=letter, now=now)
    return count, lost


class _Above:
    """Who is told of what an office lets pass: the rules of the nearest superior that has some."""

    def __init__(self, offices: Sequence[OfficeFact], rules: Sequence[Rule], kind: MessageKind) -> None:
        self.rules = tuple(rule for rule in rules if kind in rule.kinds)
        self._known = [(one.id, one.kind, one.department) for one in offices]
        self._idents = {fold(name): one.id for one in offices for name in (one.id, one.name, one.short)}
        self._names = {one.id: one.name for one in offices}

    def of(self, office: str) -> tuple[str, tuple[Rule, ...]]:
        """Return the name of an office and the rules, none where nobody above it has any."""
        owing = self._idents.get(fold(office), "")
        mine = (tuple(rule for rule in self.rules if rule.office == one) for one in superiors(owing, self._known))
        return self._names.get(owing, office or "sin oficina"), next(filter(None, mine), ())
