"""Which of its senses a mention has: cues first, then the company of other names; never a guess between homonyms."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from conflict.codebook import PlaceLevel
from territory import cues
from territory.folding import plain as make_plain
from territory.gazetteer import Gazetteer
from territory.meaning import Demand, Kind, Sense
from territory.mentions import Mention


@dataclass(frozen=True, slots=True)
class Chosen:
    """A mention with the place it stands for, and why.

    `municipality` is "" when only the department is sure. `twin` says that department and capital share the name.
    """

    mention: Mention
    sense: Sense
    department: str
    municipality: str
    twin: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A name set aside, and why in Spanish. `rivals` are the places it may be where nobody can tell which."""

    reason: str
    mention: Mention
    rivals: tuple[Sense, ...] = ()


_SENTENCE_END = re.compile(r"(\w*)[.;!?][»”\")]*\s+|()\n")
_SHORTENED = frozenset(
    [
        "av",
        "avda",
        "c",
        "gral",
        "dr",
        "dra",
        "ing",
        "lic",
        "prof",
        "sr",
        "sra",
        "sta",
        "sto",
        "cnl",
        "cnel",
        "tte",
        "km",
        "nro",
    ]
)
"""Words that a full stop shortens without ending the sentence."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the mentions of one text are judged against."""

    text: str
    plain: str
    mentions: Sequence[Mention]
    _before: dict[tuple[int, int], str] = field(default_factory=dict)

    def before(self, mention: Mention, width: int = 60) -> str:
        """Return the plain text before a mention, no farther back than its sentence begins."""
        known = self._before.get((mention.start, width))
        if known is not None:
            return known
        begin = max(0, mention.start - width)
        ends = [
            end
            for end in _SENTENCE_END.finditer(self.text, begin, mention.start)
            if (end[1] or "").lower() not in _SHORTENED
        ]
        kept = mention.start - ends[-1].end() if ends else width
        found = self._before[mention.start, width] = self.plain[max(0, mention.at - min(kept, width)) : mention.at]
        return found

    def after(self, mention: Mention, width: int = 40) -> str:
        """Return the plain text after a mention."""
        return self.plain[mention.until : mention.until + width]


def choose(gazetteer: Gazetteer, context: Context) -> tuple[list[Chosen], list[Aside]]:
    """Return the mentions that are places for sure, and those set aside."""
    aside: list[Aside] = []
    open_ones: list[tuple[Mention, list[Sense]]] = []
    sure: set[str] = set()
    for mention in context.mentions:
        senses = [s for s in mention.senses if s.kind in (Kind.PLACE, Kind.DEMONYM, Kind.INSTITUTION)]
        if not senses:
            continue
        if cues.ABROAD_AFTER.match(context.after(mention)):
            aside.append(Aside(f"«{_words(context, mention)}» es de otro país", mention))
            continue
        open_ones.append((mention, senses))
        if len({s.department for s in senses}) == 1 and all(s.demand is Demand.NOTHING for s in senses):
            sure.update(s.department for s in senses if s.department)
    chosen = []
    for mention, senses in open_ones:
        companions = sure | _departments_beside(context, mention)
        fit = [s for s in senses if _allowed(context, mention, s, companions)]
        if cues.MUNICIPAL_WORD.search(context.before(mention)):
            wider = (PlaceLevel.PROVINCE, PlaceLevel.REGION)
            fit = [s for s in fit if s.level not in wider] or fit
        open_to = () if fit else _rivals(context, mention, senses)
        if open_to:
            aside.append(
                Aside(f"«{_words(context, mention)}» puede ser {_names(gazetteer, open_to)}", mention, open_to)
            )
            continue
        if not fit:
            aside.append(Aside(f"«{_words(context, mention)}» sin una señal de que sea un lugar", mention))
            continue
        if any(s.level in _SHARED and s.kind is Kind.PLACE and s.demand is not Demand.NOTHING for s in fit) or any(
            s.level is PlaceLevel.MUNICIPALITY and s.kind is Kind.PLACE for s in fit
        ):
            # A bearer of the name that asks for more than this text gives is still a rival.
            rivals = [s for s in senses if s.level is PlaceLevel.MUNICIPALITY and s.kind is Kind.PLACE]
            fit += [s for s in rivals if s not in fit]
        one = _one(gazetteer, mention, fit, companions)
        if one is None:
            aside.append(Aside(f"«{_words(context, mention)}» puede ser {_names(gazetteer, fit)}", mention, tuple(fit)))
        else:
            chosen.append(one)
    return chosen, aside


def _rivals(context: Context, mention: Mention, senses: Iterable[Sense]) -> tuple[Sense, ...]:
    """Return the municipalities of several departments that a short name after `en` may be: `en San Ignacio`."""
    towns = tuple(s for s in senses if s.level is PlaceLevel.MUNICIPALITY and s.kind is Kind.PLACE)
    before = context.before(mention)
    place = cues.PLACE_PREPOSITION.search(before) and not cues.NOT_A_PLACE.search(before)
    return towns if place and mention.capital and len({s.department for s in towns}) > 1 else ()


def _words(context: Context, mention: Mention) -> str:
    return context.text[mention.start : mention.end]


def _names(gazetteer: Gazetteer, senses: Iterable[Sense]) -> str:
    return " o ".join(f"{s.name} ({gazetteer.departments.get(s.department, 'varios')})" for s in senses)


