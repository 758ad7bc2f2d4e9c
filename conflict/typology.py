"""What a conflict is about, as the institution counts it."""

from enum import StrEnum


class Typology(StrEnum):
    """Typology of a conflict (domain model V4, our definitions in data/vocabulario/tipologia.csv)."""

    LABOUR = "laboral"
    ECONOMY = "economico"
    GOVERNANCE = "gobernanza"
    AUTHORITIES = "cuestionamiento_de_autoridades"
    BROKEN_AGREEMENT = "incumplimiento_de_convenios"
    BOUNDARIES = "limites"
    LAND = "tierra_y_territorio"
    HOUSING = "loteamientos_y_vivienda"
    ENVIRONMENT = "recursos_naturales_y_medio_ambiente"
    SERVICES = "servicios_basicos_y_combustible"
    EDUCATION = "educacion"
    HEALTH = "salud"
    INFRASTRUCTURE = "infraestructura_y_transporte"
    SECURITY = "seguridad_ciudadana"
    JUSTICE = "sistema_judicial_y_penitenciario"
    POLITICS = "politico_electoral"
    LAWS = "leyes_y_normas"
    IDENTITY = "identidad_y_derechos_colectivos"
    COCA = "coca"
    TRADE = "comercio_y_contrabando"
    OTHER = "otro"
