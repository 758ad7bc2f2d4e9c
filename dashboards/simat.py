"""A record as a block of plain text, line by line in the order of the institution's form, to copy and paste; pure.

The form of SIMAT is not public: the order here is a proposal, one tuple to change.
"""

from conflict.lapaz import local
from conflict.vocabulary import Side
from conflict.wordbook import Wordbook
from dashboards.case_lines import FIELD_WORDS, worded
from dashboards.labels import ENDINGS, LEVELS, RECORD_KINDS, RECORD_STATES, department_name
from register.case_rows import CaseDetail
from register.record_rows import RecordDetail

ORDER = (
    "Código",
    "Código SIMAT",
    "Tipo",
    "Título",
    "Fecha de registro",
    "Oficina",
    "Departamento",
    "Municipio",
    "Localidad o tramo",
    "Fase",
    "Estado",
    "Nivel",
    "Clase de alerta",
    "Fecha prevista",
    "Confirmación en campo",
    "Tipología",
    "Campo",
    "Alcance",
    "Ámbito",
    "Competencia principal",
    "Demanda",
    "Demandantes",
    "Demandados",
    "Derechos en riesgo o vulnerados",
    "Población afectada",
    "Hechos",
    "Afectación",
    "Acciones defensoriales",
    "Acuerdos",
    "Resultado",
    "Fecha en que terminó",
    "Resumen",
)


def sheet(detail: RecordDetail, case: CaseDetail, words: Wordbook) -> str:
    """Return the sheet: one line for each field, «–» where nothing was said."""
    told = told_of(detail, case, words)
    return "\n".join(f"{label}: {told.get(label) or '–'}" for label in ORDER)


def told_of(detail: RecordDetail, case: CaseDetail, words: Wordbook) -> dict[str, str]:
    """Return what a record says under each label of ORDER. Identities are never in it."""
    record = detail.record
    sides = {
        side: "; ".join(one.name for one in case.actors if one.side is side) for side in (Side.DEMANDER, Side.ADDRESSEE)
    }
    told = {
        "Código": record.code,
        "Código SIMAT": record.external_code,
        "Tipo": RECORD_KINDS[record.kind],
        "Título": record.title,
        "Fecha de registro": f"{local(record.opened_at):%d/%m/%Y}",
        "Oficina": record.office,
        "Departamento": ", ".join(map(department_name, record.departments)),
        "Municipio": ", ".join(record.municipalities),
        "Fase": words[case.file.phase],
        "Estado": RECORD_STATES[record.state],
        "Nivel": LEVELS[record.level],
        "Demandantes": sides[Side.DEMANDER],
        "Demandados": sides[Side.ADDRESSEE],
        "Hechos": " | ".join(
            f"{local(one.at):%d/%m/%Y} {words[one.measure or one.kind]}: {one.words}"
            for one in reversed(case.facts)
            if not one.annulled
        ),
        "Afectación": "; ".join(f"{one.count} {words[one.kind].lower()} ({one.source})" for one in case.harm),
        "Acciones defensoriales": " | ".join(
            f"{local(one.at):%d/%m/%Y} {words[one.kind]}: {one.words}" for one in reversed(detail.timeline) if one.kind
        ),
        "Acuerdos": " | ".join(f"{one.signed_on} {one.words}" for one in case.agreements),
        "Resultado": f"{ENDINGS[detail.outcome]}. {detail.closing_words}" if detail.outcome else "",
        "Fecha en que terminó": f"{detail.ended_on:%d/%m/%Y}" if detail.ended_on else "",
    }
    for name, value in case.file.values.items():
        told.setdefault(FIELD_WORDS[name][0], worded(name, value, words))
    return told
