"""What narrows the list of records besides department and words: kind, level, stage, state, codes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from conflict.codebook import Level
from conflict.lifecycle import RecordKind, RecordState
from conflict.vocabulary import Phase
from register.case_tables import CaseFile
from register.record_tables import RecordRow


def narrowing(
    *,
    kind: RecordKind | None = None,
    level: Level | None = None,
    phase: Phase | None = None,
    state: RecordState | None = None,
    codes: Sequence[str] | None = None,
) -> list[Any]:
    """Return the conditions that a view of the list has besides, none for what is not asked for.

    `codes` are the records that it is kept to, none at all for an empty one.
    """
    conditions: list[Any] = []
    if kind is not None:
        conditions.append(RecordRow.kind == kind.value)
    if level is not None:
        conditions.append(RecordRow.level == level.value)
    if phase is not None:
        conditions.append(RecordRow.id.in_(select(CaseFile.record_id).where(CaseFile.phase == phase.value)))
    if state is not None:
        conditions.append(RecordRow.state == state.value)
    if codes is not None:
        conditions.append(RecordRow.code.in_(codes))
    return conditions
