"""Closed vocabularies of a record (domain model, V1 to V11). Their Spanish words and definitions are dated data.

Codes stand here and in the database; `data/catalogos` says how each is called and meant from which day on.
Typology (V4) stands in `typology`, measures (V5) in `measure`; outcomes (V7), actions (V10) and reasons to discard
(V12) in `lifecycle`.
"""

from enum import StrEnum

from conflict.measure import EXECUTED_MEASURES, FactMeasure


class AlertClass(StrEnum):
    """V1: what makes it an alert."""

    EMERGENCY = "estado_de_emergencia"
    ULTIMATUM = "plazo_ultimatum"
    MEASURE_ANNOUNCED = "anuncio_de_medida"
    DECIDING_MEETING = "convocatoria_decisoria"
    PUBLIC_DEMAND = "exigencia_publica"
    BREACH = "incumplimiento"
    TENSION = "tension_sin_anuncio"
    REACTIVATION = "posible_reactivacion"


class Origin(StrEnum):
    """V2: how the office came to know."""

    PRESS = "monitoreo_de_medios"
    FIELD = "oficina_en_terreno"
    CALL = "llamada"
    CIVIL_SOCIETY = "sociedad_civil"
    PUBLIC_BODY = "entidad_publica"
    SOCIAL_NETWORK = "red_social"
    OTHER = "otro_registro"


class Phase(StrEnum):
    """V3: what the office does about it."""

    MONITORING = "monitoreo"
    PREVENTION = "prevencion"
    HANDLING = "gestion"
    TRANSFORMATION = "transformacion"


class Intensity(StrEnum):
    """V6: how far it has gone, from 1 to 5 in this order."""

    LATENT = "latente"
    OPEN = "manifiesto"
    CONFRONTATION = "confrontacion"
    VIOLENT = "enfrentamiento_violento"
    CRISIS = "crisis_de_gobernabilidad"


class Trend(StrEnum):
    """Where it is going."""

    RISING = "escalando"
    STEADY = "estable"
    FALLING = "desescalando"


class Right(StrEnum):
    """V8: the right at risk or violated."""

    LIFE = "vida"
    INTEGRITY = "integridad"
    LIBERTY = "libertad_personal"
    PROTEST = "reunion_y_protesta_pacifica"
    TRANSIT = "libre_transito"
    HEALTH = "salud"
    FOOD = "alimentacion"
    WATER = "agua_y_servicios_basicos"
    EDUCATION = "educacion"
    WORK = "trabajo"
    PROPERTY = "seguridad_juridica_y_propiedad"
    ENVIRONMENT = "medio_ambiente"
    TERRITORY = "territorio_y_consulta"
    PARTICIPATION = "participacion_politica"
    PRESS = "prensa_e_informacion"
    EQUALITY = "no_discriminacion"
    CHILDREN = "ninez_y_adolescencia"
    OLDER = "personas_adultas_mayores"
    DISABILITY = "discapacidad"


class Sector(StrEnum):
    """V9: which part of society an actor speaks for."""

    WORKERS = "trabajadores"
    MINERS = "mineros"
    COOPERATIVE_MINERS = "cooperativistas_mineros"
    TRANSPORT = "transportistas"
    TEACHERS = "maestros"
    HEALTH = "salud"
    PEASANTS = "campesinos"
    COCA = "cocaleros"
    HIGHLAND = "pueblos_indigenas_tierras_altas"
    LOWLAND = "pueblos_indigenas_tierras_bajas"
    NEIGHBOURS = "vecinal"
    CIVIC = "civico"
    STUDENTS = "estudiantil"
    TRADERS = "comerciantes"
    COMPANY = "empresa"
    PRISONERS = "privados_de_libertad"
    VICTIMS = "victimas"
    PARTY = "partido_u_organizacion_politica"
    STATE = "institucion_estatal"
    OTHER = "otro"
    FARMING = "agropecuario"
    PROTECTED = "proteccion_especial"


