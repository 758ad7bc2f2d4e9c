"""Measures of pressure in full: the kinds that the institution counts, and one as a text names it."""

from dataclasses import dataclass
from enum import StrEnum

from conflict.codebook import Measure


class PressureKind(StrEnum):
    """Measure of pressure (domain model V5; `conflict.codebook.Measure` is its short form)."""

    ROAD_BLOCKADE = "bloqueo_de_carretera"
    STREET_BLOCKADE = "bloqueo_de_calles"
    CIVIC_STOPPAGE = "paro_civico"
    SECTOR_STOPPAGE = "paro_sectorial"
    MARCH = "marcha"
    SIT_IN = "mitin_planton_concentracion"
    VIGIL = "vigilia"
    HUNGER_STRIKE = "huelga_de_hambre"
    LABOUR_STRIKE = "huelga_laboral"
    OCCUPATION = "toma_de_instalaciones"
    LAND_SEIZURE = "toma_de_tierras"
    CRUCIFIXION = "crucifixion"
    WALLING_IN = "tapiado_o_enterramiento"
    SELF_HARM = "otras_autolesivas"
    RETENTION = "retencion_de_personas"
    DAMAGE = "quema_o_dano_de_bienes"
    CLASH = "enfrentamiento"
    MUTINY = "motin"
    CARAVAN = "caravana"
    SIEGE = "cerco"
    LYNCHING = "linchamiento"
    EMERGENCY = "estado_de_emergencia"
    ULTIMATUM = "ultimatum"
    THREAT = "anuncio_o_amenaza"
    ASSEMBLY = "cabildo_o_ampliado"
    OTHER = "otra"


class Moment(StrEnum):
    """Whether a measure goes before pressure or is pressure itself."""

    BEFORE = "previa"
    DONE = "ejecutada"


@dataclass(frozen=True, slots=True)
class PressureMention:
    """One measure named in a text, with its short form and where its words stand."""

    kind: PressureKind
    measure: Measure
    moment: Moment
    start: int
    end: int
