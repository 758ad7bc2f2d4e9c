"""What a message tells of an office: counted by the database as it was counted by reading every open deadline."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from conflict.lapaz import local_day
from conflict.lifecycle import DeadlineState
from conflict.office import Office, OfficeKind
from register.commands import offices
from register.engine import Register
from register.queries.messages import SOON, office_day
from register.record_tables import DeadlineRow, RecordRow
from tests.conftest import NOW
from tests.register.test_records import ANA, ROSA, registered
from tests.registercopies import more_of

MINUTES = (-90 * 1440, -1440, -1, 0, 1, 6 * 60, 13 * 60, 1439, 1440, 1441, 5 * 1440)
OFFICES = [Office("of-llallagua", "Coordinación Regional Llallagua", ANA.office, OfficeKind.COORDINATION, "05",
                  "050203", "de prueba"),
           Office("of-05", ROSA.office, "Potosí", OfficeKind.DELEGATION, "05", "050101", "de prueba")]  # fmt: skip


@pytest.fixture
def owing(register: Register, rows: list[str]) -> Register:
    """Return a register whose two records have deadlines long ago, about now, and far ahead, open and closed ones."""
    with register.writing() as session:
        offices.sync(session, offices=OFFICES, now=NOW)
    registered(register, rows[0])
    with register.reading() as session:
        first, like = session.execute(select(DeadlineRow.record_id, DeadlineRow.id)).one()
    other = {"office": lambda n: ROSA.office, "code": lambda n: f"AT-2026-99-{n:04}"}
    records = (first, *more_of(register, RecordRow, first, 1, **other))
    for state, closed in ((DeadlineState.OPEN, None), (DeadlineState.MET, NOW)):
        more_of(register, DeadlineRow, like, 3 * len(MINUTES),
                due_at=lambda n: NOW + timedelta(minutes=MINUTES[n % len(MINUTES)]), record_id=lambda n: records[n % 2],
                state=lambda n, state=state: state.value, closed_at=lambda n, closed=closed: closed)  # fmt: skip
    return register


def as_it_was(session: Session, names: tuple[str, ...], now: datetime) -> tuple[int, list[str], list[str]]:
    """Return late, due today and soon as they were found by reading every open deadline."""
    owed = session.execute(
        select(DeadlineRow, RecordRow)
        .join(RecordRow, RecordRow.id == DeadlineRow.record_id)
        .where(DeadlineRow.state == DeadlineState.OPEN.value)
        .order_by(DeadlineRow.due_at, DeadlineRow.id)
    )
    mine = [one for one, record in owed if not names or record.office in names]
    ahead = [one for one in mine if now <= one.due_at < now + SOON]
    today = [one for one in ahead if local_day(one.due_at) == local_day(now)]
    late = sum(one.due_at < now for one in mine)
    return late, *([f"plazo-{one.id}@atalaya.local" for one in some] for some in (today, ahead))


@pytest.mark.parametrize("hours", [-4000, 0, 3, 10, 40, 4000])
def test_an_office_is_told_what_reading_every_deadline_would_tell(owing: Register, hours: int) -> None:
    now = NOW + timedelta(hours=hours)
    named = {"": (), **{one.id: (one.name, one.short) for one in OFFICES}}
    with owing.reading() as session:
        for office, names in named.items():
            day = office_day(session, office, now)
            told = day.late, [one.uid for one in day.today], [one.uid for one in day.soon]
            assert told == as_it_was(session, names, now), office


def test_deadlines_that_are_only_counted_are_not_read(owing: Register) -> None:
    read: Counter[str] = Counter()
    with owing.reading() as session:
        event.listen(session, "loaded_as_persistent", lambda _, row: read.update([type(row).__name__]))
        day = office_day(session, "", NOW)
    assert min(day.late, len(day.soon)) > 0
    assert read["DeadlineRow"] == len(day.soon)
