"""The Spanish words of every code that a page shows. A code without a word is an error that a test finds."""

from conflict import names
from conflict.codebook import (
    AnnouncedState,
    CycleState,
    DateKind,
    FetchOutcome,
    QueueState,
    ReasonClass,
    Scope,
    SourceReach,
    Stage,
    TimeQuality,
)
from conflict.departments import DEPARTMENTS
from conflict.fieldwork import Modality, PlacePrecision, TimePrecision
from conflict.lifecycle import (
    ActionKind,
    DeadlineState,
    DiscardReason,
    Outcome,
    RecordKind,
    RecordState,
    RecordStep,
    ReviewDecision,
    TransferState,
)
from conflict.message import MessageKind, MessageState
from conflict.office import RouteBasis
from conflict.personnotice import Urgency, Way
from conflict.roles import Role
from conflict.sourcehealth import SourceStatus
from conflict.vocabulary import TransferReason
from conflict.wording import LetterKind

LEVELS, MEASURES, TYPOLOGIES = names.LEVELS, names.MEASURES, names.TYPOLOGIES
FACT_MEASURES = names.FACT_MEASURES

STAGES = {
    Stage.DEMAND: "Demanda",
    Stage.ANNOUNCEMENT: "Anuncio",
    Stage.MEASURE: "Medida en curso",
    Stage.VIOLENCE: "Violencia",
    Stage.HANDLING: "Gestión",
    Stage.WITHDRAWAL: "Repliegue",
    Stage.BACKGROUND: "Antecedente",
    Stage.NONE: "No es conflicto",
}

REASONS = {
    ReasonClass.MEASURE: "medida",
    ReasonClass.DEADLINE: "plazo",
    ReasonClass.ACTOR: "actor",
    ReasonClass.DEMAND: "demanda",
    ReasonClass.PLACE: "lugar",
}

SCOPES = {
    Scope.LOCATED: "Ubicado",
    Scope.NATIONAL: "Nacional",
    Scope.ABROAD: "Fuera de Bolivia",
    Scope.UNKNOWN: "Sin ubicar",
}

QUEUE_STATES = {
    QueueState.NEW: "Nueva",
    QueueState.IN_REVIEW: "En revisión",
    QueueState.DISCARDED: "Descartada",
    QueueState.LINKED: "Vinculada",
    QueueState.REGISTERED: "Registrada",
    QueueState.POSTPONED: "Pospuesta",
    QueueState.EXPIRED: "Venció sin revisar",
}

TIME_QUALITIES = {
    TimeQuality.EXACT: "",
    TimeQuality.NO_ZONE: "hora sin zona",
    TimeQuality.FUTURE_CORRECTED: "hora corregida",
    TimeQuality.ABSENT: "sin hora",
}

SOURCE_STATUSES = {
    SourceStatus.FRESH: "Al día",
    SourceStatus.LATE: "Con retraso",
    SourceStatus.SILENT: "En silencio",
    SourceStatus.DOWN: "Caída",
    SourceStatus.PAUSED: "Pausada",
    SourceStatus.UNREAD: "Aún sin leer",
}

CYCLE_STATES = {
    CycleState.RUNNING: "En curso",
    CycleState.COMPLETE: "Bien",
    CycleState.PARTIAL: "Con avisos",
    CycleState.NO_NETWORK: "Sin red",
    CycleState.STOPPED_DISK: "Detenida: disco lleno",
    CycleState.FAILED: "Falló",
    CycleState.CANCELLED: "Cancelada",
    CycleState.ABANDONED: "Se cortó; otra la relevó",
}

