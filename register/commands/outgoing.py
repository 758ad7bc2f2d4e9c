"""What happens to the messages of one person: stopped when she may have them no more, and her address taken out."""

from collections.abc import Collection, Sequence

from sqlalchemy import String, and_, cast, select, true, update
from sqlalchemy.orm import Session

from conflict.message import CHAT, MessageKind, MessageState
from register.message_tables import MessageRow, PersonNotice
from register.queries.person_notices import asking

_NOT_GONE = MessageRow.state.in_([MessageState.WAITING.value, MessageState.UNAPPROVED.value])
_OF_A_PERSON = MessageRow.account_id != 0


def stop(session: Session, account: int, kinds: Collection[MessageKind] = (), addresses: Collection[str] = ()) -> None:
    """Take back what waits for a person, all but those kinds at those addresses."""
    kept = and_(MessageRow.kind.in_([kind.value for kind in kinds]), MessageRow.address.in_(addresses))
    session.execute(
        update(MessageRow)
        .where(MessageRow.account_id == account, _NOT_GONE, ~kept if kinds and addresses else true())
        .values(state=MessageState.WITHDRAWN.value)
    )


def stop_closed(session: Session) -> None:
    """Take back what waits for whoever may have no messages any more, whatever took that right away."""
    waits = select(MessageRow.account_id).where(_OF_A_PERSON, _NOT_GONE).distinct()
    gone = set(session.scalars(waits)) - {one.person.user_id for one in asking(session)}
    for account in sorted(gone):
        stop(session, account)


def forget_address(session: Session, account: int, but: Sequence[str] = ()) -> None:
    """Take a person's address out of her messages and their keys; what has not gone is taken back."""
    stop(session, account, tuple(MessageKind), but)
    session.execute(
        update(MessageRow)
        .where(MessageRow.account_id == account, ~MessageRow.address.in_(but) if but else true())
        .values(address="", key="suprimida/" + cast(MessageRow.id, String))
    )


def chats(session: Session, accounts: Collection[int]) -> dict[int, str]:
    """Return by account the address of the chat that each gave, of those who gave one."""
    rows = session.execute(
        select(PersonNotice.account_id, PersonNotice.chat).where(
            PersonNotice.account_id.in_(set(accounts)), PersonNotice.chat != ""
        )
    )
    return {account: f"{CHAT}{chat}" for account, chat in rows}
