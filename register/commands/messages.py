"""The outbox: put a message in once, take it back, hand it out to be sent, and write down what became of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from conflict.message import (
    CHANNEL,
    CHANNEL_KINDS,
    GIVE_UP,
    Letter,
    MessageKind,
    MessageState,
    Outgoing,
    channel_of,
    message_id,
    next_try,
    valid_address,
)
from conflict.permissions import Ability, Forbidden, allowed, refused_words
from conflict.record import Person, RuleError
from register.commands import journal, outgoing
from register.message_tables import MessageRow, RecipientRule

MOST_AT_ONCE = 50
EACH_TAKES = timedelta(seconds=30)
"""Longest that one message takes to go or to fail: a server has 20 seconds for an answer (`reports/delivery.py`)."""


def add_rule(
    session: Session,
    *,
    address: str,
    office: str,
    kinds: Sequence[MessageKind],
    approval: bool,
    now: datetime,
    by: Person | None = None,
) -> int:
    """Add a rule of recipients and return its number.

    Raise DataError for an address that is none, RuleError for a channel that would get what can wait for the mail.
    """
    _demand(by)
    if not kinds:
        raise RuleError("rule without kinds", "Elija al menos un tipo de aviso.")
    if channel_of(valid_address(address)) and not CHANNEL_KINDS.issuperset(kinds):
        raise RuleError("channel asked for mail", "Un canal recibe solo avisos críticos y de plazos vencidos.")
    number = session.execute(
        insert(RecipientRule)
        .values(
            address=valid_address(address),
            office=office,
            kinds=[kind.value for kind in kinds],
            approval=approval,
            made_at=now,
            ended_at=None,
        )
        .returning(RecipientRule.id)
    ).scalar_one()
    _tell(session, "aviso.regla", number, now, {"tipos": [kind.value for kind in kinds]}, by)
    return number


def end_rule(session: Session, *, rule_id: int, now: datetime, by: Person | None = None) -> None:
    """End a rule; what waits for its address, and no other rule sends there, is taken back.

    Raise RuleError when there is no such rule.
    """
    _demand(by)
    rule = session.get(RecipientRule, rule_id, with_for_update=True)
    if rule is None or rule.ended_at is not None:
        raise RuleError(f"no rule {rule_id}", "Esa regla de avisos no existe o ya terminó.")
    session.execute(update(RecipientRule).where(RecipientRule.id == rule_id).values(ended_at=now))
    others = select(RecipientRule.kinds).where(
        RecipientRule.address == rule.address, RecipientRule.ended_at.is_(None), RecipientRule.id != rule_id
    )
    still = {kind for kinds in session.scalars(others) for kind in kinds}
    session.execute(
        update(MessageRow)
        .where(
            MessageRow.address == rule.address,
            MessageRow.account_id == 0,  # a person asked for the others herself
            MessageRow.kind.in_(set(rule.kinds) - still),
            MessageRow.state.in_([MessageState.WAITING.value, MessageState.UNAPPROVED.value]),
        )
        .values(state=MessageState.WITHDRAWN.value)
    )
    _tell(session, "aviso.regla_termina", rule_id, now, {}, by)


def put(session: Session, *, letter: Letter, now: datetime, account: int = 0) -> bool:
    """Put a message in the outbox and say whether it is new; the same key is never put in twice.

    `account` is that of the person who asked for it, 0 where a rule did.
    """
    known = session.scalar(select(MessageRow.id).where(MessageRow.key == letter.key))
    if known is not None:
        return False
    state = MessageState.UNAPPROVED if letter.approval else MessageState.WAITING
    session.execute(
        insert(MessageRow).values(
            key=letter.key,
            kind=letter.kind.value,
            address=letter.address,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            state=state.value,
            made_at=now,
            not_before=letter.not_before,
            attempts=0,
            sent_at=None,
            last_error="",
            calendar=letter.calendar,
            account_id=account,
        )
    )
    return True


def approve(session: Session, *, message: int, now: datetime, by: Person | None = None) -> None:
    """Let a message go that waited for a person's yes; raise RuleError when it does not wait for one."""
    _move(session, message, MessageState.UNAPPROVED, MessageState.WAITING, now, "aprobar", by)


def withdraw(session: Session, *, message: int, now: datetime, by: Person | None = None) -> None:
    """Take back a message that has not gone; raise RuleError when it has."""
    _move(session, message, MessageState.WAITING, MessageState.WITHDRAWN, now, "retirar", by)


