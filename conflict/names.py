"""The Spanish words of the codes that pages and documents both print."""

from conflict.codebook import Level, Measure

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


def measure_name(code: str) -> str:
    """Return the word of a measure as stored; one that is no code stands as it was written."""
    return next((words for measure, words in MEASURES.items() if measure.value == code), code)
