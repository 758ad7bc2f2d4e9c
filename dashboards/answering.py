"""What is done about a transfer that is on its way, by its verb: the same for the page's form and for a program."""

from datetime import datetime

from conflict.message import UNDO_WINDOW
from conflict.personnotice import address_of, may_go_at
from conflict.record import Person, RuleError
from conflict.rulebook import Rulebook
from register.commands import charge, messages, transfers
from register.engine import Transaction
from register.queries import wordings
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
            return _remind(session, number, by, now, rules, base)
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


def _remind(session: Transaction, number: int, by: Person, now: datetime, rules: Rulebook, base: str) -> str:
    """Write the reminder down and put it in the outbox, where it waits as every message does.

    Whoever keeps silence gets hers when the office opens; it counts as made then, lest a weekend make it too old.
    """
    done, said = transfers.remind(session, transfer_id=number, by=by, now=now), wordings.in_force(session)
    going = [(rule.address, rule.approval, now, 0) for rule in done.rules]
    for one in done.persons:
        when = may_go_at(one.wish, rules.clocks.calendar(one.person.office), now)
        going.append((address_of(one.wish, one.person.user_id), False, when, one.person.user_id))
    for address, approval, when, account in going:
        letter = mail.reminder(
            number,
            done.code,
            (done.sender, done.receiver),
            done.answer_by,
            address,
            now,
            base,
            approval=approval,
            not_before=when + UNDO_WINDOW,
            said=said,
            own=bool(account),
        )
        messages.put(session, letter=letter, now=when, account=account)
    return done.code
