"""The same three hundred steps on both engines: the same answers, the same refusals, the same bytes at the end.

The steps are drawn once by a seed from the rules of `test_lives`, those that persons take. What both engines say of the
register is compared after every sixtieth, so that a difference is told near the step that made it.
"""

import inspect
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from conflict.handling import AgreementState, CommitmentState, RecommendationState, RequestState
from conflict.lifecycle import ActionKind, Outcome, RecordKind, RecordStep
from conflict.measure import FactMeasure
from conflict.record import RuleError
from conflict.vocabulary import FactKind, Phase
from register.engine import Register, open_register
from register.journal_key import make_key
from register.migrate import migrate
from register.queries import casefile, everything, queue, records, search
from register.searchindex import SearchKind
from register.settings import Storage
from tests.postgres import Cluster
from tests.register.test_lives import OFFICES, PEOPLE, Lives, filled

STEPS = 300
LOOKED_AT = 60
SEED = 13
WORDS = ("partes", "PARTES", "alcaldia", "alcadía", "bloqueo nota", "sueldo")
"""For the search: plain, in capitals, without its accent, with a slip, two at once, the beginning of one."""
YES_OR_NO = (False, True)
CHOICES: dict[str, dict[str, Sequence[object]]] = {
    "register_row": {"kind": tuple(RecordKind), "strict": YES_OR_NO},
    "act": {"kind": (ActionKind.VERIFICATION, ActionKind.WRITTEN_REPORT)},
    "fact": {"kind": tuple(FactKind), "measure": tuple(FactMeasure)},
    "strike_a_fact_out": {},
    "fill_in": {},
    "advance": {"asked": tuple(RecordStep), "outcome": tuple(Outcome), "strict": YES_OR_NO},
    "sign": {"yes": YES_OR_NO},
    "close_a_deadline": {"met": YES_OR_NO},
    "to_phase": {"phase": tuple(Phase)},
    "request": {"asked": tuple(RequestState)},
    "agree": {},
    "keep_or_break": {"kept": tuple(CommitmentState), "state": tuple(AgreementState)},
    "recommend": {"asked": tuple(RecommendationState)},
    "ask_for_a_transfer": {"to": OFFICES, "strict": YES_OR_NO},
    "answer_a_transfer": {
        "what": ("authorise", "send", "withdraw", "remind", "refer", "yes", "no", "back"),
        "strict": YES_OR_NO,
    },
    "merge": {"other": range(8)},
    "unmerge": {},
    "time_passes": {"days": range(1, 40)},
}
"""The rules of `Lives` that persons follow, and the values of each beside who acts and upon what."""
Step = tuple[str, dict[str, Any]]


class Scenario(Lives):
    """Steps of persons upon one register, each with what came of it."""

    def __init__(self, register: Register) -> None:
        """Begin where `Lives` does, with nothing told."""
        super().__init__(register)
        self.told: list[str] = []

    def do(self, command, **values):
        """Run a command and keep its answer, or the sentence of the rule that refused it."""
        self.now += timedelta(minutes=7)
        try:
            with self.register.writing() as session:
                done = command(session, now=self.now, **values)
        except RuleError as refused:
            self.told.append(f"{command.__name__}: {refused.spanish}")
            return None
        self.told.append(f"{command.__name__}: {done!r}")
        return done


def drawn(seed: int) -> list[Step]:
    """Draw the steps: a rule that persons follow, and one example of each of its values."""
    chance = Random(seed)
    names = sorted(CHOICES)
    steps: list[Step] = []
    for _ in range(STEPS):
        name = chance.choice(names)
        shared = {"n": chance.randrange(8), "by": chance.choice(PEOPLE)}
        asked = inspect.signature(getattr(Lives, name)).parameters
        values = {what: value for what, value in shared.items() if what in asked}
        steps.append((name, values | {what: chance.choice(of) for what, of in CHOICES[name].items()}))
    return steps


def told(register: Register, scenario: Scenario) -> Iterator[str]:
    """Yield what the register answers to those who read it, as JSON."""
    now = scenario.now
    with register.reading() as session:
        seen: dict[str, object] = {
            "abiertos": [asdict(one) for one in records.listed(session)],
            "cerrados": [asdict(one) for one in records.listed(session, closed=True)],
            "plazos": [asdict(one) for one in records.agenda(session)],
            "vencidos": records.overdue(session, now),
            "en camino": [asdict(one) for one in records.transfers_waiting(session)],
            "en manos de nadie": casefile.in_nobodys_hands(session),
            "cola": [asdict(queue.page(session, state=state, now=now)) for state in ("abiertas", "registrada")],
        }
        for one in (*records.listed(session), *records.listed(session, closed=True)):
            found = casefile.case(session, one.code)
            assert found is not None
            seen[one.code] = asdict(found)
        for kind in SearchKind:
            for word in WORDS:
                hits = search.find(session, typed=word, kind=kind).hits
                seen[f"{kind.name} {word}"] = [asdict(hit) for hit in hits]
    for what, value in seen.items():
        yield f"{what}: {json.dumps(value, default=str, ensure_ascii=False)}"


def live(register: Register, steps: list[Step]) -> Iterator[str]:
    """Take the steps; yield every answer, what is read in between, and everything at the end."""
    filled(register)
    scenario = Scenario(register)
    for number, (name, values) in enumerate(steps, start=1):
        getattr(scenario, name)(**values)
        yield from (f"{number} {name}: {answer}" for answer in scenario.told)
        scenario.told.clear()
        if number % LOOKED_AT == 0:
            yield from (f"after {number}, {line}" for line in told(register, scenario))
    with register.reading() as session:
        yield from everything.lines(session)


@pytest.mark.postgres
def test_three_hundred_steps_leave_the_same_answers_and_the_same_bytes_on_both_engines(
    cluster: Cluster, tmp_path: Path
) -> None:
    make_key(tmp_path)
    steps = drawn(SEED)
    answers = []
    for url in (f"sqlite:///{tmp_path / 'atalaya.db'}", cluster.new_database()):
        storage = Storage(url, tmp_path)
        migrate(storage)
        register = open_register(storage)
        answers.append(list(live(register, steps)))
        register.close()
    for line, other in zip(*answers, strict=True):
        assert line == other
    done = [line for line in answers[0] if line[:1].isdigit()]
    assert len({name for name, _ in steps}) >= 15
    assert sum(": None" not in line for line in done) > STEPS / 4
