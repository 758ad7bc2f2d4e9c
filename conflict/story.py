"""What grouping needs to know of one article: the words, the time, where and what.

The rule that says whether two of them tell the same story lives with the classifiers; this is only the value that
travels between the register, which remembers groups, and that rule.
"""

from dataclasses import dataclass
from datetime import datetime

from conflict.codebook import Measure


@dataclass(frozen=True, slots=True)
class StoryItem:
    """One article as the grouping sees it.

    `id` is any stable name of the article; `at` its time of publication (or of reading) in UTC.
    """

    id: str
    title: str
    summary: str
    at: datetime
    departments: tuple[str, ...]
    municipality_codes: tuple[str, ...]
    measures: tuple[Measure, ...]
