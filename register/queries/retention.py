"""How much has outlived its term, without touching it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from conflict.retention import FOR_GOOD, Holding, Keeping
from register import expired


def past(session: Session, *, terms: Iterable[Keeping], folder: Path, now: datetime) -> Mapping[Holding, int]:
    """Return how many rows of each holding a real run would delete now; of raw bodies, folders of days."""
    return {
        one.holding: len(expired.keys(session, one, now)) + len(expired.files(folder, one, now))
        for one in terms
        if one.holding not in FOR_GOOD
    }