def _departments_beside(context: Context, mention: Mention) -> set[str]:
    """Return the departments named right after a mention: `San Javier, Beni`, `San Javier (Beni)`."""
    for other in context.mentions:
        gap = context.plain[mention.until : other.at]
        if mention.until <= other.at <= mention.until + 8 and gap.split() in ([], ["del"], ["de"], ["en"]):
            return {s.department for s in other.senses if s.level is PlaceLevel.DEPARTMENT and s.kind is Kind.PLACE}
    return set()


def _allowed(context: Context, mention: Mention, sense: Sense, companions: set[str]) -> bool:
    """Say whether the cues let a sense stand."""
    if sense.kind is not Kind.PLACE:
        return True
    before = context.before(mention)
    if sense.level is not PlaceLevel.COMMUNITY and cues.NOT_A_PLACE.search(before):
        return False
    if sense.demand is Demand.NOTHING:
        return True
    beside = sense.department in _departments_beside(context, mention)
    if sense.level is PlaceLevel.MUNICIPALITY and cues.COMMUNITY_OF.search(before) and not beside:
        return False
    village = sense.level in (PlaceLevel.COMMUNITY, PlaceLevel.ROAD) and sense.demand is Demand.TYPE_WORD
    if beside or (cues.COMMUNITY_WORD if village else cues.TYPE_WORD).search(before):
        return True
    if sense.demand is Demand.TYPE_WORD:
        return False
    if _looks_like_a_person(context, mention):
        return False
    starts_line = not context.text[: mention.start].rstrip(" ¿¡“\"'") or context.text[: mention.start].endswith("\n")
    if sense.demand is Demand.PREPOSITION and mention.capital and (starts_line or cues.ANY_PREPOSITION.search(before)):
        return True
    if cues.OF_A_PLACE.search(before) and mention.capital:
        return True
    if cues.PLACE_PREPOSITION.search(before) or cues.ACTOR_OF_A_PLACE.search(context.before(mention, 90)):
        return True
    if starts_line and context.text[mention.end : mention.end + 1] == ":":
        return True
    return sense.department in companions and mention.capital


def _looks_like_a_person(context: Context, mention: Mention) -> bool:
    """Say whether a capitalised word that may be a first name stands right before."""
    found = cues.PERSON_BEFORE.search(context.text[max(0, mention.start - 25) : mention.start])
    return found is not None and make_plain(found.group()).strip() not in cues.NOT_FIRST_NAMES


def _one(gazetteer: Gazetteer, mention: Mention, fit: list[Sense], companions: set[str]) -> Chosen | None:
    """Settle on one sense, or on the department that all of them share, or on nothing."""
    twins = {s.level for s in fit} >= {PlaceLevel.DEPARTMENT, PlaceLevel.MUNICIPALITY}
    department = next((s for s in fit if s.level is PlaceLevel.DEPARTMENT), None)
    if department is not None:
        twin = twins or gazetteer.capitals.get(department.code, "") in _SAME_NAME
        return Chosen(
            mention, department, department.department, "", twin, f"«{department.name}» nombra el departamento"
        )
    if len(fit) == 1:
        return _plain_choice(mention, fit[0], "nombre único o con señal de lugar")
    near = [s for s in fit if s.department in companions]
    if len(near) == 1:
        return _plain_choice(mention, near[0], "el texto nombra su departamento")
    codes = {s.department for s in fit}
    if len(codes) == 1 and "" not in codes:
        towns = {s.municipality for s in fit}
        best = min(fit, key=lambda s: _LEVEL_ORDER[s.level])
        if len(towns - {""}) == 1 and best.level is PlaceLevel.MUNICIPALITY and not _elsewhere(best, fit):
            return _plain_choice(mention, best, "nombre de municipio")
        code = fit[0].department
        sense = Sense(Kind.PLACE, code, gazetteer.departments[code], PlaceLevel.DEPARTMENT, code, "", Demand.NOTHING)
        return Chosen(mention, sense, code, "", False, "varios lugares del mismo departamento llevan este nombre")
    return None


_SHARED = frozenset({PlaceLevel.PROVINCE})
"""Levels whose bare name a municipality elsewhere may bear too."""


def _elsewhere(town: Sense, fit: Iterable[Sense]) -> bool:
    """Say whether the name may mean more than the municipality.

    A province of that name may lie elsewhere (Chayanta, Carangas, Ingavi), and a region be wider (Alto Beni).
    """
    return any(
        (s.level is PlaceLevel.PROVINCE and not town.municipality.startswith(s.code))
        or (s.level is PlaceLevel.REGION and len(s.towns) > 1)
        for s in fit
    )


_SAME_NAME = frozenset({"020101", "030101", "040101", "050101", "060101", "070101"})
_LEVEL_ORDER = {
    PlaceLevel.MUNICIPALITY: 0,
    PlaceLevel.REGION: 1,
    PlaceLevel.PROVINCE: 2,
    PlaceLevel.COMMUNITY: 3,
    PlaceLevel.ROAD: 4,
    PlaceLevel.DEPARTMENT: 5,
    None: 6,
}


def _plain_choice(mention: Mention, sense: Sense, why: str) -> Chosen:
    return Chosen(mention, sense, sense.department, sense.municipality, False, f"«{sense.name}»: {why}")
