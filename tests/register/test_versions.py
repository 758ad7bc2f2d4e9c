"""Many people change one record by different commands at once: who wrote on an older version is told, none is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from conflict.lifecycle import ActionKind
from conflict.record import RuleError
from conflict.vocabulary import OutsideSystem
from register.commands import casefile, involved, records, versions
from register.engine import Register
from register.queries import records as record_queries
from register.queries import versions as version_queries
from register.record_rows import RecordDetail
from register.record_tables import DeadlineRow, RecordRow
from tests.conftest import NOW
from tests.register.populated import ANA, populate

EDITORS, EDITS = 8, 15  # bench/editores.py does two hundred each


@dataclass(frozen=True, slots=True)
class Seen:
    """What an editor saw of a record."""

    version: int
    title: str
    municipalities: tuple[str, ...]
    external_code: str
    due: int
    due_at: datetime


Edit = Callable[[Session, str, Seen], object]


def number_in(words: str) -> int:
    return int("".join(char for char in words if char.isdigit()) or 0)


MIXED: tuple[Edit, ...] = (
    lambda session, code, seen: casefile.retitle(
        session, code=code, title=f"Bloqueo, cambio {number_in(seen.title) + 1}", by=ANA, now=NOW
    ),
    lambda session, code, seen: casefile.locate(
        session,
        code=code,
        departments=["05"],
        municipalities=[f"Uncía {number_in(' '.join(seen.municipalities)) + 1}"],
        by=ANA,
        now=NOW,
    ),
    lambda session, code, seen: involved.note_code(
        session,
        code=code,
        system=OutsideSystem.SIMAT,
        text=f"S-{number_in(seen.external_code) + 1}",
        by=ANA,
        now=NOW,
    ),
    lambda session, code, seen: records.reschedule(
        session,
        deadline_id=seen.due,
        due_at=seen.due_at + timedelta(minutes=1),
        words="Un minuto más tarde",
        by=ANA,
        now=NOW,
    ),
    lambda session, code, seen: records.act(
        session, code=code, kind=ActionKind.OTHER, at=NOW, words="Se habló otra vez.", proof="", by=ANA, now=NOW
    ),
)
"""Each counts one up from what its editor saw: an edit that overwrote another would be missing in the end."""


def read(register: Register, code: str) -> RecordDetail:
    with register.reading() as session:
        return record_queries.detail(session, code)


def see(register: Register, code: str) -> Seen:
    """Read what an editor needs, and no history: that grows with every edit and would be all that is measured."""
    with register.reading() as session:
        row = session.scalars(select(RecordRow).where(RecordRow.code == code)).one()
        due = session.scalars(
            select(DeadlineRow).where(DeadlineRow.record_id == row.id, DeadlineRow.what == "Visitar otra vez")
        ).one()
        return Seen(row.row_version, row.title, tuple(row.municipalities), row.external_code, due.id, due.due_at)


def edit_together(register: Register, editors: int, edits: int) -> int:
    """Let so many edit one record at once, each kind of edit in turn; return how often one was told to look again.

    Every edit counts one up from what its editor saw: the sums say whether all of them are there.
    """
    code = populate(register)["second"]
    first = NOW + timedelta(days=20)
    with register.writing() as session:
        casefile.retitle(session, code=code, title="Bloqueo, cambio 0", by=ANA, now=NOW)
        casefile.locate(session, code=code, departments=["05"], municipalities=["Uncía 0"], by=ANA, now=NOW)
        records.add_deadline(session, code=code, what="Visitar otra vez", due_at=first, by=ANA, now=NOW)
    start = see(register, code)

    def one(who: int) -> int:
        late = 0
        for n in range(edits):
            while True:
                seen = see(register, code)
                with register.writing() as session:
                    told = versions.expect(session, code=code, seen=seen.version)
                    if told is None:
                        MIXED[(who + n) % len(MIXED)](session, code, seen)
                        break
                    assert told.version > told.seen
                late += 1
        return late

    with ThreadPoolExecutor(editors) as pool:
        late = sum(pool.map(one, range(editors)))
    end = see(register, code)
    counted = (
        number_in(end.title),
        number_in(" ".join(end.municipalities)),
        number_in(end.external_code),
        int((end.due_at - first) / timedelta(minutes=1)),
        len([one for one in read(register, code).timeline if one.words == "Se habló otra vez."]),
    )
    assert sum(counted) == editors * edits, f"{editors * edits - sum(counted)} edits lost"
    assert end.version == start.version + editors * edits
    return late


def test_eight_editors_of_one_record_lose_no_edit_of_any_kind(register: Register) -> None:
    assert edit_together(register, EDITORS, EDITS) > 0


def test_what_was_done_since_a_version_is_told_line_by_line(register: Register) -> None:
    code = populate(register)["second"]
    seen = read(register, code).record.version
    with register.writing() as session:
        assert versions.expect(session, code=code, seen=seen) is None
        casefile.retitle(session, code=code, title="Otro título distinto", by=ANA, now=NOW)
    with register.reading() as session:
        assert [one.action for one in version_queries.since(session, code, seen)] == ["ficha.titulo"]
        assert version_queries.since(session, code, seen + 1) == ()
    with register.writing() as session:
        assert versions.expect(session, code=code, seen=seen).version == seen + 1
        assert versions.expect(session, code="AT-no-hay", seen=1) is None


@pytest.mark.parametrize("written", ["", "uno", "-1", "1" * 10, "²"])
def test_a_form_that_says_no_version_is_refused(written: str) -> None:
    with pytest.raises(RuleError):
        versions.seen_in(written)