SOURCE_REACHES = {
    SourceReach.NATIONAL: "Todo el país",
    SourceReach.DEPARTMENTAL: "Su departamento",
    SourceReach.LOCAL: "Su municipio y alrededores",
}
OUTCOMES = {
    FetchOutcome.OK: "Respondió con notas",
    FetchOutcome.UNCHANGED: "Responde, sin cambios",
    FetchOutcome.EMPTY: "Responde, sin ninguna nota",
    FetchOutcome.DEGRADED: "El canal llegó dañado; se guardó lo legible",
    FetchOutcome.NOT_A_FEED: "La dirección ya no da un canal de noticias",
    FetchOutcome.PARSE_FAILED: "El canal no se pudo leer",
    FetchOutcome.PARSE_TIME: "El canal tardó demasiado en leerse",
    FetchOutcome.PARSE_MEMORY: "El canal pide demasiada memoria",
    FetchOutcome.DTD_REFUSED: "El canal trae definiciones peligrosas; no se leyó",
    FetchOutcome.TOO_LARGE: "El canal es demasiado grande",
    FetchOutcome.DECOMPRESSION: "El canal llegó comprimido de forma peligrosa",
    FetchOutcome.INCOMPLETE: "La respuesta se cortó a la mitad",
    FetchOutcome.TOTAL_TIME: "El sitio no responde a tiempo",
    FetchOutcome.DNS: "El nombre del sitio no se encuentra",
    FetchOutcome.TLS: "El certificado del sitio no es válido",
    FetchOutcome.CONNECTION: "El sitio no acepta la conexión",
    FetchOutcome.ADDRESS_BLOCKED: "La dirección lleva a una red interna; no se leyó",
    FetchOutcome.SCHEME_BLOCKED: "La dirección no es http ni https",
    FetchOutcome.REDIRECTS: "El sitio envía de una dirección a otra sin fin",
    FetchOutcome.HTTP_4XX: "El sitio rechaza la lectura o cambió de dirección",
    FetchOutcome.HTTP_5XX: "El sitio tiene una falla propia",
    FetchOutcome.GONE_410: "El canal fue retirado",
    FetchOutcome.LIMITED_429: "El sitio pide menos visitas; se espacian",
    FetchOutcome.MOVED_301: "El canal se mudó de dirección",
    FetchOutcome.DOUBTFUL_ENCODING: "Se repararon los acentos del canal",
    FetchOutcome.CANCELLED: "La lectura se canceló",
}


def department_name(code: str) -> str:
    """Return the name of a department, «Nacional» for no code."""
    return DEPARTMENTS.get(code, "Nacional")


