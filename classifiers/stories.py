"""Do two articles tell the same story? One function for grouping, for duplicates across outlets and for recall.

Two articles are compared by the weight of the words they share (classifiers.storywords), rare ones counting most, with
the place as a gate and the acting sector as a help: what happened in two departments is two stories. Words that half
the news has (Bolivia, Gobierno, La Paz) weigh next to nothing, so they never link alone. Two outlets that tell one
matter often share hardly a word but who demands and what is done about it: within two days that helps, unless a place
or a sector speaks against it. Incremental: each article joins the best group of its window or none.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest

from classifiers.storywords import MANY_IN_TOWN, NO_TRADE, story_terms, subject, telling
from conflict.actor import ActorKind
from conflict.codebook import Measure
from conflict.story import StoryItem

THRESHOLD = 0.27
"""Least likeness of one story; pinned by tests/classifiers/test_stories.py."""
SAME_MUNICIPALITY, OTHER_MUNICIPALITY = 1.3, 0.6
"""Factors when both name the same municipality, or others."""
SAME_SUBJECT, OTHER_SUBJECT = 0.05, 0.3
"""Added when the same sector acts in both; factor when another does (bakers who wait for what drivers do)."""
SAME_HANDS = 0.2
"""Added when within `SAME_DAYS` the same hands act in both; less than the threshold, so that words must agree too."""
DECAY_DAYS = 7.0
"""An article this much later needs a third more likeness: stories go on, but so do look-alikes."""
MOST_DEPARTMENTS = 3
"""A round-up of more departments than these names many hands in passing, and tells of nobody's matter in particular."""
SAME_DAYS = timedelta(days=2)
"""Beyond these days one telling word in common (a sector, a matter) is no longer enough."""
ONE_TERM = 0.5
"""Factor for two articles further apart that share a single telling word."""
SHARED_TERMS = 2
TELLING_TERMS, LATEST_ARTICLES, MOST_CANDIDATES = 16, 1_000, 60
"""How far candidates are sought: by the words that tell most, among the latest articles with each, the best of them."""
MOST_REMEMBERED = 10_000
"""Articles kept at least, and twice as many at most: half a year of the national press's signals, 2 to 4 kB each."""


@dataclass(slots=True)
class _Compared:
    """One article as the comparison sees it: weights per term, who acts, what is done, places, time, group.

    Of the `claimants` some are `organisations`, and some groups named by their `trades`.
    """

    weights: dict[str, float]
    subject: str
    claimants: frozenset[str]
    organisations: frozenset[str]
    trades: frozenset[str]
    measures: frozenset[Measure]
    departments: frozenset[str]
    municipalities: frozenset[str]
    at: datetime
    group: int | str | None


