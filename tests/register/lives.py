"""What a test of whole lives stands on: the states of everything at one moment, and what may never be true of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import text

from conflict.handling import (
    AGREEMENT_MOVES,
    COMMITMENT_MOVES,
    PHASE_MOVES,
    RECOMMENDATION_MOVES,
    REQUEST_MOVES,
)
from conflict.lifecycle import OPEN_STATES, STEPS, RecordKind, RecordState
from register.case_triggers import DEADLINE_MOVES, TRANSFER_WRITES
from register.engine import Register
from register.queries import casefile as case_queries

TABLES: dict[str, tuple[str, Mapping]] = {
    "transfer": ("state", TRANSFER_WRITES),
    "report_request": ("state", REQUEST_MOVES),
    "commitment": ("state", COMMITMENT_MOVES),
    "agreement": ("state", AGREEMENT_MOVES),
    "recommendation": ("state", RECOMMENDATION_MOVES),
    "deadline": ("state", DEADLINE_MOVES),
}
Snapshot = dict[tuple[str, int], str]

OPEN = ", ".join(f"'{one.value}'" for one in OPEN_STATES)
NEVER = {
    "a closed record with an open deadline": f"""SELECT 1 FROM record r JOIN deadline d ON d.record_id = r.id
        WHERE r.state NOT IN ({OPEN}) AND d.state = 'abierto'""",
    "a closed record with a transfer on its way": f"""SELECT 1 FROM record r JOIN transfer t ON t.record_id = r.id
        WHERE r.state NOT IN ({OPEN}) AND t.state IN ('solicitada', 'autorizada', 'enviada')""",
    "a closed record with a pending request": f"""SELECT 1 FROM record r JOIN report_request q ON q.record_id = r.id
        WHERE r.state NOT IN ({OPEN}) AND q.state IN ('enviado', 'reiterado', 'escalado', 'respondido_en_parte')""",
    "a closed record with an open proposal": f"""SELECT 1 FROM record r JOIN proposal p ON p.record_id = r.id
        WHERE r.state NOT IN ({OPEN}) AND p.decided_at IS NULL""",
    "a conclusion without outcome": """SELECT 1 FROM record
        WHERE state IN ('concluido', 'archivado') AND (outcome IS NULL OR closing_words = '')""",
    "a conversion without executed fact": """SELECT 1 FROM record r WHERE r.state = 'convertida_en_conflicto'
        AND NOT EXISTS (SELECT 1 FROM record_fact f WHERE f.record_id = r.id AND f.annulled_at IS NULL
        AND (f.kind = 'violencia' OR (f.kind = 'medida'
        AND f.measure NOT IN ('emergencia', 'ultimatum', 'cabildo', 'anuncio_o_amenaza'))))""",
    "a conversion without conflict": """SELECT 1 FROM record r WHERE r.state = 'convertida_en_conflicto'
        AND NOT EXISTS (SELECT 1 FROM record c WHERE c.origin_id = r.id)""",
    "an alert called off without fact": """SELECT 1 FROM record r WHERE r.state = 'desactivada'
        AND NOT EXISTS (SELECT 1 FROM record_fact f WHERE f.record_id = r.id AND f.annulled_at IS NULL
        AND f.kind IN ('acuerdo', 'levantamiento', 'declaracion', 'norma'))""",
    "a merged record without its other": """SELECT 1 FROM record r WHERE r.state = 'fusionada'
        AND NOT EXISTS (SELECT 1 FROM record_merge m WHERE m.record_id = r.id AND m.undone_at IS NULL)""",
    "two transfers of one record on their way": """SELECT 1 FROM transfer
        WHERE state IN ('solicitada', 'autorizada', 'enviada') GROUP BY record_id HAVING count(*) > 1""",
    "something sent without its pack": """SELECT 1 FROM transfer
        WHERE state IN ('enviada', 'aceptada', 'devuelta', 'cerrada') AND pack = '{}'""",
    "a record without its file": """SELECT 1 FROM record r
        WHERE NOT EXISTS (SELECT 1 FROM case_file c WHERE c.record_id = r.id)""",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A register at one moment: every state, how many lines its journal has, and what may never be true and is."""

    states: Snapshot
    lines: int
    broken: tuple[str, ...]


_STATES = " UNION ALL ".join(
    (
        "SELECT 'record' AS what, id AS ident, kind || ':' || state || ':' || code AS said FROM record",
        *(f"SELECT '{table}', id, {column} FROM {table}" for table, (column, _) in TABLES.items()),
        "SELECT 'case_file', record_id, phase FROM case_file",
        "SELECT 'pack', id, pack FROM transfer WHERE pack <> '{}'",
    )
)
_BROKEN = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS ({sql})" for name, sql in NEVER.items())


def look(register: Register) -> Seen:
    """Read all of it in one transaction, and few statements: it is done after every step."""
    with register.reading() as session:
        states = {(row.what, row.ident): row.said for row in session.execute(text(_STATES))}
        lines = session.scalar(text("SELECT count(*) FROM journal"))
        wrong = [*session.scalars(text(_BROKEN))]
        unhanded = case_queries.in_nobodys_hands(session)
    return Seen(states, lines, (*wrong, *(f"{code} in nobody's hands" for code in unhanded)))


def illegal_moves(before: Snapshot, after: Snapshot, *, several: bool) -> list[str]:
    """Return what changed in a way that no table allows; with `several` a way of more than one step counts."""
    wrong = [f"{key} vanished" for key in before if key not in after]
    for key in before.keys() & after.keys():
        old, new = before[key], after[key]
        if old == new:
            continue
        if key[0] == "pack" or not _allowed(key[0], old, new, several):
            wrong.append(f"{key}: {old} to {new}")
    return wrong


def _allowed(table: str, old: str, new: str, several: bool) -> bool:
    if table == "record":
        (kind, state, code), (new_kind, new_state, new_code) = old.split(":"), new.split(":")
        if (kind, code) != (new_kind, new_code):
            return False
        moves: dict[StrEnum, set[StrEnum]] = {}
        for (of, begin, _), end in STEPS.items():
            if of is RecordKind(kind):
                moves.setdefault(begin, set()).add(end)
        return _reaches(moves, RecordState(state), RecordState(new_state), several)
    table_moves = PHASE_MOVES if table == "case_file" else TABLES[table][1]
    states = type(next(iter(table_moves)))
    return _reaches(table_moves, states(old), states(new), several)


def _reaches(moves: Mapping, begin: StrEnum, end: StrEnum, several: bool) -> bool:
    reached, todo = set(), [begin]
    while todo:
        for one in moves.get(todo.pop(), ()):
            if one not in reached:
                reached.add(one)
                if several:
                    todo.append(one)
    return end in reached
