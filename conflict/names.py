"""The Spanish words of the codes that pages and documents both print."""

from conflict.codebook import Level, Measure
from conflict.measure import FactMeasure
from conflict.typology import Typology

LEVELS = {Level.LOW: "Bajo", Level.MEDIUM: "Medio", Level.HIGH: "Alto", Level.CRITICAL: "Crítico"}

MEASURES = {
    Measure.ROAD_BLOCKADE: "Bloqueo",
    Measure.MARCH: "Marcha",
    Measure.STOPPAGE: "Paro",
    Measure.LABOUR_STRIKE: "Huelga",
    Measure.HUNGER_STRIKE: "Huelga de hambre",
    Measure.VIGIL: "Vigilia",
    Measure.OCCUPATION: "Toma de instalaciones",
    Measure.LAND_SEIZURE: "Avasallamiento",
    Measure.SIT_IN: "Plantón",
    Measure.EMERGENCY: "Estado de emergencia",
    Measure.ULTIMATUM: "Ultimátum",
    Measure.ASSEMBLY: "Cabildo o ampliado",
    Measure.CLASH: "Enfrentamiento",
    Measure.RETENTION: "Retención de personas",
    Measure.LYNCHING: "Linchamiento",
    Measure.CRUCIFIXION: "Crucifixión",
    Measure.OTHER: "Otra medida",
}

FACT_MEASURES = {FactMeasure(one.value): word for one, word in MEASURES.items()} | {
    FactMeasure.ROADS: "Bloqueo de carretera",
    FactMeasure.STREETS: "Bloqueo de calles",
    FactMeasure.SIEGE: "Cerco",
    FactMeasure.CARAVAN: "Caravana",
    FactMeasure.CIVIC_STOPPAGE: "Paro cívico",
    FactMeasure.SECTOR_STOPPAGE: "Paro sectorial",
    FactMeasure.SHORT_HUNGER_STRIKE: "Huelga de hambre de hasta 3 días",
    FactMeasure.LONG_HUNGER_STRIKE: "Huelga de hambre de más de 3 días",
    FactMeasure.THREAT: "Anuncio o amenaza de medidas",
    FactMeasure.DAMAGE: "Quema o daño de bienes",
    FactMeasure.MUTINY: "Motín",
    FactMeasure.WALLING_IN: "Tapiado o enterramiento",
    FactMeasure.SELF_HARM: "Otras medidas contra el propio cuerpo",
}

TYPOLOGIES = {
    Typology.LABOUR: "Laboral o salarial",
    Typology.ECONOMY: "Económico y medidas económicas",
    Typology.GOVERNANCE: "Gobernanza y gestión administrativa",
    Typology.AUTHORITIES: "Cuestionamiento de autoridades",
    Typology.BROKEN_AGREEMENT: "Incumplimiento de convenios",
    Typology.BOUNDARIES: "Límites",
    Typology.LAND: "Tierra y territorio",
    Typology.HOUSING: "Loteamientos y vivienda",
    Typology.ENVIRONMENT: "Recursos naturales y medio ambiente",
    Typology.SERVICES: "Servicios básicos y combustible",
    Typology.EDUCATION: "Educación",
    Typology.HEALTH: "Salud",
    Typology.INFRASTRUCTURE: "Infraestructura y transporte",
    Typology.SECURITY: "Seguridad ciudadana",
    Typology.JUSTICE: "Sistema judicial y penitenciario",
    Typology.POLITICS: "Político-electoral e ideológico",
    Typology.LAWS: "Leyes y normas",
    Typology.IDENTITY: "Identidad, pueblos indígenas y derechos colectivos",
    Typology.COCA: "Coca",
    Typology.TRADE: "Comercio y contrabando",
    Typology.OTHER: "Otro",
}


def measure_name(code: str) -> str:
    """Return the word of a measure as stored; one that is no code stands as it was written."""
    return next((words for measure, words in MEASURES.items() if measure.value == code), code)


def topic_name(code: str) -> str:
    """Return the words of a typology as stored; one that is no code stands as it was written."""
    return next((words for typology, words in TYPOLOGIES.items() if typology.value == code), code)


BAR_NAMES = {"medidas": measure_name, "demandas": topic_name}
"""How the names of a list of a summary are said; those of a list that is not here stand as they were written."""


def bar_name(group: str, name: str) -> str:
    """Return what a name of a list of a summary is called: measures and demands are codes, actors are words."""
    return BAR_NAMES[group](name) if group in BAR_NAMES else name