def _move(
    session: Session,
    message: int,
    before: MessageState,
    after: MessageState,
    now: datetime,
    verb: str,
    by: Person | None,
) -> None:
    _demand(by)
    changed = session.execute(
        update(MessageRow)
        .where(MessageRow.id == message, MessageRow.state == before.value)
        .values(state=after.value)
        .returning(MessageRow.id)
    ).one_or_none()
    if changed is None:
        raise RuleError(f"message {message} not {before.value}", f"Ese aviso ya no se puede {verb}.")
    _tell(session, f"aviso.{verb}", message, now, {}, by)


def drop(session: Session, *, kind: MessageKind, about: str) -> None:
    """Take back every message of a matter that has not gone: what it said is not so any more."""
    session.execute(
        update(MessageRow)
        .where(
            MessageRow.key.startswith(f"{kind.value}/{about}/", autoescape=True),
            MessageRow.state.in_([MessageState.WAITING.value, MessageState.UNAPPROVED.value]),
        )
        .values(state=MessageState.WITHDRAWN.value)
    )


def due(
    session: Session, *, now: datetime, domain: str, channels: bool = False, before: int = 0
) -> tuple[Outgoing, ...]:
    """Return the mails, or the messages of channels, that may go now, the oldest first.

    Nobody else gets one until its turn must be over, so that two senders at once send nothing twice; what a sender that
    died left behind goes then. `before` is how many others the same sender has first. Those too old to be of use are
    refused instead.
    """
    waiting = MessageRow.state == MessageState.WAITING.value
    session.execute(
        update(MessageRow).where(waiting, MessageRow.made_at < now - GIVE_UP).values(state=MessageState.REFUSED.value)
    )
    outgoing.stop_closed(session)
    short = MessageRow.address.startswith(CHANNEL)
    rows = session.scalars(
        select(MessageRow)
        .where(waiting, MessageRow.not_before <= now, short if channels else ~short)
        .order_by(MessageRow.not_before, MessageRow.id)
        .limit(MOST_AT_ONCE)
        .with_for_update()
    ).all()
    chats = outgoing.chats(session, [one.account_id for one in rows])
    for place, one in enumerate(rows, before + 1):
        session.execute(update(MessageRow).where(MessageRow.id == one.id).values(not_before=now + place * EACH_TAKES))
    return tuple(
        Outgoing(
            one.id,
            message_id(one.key, domain),
            chats.get(one.account_id, one.address) if channels else one.address,
            one.subject,
            one.text,
            one.html,
            one.attempts,
            one.calendar,
        )
        for one in rows
    )


def sent(session: Session, *, message: int, now: datetime) -> None:
    """Mark a message as sent."""
    session.execute(
        update(MessageRow)
        .where(MessageRow.id == message, MessageRow.state == MessageState.WAITING.value)
        .values(state=MessageState.SENT.value, sent_at=now, attempts=MessageRow.attempts + 1)
    )
    _tell(session, "aviso.enviar", message, now, {})


def failed(session: Session, *, message: int, attempts: int, error: str, refused: bool, now: datetime) -> None:
    """Write down that a message did not go: refused for good by the server, or to be tried again later."""
    state = MessageState.REFUSED if refused else MessageState.WAITING
    session.execute(
        update(MessageRow)
        .where(MessageRow.id == message)
        .values(
            state=state.value,
            attempts=attempts + 1,
            last_error=error[:200],
            not_before=next_try(attempts + 1, now),
        )
    )
    if refused:
        _tell(session, "aviso.rechazado", message, now, {})


def recent(session: Session, *, address: str, kind: MessageKind, since: datetime) -> int:
    """Return how many messages of a kind were made for an address since a moment."""
    return int(
        session.scalar(
            select(func.count())
            .select_from(MessageRow)
            .where(MessageRow.address == address, MessageRow.kind == kind.value, MessageRow.made_at >= since)
        )
        or 0
    )


def _demand(by: Person | None) -> None:
    """Raise Forbidden unless a person may say who gets what; None is whoever types the commands of this machine."""
    if by is not None and not allowed(by, Ability.MANAGE_MESSAGES):
        raise Forbidden(f"administrar_avisos: not for {by.role.value}", refused_words(by, "los avisos"), hidden=False)


def _tell(
    session: Session,
    action: str,
    number: int,
    now: datetime,
    details: dict[str, object],
    by: Person | None = None,
) -> None:
    journal.append(
        session,
        now=now,
        actor=by or journal.MACHINE,
        action=action,
        object_type="aviso",
        object_id=number,
        details=details,
    )
