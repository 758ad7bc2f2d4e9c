"""What is done about a transfer that is on its way, by its verb: the same for the page's form and for a program."""

from datetime import datetime

from conflict.record import Person, RuleError
from conflict.rulebook import Rulebook
from register.commands import transfers
from register.engine import Transaction


def answer(session: Transaction, number: int, verb: str, words: str, by: Person, now: datetime, rules: Rulebook) -> str:
    """Do it and return the record's code; raise RuleError for a verb that nobody offered."""
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
            return transfers.answer(
                session, transfer_id=number, accept=accept, words=words, by=by, now=now, rules=rules
            )
        case _:
            raise RuleError(f"answer {verb[:20]!r}", "Falta elegir qué se hace con la transferencia.")