class TransferReason(StrEnum):
    """V11: why another office should take it over."""

    BEYOND = "supera_la_jurisdiccion"
    NATIONAL_ADDRESSEE = "demandado_nacional"
    DEATH_OR_WEAPONS = "muerte_o_arma"
    EXHAUSTED = "gestion_local_agotada"
    REJECTED = "rechazo_a_la_oficina"
    ORDERED = "instruccion_nacional"
    OTHER = "otro"


class Side(StrEnum):
    """On which side of the demand an actor stands."""

    DEMANDER = "demandante"
    ADDRESSEE = "demandado"
    THIRD = "tercero"


class ActorRole(StrEnum):
    """How close an actor is to the matter."""

    PRIMARY = "primario"
    SECONDARY = "secundario"
    TERTIARY = "terciario"


class RelationKind(StrEnum):
    """How two organisations stand to each other (domain model, actor)."""

    ALLIANCE = "alianza"
    CLOSENESS = "cercania"
    WEAK = "debil"
    TENSION = "tension"
    CONFRONTATION = "confrontacion"


class FactKind(StrEnum):
    """What happened on a day."""

    MEASURE = "medida"
    VIOLENCE = "violencia"
    DIALOGUE = "dialogo"
    AGREEMENT = "acuerdo"
    LIFTING = "levantamiento"
    RECESS = "cuarto_intermedio"
    DECLARATION = "declaracion"
    STATE_ACTION = "intervencion_estatal"
    NORM = "norma"
    BREACH = "incumplimiento"


class HarmKind(StrEnum):
    """What happened to persons, or to what serves them."""

    DEAD = "fallecida"
    INJURED = "herida"
    ARRESTED = "aprehendida"
    DETAINED = "detenida"
    RETAINED = "retenida"
    MISSING = "desaparecida"
    ASSAULTED = "agredida"
    PRESS = "prensa"
    HEALTH_WORKER = "personal_de_salud"
    AMBULANCE = "ambulancia"


class HarmGroup(StrEnum):
    """Who was harmed, as a group and never as a name."""

    MOBILISED = "movilizado"
    BYSTANDER = "tercero"
    POLICE = "policia"
    MILITARY = "militar"
    CHILDREN = "ninez_y_adolescencia"
    OTHER = "otro"


class Certainty(StrEnum):
    """How sure a figure is."""

    CONFIRMED = "confirmada"
    REPORTED = "reportada"
    DISPUTED = "en_disputa"


class OutsideSystem(StrEnum):
    """A system of the institution or of others that has its own number for the same matter."""

    SIMAT = "simat"
    SSP = "ssp"
    FOLLOW_UP = "ssp_seguimiento"
    ROUTE_SHEET = "hoja_de_ruta"
    CITE = "cite"


EXECUTED_FACTS = frozenset({FactKind.MEASURE, FactKind.VIOLENCE})
"""With an executed measure or violence an alert has become a conflict."""
CALMING_FACTS = frozenset({FactKind.AGREEMENT, FactKind.LIFTING, FactKind.DECLARATION, FactKind.NORM})
"""Agreement, measure called off, or demand met: with one of them an alert may be called off.

A *cuarto intermedio* is not among them: it closes nothing (V7).
"""
SETTLING_FACTS = frozenset({FactKind.AGREEMENT, FactKind.LIFTING})
"""With one of them handling becomes transformation."""


def executed(kind: FactKind, measure: FactMeasure | None) -> bool:
    """Tell whether a fact is a measure carried out or violence, as opposed to an announcement or talk."""
    return kind is FactKind.VIOLENCE or (kind is FactKind.MEASURE and measure in EXECUTED_MEASURES)


def risk(probability: int, impact: int) -> str:
    """Return the risk of an alert: product of 1 to 3 by 1 to 3, 1-2 `bajo`, 3-4 `intermedio`, 6-9 `alto`."""
    product = probability * impact
    return "bajo" if product <= 2 else "intermedio" if product <= 4 else "alto"