class Stories:
    """The stories of the articles added last, each compared with those at most a window of days before or after it."""

    def __init__(self, window_days: int = 14) -> None:
        """Start without any."""
        self._window = timedelta(days=window_days)
        self._told: list[_Compared] = []
        self._where: dict[str, list[int]] = defaultdict(list)
        self._acted: dict[str, list[int]] = defaultdict(list)
        self._rarity: dict[str, float] = {}

    def add(self, group: int | str, item: StoryItem) -> None:
        """Remember that the article belongs to the group."""
        self._keep(_told(item, group))
        if len(self._told) >= 2 * MOST_REMEMBERED:
            latest, self._told = self._told[-MOST_REMEMBERED:], []
            self._where.clear()
            self._acted.clear()
            for one in latest:
                self._keep(one)
        self._rarity.clear()

    def _keep(self, told: _Compared) -> None:
        number = len(self._told)
        self._told.append(told)
        for term in told.weights:
            self._where[term].append(number)
        for hand in _hands(told):
            self._acted[hand].append(number)

    def find(self, item: StoryItem) -> int | str | None:
        """Return the group whose story the article tells, None when it opens one."""
        asked = _told(item, None)
        length = self._length(asked)
        best, found = 0.0, None
        for number in self._candidates(asked):
            likeness = self._likeness(asked, length, self._told[number])
            if likeness > best:
                best, found = likeness, self._told[number].group
        return found if best >= THRESHOLD else None

    def _candidates(self, asked: _Compared) -> list[int]:
        """Return the articles near in time and place that share at least two of the telling words, best first; then
        those of the same hands, however few words they share."""
        shared: Counter[int] = Counter()
        for term in nlargest(
            TELLING_TERMS, asked.weights, key=lambda term: self._rare(term) * asked.weights[term] ** 2
        ):
            shared.update(self._where.get(term, ())[-LATEST_ARTICLES:])
        near = (n for n, times in shared.items() if times >= SHARED_TERMS and self._near(asked, self._told[n]))
        found = nlargest(MOST_CANDIDATES, near, key=lambda number: (shared[number], number))
        acted = {n for hand in _hands(asked) for n in self._acted.get(hand, ())[-MOST_CANDIDATES:]}
        return found + sorted(n for n in acted.difference(found) if _same_hands(asked, self._told[n]))

    def _near(self, a: _Compared, b: _Compared) -> bool:
        apart = bool(a.departments and b.departments and a.departments.isdisjoint(b.departments))
        return not apart and abs(a.at - b.at) <= self._window

    def _likeness(self, a: _Compared, length: float, b: _Compared) -> float:
        both = a.weights.keys() & b.weights.keys()
        apart = abs(a.at - b.at)
        shared = sum([self._rare(term) * a.weights[term] * b.weights[term] for term in sorted(both)])
        if not shared:
            return 0.0
        likeness = shared / math.sqrt(length * self._length(b))
        if apart > SAME_DAYS and sum(map(telling, both)) < SHARED_TERMS:
            likeness *= ONE_TERM
        if a.municipalities and b.municipalities:
            likeness *= SAME_MUNICIPALITY if a.municipalities & b.municipalities else OTHER_MUNICIPALITY
        if a.subject and b.subject:
            likeness = likeness + SAME_SUBJECT if a.subject == b.subject else likeness * OTHER_SUBJECT
        likeness /= 1 + apart.total_seconds() / 86_400 / DECAY_DAYS / 3
        return likeness + SAME_HANDS if _same_hands(a, b) else likeness

    def _length(self, told: _Compared) -> float:
        return sum([self._rare(term) * weight * weight for term, weight in told.weights.items()])

    def _rare(self, term: str) -> float:
        """Return how much a term tells, squared; remembered until the next article is added."""
        known = self._rarity.get(term)
        if known is None:
            seen = len(self._where.get(term, ()))
            known = self._rarity[term] = math.log((len(self._told) + 20) / (seen + 1)) ** 2
        return known


def _hands(told: _Compared) -> frozenset[str]:
    """Return what the hands of an article are known by: who demands, and the sector that acts."""
    return told.claimants | ({told.subject} - {"", *MANY_IN_TOWN})


def _same_hands(a: _Compared, b: _Compared) -> bool:
    """Say whether the same hands act in both within days, in the same town or where one of them names no department.

    The same organisation; in one town the same claimant or sector; elsewhere the same trade with the same measure, for
    drivers who ask and drivers who block in places unknown are seldom the same ones.
    """
    town = not a.municipalities.isdisjoint(b.municipalities)
    if abs(a.at - b.at) > SAME_DAYS or not (town or _open(a, b)):
        return False
    if not a.organisations.isdisjoint(b.organisations):
        return True
    if a.subject and b.subject and a.subject != b.subject:
        return False
    if town and not _hands(a).isdisjoint(_hands(b)):
        return True
    return not (a.trades.isdisjoint(b.trades) or a.measures.isdisjoint(b.measures))


def _open(a: _Compared, b: _Compared) -> bool:
    """Say whether the places of two articles leave it open that they are one: one of them names no department."""
    fewest, most = sorted((len(a.departments), len(b.departments)))
    return not fewest and most <= MOST_DEPARTMENTS


def _told(item: StoryItem, group: int | str | None) -> _Compared:
    claimants = frozenset(one.key for one in item.claimants)
    organisations = frozenset(one.key for one in item.claimants if one.kind is ActorKind.ORGANISATION)
    return _Compared(
        story_terms(item.title, item.summary),
        subject(item.title, item.summary),
        claimants,
        organisations,
        claimants - organisations - NO_TRADE,
        frozenset(item.measures),
        frozenset(item.departments),
        frozenset(item.municipality_codes),
        item.at,
        group,
    )
