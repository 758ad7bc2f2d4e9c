"""What is said of work in the field: whether an alert was checked there, how an action was done, how exact a fact is.

Closed lists of the reference data model (early warning, action, fact); their Spanish words are dated data.
"""

from enum import StrEnum


class FieldCheck(StrEnum):
    """Whether somebody of the institution confirmed an alert on the spot."""

    YES = "si"
    NO = "no"
    PENDING = "pendiente"


class Modality(StrEnum):
    """How an action was done."""

    IN_PERSON = "presencial"
    VIRTUAL = "virtual"
    TELEPHONE = "telefono"
    WRITTEN = "escrita"


class PlacePrecision(StrEnum):
    """How exactly the place of a fact is known."""

    ADDRESS = "direccion"
    COMMUNITY = "comunidad"
    MUNICIPALITY = "municipio"
    PROVINCE = "provincia"
    DEPARTMENT = "departamento"


class TimePrecision(StrEnum):
    """How exactly the hour of a fact is known."""

    EXACT = "exacta"
    ABOUT = "aproximada"
    DAY = "solo_el_dia"
