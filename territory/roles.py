"""What a place has to do with the fact, and whether a name shared by department and capital is the city."""

from collections.abc import Sequence

from conflict.codebook import PlaceLevel, PlaceRole
from territory import cues
from territory.gazetteer import Gazetteer
from territory.meaning import Kind
from territory.senses import Chosen, Context


def role_of(context: Context, chosen: Chosen, everyone: Sequence[Chosen]) -> PlaceRole:
    """Return the role that the words beside a place give it; where nothing speaks, it is the scene."""
    if chosen.sense.kind is not Kind.PLACE:
        return PlaceRole.ACTOR_HOME
    before = context.before(chosen.mention, 90)
    if cues.AT_HEIGHT.search(before):
        return PlaceRole.SCENE
    if on_a_route(context, chosen, everyone) or cues.ROAD_TO.search(before):
        return PlaceRole.AFFECTED
    if cues.TOWARDS.search(before):
        return PlaceRole.ADDRESSEE_SEAT
    if cues.ADDRESSEE.search(before):
        return PlaceRole.ADDRESSEE_SEAT
    if cues.ACTOR_OF.search(before) or cues.FROM_AFAR.search(before):
        return PlaceRole.ACTOR_HOME
    if cues.BORDER_WITH.search(before):
        return PlaceRole.AFFECTED
    earlier = _listed_before(context, chosen, everyone)
    return PlaceRole.SCENE if earlier is None else role_of(context, earlier, everyone)


def _listed_before(context: Context, chosen: Chosen, everyone: Sequence[Chosen]) -> Chosen | None:
    """Return the place before this one in a list, whose role it shares: `salidas a Oruro, Potosí y Tarija`."""
    for other in everyone:
        gap = context.text[other.mention.end : chosen.mention.start]
        if other.mention.end < chosen.mention.start and gap in (", ", " y ", " e ", ", y "):
            return other if other.sense.kind is Kind.PLACE else None
    return None


def on_a_route(context: Context, chosen: Chosen, everyone: Sequence[Chosen]) -> bool:
    """Say whether a place is one end of `ruta Oruro–Potosí` or `entre Oruro y Potosí` after a word for road."""
    mine = chosen.mention
    for other in everyone:
        first, second = (mine, other.mention) if mine.at < other.mention.at else (other.mention, mine)
        if first is second or not 0 < second.at - first.until <= 4:
            continue
        gap = context.text[first.end : second.start].strip()
        if gap in ("-", "–", "—") or (gap in ("y", "a", "con") and cues.ROAD_BEFORE.search(context.before(first))):
            return True
    return False


def city_of(gazetteer: Gazetteer, context: Context, chosen: Chosen, everyone: Sequence[Chosen], role: PlaceRole) -> str:
    """Return the code of the capital when the text means the city and not the department of its name; else ""."""
    if not chosen.twin:
        return ""
    before, after = context.before(chosen.mention), context.after(chosen.mention)
    capital = gazetteer.capitals[chosen.department]
    if cues.CITY_WORD.search(before) or cues.CITY_AFTER.match(after):
        return capital
    if cues.DEPARTMENT_WORD.search(before) or role is PlaceRole.AFFECTED:
        return ""
    if _beside_a_town(context, chosen, everyone):
        return capital
    if role is PlaceRole.SCENE and cues.PREPOSITION.search(before) and cues.CITY_LIFE.search(_line(context, chosen)):
        return capital
    return ""


def _beside_a_town(context: Context, chosen: Chosen, everyone: Sequence[Chosen]) -> bool:
    """Say whether `y` joins the name to a municipality: `La Paz y El Alto`."""
    for other in everyone:
        if other.sense.level is not PlaceLevel.MUNICIPALITY or other.sense.kind is not Kind.PLACE:
            continue
        first, second = sorted((chosen.mention, other.mention), key=lambda m: m.at)
        if context.plain[first.until : second.at].strip() in ("y", "e") and second.at - first.until <= 3:
            return True
    return False


def _line(context: Context, chosen: Chosen) -> str:
    """Return the line of the text (title, summary or body paragraph) that a place stands in, made plain."""
    begin = context.text.rfind("\n", 0, chosen.mention.start) + 1
    stop = context.text.find("\n", chosen.mention.end)
    shift = chosen.mention.at - chosen.mention.start
    return context.plain[max(0, begin + shift) : (stop + shift) if stop >= 0 else None]
