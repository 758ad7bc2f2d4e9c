"""A record as a Word document: head, data, time line, deadlines, transfers; identities are never in it; pure."""

from datetime import datetime

from conflict.esbo import moment
from conflict.lifecycle import DeadlineState
from conflict.wordbook import Wordbook
from dashboards.labels import ACTION_KINDS, DEADLINE_STATES, FACT_MEASURES, TRANSFER_STATES
from dashboards.simat import ORDER, told_of
from register.case_rows import CaseDetail, HappenedFact
from register.record_rows import RecordDetail
from reports.printed import Table
from reports.word import record_docx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
IN_TIMELINE = frozenset({"Código", "Título", "Hechos", "Acciones defensoriales"})
"""Fields of the sheet that stand elsewhere in the document."""


def word_of(detail: RecordDetail, case: CaseDetail, words: Wordbook, now: datetime) -> bytes:
    """Return the document as the record stands now; who wrote each line is told by office, not by name."""
    record, told = detail.record, told_of(detail, case, words)
    data = tuple((label, told.get(label) or "–") for label in ORDER if label not in IN_TIMELINE)
    lines = [
        (one.at, ACTION_KINDS[one.kind] if one.kind else "Cambio", one.words, one.office) for one in detail.timeline
    ]
    lines += [(one.at, f"Hecho: {_what(one)}", one.words, one.source) for one in case.facts if not one.annulled]
    lines.sort(key=lambda line: line[0])
    parts = (
        _table("Datos", ("Campo", "Dato"), data),
        _table(
            "Línea de tiempo",
            ("Cuándo", "Qué", "Texto", "Oficina o fuente"),
            tuple((moment(at), what, text, who) for at, what, text, who in lines),
        ),
        _table(
            "Plazos",
            ("Vence", "Qué", "Quién", "Estado"),
            tuple(
                (moment(one.due_at), one.what, one.addressee or one.office, _state(one.state, one.due_at, now))
                for one in detail.deadlines
            ),
        ),
        _table(
            "Transferencias",
            ("Pedida", "De", "A", "Estado"),
            tuple(
                (moment(one.asked_at), one.sender, one.receiver, TRANSFER_STATES[one.state]) for one in detail.transfers
            ),
        ),
    )
    state = f"{told['Tipo']} · {told['Estado']} · {told['Nivel']} · {record.office}. Sacada el {moment(now)}."
    return record_docx(f"{record.code}: {record.title}", state, parts, now)


def _table(title: str, headers: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table("", title, headers, rows, (), "", "Ninguno.")


def _what(fact: HappenedFact) -> str:
    return FACT_MEASURES[fact.measure] if fact.measure else fact.kind.value.replace("_", " ").capitalize()


def _state(state: DeadlineState, due: datetime, now: datetime) -> str:
    return "Vencido" if state is DeadlineState.OPEN and due < now else DEADLINE_STATES[state]
