"""What travels from reading to storing: one article, read and decided, and the sums of a batch."""

from collections import Counter
from dataclasses import dataclass, field

from conflict.office import UNROUTED, Route
from conflict.place import Location
from conflict.queue import Enqueue, Ignore
from conflict.signal import Reading
from register.rows import PendingArticle


@dataclass(frozen=True, slots=True)
class Assessed:
    """One article, read and decided.

    `group` is the number of an existing group or a label (`new:3`) shared by the articles of this run that open a group
    together; it is "" where the decision is to ignore. `route` is the office that its places speak for.
    """

    pending: PendingArticle
    reading: Reading
    location: Location
    decision: Enqueue | Ignore
    group: int | str
    route: Route = UNROUTED


@dataclass(slots=True)
class Counts:
    """The sums of one batch; `groups` says which number each label was given."""

    signals: int = 0
    queued: int = 0
    extended: int = 0
    ignored: Counter[str] = field(default_factory=Counter)
    groups: dict[str, int] = field(default_factory=dict)
