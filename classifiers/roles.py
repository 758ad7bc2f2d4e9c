"""Who demands and who is asked: the role of each name in a text, from the words around it; pure.

Every role comes with its reason in Spanish. Where the words do not tell, who is named is «otro».
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from classifiers import rolewords as words
from classifiers.names import NameInText
from conflict.actor import ActorKind, ActorRole

CLAIMANT, ADDRESSEE, OTHER = ActorRole.CLAIMANT, ActorRole.ADDRESSEE, ActorRole.OTHER

NEAR = 90
"""Characters on the left within which an asking word reaches its addressee."""

WINDOW = 75
"""Characters on the right within which a verb has its subject."""

FAR = 240
"""Characters of a sentence that are looked at on either side."""

NATIONAL_EXECUTIVE = frozenset({"Órgano Ejecutivo", "ministerio"})
"""Who asks a group for something here answers its demand: «el Gobierno exige a la COB levantar el bloqueo»."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a text with what it is within it. `employer` says that it only tells whose workers speak."""

    seen: NameInText
    employer: bool = False


@dataclass(frozen=True, slots=True)
class RoleTold:
    """A role and why; `sure` is false where no word beside the name told it."""

    role: ActorRole
    reason: str
    sure: bool


def roles(folded: str, named: Sequence[Named]) -> list[RoleTold]:
    """Return the role of each name, in the order of the names."""
    told: list[RoleTold | None] = []
    for at in range(len(named)):
        told.append(_by_words(folded, named, at))
    _share(folded, named, told)
    return _rest(folded, named, told)


def _by_words(folded: str, named: Sequence[Named], at: int) -> RoleTold | None:
    """Return what the words beside a name tell, None when they tell nothing."""
    one = named[at]
    if one.employer:
        return None
    left, right = _left(folded, one.seen.start), _right(folded, one.seen.end)
    bare = words.LEADERS.sub("", left)
    institution = one.seen.card.kind is ActorKind.INSTITUTION
    asked = _asked(folded, named, at, bare)
    if asked is not None:
        return asked
    if words.AGAINST.search(bare):
        return _against(folded, named, at)
    if words.HARMED.search(left) or words.HARMED.search(bare):
        return RoleTold(OTHER, "sufre lo que otros hacen o es convocado", False)
    if institution:
        return _institution(folded, named, at, left, bare, right)
    if words.FIGHTING.search(bare) and any(_demands(folded, other) for other in named[:at]):
        return RoleTold(ADDRESSEE, "otros rechazan lo que hace", True)
    if one.seen.card.habit is OTHER:
        return None
    if words.LAMENTS.match(right):
        return RoleTold(OTHER, "cuenta los daños de una medida ajena", True)
    if _subject(folded, named, at) or words.SAYS.search(left) or words.SAYS.search(bare):
        return RoleTold(CLAIMANT, "hace o anuncia la medida o la exigencia", True)
    if words.MEASURE_OF.search(bare) or words.MEASURE_OF.search(left):
        return RoleTold(CLAIMANT, "la medida o la exigencia es suya", True)
    return None


def _institution(folded: str, named: Sequence[Named], at: int, left: str, bare: str, right: str) -> RoleTold | None:
    card = named[at].seen.card
    if words.BEFORE.search(bare) and "denunci" in left:
        return RoleTold(OTHER, "ante ella se denuncia a otros", True)
    if words.BLAMED.search(bare):
        return RoleTold(ADDRESSEE, "se protesta por algo suyo", True)
    street = words.STREET.search(left)
    if street and (words.DOORS.search(left) or words.TO.search(left)) and card.habit is not OTHER:
        return RoleTold(ADDRESSEE, "la medida se hace ante ella", True)
    if words.TAKEN.search(left) and card.habit is not OTHER:
        return RoleTold(ADDRESSEE, "la medida se hace contra ella", True)
    if words.WITH.search(left) and card.habit is not OTHER:
        return RoleTold(ADDRESSEE, "se negocia con ella", True)
    verb = words.CLAIMS.search(right[:WINDOW])
    if verb and card.habit is not OTHER and card.subsector not in NATIONAL_EXECUTIVE and not words.TO.search(left):
        asked = _object_of(folded, named, at)
        if asked.seen.card.kind is ActorKind.INSTITUTION if asked else words.STREET.match(verb.group()):
            return RoleTold(CLAIMANT, "la institución misma exige", True)
    if card.habit is ADDRESSEE and words.ANSWERS.search(right[:40]) and not words.TO.search(left):
        return RoleTold(ADDRESSEE, "responde a la exigencia", False)
    return None


def _asked(folded: str, named: Sequence[Named], at: int, bare: str) -> RoleTold | None:
    """Return the role of a name that something is asked of."""
    to, that = words.TO.search(bare), words.THAT.search(bare)
    if not to and not that:
        return None
    before = bare[-NEAR:]
    asking = list(words.ASKING.finditer(before))
    if not asking or (asking[-1].group().startswith("denunci") and words.BEFORE.search(bare)):
        return None
    verb = (
        len(bare) - len(before) + asking[-1].start() + named[at].seen.start - len(_left(folded, named[at].seen.start))
    )
    subject = _last_before(folded, named, verb, at)
    institution = named[at].seen.card.kind is ActorKind.INSTITUTION
    if subject is not None and subject.seen.card.kind is ActorKind.INSTITUTION:
        if subject.seen.card.habit is OTHER:
            return RoleTold(OTHER, "se lo pide quien media", True)
        return RoleTold(ADDRESSEE, "otra institución se lo exige", True) if institution else RoleTold(
            CLAIMANT, "la autoridad responde a su medida", True
        )  # fmt: skip
    if (named[at].seen.card.habit is OTHER and institution and that) or (subject is None and not institution):
        return None
    return RoleTold(ADDRESSEE, "a quien se exige", True)


