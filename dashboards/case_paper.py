"""A record as it is taken away: head, data, who, time line, deadlines, agreements; identities are never in it; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from conflict.esbo import moment
from conflict.lapaz import local
from conflict.lifecycle import DeadlineState
from conflict.wordbook import Wordbook
from dashboards.case_lines import spoken
from dashboards.labels import ACTION_KINDS, DEADLINE_STATES, FACT_MEASURES, MODALITIES, TRANSFER_STATES
from dashboards.simat import ORDER, told_of
from register.case_rows import AgreementFact, CaseDetail, HappenedFact, RequestFact
from register.record_rows import DeadlineFact, RecordDetail, TimelineFact
from reports.pdf import record_pdf
from reports.printed import Table
from reports.sheet import Cell, Sheet, workbook
from reports.word import record_docx

OPENXML = "application/vnd.openxmlformats-officedocument."
MEDIA: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": f"{OPENXML}wordprocessingml.document",
    "xlsx": f"{OPENXML}spreadsheetml.sheet",
}
"""What a record can be taken away as: the ending of the file, and what it is."""
IN_PARTS = frozenset({"Código", "Título", "Hechos", "Acciones defensoriales", "Acuerdos"})
"""Fields of the sheet that stand elsewhere in the document."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What every document of a record says; moments in `parts` are those of the clock of La Paz."""

    title: str
    head: tuple[tuple[str, str], ...]
    state: str
    parts: tuple[Sheet, ...]


def paper_of(detail: RecordDetail, case: CaseDetail, words: Wordbook, now: datetime) -> Paper:
    """Return the record as it stands now; who wrote each line is told by office, not by name."""
    record, told = detail.record, told_of(detail, case, words)
    lines = [_action(one) for one in detail.timeline]
    lines += [_fact(one) for one in case.facts if not one.annulled]
    lines.sort(key=lambda line: line[0])
    data = tuple((label, told.get(label) or "–") for label in ORDER if label not in IN_PARTS)
    actors = tuple((one.name, words[one.side], words[one.role], words[one.sector]) for one in case.actors)
    transfers = tuple(
        (_at(one.asked_at), one.sender, one.receiver, TRANSFER_STATES[one.state]) for one in detail.transfers
    )
    parts = (
        Sheet("Datos", ("Campo", "Dato"), data, widths=(32, 90)),
        Sheet("Actores", ("Organización o entidad", "Lado", "Rol", "Sector"), actors),
        Sheet(
            "Línea de tiempo",
            ("Cuándo", "Qué", "Texto", "Lugar y verificación", "Oficina o fuente"),
            tuple(lines),
            widths=(17, 28, 80, 36, 28),
        ),
        Sheet("Plazos", ("Vence", "Qué", "Quién", "Estado"), tuple(_due(one, now) for one in detail.deadlines)),
        Sheet(
            "Requerimientos",
            ("Enviado", "Entidad", "CITE", "Estado", "Vence"),
            tuple(_request(one) for one in case.requests),
        ),
        Sheet(
            "Acuerdos",
            ("Fecha", "Qué", "Texto", "Quién", "Estado"),
            tuple(line for one in case.agreements for line in _agreement(one)),
        ),
        Sheet("Transferencias", ("Pedida", "De", "A", "Estado"), transfers),
        Sheet("Códigos", ("Sistema", "Código"), tuple((words[one.system], one.code) for one in case.codes)),
    )
    state = f"{told['Tipo']} · {told['Estado']} · {told['Nivel']} · {record.office}. Sacada el {moment(now)}."
    head = (("Código", record.code), ("Título", record.title), ("Sacada el", moment(now)))
    return Paper(f"{record.code}: {record.title}", head, state, parts)


def document(paper: Paper, ending: str, now: datetime) -> bytes:
    """Return the file of a record; an ending is a key of MEDIA."""
    if ending == "xlsx":
        first, *others = paper.parts
        return workbook((replace(first, rows=(*paper.head, *first.rows)), *others), now, f"Atalaya: {paper.title}")
    parts = tuple(_table(one) for one in paper.parts)
    made = record_pdf if ending == "pdf" else record_docx
    return made(paper.title, paper.state, parts, now)


def _table(part: Sheet) -> Table:
    rows = tuple(tuple(_words(cell) for cell in row) for row in part.rows)
    return Table(part.name, part.name, part.headers, rows, (), "", "Ninguno.")


def _words(cell: Cell) -> str:
    match cell:
        case datetime():
            return f"{cell:%d/%m/%Y %H:%M}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case None:
            return "–"
    return str(cell)


def _at(when: datetime) -> datetime:
    return local(when).replace(tzinfo=None)


def _action(one: TimelineFact) -> tuple[datetime, str, str, str, str]:
    about = (MODALITIES[one.modality] if one.modality else "", one.place, one.proof)
    what = ACTION_KINDS[one.kind] if one.kind else "Cambio"
    return _at(one.at), what, one.words, " · ".join(filter(None, about)), one.office


def _fact(one: HappenedFact) -> tuple[datetime, str, str, str, str]:
    what = FACT_MEASURES[one.measure] if one.measure else one.kind.value.replace("_", " ").capitalize()
    points = "" if one.points is None else f"{one.points} puntos"
    checked = "verificado por la Defensoría" if one.verified else "sin verificar"
    about = (one.actor, one.place, points, checked)
    return _at(one.at), f"Hecho: {what}", one.words, " · ".join(filter(None, about)), one.source


def _due(one: DeadlineFact, now: datetime) -> tuple[Cell, ...]:
    late = one.state is DeadlineState.OPEN and one.due_at < now
    state = "Vencido" if late else DEADLINE_STATES[one.state]
    return _at(one.due_at), one.what, one.addressee or one.office, state


def _request(one: RequestFact) -> tuple[Cell, ...]:
    due = _at(one.due_at) if one.due_at else "–"
    return _at(one.sent_at), one.addressee, one.cite or "–", spoken(one.state.value), due


def _agreement(one: AgreementFact) -> tuple[tuple[Cell, ...], ...]:
    """Return the line of an agreement and, under it, one for each of its commitments."""
    return (
        (date.fromisoformat(one.signed_on), "Acuerdo", one.words, one.signers, spoken(one.state.value)),
        *(
            (date.fromisoformat(each.due_on), "Compromiso (vence)", each.words, each.owner, spoken(each.state.value))
            for each in one.commitments
        ),
    )
