"""A register with something in every table that persons and the machine write to, through its own commands."""

from datetime import timedelta

from conflict.codebook import CycleKind, CycleState, Level
from conflict.lifecycle import ActionKind, DiscardReason, Outcome, RecordKind, RecordStep
from conflict.record import Person
from conflict.vocabulary import ActorRole, Sector, Side
from register.commands import casefile, cycles, fetches, involved, readings, records, reviews, transfers
from register.commands import sources as source_commands
from register.engine import Register
from register.queries import queue as queue_queries
from tests.casefilled import begun, filled_in
from tests.conftest import NOW
from tests.make import a_source, an_article, an_assessed, an_attempt, an_update

ANA = Person("Ana Q.", "Regional Llallagua")
ROSA = Person("Rosa M.", "Delegación Potosí")
ODD = "Ñandú en Uncía: «k'ara k'ara» — 100 % \u2028 línea\tcon tabulación"

FILE = {
    "typology": "laboral",
    "demand": "Pago de sueldos de dos meses",
    "rights": "trabajo libre_transito",
    "affected_words": "unas 200 familias",
    "no_measure": "si",
    "no_harm": "si",
    "no_simat": "si",
}
"""What concluding asks of a file."""


def fill(register: Register, articles: int = 9) -> list[str]:
    """Bring articles through one cycle, each a row of the queue; return the codes of the rows."""
    with register.writing() as session:
        source_commands.sync(session, sources=[a_source()], now=NOW)
        cycle = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
    brought = [an_article(n) for n in range(1, articles)] + [an_article(articles, title=ODD, link=None)]
    with register.writing() as session:
        attempt = an_attempt(articles=articles)
        fetches.record(session, cycle_id=cycle.cycle_id, attempt=attempt, articles=brought, update=an_update(), now=NOW)
    with register.writing() as session:
        waiting = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=articles)
        readings.record(session, assessed=[an_assessed(one, f"new:{n}") for n, one in enumerate(waiting)], now=NOW)
    with register.writing() as session:
        cycles.finish(session, cycle_id=cycle.cycle_id, state=CycleState.COMPLETE, summary={"leidas": 9}, now=NOW)
    with register.reading() as session:
        return [row.code for row in queue_queries.page(session, now=NOW, limit=articles).rows]


def populate(register: Register) -> dict[str, str]:
    """Fill the register and decide: return the codes of an alert, of the conflict it became, and of a second alert."""
    codes = fill(register)
    with register.writing() as session:
        one = {"by": ANA, "now": NOW}
        alert = reviews.register(
            session, code=codes[0], version=1, kind=RecordKind.ALERT, level=Level.HIGH, **one
        ).record
        reviews.link(session, code=codes[1], version=1, record=alert, **one)
        reviews.discard(
            session, code=codes[2], version=1, reason=DiscardReason.OTHER, comment="Otro asunto: feria", **one
        )
        reviews.postpone(session, code=codes[3], version=1, until=NOW + timedelta(hours=20), **one)
        undone = reviews.discard(session, code=codes[4], version=1, reason=DiscardReason.PAST, comment="", **one)
        reviews.undo(session, review_id=undone.review_id, **one)
        second = reviews.register(
            session, code=codes[5], version=1, kind=RecordKind.ALERT, level=Level.LOW, by=ROSA, now=NOW
        ).record
        closed = reviews.register(
            session, code=codes[6], version=1, kind=RecordKind.CONFLICT, level=Level.MEDIUM, by=ROSA, now=NOW
        ).record
    with register.writing() as session:
        words = "Se visitó el punto y se habló con las partes."
        for code in (alert, second, closed):
            records.act(
                session, code=code, kind=ActionKind.VERIFICATION, at=NOW, words=words, proof="acta 3", by=ANA, now=NOW
            )
        begun(session, alert, ANA, NOW)
        filled_in(session, closed, ANA, NOW)
        records.advance(
            session, code=alert, asked=RecordStep.BECOME_CONFLICT, words="Empezó el bloqueo anunciado.", by=ANA, now=NOW
        )
        casefile.edit(session, code=closed, form=FILE, before={}, by=ROSA, now=NOW)
        for name, side in (("Sindicato de Prueba", Side.DEMANDER), ("Alcaldía de Prueba", Side.ADDRESSEE)):
            involved.add_actor(
                session,
                code=closed,
                name=name,
                side=side,
                role=ActorRole.PRIMARY,
                sector=Sector.OTHER,
                by=ROSA,
                now=NOW,
            )
        records.advance(
            session, code=closed, asked=RecordStep.CONCLUDE, words="Firmaron el acta de acuerdo.",
            outcome=Outcome.FULL_AGREEMENT, by=ANA, now=NOW,
        )  # fmt: skip
        transfers.ask(
            session, code=second, receiver="Delegación Oruro", reason="El bloqueo está en Oruro.", by=ROSA, now=NOW
        )
    return {"alert": alert, "conflict": f"CS-{alert}", "second": second, "closed": closed}