def _against(folded: str, named: Sequence[Named], at: int) -> RoleTold | None:
    subject = _last_before(folded, named, named[at].seen.start, at)
    if subject is not None and subject.seen.card.kind is ActorKind.INSTITUTION:
        return None
    return RoleTold(ADDRESSEE, "contra quien va la medida o la exigencia", True)


def _last_before(folded: str, named: Sequence[Named], position: int, at: int) -> Named | None:
    """Return the name that stands before a position in the same sentence and is nobody's object."""
    begin = named[at].seen.start - len(_left(folded, named[at].seen.start))
    for other in reversed(named[:at]):
        seen = other.seen
        if seen.start < begin or seen.end > position or other.employer:
            continue
        if not words.TO.search(_left(folded, seen.start)) and not words.AGAINST.search(_left(folded, seen.start)):
            return other
    return None


def _object_of(folded: str, named: Sequence[Named], at: int) -> Named | None:
    """Return the next name of the sentence that is asked: the one after «a», «al», «ante»."""
    end = named[at].seen.end + len(_right(folded, named[at].seen.end))
    for other in named[at + 1 :]:
        if other.seen.start >= end:
            return None
        if words.TO.search(words.LEADERS.sub("", _left(folded, other.seen.start))):
            return other
    return None


def _subject(folded: str, named: Sequence[Named], at: int) -> bool:
    """Say whether a verb of those who demand follows before another name that could be its subject."""
    seen = named[at].seen
    if words.TO.search(words.LEADERS.sub("", _left(folded, seen.start))):
        return False
    right = _right(folded, seen.end)[:WINDOW]
    verb = words.ACTS.search(right)
    if verb is None:
        return False
    end = seen.end
    for other in named[at + 1 :]:
        if other.seen.start >= seen.end + verb.start():
            break
        gap = folded[end : other.seen.start]
        if not (words.COORDINATED.match(gap) or words.OF.match(gap) or gap.strip().startswith(("de", "en"))):
            return False
        end = other.seen.end
    return True


def _demands(folded: str, one: Named) -> bool:
    return one.seen.card.kind is not ActorKind.INSTITUTION and not one.employer


def _share(folded: str, named: Sequence[Named], told: list[RoleTold | None]) -> None:
    """Give a name the role of the one that it is joined to: «la COB y la CSUTCB»."""
    for at in range(1, len(named)):
        before, here = told[at - 1], told[at]
        if before is None or not before.sure or (here is not None and here.sure):
            continue
        same = (named[at].seen.card.kind is ActorKind.INSTITUTION) == (
            named[at - 1].seen.card.kind is ActorKind.INSTITUTION
        )
        if same and words.COORDINATED.match(folded[named[at - 1].seen.end : named[at].seen.start]):
            told[at] = before


def _rest(folded: str, named: Sequence[Named], told: Sequence[RoleTold | None]) -> list[RoleTold]:
    """Settle what the words beside a name left open by what the rest of the text says."""
    street = words.STREET.search(folded) is not None
    sure = {one.role for one in told if one is not None and one.sure}
    first = next((at for at, one in enumerate(named) if _demands(folded, one) and told[at] is None), None)
    claimed = CLAIMANT in sure or (first is not None and street)
    settled: list[RoleTold] = []
    for at, (one, here) in enumerate(zip(named, told, strict=True)):
        card = one.seen.card
        if here is not None and here.sure:
            settled.append(here)
        elif one.employer:
            owed = claimed and ADDRESSEE not in sure and card.habit is ADDRESSEE
            settled.append(RoleTold(ADDRESSEE if owed else OTHER, "de ella dependen quienes exigen", False))
        elif here is not None and here.role is ADDRESSEE:
            settled.append(
                here if claimed and ADDRESSEE not in sure else RoleTold(OTHER, "nombrada sin papel claro", False)
            )
        elif here is None and at == first and street and CLAIMANT not in sure and card.habit is CLAIMANT:
            settled.append(RoleTold(CLAIMANT, "es el único sector que el texto nombra con la medida", False))
        else:
            settled.append(RoleTold(OTHER, here.reason if here else "nombrado sin papel claro", False))
    return settled


@lru_cache(maxsize=8)
def _bounds(folded: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return where the boundaries between the sentences of a text begin, and where they end."""
    found = list(words.BOUNDARY.finditer(folded))
    return tuple(one.start() for one in found), tuple(one.end() for one in found)


def _left(folded: str, start: int) -> str:
    """Return the sentence up to a position."""
    ends = _bounds(folded)[1]
    at = bisect_right(ends, start)
    return folded[max(ends[at - 1] if at else 0, start - FAR) : start]


def _right(folded: str, end: int) -> str:
    """Return the sentence from a position on."""
    starts = _bounds(folded)[0]
    at = bisect_left(starts, end)
    return folded[end : min(starts[at] if at < len(starts) else len(folded), end + FAR)]
