"""Measures of pressure as a fact tells them: V5 in full, beside the short forms for when no more is known.

What is read from a text is told apart by machine (`conflict.pressure`); a person who writes a fact down chooses here.
The codes are those of both, so that a fact of before keeps its own. Their words and definitions are dated data.
"""

from enum import StrEnum


class FactMeasure(StrEnum):
    """V5: which measure it was. `bloqueo`, `paro` and `huelga_hambre` are for a fact of which no more is known."""

    ROAD_BLOCKADE = "bloqueo"
    ROADS = "bloqueo_de_carretera"
    STREETS = "bloqueo_de_calles"
    SIEGE = "cerco"
    MARCH = "marcha"
    CARAVAN = "caravana"
    STOPPAGE = "paro"
    CIVIC_STOPPAGE = "paro_civico"
    SECTOR_STOPPAGE = "paro_sectorial"
    LABOUR_STRIKE = "huelga"
    HUNGER_STRIKE = "huelga_hambre"
    SHORT_HUNGER_STRIKE = "huelga_hambre_hasta_3_dias"
    LONG_HUNGER_STRIKE = "huelga_hambre_mas_de_3_dias"
    VIGIL = "vigilia"
    OCCUPATION = "toma"
    LAND_SEIZURE = "avasallamiento"
    SIT_IN = "planton"
    EMERGENCY = "emergencia"
    ULTIMATUM = "ultimatum"
    THREAT = "anuncio_o_amenaza"
    ASSEMBLY = "cabildo"
    CLASH = "enfrentamiento"
    DAMAGE = "quema_o_dano_de_bienes"
    MUTINY = "motin"
    RETENTION = "retencion"
    LYNCHING = "linchamiento"
    CRUCIFIXION = "crucifixion"
    WALLING_IN = "tapiado_o_enterramiento"
    SELF_HARM = "otras_autolesivas"
    OTHER = "otra"


ANNOUNCING = frozenset({FactMeasure.EMERGENCY, FactMeasure.ULTIMATUM, FactMeasure.THREAT, FactMeasure.ASSEMBLY})
"""Measures that only announce (V5, `previa`); all others are executed."""
EXECUTED_MEASURES = tuple(one for one in FactMeasure if one not in ANNOUNCING)
