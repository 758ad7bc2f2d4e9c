"""Who stands in a conflict: sectors, kinds, roles, and one actor as a text names it.

Actors are organisations, public offices and groups; a person is never one (domain model §7.8).
"""

from dataclasses import dataclass
from enum import StrEnum


class Sector(StrEnum):
    """Sector of an actor (domain model §4.3 and V9)."""

    LABOUR = "laboral"
    MINING = "mineria"
    PEASANT = "campesino"
    COCA = "coca"
    INDIGENOUS_LOWLANDS = "indigena_tierras_bajas"
    INDIGENOUS_HIGHLANDS = "indigena_tierras_altas"
    NEIGHBOURS = "vecinal"
    TRADERS = "comerciantes"
    TRANSPORT = "transporte"
    EDUCATION = "educacion"
    STUDENTS = "estudiantil"
    HEALTH = "salud"
    CIVIC = "civico"
    FARMING = "agropecuario"
    BUSINESS = "empresa"
    PROTECTED = "proteccion_especial"
    PRISONERS = "privados_de_libertad"
    VICTIMS = "victimas"
    PARTY = "partido"
    STATE = "estado"
    UNSTATED = "sin_precisar"


class ActorKind(StrEnum):
    """What an actor is: an organisation or an institution by its name, or a group named by its trade or its place."""

    ORGANISATION = "organizacion"
    INSTITUTION = "institucion"
    GROUP = "grupo"


class ActorReach(StrEnum):
    """How far an actor reaches (domain model §7.2)."""

    NATIONAL = "nacional"
    DEPARTMENTAL = "departamental"
    REGIONAL = "regional"
    LOCAL = "local"


class ActorRole(StrEnum):
    """What an actor does in one text: demands, is asked, or neither (a mediator, the police, somebody mentioned)."""

    CLAIMANT = "demandante"
    ADDRESSEE = "demandado"
    OTHER = "otro"


@dataclass(frozen=True, slots=True)
class ActorMention:
    """One actor named in a text.

    `key` is its row of the vocabulary, "" never; `name` its name there, `said` the words of the text. `faction` is the
    wing that the text or the row tells, "" when none. `department` and `municipality` are the codes of its home, ""
    when it has none. `start`, `end` are positions in the text. `reason` says in Spanish why it has this role;
    `initials` are those it is known by, "" for none.
    """

    key: str
    name: str
    said: str
    kind: ActorKind
    role: ActorRole
    sector: Sector
    reach: ActorReach | None
    faction: str
    department: str
    municipality: str
    start: int
    end: int
    reason: str
    initials: str = ""

    def told(self) -> dict[str, str | int | None]:
        """Return its fields under the names that files and stored rows give them."""
        return {
            "clave": self.key,
            "nombre": self.name,
            "sigla": self.initials,
            "texto": self.said,
            "clase": self.kind.value,
            "papel": self.role.value,
            "sector": self.sector.value,
            "nivel": None if self.reach is None else self.reach.value,
            "faccion": self.faction,
            "departamento": self.department,
            "municipio": self.municipality,
            "inicio": self.start,
            "fin": self.end,
            "motivo": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Demand:
    """What is demanded, in the words of the text, and where they stand."""

    text: str
    start: int
    end: int
