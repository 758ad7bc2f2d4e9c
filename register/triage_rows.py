"""The frozen rows of the work on the queue: claims, assignments, corrections, views."""

from dataclasses import dataclass
from datetime import datetime

from conflict.lifecycle import DiscardReason, ReviewDecision
from conflict.triage import CorrectedField, Lease
from register.triage_tables import LeaseRow


@dataclass(frozen=True, slots=True)
class Mark:
    """What the list says of a row: who has it open, None for nobody, and who is to decide it, "" for nobody."""

    lease: Lease | None = None
    assigned: str = ""
    account_id: int = 0


@dataclass(frozen=True, slots=True)
class CorrectionFact:
    """One corrected value: which, when, by whom and why; the last `id` takes all back that was put at once."""

    field: CorrectedField
    at: datetime
    by: str
    reason: str
    id: int


@dataclass(frozen=True, slots=True)
class DecidedFact:
    """The last decision about a row that stands. `record` is what came of it, "" for none or one out of sight;
    `until` is for a row that was put off."""

    decision: ReviewDecision
    at: datetime
    by: str
    reason: DiscardReason | None
    comment: str
    record: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Worked:
    """What the panel of a row says of the work on it. `people` may be given the row: number and name."""

    mark: Mark
    corrections: tuple[CorrectionFact, ...]
    people: tuple[tuple[int, str], ...]
    joined_to: str
    decided: DecidedFact | None = None


@dataclass(frozen=True, slots=True)
class LastStep:
    """The last thing a person did that stands: decided one row, or several at once, or corrected one.

    `correction` is the code of the row and the number of the correction.
    """

    review: int | None = None
    batch: int | None = None
    correction: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class SavedView:
    """Filters under a name; `own` or of the office."""

    id: int
    name: str
    own: bool
    filters: dict[str, str]


NO_MARK = Mark()


def lease_of(row: LeaseRow) -> Lease:
    """Return a stored claim as a value."""
    return Lease(row.account_id, row.by, row.office, row.since, row.until)
