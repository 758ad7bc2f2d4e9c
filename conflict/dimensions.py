"""What a conflict is about at bottom, how far it goes, where it is carried on, and who is competent for it.

Closed lists of the reference data model (conflict); their Spanish words and definitions are dated data. No record needs
one to be made or to end: they are for whoever studies records later.
"""

from enum import StrEnum


class Realm(StrEnum):
    """The field of the demand: living and working, the State and its rules, or power and identity (Fundación UNIR)."""

    SOCIAL_REPRODUCTION = "reproduccion_social"
    INSTITUTIONAL = "institucional"
    POLITICAL_CULTURAL = "politico_cultural"


class Reach(StrEnum):
    """How far it goes, in seven steps from the neighbourhood to abroad (after Fundación UNIR)."""

    NEIGHBOURHOOD = "vecinal_o_comunal"
    MUNICIPAL = "municipal"
    PROVINCIAL = "provincial"
    DEPARTMENTAL = "departamental"
    INTERDEPARTMENTAL = "interdepartamental"
    NATIONAL = "nacional"
    INTERNATIONAL = "internacional"


class Setting(StrEnum):
    """In what kind of territory it is carried on (after the *ámbito* of Fundación UNIR)."""

    URBAN = "urbano"
    URBAN_FRINGE = "periurbano"
    RURAL = "rural"
    BOTH = "urbano_y_rural"


class Competence(StrEnum):
    """Which public power is mainly competent to answer (after Peru's register, for Bolivia's levels)."""

    CENTRAL = "nivel_central"
    DEPARTMENT = "gobierno_departamental"
    REGION = "gobierno_regional"
    MUNICIPALITY = "gobierno_municipal"
    INDIGENOUS = "autonomia_indigena"
    LEGISLATURE = "organo_legislativo"
    JUDICIARY = "organo_judicial"
    ELECTORAL = "organo_electoral"
    AUTONOMOUS_BODY = "entidad_autonoma"
