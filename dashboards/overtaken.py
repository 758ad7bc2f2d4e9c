"""What a person wrote beside what others wrote meanwhile, when a form was of an older version of a record; pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from conflict.lifecycle import DeadlineState
from conflict.wordbook import Wordbook
from dashboards.journal_words import said_in_journal
from dashboards.keyed import KEY
from dashboards.labels import LEVELS, RECORD_STATES, TRANSFER_STATES, department_name
from dashboards.pages import Frame
from dashboards.when import absolute
from register.case_rows import CaseDetail
from register.queries.versions import ChangeFact
from register.record_rows import RecordDetail

VERSION = "version"
"""The field of a form that says which version of the record its page showed."""
LABELS = {
    "actor": "Actor",
    "acuerdo": "Acuerdo",
    "cantidad": "Cantidad",
    "causa": "Causa",
    "certeza": "Certeza",
    "cite": "CITE",
    "codigo": "Código",
    "cual": "Código que se corrige",
    "cuando": "Fecha y hora",
    "debe": "Quién debe",
    "departamento": "Departamento",
    "documento": "Documento",
    "entidad": "Entidad",
    "estado": "Nuevo estado",
    "fase": "Fase",
    "fecha": "Fecha",
    "ficha_mayor": "Conflicto mayor",
    "firman": "Firman",
    "fuente": "Fuente",
    "grupo": "Grupo",
    "hecho": "Cumplido",
    "identidad": "Identidad (reservada)",
    "lado": "Lado",
    "lugar": "Lugar",
    "medida": "Medida",
    "modalidad": "Modalidad",
    "motivo": "Motivo",
    "municipios": "Municipios",
    "nivel": "Nivel",
    "nombre": "Nombre",
    "numero": "Número",
    "oficina": "Oficina",
    "otra": "Otra ficha",
    "otro": "Otra organización",
    "paso": "Paso",
    "persona": "Persona",
    "precision_hora": "Precisión de la hora",
    "precision_lugar": "Precisión del lugar",
    "puntos": "Puntos",
    "que": "Qué",
    "que_vence": "Qué vence",
    "relacion": "Relación",
    "respaldo": "Medio de verificación",
    "respuesta": "Respuesta",
    "resultado": "Resultado",
    "rol": "Rol",
    "sector": "Sector",
    "sistema": "Sistema",
    "texto": "Texto",
    "tipo": "Tipo",
    "titulo": "Título",
    "uno": "Organización",
    "vence": "Vence",
    "verificado": "Verificado",
}
HIDDEN = frozenset({VERSION, "vuelta"})


@dataclass(frozen=True, slots=True)
class OvertakenView:
    """A form that came too late: what it would have written, what was done meanwhile, what the record says now.

    `fields` and `version` are sent to `action` when the person writes it all the same; a form with a file cannot be.
    """

    frame: Frame
    code: str
    title: str
    action: str
    mine: tuple[tuple[str, str], ...]
    meanwhile: tuple[tuple[str, str, str], ...]
    now: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    version: int
    file: bool


def overtaken_of(
    around: Frame,
    action: str,
    sent: Iterable[tuple[str, str]],
    meanwhile: Iterable[ChangeFact],
    found: RecordDetail,
    file: CaseDetail,
    words: Wordbook,
) -> OvertakenView:
    """Return both readings of a record and the form to send again."""
    fields = tuple((name, value) for name, value in sent if name not in (VERSION, KEY))
    return OvertakenView(
        around,
        found.record.code,
        found.record.title,
        action,
        tuple((LABELS.get(name, name), value) for name, value in fields if value.strip() and name not in HIDDEN),
        tuple((absolute(one.at), one.who or "–", said_in_journal(one.action)) for one in meanwhile),
        _standing(found, file, words),
        fields,
        found.record.version,
        action.endswith("/evidencia"),
    )


def _standing(found: RecordDetail, file: CaseDetail, words: Wordbook) -> tuple[tuple[str, str], ...]:
    """Return what a record says now, in the few lines that a decision about it needs."""
    record = found.record
    owed = [one for one in found.deadlines if one.state is DeadlineState.OPEN]
    return (
        ("Título", record.title),
        ("Estado", RECORD_STATES[record.state]),
        ("Fase", words[file.file.phase]),
        ("Nivel", LEVELS[record.level]),
        ("A cargo", f"{record.responsible}, {record.office}"),
        ("Lugar", ", ".join((*record.municipalities, *map(department_name, record.departments))) or "Sin ubicar"),
        ("Plazos abiertos", "; ".join(f"{one.what} ({absolute(one.due_at)})" for one in owed) or "ninguno"),
        (
            "Transferencias",
            "; ".join(f"{one.receiver}: {TRANSFER_STATES[one.state]}" for one in found.transfers) or "ninguna",
        ),
        ("Requerimientos", "; ".join(f"{one.addressee}: {_plain(one.state)}" for one in file.requests) or "ninguno"),
        ("Acuerdos", "; ".join(f"{one.words}: {_plain(one.state)}" for one in file.agreements) or "ninguno"),
        ("Última línea", found.timeline[0].words if found.timeline else "ninguna"),
    )


def _plain(state: str) -> str:
    return state.replace("_", " ")
