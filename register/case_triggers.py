"""The lives of records and of what hangs from them as the database itself holds them, whoever writes the SQL.

Made from the tables of `conflict/`; one text for both engines. A step of migration freezes what it created: a change of
a table there needs a new step that drops and makes these triggers again.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from conflict.handling import (
    AGREEMENT_MOVES,
    ANSWERS_TAKEN_BACK,
    COMMITMENT_MOVES,
    PENDING_REQUESTS,
    PHASE_MOVES,
    RECOMMENDATION_MOVES,
    REQUEST_MOVES,
    TRANSFER_MOVES,
    UNSETTLED,
)
from conflict.lifecycle import OPEN_STATES, STEPS, WAITING_TRANSFERS, DeadlineState
from conflict.measure import EXECUTED_MEASURES
from conflict.vocabulary import CALMING_FACTS, SETTLING_FACTS
from register.refusals import Rule, created, never_deleted

State = TypeVar("State", bound=StrEnum)

FACT_FROZEN = (
    *("id", "record_id", "kind", "measure", "at", "place", "points", "words", "source", "verified", "entered_at"),
    *("by", "office", "place_precision", "time_precision", "actor"),
)
FACT_STRUCK = ("annulled_at", "annulled_by", "annulled_why")
"""What a fact says never changes; these say that it was struck out, once."""
DEADLINE_MOVES = {DeadlineState.OPEN: frozenset({DeadlineState.MET, DeadlineState.DROPPED})}
TRANSFER_WRITES = {
    before: TRANSFER_MOVES.get(before, frozenset()) | ANSWERS_TAKEN_BACK.get(before, frozenset())
    for before in (*TRANSFER_MOVES, *ANSWERS_TAKEN_BACK)
}
"""What may be written of a transfer: its steps, and an answer that is taken back."""


def rules() -> tuple[Rule, ...]:
    """Return what the database refuses."""
    return (*_moves(), *_record(), *_of_closed(), *_frozen())


def statements(dialect: str) -> tuple[str, ...]:
    """Return the statements that create every rule on an engine."""
    return (*created(rules(), dialect), *_handing_over(dialect))


def of_name(name: str, dialect: str) -> tuple[str, ...]:
    """Return the statements that create one rule anew, for a step of migration; it has dropped the old one."""
    return created((rule for rule in rules() if rule[0] == name), dialect)


def _handing_over(dialect: str) -> tuple[str, ...]:
    """Give the record to whom accepts its transfer, in the same statement: there is no moment between the two."""
    change = "UPDATE record SET office = NEW.receiver, responsible = NEW.answered_by WHERE id = NEW.record_id;"
    accepted = "NEW.state = 'aceptada' AND OLD.state <> 'aceptada'"
    return _after_state("transfer_hands_over", accepted, change, dialect)


def _after_state(name: str, when: str, change: str, dialect: str) -> tuple[str, ...]:
    """Return what creates a trigger that changes a record once the state of its transfer changed."""
    if dialect == "postgresql":
        return (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {when} THEN {change} END IF; RETURN NULL; END $$",
            f"CREATE TRIGGER {name} AFTER UPDATE OF state ON transfer FOR EACH ROW EXECUTE FUNCTION {name}()",
        )
    return (f"CREATE TRIGGER {name} AFTER UPDATE OF state ON transfer WHEN {when} BEGIN {change} END",)


def giving_back(dialect: str) -> tuple[str, ...]:
    """Return what gives the record back when the acceptance is taken back, in the same statement as well.

    Made by the step of migration that keeps who had the record.
    """
    change = "UPDATE record SET office = NEW.sender, responsible = NEW.held_by WHERE id = NEW.record_id;"
    back = "NEW.state = 'enviada' AND OLD.state = 'aceptada'"
    return _after_state("transfer_gives_back", back, change, dialect)


def end_day(dialect: str) -> tuple[str, ...]:
    """Return what bounds the day on which a conflict ended: an open record has none, and it is not after its closing.

    Days are those of UTC here, which runs ahead of La Paz: one text for both engines, a few hours too lenient. The
    exact day, and the first fact that it may not precede, are the command's. Made by the step of migration that keeps
    the day.
    """
    refused = (
        "NEW.ended_on IS NOT NULL AND (NEW.closed_at IS NULL OR NEW.ended_on > substr(CAST(NEW.closed_at AS TEXT), "
        "1, 10))"
    )
    events = (("insert", "INSERT"), ("update", "UPDATE OF ended_on, closed_at"))
    message = "record: ended before it is closed"
    return created(((f"record_end_day_{name}", "record", event, refused, message) for name, event in events), dialect)


def listed(values: Iterable[str]) -> str:
    """Return codes as SQL writes a list of them; sorted, so that both engines get the same text."""
    return ", ".join(f"'{value}'" for value in sorted(values))


def _no_such_move(column: str, moves: Mapping[State, frozenset[State]]) -> str:
    pairs = listed(f"{before}>{after}" for before, reached in moves.items() for after in reached)
    return f"OLD.{column} <> NEW.{column} AND (OLD.{column} || '>' || NEW.{column}) NOT IN ({pairs})"


def _rewritten(columns: Iterable[str]) -> str:
    """Return the condition that one of the columns changes, from or to NULL as well.

    Quoted, for BY is a word of PL/pgSQL itself.
    """
    return " OR ".join(
        f'OLD."{name}" <> NEW."{name}" OR (OLD."{name}" IS NULL) <> (NEW."{name}" IS NULL)' for name in columns
    )


def _moves() -> tuple[Rule, ...]:
    tables = (
        ("report_request", "state", _no_such_move("state", REQUEST_MOVES)),
        ("commitment", "state", _no_such_move("state", COMMITMENT_MOVES)),
        ("agreement", "state", _no_such_move("state", AGREEMENT_MOVES)),
        ("recommendation", "state", _no_such_move("state", RECOMMENDATION_MOVES)),
        ("transfer", "state", _no_such_move("state", TRANSFER_WRITES)),
        ("case_file", "phase", _no_such_move("phase", PHASE_MOVES)),
        ("deadline", "state", _no_such_move("state", DEADLINE_MOVES)),
    )
    return tuple(
        (f"{table}_moves", table, f"UPDATE OF {column}", refused, f"{table}: no such step")
        for table, column, refused in tables
    )


def _record() -> tuple[Rule, ...]:
    pairs = listed({f"{kind}:{before}>{after}" for (kind, before, _), after in STEPS.items()})
    fact = "SELECT 1 FROM record_fact f WHERE f.record_id = NEW.id AND f.annulled_at IS NULL AND"
    executed = f"(f.kind = 'violencia' OR (f.kind = 'medida' AND f.measure IN ({listed(EXECUTED_MEASURES)})))"
    becomes = "OLD.state <> NEW.state AND NEW.state ="
    return (
        (
            "record_moves",
            "record",
            "UPDATE OF state",
            f"OLD.state <> NEW.state AND (NEW.kind || ':' || OLD.state || '>' || NEW.state) NOT IN ({pairs})",
            "record: no such step",
        ),
        (
            "record_conversion",
            "record",
            "UPDATE OF state",
            f"{becomes} 'convertida_en_conflicto' AND (NOT EXISTS ({fact} {executed}) OR NOT EXISTS "
            "(SELECT 1 FROM record c WHERE c.origin_id = NEW.id))",
            "record: an alert becomes a conflict with an executed fact, and the conflict is there",
        ),
        (
            "record_called_off",
            "record",
            "UPDATE OF state",
            f"{becomes} 'desactivada' AND NOT EXISTS ({fact} f.kind IN ({listed(CALMING_FACTS)}))",
            "record: an alert is called off with a fact",
        ),
        (
            "record_merged",
            "record",
            "UPDATE OF state",
            f"{becomes} 'fusionada' AND NOT EXISTS "
            "(SELECT 1 FROM record_merge m WHERE m.record_id = NEW.id AND m.undone_at IS NULL)",
            "record: merged into nothing",
        ),
        (
            "record_closes_clean",
            "record",
            "UPDATE OF state",
            f"OLD.state <> NEW.state AND NEW.state NOT IN ({listed(OPEN_STATES)}) AND ("
            "EXISTS (SELECT 1 FROM deadline d WHERE d.record_id = NEW.id AND d.state = 'abierto') OR "
            f"EXISTS (SELECT 1 FROM transfer t WHERE t.record_id = NEW.id AND t.state IN ({listed(WAITING_TRANSFERS)}))"
            " OR EXISTS (SELECT 1 FROM report_request q WHERE q.record_id = NEW.id AND q.state IN "
            f"({listed(PENDING_REQUESTS)})) OR EXISTS (SELECT 1 FROM proposal p WHERE p.record_id = NEW.id AND "
            "p.decided_at IS NULL))",
            "record: something is still open",
        ),
        (
            "record_concludes",
            "record",
            "UPDATE OF state",
            f"{becomes} 'concluido' AND (NEW.outcome IS NULL OR NEW.closing_words = '' OR EXISTS "
            f"(SELECT 1 FROM commitment c WHERE c.record_id = NEW.id AND c.state IN ({listed(UNSETTLED)})))",
            "record: concluded without outcome or with unsettled commitments",
        ),
        (
            "record_identity",
            "record",
            "UPDATE OF code, kind",
            "OLD.code <> NEW.code OR OLD.kind <> NEW.kind",
            "record: code and kind never change",
        ),
        (
            "record_changes_hands",
            "record",
            "UPDATE OF office",
            "OLD.office <> NEW.office AND NOT EXISTS (SELECT 1 FROM transfer t WHERE t.record_id = NEW.id AND "
            "t.state IN ('aceptada', 'cerrada') AND t.sender = OLD.office AND t.receiver = NEW.office AND t.id = "
            "(SELECT max(n.id) FROM transfer n WHERE n.record_id = NEW.id AND n.state IN ('aceptada', 'cerrada'))) "
            "AND NOT EXISTS (SELECT 1 FROM transfer t WHERE t.record_id = NEW.id AND t.state = 'enviada' AND "
            "t.sender = NEW.office AND t.receiver = OLD.office AND t.id = "
            "(SELECT max(n.id) FROM transfer n WHERE n.record_id = NEW.id))",
            "record: changes hands by an accepted transfer only",
        ),
        ("record_no_delete", "record", "DELETE", "1 = 1", "record: annulled, never deleted"),
        (
            "case_file_settled",
            "case_file",
            "UPDATE OF phase",
            "OLD.phase <> NEW.phase AND NEW.phase = 'transformacion' AND NOT EXISTS (SELECT 1 FROM record_fact f "
            f"WHERE f.record_id = NEW.record_id AND f.annulled_at IS NULL AND f.kind IN ({listed(SETTLING_FACTS)})) "
            "AND NOT EXISTS (SELECT 1 FROM agreement a WHERE a.record_id = NEW.record_id)",
            "case_file: transformation needs an agreement or a lifting",
        ),
    )


def _of_closed() -> tuple[Rule, ...]:
    """Nothing opens on a closed record: what would wait there, nobody would see."""
    closed = f"EXISTS (SELECT 1 FROM record r WHERE r.id = NEW.record_id AND r.state NOT IN ({listed(OPEN_STATES)}))"
    waiting = (
        ("deadline", "NEW.state = 'abierto'"),
        ("transfer", f"NEW.state IN ({listed(WAITING_TRANSFERS)})"),
        ("report_request", f"NEW.state IN ({listed(PENDING_REQUESTS)})"),
        ("commitment", "NEW.state = 'pendiente'"),
    )
    waits, theirs = f"NEW.state IN ({listed(WAITING_TRANSFERS)})", "transfer: the record is not theirs"
    holds = "NOT EXISTS (SELECT 1 FROM record r WHERE r.id = NEW.record_id AND r.office = {office})"
    own, back = (f"{waits} AND {holds.format(office=f'NEW.{side}')}" for side in ("sender", "receiver"))
    # an acceptance that is taken back finds the record with who accepted, and gives it back in the same statement
    moved = f"(OLD.state <> 'aceptada' AND {own}) OR (OLD.state = 'aceptada' AND {back})"
    return (
        ("transfer_of_sender_insert", "transfer", "INSERT", own, theirs),
        ("transfer_of_sender_update", "transfer", "UPDATE OF record_id, state", moved, theirs),
        *(
            (
                f"{table}_of_open_{event.split()[0].lower()}",
                table,
                event,
                f"{state} AND {closed}",
                f"{table}: the record is closed",
            )
            for table, state in waiting
            for event in ("INSERT", "UPDATE OF record_id, state")
        ),
    )


def _frozen() -> tuple[Rule, ...]:
    """What only grows, and what was sent."""
    kept = (
        *("record_fact", "record_harm", "record_evidence", "record_actor", "record_action", "reserved_read"),
        *("transfer", "record_merge", "proposal", "deadline", "report_request", "agreement", "commitment"),
        *("recommendation", "case_file"),
    )
    return (
        (
            "transfer_frozen",
            "transfer",
            "UPDATE",
            "OLD.sender <> NEW.sender OR OLD.receiver <> NEW.receiver OR "
            "(OLD.pack <> '{}' AND (OLD.pack <> NEW.pack OR OLD.reason <> NEW.reason))",
            "transfer: what was sent is frozen",
        ),
        (
            "record_fact_frozen",
            "record_fact",
            "UPDATE",
            f"{_rewritten(FACT_FROZEN)} OR OLD.annulled_at IS NOT NULL OR EXISTS "
            f"(SELECT 1 FROM record r WHERE r.id = OLD.record_id AND r.state NOT IN ({listed(OPEN_STATES)}))",
            "record_fact: struck out while the record is open, never rewritten",
        ),
        (
            "record_evidence_frozen",
            "record_evidence",
            "UPDATE OF digest, bytes, record_id",
            "OLD.digest <> NEW.digest OR OLD.bytes <> NEW.bytes",
            "record_evidence: a file is annulled, never replaced",
        ),
        ("reserved_read_no_update", "reserved_read", "UPDATE", "OLD.id IS NOT NULL", "reserved_read: only grows"),
        *(never_deleted(table) for table in kept),
    )
