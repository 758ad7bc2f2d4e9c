"""Many people change one record by different commands at once: who wrote on an older version is told, none is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from conflict.lifecycle import ActionKind
from conflict.record import RuleError
from conflict.vocabulary import OutsideSystem
from register.commands import casefile, involved, records, versions
from register.engine import Register
from register.queries import records as record_queries
from register.queries import versions as version_queries
from register.record_rows import RecordDetail
from tests.conftest import NOW
from tests.register.populated import ANA, populate

EDITORS, EDITS = 8, 15
Edit = Callable[[Session, str, RecordDetail], object]


def number_in(words: str) -> int:
    return int("".join(char for char in words if char.isdigit()) or 0)


def due(seen: RecordDetail):
    return next(one for one in seen.deadlines if one.what == "Visitar otra vez")


MIXED: tuple[Edit, ...] = (
    lambda session, code, seen: casefile.retitle(
        session, code=code, title=f"Bloqueo, cambio {number_in(seen.record.title) + 1}", by=ANA, now=NOW
    ),
    lambda session, code, seen: casefile.locate(
        session,
        code=code,
        departments=["05"],
        municipalities=[f"Uncía {number_in(' '.join(seen.record.municipalities)) + 1}"],
        by=ANA,
        now=NOW,
    ),
    lambda session, code, seen: involved.note_code(
        session,
        code=code,
        system=OutsideSystem.SIMAT,
        text=f"S-{number_in(seen.record.external_code) + 1}",
        by=ANA,
        now=NOW,
    ),
    lambda session, code, seen: records.reschedule(
        session,
        deadline_id=due(seen).id,
        due_at=due(seen).due_at + timedelta(minutes=1),
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


def test_eight_editors_of_one_record_lose_no_edit_of_any_kind(register: Register) -> None:
    code = populate(register)["second"]
    first = NOW + timedelta(days=20)
    with register.writing() as session:
        casefile.retitle(session, code=code, title="Bloqueo, cambio 0", by=ANA, now=NOW)
        casefile.locate(session, code=code, departments=["05"], municipalities=["Uncía 0"], by=ANA, now=NOW)
        records.add_deadline(session, code=code, what="Visitar otra vez", due_at=first, by=ANA, now=NOW)
    start = read(register, code)

    def edits(who: int) -> int:
        late = 0
        for n in range(EDITS):
            while True:
                seen = read(register, code)
                with register.writing() as session:
                    told = versions.expect(session, code=code, seen=seen.record.version)
                    if told is None:
                        MIXED[(who + n) % len(MIXED)](session, code, seen)
                        break
                    assert told.version > told.seen
                late += 1
        return late

    with ThreadPoolExecutor(EDITORS) as pool:
        late = sum(pool.map(edits, range(EDITORS)))
    end = read(register, code)
    counted = (
        number_in(end.record.title),
        number_in(" ".join(end.record.municipalities)),
        number_in(end.record.external_code),
        int((due(end).due_at - first) / timedelta(minutes=1)),
        len([one for one in end.timeline if one.words == "Se habló otra vez."]),
    )
    assert sum(counted) == EDITORS * EDITS
    assert end.record.version == start.record.version + EDITORS * EDITS
    assert late > 0


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
