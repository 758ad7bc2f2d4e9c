"""What is done about a transfer that is on its way, by its verb: the same for the page's form and for a program."""

from datetime import datetime

from conflict.message import UNDO_WINDOW
from conflict.record import Person, RuleError
from conflict.rulebook import Rulebook
from register.commands import charge, messages, transfers
from register.engine import Transaction
from reports import mail

TAKEN_OVER = "se encarga desde que se aceptó la transferencia"


def answer(
    session: Transaction,
    number: int,
    verb: str,
    words: str,
    by: Person,
    now: datetime,
    rules: Rulebook,
    taker: int | None = None,
    *,
    base: str,
) -> str:
    """Do it and return the record's code; raise RuleError for a verb that nobody offered.

    `taker` is the account of who takes charge of what is accepted, None where nobody is named yet; `base` where the
    pages are served, for the links of a message.
    """
    match verb:
        case "autorizar":
            return transfers.authorise(session, transfer_id=number, by=by, now=now, rules=rules)
        case "enviar":
            return transfers.send(session, transfer_id=number, by=by, now=now, rules=rules)
        case "retirar":
            return transfers.withdraw(session, transfer_id=number, by=by, now=now)
        case "deshacer":
            return transfers.take_back(session, transfer_id=number, by=by, now=now)
        case "recordar":
            return _remind(session, number, by, now, base)
        case "cerrar":
            return transfers.refer_back(session, transfer_id=number, words=words, by=by, now=now)
        case "aceptar" | "devolver":
            accept = verb == "aceptar"
            code = transfers.answer(
                session, transfer_id=number, accept=accept, words=words, by=by, now=now, rules=rules
            )
            if accept and taker is not None:
                charge.entrust(session, code=code, account_id=taker, words=TAKEN_OVER, by=by, now=now)
            return code
        case _:
            raise RuleError(f"answer {verb[:20]!r}", "Falta elegir qué se hace con la transferencia.")


def _remind(session: Transaction, number: int, by: Person, now: datetime, base: str) -> str:
    """Write the reminder down and put it in the outbox, where it waits as every message does."""
    done = transfers.remind(session, transfer_id=number, by=by, now=now)
    route = (done.sender, done.receiver)
    for rule in done.rules:
        letter = mail.reminder(
            number,
            done.code,
            route,
            done.answer_by,
            rule.address,
            now,
            base,
            approval=rule.approval,
            not_before=now + UNDO_WINDOW,
        )
        messages.put(session, letter=letter, now=now)
    return done.code
