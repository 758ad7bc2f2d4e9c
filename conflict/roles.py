"""The roles of the domain model (roles and permissions): what a person is in the office, not who they are."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is. `SYSTEM` is the program itself and whoever types its commands; no account can have it."""

    ANALYST = "analista"
    REGIONAL = "responsable_regional"
    DELEGATE = "delegado_departamental"
    NATIONAL = "unidad_nacional"
    MANAGER = "gerencia"
    AUDITOR = "auditor"
    ADMIN = "admin_tecnico"
    SYSTEM = "sistema"


OF_ACCOUNTS = tuple(role for role in Role if role is not Role.SYSTEM)
"""The roles that an account may have."""
