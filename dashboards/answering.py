"""What is done about a transfer that is on its way, by its verb: the same for the page's form and for a program."""

from datetime import datetime

from conflict.record import Person, RuleError
from conflict.rulebook import Rulebook
from register.commands import charge, transfers
from register.engine import Transaction

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
) -> str:
    """Do it and return the record's code; raise RuleError for a verb that nobody offered.

    `taker` is the account of who takes charge of what is accepted, None where nobody is named yet.
    """
    match verb:
        case "autorizar":
            return transfers.authorise(session, transfer_id=number, by=by, now=now, rules=rules)
        case "enviar":
            return transfers.send(session, transfer_id=number, by=by, now=now, rules=rules)
        case "retirar":
            return transfers.withdraw(session, transfer_id=number, by=by, now=now)
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
