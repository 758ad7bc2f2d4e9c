"""The rows behind a week as sheets: records, actions, deadlines, transfers, notes, sources; in La Paz times."""

from collections.abc import Sequence
from datetime import datetime

from conflict.departments import DEPARTMENTS
from conflict.lapaz import local
from conflict.lifecycle import OPEN_STATES
from conflict.names import LEVELS, measure_name
from conflict.week import Week
from conflict.weekcases import at_their_offices
from conflict.weekfacts import WeekAction, WeekFacts, WeekNote, WeekRecord
from reports.sheet import Cell, Sheet


def ledger_sheets(
    facts: WeekFacts,
    week: Week,
    codes: frozenset[str] | None,
    *,
    actions: Sequence[WeekAction] = (),
    notes: Sequence[WeekNote] = (),
    base: str = "",
) -> tuple[Sheet, ...]:
    """Return the sheets of the records with these codes, of all when None; `base` is where the pages are served."""

    def wanted(code: str) -> bool:
        return codes is None or code in codes

    def linked(name: str, headers: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> Sheet:
        links = tuple(f"{base}/registros/{row[0]}" if base else "" for row in rows)
        return Sheet(name, headers, tuple(rows), links)

    records = [one for one in at_their_offices(facts.records, facts.transfers, week.end) if wanted(one.code)]
    due = [one for one in facts.deadlines if wanted(one.record) and one.made_at < week.end]
    moved = [one for one in facts.transfers if wanted(one.record) and one.asked_at < week.end]
    return (
        linked(
            "Registros",
            (
                *("Código", "Tipo", "Estado al corte", "Nivel", "Título", "Departamentos", "Municipios", "Medidas"),
                *("Oficina", "Abierto", "Terminó", "Viene de", "Frente de"),
            ),
            [_record(one, week.end) for one in records if one.opened_at < week.end],
        ),
        linked(
            "Acciones",
            ("Ficha", "Cuándo", "Tipo", "Oficina", "Qué se hizo"),
            [
                (one.record, _here(one.at), one.kind.replace("_", " ") or "paso de la ficha", one.office, one.words)
                for one in actions
                if wanted(one.record)
            ],
        ),
        linked(
            "Plazos",
            ("Ficha", "Qué vence", "Quién lo debe", "Vence", "Creado", "Cerrado", "Vencido al corte"),
            [
                (
                    *(one.record, one.what, one.addressee or "nuestra oficina", _here(one.due_at), _here(one.made_at)),
                    _closed(one.closed_at, week.end),
                    "sí" if one.due_at < week.end and _open(one.closed_at, week.end) else "no",
                )
                for one in due
            ],
        ),
        linked(
            "Transferencias",
            ("Ficha", "Envía", "Recibe", "Pedida", "Responder hasta", "Respondida"),
            [
                (
                    *(one.record, one.sender, one.receiver, _here(one.asked_at), _here(one.answer_by)),
                    _closed(one.answered_at, week.end),
                )
                for one in moved
            ],
        ),
        linked(
            "Hechos y notas",
            ("Ficha", "Fila de la cola", "Titular", "Última nota", "Notas"),
            [(one.record, one.code, one.title, _here(one.newest_at), one.notes) for one in notes if wanted(one.record)],
        ),
        Sheet(
            "Fuentes",
            ("Fuente", "Departamento", "Días con respuesta", "Días en que se leyó"),
            tuple(
                (one.name, DEPARTMENTS.get(one.department, "Nacional"), one.days, one.asked)
                for one in facts.sources
                if one.week == week
            ),
        ),
    )


def _record(one: WeekRecord, cut: datetime) -> tuple[Cell, ...]:
    state = one.state_at(cut)
    assert state is not None  # it was opened before the cut
    ended = next((at for at, _ in reversed(one.steps) if at < cut), None)
    return (
        *(one.code, one.kind.value, state.value.replace("_", " "), LEVELS[one.level_at(cut)], one.title),
        ", ".join(DEPARTMENTS.get(code, code) for code in one.departments) or "sin departamento",
        ", ".join(one.municipalities) or "sin municipio",
        ", ".join(measure_name(code) for code in one.measures) or "s/d",
        *(one.office, _here(one.opened_at)),
        _here(ended) if ended is not None and state not in OPEN_STATES else "",
        *(one.origin, one.parent),
    )


def _here(moment: datetime) -> datetime:
    """Return a moment as a cell shows it: on the clock of La Paz, without zone, since a cell has none."""
    return local(moment).replace(tzinfo=None, microsecond=0)


def _open(closed_at: datetime | None, cut: datetime) -> bool:
    return closed_at is None or closed_at >= cut


def _closed(closed_at: datetime | None, cut: datetime) -> Cell:
    return "" if closed_at is None or _open(closed_at, cut) else _here(closed_at)
