"""What happens, in closed words only: kind of fact, measures, sectors, terms; pure. For what leaves the house.

A headline is an outlet's and may name a person; words from here never do, since each comes from a closed vocabulary.
"""

from collections.abc import Iterable, Sequence

from conflict.actor import Sector
from conflict.clocks import Term
from conflict.codebook import Stage
from conflict.names import MEASURES

STAGE_WORDS = {
    Stage.DEMAND: "Demanda",
    Stage.ANNOUNCEMENT: "Anuncio",
    Stage.MEASURE: "Medida en curso",
    Stage.VIOLENCE: "Hechos de violencia",
    Stage.HANDLING: "Gestión",
    Stage.WITHDRAWAL: "Repliegue",
    Stage.BACKGROUND: "Antecedente",
    Stage.NONE: "Hecho por clasificar",
}
SECTOR_WORDS = {
    Sector.LABOUR: "laboral",
    Sector.MINING: "minería",
    Sector.PEASANT: "campesino",
    Sector.COCA: "coca",
    Sector.INDIGENOUS_LOWLANDS: "indígena de tierras bajas",
    Sector.INDIGENOUS_HIGHLANDS: "indígena de tierras altas",
    Sector.NEIGHBOURS: "vecinal",
    Sector.TRADERS: "comerciantes",
    Sector.TRANSPORT: "transporte",
    Sector.EDUCATION: "educación",
    Sector.STUDENTS: "estudiantil",
    Sector.HEALTH: "salud",
    Sector.CIVIC: "cívico",
    Sector.FARMING: "agropecuario",
    Sector.BUSINESS: "empresa",
    Sector.PROTECTED: "protección especial",
    Sector.PRISONERS: "privados de libertad",
    Sector.VICTIMS: "víctimas",
    Sector.PARTY: "partido",
    Sector.STATE: "Estado",
}
"""`UNSTATED` says nothing and has no word."""
TERM_WORDS = {
    Term.CRITICAL_SEEN: "Ver la señal crítica",
    Term.SIGNAL_DECIDED: "Decidir la señal",
    Term.REGISTERED: "Registrar la señal",
    Term.FIRST_ACTION: "Primera acción",
    Term.FIRST_ACTION_CRITICAL: "Primera acción, caso crítico",
    Term.UPDATE_HANDLING: "Actualizar la ficha en gestión",
    Term.UPDATE_PREVENTION: "Actualizar la ficha en prevención",
    Term.UPDATE_TRANSFORMATION: "Actualizar la ficha en transformación",
    Term.ANNOUNCED: "Fecha anunciada",
    Term.REPORT: "Respuesta a un requerimiento",
    Term.COMMITMENT: "Compromiso de un acuerdo",
    Term.TRANSFER: "Responder la transferencia",
    Term.AFTER_TRANSFER: "Primera acción tras la transferencia",
    Term.VALIDATION: "Validar",
    Term.RECURRENCE: "Revisar lo concluido",
    Term.OWN: "Plazo anotado en la ficha",
}
MOST_NAMED = 3


def fact_words(stage: Stage, measures: Iterable[str], sectors: Sequence[Sector] = ()) -> str:
    """Return `Medida en curso: Bloqueo, Marcha; sector transporte`; a code that no vocabulary knows is left out."""
    known = {one.value: words for one, words in MEASURES.items()}
    named = [known[code] for code in dict.fromkeys(measures) if code in known][:MOST_NAMED]
    trades = [SECTOR_WORDS[one] for one in dict.fromkeys(sectors) if one in SECTOR_WORDS][:MOST_NAMED]
    told = STAGE_WORDS[stage] + (f": {', '.join(named)}" if named else "")
    return f"{told}; sector {', '.join(trades)}" if trades else told
