"""Closed vocabularies. Names are English for programmers; values are the Spanish words that users read and type.

A value that is not a member is an error, never a default. Each vocabulary names its source.
"""

from enum import StrEnum


class Stage(StrEnum):
    """Stage of a conflict that one text tells of (labelling guide, field 1)."""

    DEMAND = "demanda"
    ANNOUNCEMENT = "anuncio"
    MEASURE = "medida"
    VIOLENCE = "violencia"
    HANDLING = "gestion"
    WITHDRAWAL = "repliegue"
    BACKGROUND = "antecedente"
    NONE = "no_conflicto"


FLAGGED_STAGES = frozenset(
    {Stage.DEMAND, Stage.ANNOUNCEMENT, Stage.MEASURE, Stage.VIOLENCE, Stage.HANDLING, Stage.WITHDRAWAL}
)
"""Stages that make a signal: something open in the street or about to be."""


class Measure(StrEnum):
    """Measure of pressure named in a text (labelling guide, field 5; a short form of the codebook's V5)."""

    ROAD_BLOCKADE = "bloqueo"
    MARCH = "marcha"
    STOPPAGE = "paro"
    LABOUR_STRIKE = "huelga"
    HUNGER_STRIKE = "huelga_hambre"
    VIGIL = "vigilia"
    OCCUPATION = "toma"
    LAND_SEIZURE = "avasallamiento"
    SIT_IN = "planton"
    EMERGENCY = "emergencia"
    ULTIMATUM = "ultimatum"
    ASSEMBLY = "cabildo"
    CLASH = "enfrentamiento"
    RETENTION = "retencion"
    LYNCHING = "linchamiento"
    CRUCIFIXION = "crucifixion"
    OTHER = "otra"


class ReasonClass(StrEnum):
    """What a marked span of a text is evidence of; the letter is what the page shows."""

    MEASURE = "M"
    DEADLINE = "P"
    ACTOR = "A"
    DEMAND = "D"
    PLACE = "L"


class DateKind(StrEnum):
    """What an announced date is: a limit until which somebody waits, a beginning, or the day itself."""

    LIMIT = "limite"
    BEGINNING = "inicio"
    DAY = "dia"


class AnnouncedState(StrEnum):
    """State of an announced action, moved by persons only."""

    ANNOUNCED = "anunciada"
    STARTED = "iniciada"
    PUT_OFF = "postergada"
    CALLED_OFF = "levantada"
    PASSED_WITHOUT_FACT = "vencida_sin_hecho"
    UNKNOWN = "desconocida"


class PlaceLevel(StrEnum):
    """How exact a place is. Codes: 2 digits department, 4 province, 6 municipality (INE, census 2024)."""

    DEPARTMENT = "departamento"
    PROVINCE = "provincia"
    MUNICIPALITY = "municipio"
    COMMUNITY = "comunidad"
    ROAD = "tramo"
    REGION = "region"


class PlaceRole(StrEnum):
    """What a place has to do with the fact."""

    SCENE = "lugar_del_hecho"
    ACTOR_HOME = "origen_actor"
    ADDRESSEE_SEAT = "sede_demandado"
    AFFECTED = "territorio_afectado"


class Scope(StrEnum):
    """What the places of a text add up to. Everything but `LOCATED` says why there is no municipality or department."""

    LOCATED = "ubicado"
    NATIONAL = "nacional"
    ABROAD = "extranjero"
    UNKNOWN = "sin_territorio"


class SourceType(StrEnum):
    """Format of a source's address in sources.yaml."""

    RSS = "rss"
    ATOM = "atom"
    SITEMAP = "sitemap"


class SourceReach(StrEnum):
    """What a source covers (field `alcance` of sources.yaml)."""

    NATIONAL = "nacional"
    DEPARTMENTAL = "departamental"
    LOCAL = "local"


class FetchOutcome(StrEnum):
    """How one attempt to read one source ended. Every attempt leaves exactly one."""

    OK = "ok"
    UNCHANGED = "sin_cambios"
    EMPTY = "vacio"
    DEGRADED = "degradado"
    NOT_A_FEED = "no_es_feed"
    PARSE_FAILED = "parse_fallido"
    PARSE_TIME = "parse_tiempo"
    PARSE_MEMORY = "parse_memoria"
    DTD_REFUSED = "dtd_rechazada"
    TOO_LARGE = "demasiado_grande"
    DECOMPRESSION = "descompresion"
    INCOMPLETE = "cuerpo_incompleto"
    TOTAL_TIME = "tiempo_total"
    DNS = "dns"
    TLS = "tls"
    CONNECTION = "conexion"
    ADDRESS_BLOCKED = "direccion_bloqueada"
    SCHEME_BLOCKED = "esquema_bloqueado"
    REDIRECTS = "redirecciones"
    HTTP_4XX = "http_4xx"
    HTTP_5XX = "http_5xx"
    GONE_410 = "desaparecido_410"
    LIMITED_429 = "limite_429"
    MOVED_301 = "movido_301"
    DOUBTFUL_ENCODING = "codificacion_dudosa"
    CANCELLED = "cancelado"


GOOD_OUTCOMES = frozenset(
    {
        FetchOutcome.OK,
        FetchOutcome.UNCHANGED,
        FetchOutcome.EMPTY,
        FetchOutcome.DEGRADED,
        FetchOutcome.MOVED_301,
        FetchOutcome.DOUBTFUL_ENCODING,
    }
)
"""Outcomes in which the source answered as a feed."""


class TimeQuality(StrEnum):
    """How far the time of publication of an article can be trusted."""

    EXACT = "exacta"
    NO_ZONE = "sin_zona"
    FUTURE_CORRECTED = "corregida_futura"
    ABSENT = "ausente"


class ReadingState(StrEnum):
    """Whether the machine has read an article."""

    PENDING = "pendiente"
    READ = "leida"
    ERROR = "error"


class QueueState(StrEnum):
    """Life of a row of the queue."""

    NEW = "nueva"
    IN_REVIEW = "en_revision"
    DISCARDED = "descartada"
    LINKED = "vinculada"
    REGISTERED = "registrada"
    POSTPONED = "pospuesta"
    EXPIRED = "vencida"


OPEN_QUEUE_STATES = frozenset({QueueState.NEW, QueueState.IN_REVIEW, QueueState.POSTPONED})
DECIDABLE_QUEUE_STATES = OPEN_QUEUE_STATES | {QueueState.EXPIRED}
"""A row that nobody looked at in time can still be decided."""


class Level(StrEnum):
    """Suggested urgency of a row of the queue, from calm to critical."""

    LOW = "bajo"
    MEDIUM = "medio"
    HIGH = "alto"
    CRITICAL = "critico"


LEVEL_STEPS = {level: step for step, level in enumerate(Level, start=1)}
"""Levels as numbers, from 1 for the calmest: the order of work, and the bars that a page draws."""


class CycleKind(StrEnum):
    """What a run does."""

    COLLECT = "recolectar"
    ASSESS = "evaluar-noticias"
    FULL = "ciclo"


class CycleState(StrEnum):
    """How a run stands or ended."""

    RUNNING = "en_curso"
    COMPLETE = "completo"
    PARTIAL = "parcial"
    NO_NETWORK = "sin_red"
    STOPPED_DISK = "detenido_disco"
    FAILED = "fallido"
    CANCELLED = "cancelado"
    ABANDONED = "abandonado"