RECORD_KINDS = {RecordKind.ALERT: "Alerta temprana", RecordKind.CONFLICT: "Conflicto"}
RECORD_STATES = {
    RecordState.DRAFT: "Borrador",
    RecordState.REGISTERED: "Registrada",
    RecordState.FOLLOWED: "En seguimiento",
    RecordState.BECAME_CONFLICT: "Convertida en conflicto",
    RecordState.CALLED_OFF: "Desactivada",
    RecordState.PASSED_WITHOUT_FACT: "Vencida sin hecho",
    RecordState.OPEN: "Abierto",
    RecordState.DORMANT: "Latente",
    RecordState.REACTIVATED: "Reactivado",
    RecordState.CONCLUDED: "Concluido",
    RecordState.ARCHIVED: "Archivado",
    RecordState.MERGED: "Unida a otra",
    RecordState.VOID: "Anulada",
}
RECORD_STEPS = {
    RecordStep.APPROVE: "Aprobar el registro",
    RecordStep.ACT: "Anotar una acción",
    RecordStep.BECOME_CONFLICT: "Convertir en conflicto",
    RecordStep.CALL_OFF: "Desactivar",
    RecordStep.LAPSE: "Venció sin hecho",
    RecordStep.REST: "Dejar latente",
    RecordStep.REACTIVATE: "Reactivar",
    RecordStep.CONCLUDE: "Concluir",
    RecordStep.ARCHIVE: "Archivar",
    RecordStep.REOPEN: "Reabrir",
    RecordStep.MERGE: "Unir con otra",
    RecordStep.UNMERGE: "Separar",
    RecordStep.ANNUL: "Anular",
}
TRANSFER_STATES = {
    TransferState.REQUESTED: "Espera autorización",
    TransferState.AUTHORISED: "Autorizada, sin enviar",
    TransferState.SENT: "Espera respuesta",
    TransferState.ACCEPTED: "Aceptada",
    TransferState.CLOSED: "Cerrada con resultado",
    TransferState.RETURNED: "Devuelta",
    TransferState.WITHDRAWN: "Retirada",
}
DEADLINE_STATES = {
    DeadlineState.OPEN: "Abierto",
    DeadlineState.MET: "Cumplido",
    DeadlineState.DROPPED: "Ya no aplica",
}
REVIEW_DECISIONS = {
    ReviewDecision.DISCARD: "Descartada",
    ReviewDecision.POSTPONE: "Pospuesta",
    ReviewDecision.REGISTER: "Registrada",
    ReviewDecision.LINK: "Unida",
}
DISCARD_REASONS = {
    DiscardReason.NO_DEMAND: "No hay demanda ni medida de presión",
    DiscardReason.PAST: "Hecho pasado o nota de archivo",
    DiscardReason.ELSEWHERE: "Fuera de Bolivia o de nuestra competencia",
    DiscardReason.OTHER_MATTER: "Delito común, accidente, deporte u opinión",
    DiscardReason.OTHER: "Otro motivo",
    DiscardReason.DUPLICATE: "Duplicado",
    DiscardReason.ABROAD: "Extranjero",
    DiscardReason.OPINION: "Opinión",
    DiscardReason.FIGURATIVE: "Figurado",
    DiscardReason.SPORT: "Deporte o espectáculo",
    DiscardReason.CRIME: "Delito común",
    DiscardReason.DISASTER: "Desastre",
    DiscardReason.AGENDA: "Agenda oficial",
    DiscardReason.STALE: "Sin fecha o antigua",
    DiscardReason.NO_PLACE: "Lugar no determinable",
    DiscardReason.KNOWN: "Ya registrado",
    DiscardReason.UNRELIABLE: "Fuente no confiable",
    DiscardReason.TOO_LITTLE: "Contenido insuficiente",
}
ACTION_KINDS = {
    ActionKind.VERIFICATION: "Verificación en sitio",
    ActionKind.APPROACH: "Gestión ante autoridad",
    ActionKind.WRITTEN_REPORT: "Informe escrito requerido",
    ActionKind.DIALOGUE: "Mediación o diálogo",
    ActionKind.PREVENTION: "Acción de prevención",
    ActionKind.CONSTITUTIONAL: "Acción constitucional",
    ActionKind.STATEMENT: "Pronunciamiento",
    ActionKind.FOLLOW_UP: "Seguimiento de acuerdo",
    ActionKind.OTHER: "Otra",
    ActionKind.MONITORING: "Monitoreo",
    ActionKind.CONTACT: "Acercamiento a las partes",
    ActionKind.EXHORTATION: "Exhortación",
    ActionKind.SUMMONS: "Convocatoria a diálogo",
    ActionKind.FACILITATION: "Facilitación",
    ActionKind.GOOD_OFFICES: "Buenos oficios o interposición",
    ActionKind.MEDIATION: "Mediación",
    ActionKind.OBSERVATION: "Observación o veeduría",
    ActionKind.HUMANITARIAN: "Acción humanitaria",
    ActionKind.HEARINGS: "Acompañamiento a audiencias",
    ActionKind.INVESTIGATIONS: "Seguimiento a investigaciones",
    ActionKind.COORDINATION: "Coordinación interinstitucional",
    ActionKind.REFERRAL: "Orientación o derivación",
    ActionKind.REPORT: "Informe",
}
ENDINGS = {
    Outcome.FULL_AGREEMENT: "Acuerdo total",
    Outcome.PARTIAL_AGREEMENT: "Acuerdo parcial",
    Outcome.ATTENDED: "Demanda atendida",
    Outcome.DEMANDER_WITHDREW: "Retroceso del demandante",
    Outcome.ADDRESSEE_WITHDREW: "Retroceso del demandado",
    Outcome.LIFTED: "Levantada sin acuerdo",
    Outcome.IMPOSED: "Imposición o intervención",
    Outcome.COURT: "Judicialización",
    Outcome.UNFOUNDED: "Sin sustento",
    Outcome.UNKNOWN: "Se desconoce",
}
TRANSFER_MOTIVES = {
    TransferReason.BEYOND: "Supera la jurisdicción",
    TransferReason.NATIONAL_ADDRESSEE: "El demandado es nacional",
    TransferReason.DEATH_OR_WEAPONS: "Muerte, arma o explosivo",
    TransferReason.EXHAUSTED: "Gestión local agotada",
    TransferReason.REJECTED: "Rechazo de las partes a la oficina",
    TransferReason.ORDERED: "Instrucción de la unidad nacional",
    TransferReason.OTHER: "Otro motivo",
}
ROUTE_BASES = {
    RouteBasis.PERSON: "la movió una persona",
    RouteBasis.SCENE: "por el lugar del hecho",
    RouteBasis.ACTOR_HOME: "por el origen del actor",
    RouteBasis.AFFECTED: "por el territorio afectado",
    RouteBasis.ADDRESSEE_SEAT: "por la sede a la que se dirige",
    RouteBasis.INFERRED: "inferida: el texto no nombra el lugar",
    RouteBasis.NATIONAL: "asunto de todo el país",
    RouteBasis.NOWHERE: "sin territorio: la atiende la oficina nacional",
    RouteBasis.PENDING: "por precisar en la próxima recolección",
}
ROLES = {
    Role.ANALYST: "Analista",
    Role.REGIONAL: "Responsable regional",
    Role.DELEGATE: "Delegado departamental",
    Role.NATIONAL: "Unidad nacional",
    Role.MANAGER: "Gerencia (lectura)",
    Role.AUDITOR: "Auditor",
    Role.ADMIN: "Administración técnica",
    Role.SYSTEM: "El programa",
}
ANNOUNCED_STATES = {
    AnnouncedState.ANNOUNCED: "Anunciada",
    AnnouncedState.STARTED: "Iniciada",
    AnnouncedState.PUT_OFF: "Postergada",
    AnnouncedState.CALLED_OFF: "Levantada",
    AnnouncedState.PASSED_WITHOUT_FACT: "Venció sin hecho",
    AnnouncedState.UNKNOWN: "Se desconoce",
}
DATE_KINDS = {DateKind.LIMIT: "vence", DateKind.BEGINNING: "empieza", DateKind.DAY: "ese día"}
MESSAGE_KINDS = {
    MessageKind.DAILY: "Diario, 08:00",
    MessageKind.WEEKLY: "Resumen del lunes",
    MessageKind.CRITICAL: "Crítico, al momento",
    MessageKind.OVERDUE: "Plazos vencidos, 16:00",
}
MESSAGE_STATES = {
    MessageState.WAITING: "espera",
    MessageState.UNAPPROVED: "por aprobar",
    MessageState.SENT: "enviado",
    MessageState.WITHDRAWN: "retirado",
    MessageState.REFUSED: "rechazado",
}
LETTER_KINDS = {
    LetterKind.DAILY: "Diario",
    LetterKind.WEEKLY: "Resumen del lunes",
    LetterKind.CRITICAL: "Al momento",
    LetterKind.GATHERED: "Varios al momento",
    LetterKind.OVERDUE: "Plazos vencidos",
    LetterKind.OWN: "Plazos propios",
    LetterKind.REMINDER: "Recordatorio",
    LetterKind.UNSEEN: "Sin atender",
    LetterKind.ESCALATED: "Pasa al superior",
}
URGENCIES = {Urgency.NONE: "Ninguna", Urgency.CRITICAL: "Crítico", Urgency.HIGH: "Crítico y alto"}
WAYS = {Way.MAIL: "Correo", Way.TELEGRAM: "Telegram"}

MODALITIES = {
    Modality.IN_PERSON: "presencial",
    Modality.VIRTUAL: "virtual",
    Modality.TELEPHONE: "por teléfono",
    Modality.WRITTEN: "escrita",
}

PLACE_PRECISIONS = {
    PlacePrecision.ADDRESS: "dirección o punto",
    PlacePrecision.COMMUNITY: "comunidad o barrio",
    PlacePrecision.MUNICIPALITY: "solo el municipio",
    PlacePrecision.PROVINCE: "solo la provincia",
    PlacePrecision.DEPARTMENT: "solo el departamento",
}

TIME_PRECISIONS = {
    TimePrecision.EXACT: "hora exacta",
    TimePrecision.ABOUT: "hora aproximada",
    TimePrecision.DAY: "solo se sabe el día",
}
