"""A challenger is trained, shadowed, compared, promoted and taken back; a poisoned or half-moved one does nothing."""

import csv
import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from classifiers.corpus import Example, load_corpus
from classifiers.floors import measure_split, pin, write_floors
from classifiers.frozen import freeze, split, write_list
from classifiers.model import CARD, load_model
from classifiers.shelf import IN_USE, Pointer, Shelf
from classifiers.train import learn, train, write
from conflict.codebook import CycleKind, Level
from conflict.errors import DataError, ModelError
from conflict.lifecycle import DiscardReason, RecordKind
from conflict.record import Person
from flows.models import load_challenger, load_champion, shelf_of
from flows.promoting import go_back, judge, promote
from flows.proposing import TWIN, propose
from flows.settings import Settings, read_settings
from register.commands import cycles, fetches, models, readings, reviews
from register.commands import sources as source_commands
from register.commands.models import Shadow
from register.engine import Register, open_register
from register.migrate import migrate
from register.queries import export
from register.settings import Storage
from tests.conftest import NOW, ROOT
from tests.make import a_reading, a_source, an_article, an_assessed, an_attempt, an_update

ANA = Person("Ana Q.", "Unidad Nacional")
LATER = NOW + timedelta(days=10)
SOURCES = 40


def third(row: dict[str, str], of: int) -> int:
    """Return which of so many parts of the corpus a row belongs to, stories whole."""
    return int(hashlib.sha256(f"x{row['historia'] or row['id']}".encode()).hexdigest(), 16) % of


@dataclass
class Office:
    """An installation: its settings and its register."""

    settings: Settings
    register: Register

    @property
    def shelf(self) -> Shelf:
        return shelf_of(self.settings)

    def decide(self, texts: list[Example], signal: dict[str, bool]) -> None:
        """Bring texts and decide them one after another, each by another of seven persons unless told otherwise."""
        with self.register.writing() as session:
            sources = [a_source(f"medio-{n}") for n in range(SOURCES)]
            source_commands.sync(session, sources=sources, now=NOW)
            cycle = cycles.take(session, kind=CycleKind.FULL, holder="h", now=NOW, wall=NOW, lease_seconds=300)
            for n in range(SOURCES):
                mine = [
                    an_article(place, f"medio-{n}", title=one.text.partition("\n")[0], summary="")
                    for place, one in enumerate(texts)
                    if place % SOURCES == n
                ]
                fetches.record(
                    session, cycle_id=cycle.cycle_id, attempt=an_attempt(f"medio-{n}", articles=len(mine)),
                    articles=mine, update=an_update(), now=NOW,
                )  # fmt: skip
            waiting = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=999)
            assessed = [an_assessed(one, f"new:{n}", reading=a_reading()) for n, one in enumerate(waiting)]
            readings.record(session, assessed=assessed, now=NOW)
            for n, one in enumerate(waiting, start=1):
                common = {"code": f"P-261120-{n:03d}", "version": 1, "now": NOW + timedelta(minutes=n)}
                by = self.person(n)
                if signal[one.title]:
                    reviews.register(session, kind=RecordKind.ALERT, level=Level.LOW, by=by, **common)
                else:
                    reviews.discard(session, reason=DiscardReason.NO_DEMAND, comment="", by=by, **common)

    def person(self, number: int) -> Person:
        return Person(f"Persona {number % 7}", "Regional Llallagua")

    def journal(self) -> list[tuple[str, str]]:
        with self.register.reading() as session:
            lines = list(export.rows(session, "bitacora"))
        return [(line["accion"], line["objeto"]) for line in lines if line["accion"].startswith("modelo.")]

    def shadow(self, version: str, since: datetime) -> None:
        """Let a challenger have read one article beside the champion."""
        one = Shadow(1, 1, 0.9, True, 0.8, True)
        with self.register.writing() as session:
            models.shadowed(session, challenger=version, champion="x", readings=[one], now=since)


class OneAccount(Office):
    """Everything decided by one person."""

    def person(self, number: int) -> Person:
        return Person("Cuenta Única", "Regional Llallagua")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with a sixth of the corpus, its frozen part, floors, and a model of half of it."""
    folder = tmp_path_factory.mktemp("datos-chicos")
    corpora = {folder / "corpus": 6, folder / "pobre": 12}
    for target, of in corpora.items():
        target.mkdir()
        for path in sorted((ROOT / "data" / "corpus").glob("*.csv")):
            with path.open(newline="", encoding="utf-8") as handle:
                reader = csv.DictReader(handle)
                names, kept = list(reader.fieldnames or []), [row for row in reader if third(row, of) == 0]
            with (target / path.name).open("w", newline="", encoding="utf-8") as out:
                writer = csv.DictWriter(out, names)
                writer.writeheader()
                writer.writerows(kept)
    corpus = load_corpus(folder / "corpus")
    listed = freeze(corpus)
    write_list(folder / "frozen.csv", listed)
    reached = measure_split(split(corpus, listed), NOW)
    low = replace(reached, values={name: value - 0.1 for name, value in reached.values.items() if "error" not in name})
    write_floors(folder / "floors.json", pin(None, low, NOW))
    train(folder / "corpus", folder / "fabrica", NOW)
    return folder


@pytest.fixture(scope="module")
def unseen() -> list[Example]:
    """Return texts that no model here is taught: of another third of the corpus, conflicts and rest in turn."""
    rows = [one for one in load_corpus(ROOT / "data" / "corpus").examples if "\n" in one.text]
    other = [one for one in rows if int(hashlib.sha256(f"x{one.story}".encode()).hexdigest(), 16) % 3 == 1]
    titles: set[str] = set()
    single = [one for one in other if not ((t := one.text.partition("\n")[0]) in titles or titles.add(t))]
    loud, quiet = ([one for one in single if one.signal is kind] for kind in (True, False))
    return [one for pair in zip(loud, quiet, strict=False) for one in pair]


def truth(texts: list[Example]) -> dict[str, bool]:
    return {one.text.partition("\n")[0]: one.signal for one in texts}


def an_office(small: Path, folder: Path, kind: type[Office] = Office) -> Office:
    storage = Storage(f"sqlite:///{folder / 'atalaya.db'}", folder)
    settings = replace(read_settings(), storage=storage, corpus=small / "corpus", model=small / "fabrica")
    migrate(storage)
    return kind(settings, open_register(storage))


@pytest.fixture(scope="module")
def prepared(small: Path, unseen: list[Example], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder of an office whose model in use is poor, with two hundred decisions and a challenger."""
    folder = tmp_path_factory.mktemp("oficina")
    office = an_office(small, folder)
    corpus = load_corpus(small / "pobre")
    poor = learn(corpus, NOW)
    version = poor.digest[:12]
    listed = freeze(load_corpus(small / "corpus"))
    write(office.shelf.folder / version, poor)
    write(office.shelf.folder / version / TWIN, learn(split(corpus, listed).taught, NOW))
    office.shelf.point(IN_USE, Pointer(version, NOW.isoformat(), "prueba", ""))
    office.decide(unseen[:200], truth(unseen[:200]))
    propose(office.settings, office.register, LATER, ANA)
    office.register.close()
    return folder


@pytest.fixture
def office(small: Path, prepared: Path, tmp_path: Path):
    """Return a copy of that office."""
    folder = Path(shutil.copytree(prepared, tmp_path / "oficina"))
    opened = an_office(small, folder)
    yield opened
    opened.register.close()


def test_a_proposal_reads_beside_the_model_in_use_and_takes_nothing_over(office: Office) -> None:
    champion, challenger = load_champion(office.shelf), load_challenger(office.shelf)
    assert challenger is not None
    assert champion.version != challenger.version
    assert office.shelf.pointer(IN_USE).version == champion.version
    origin = json.loads((office.shelf.folder / challenger.version / "origen.json").read_text())
    assert origin["decisiones"] == 160, "the newest fifth of the decisions is held back"
    assert office.journal() == [("modelo.proponer", challenger.version)]


def test_a_better_challenger_waits_its_week_and_then_takes_over_and_gives_back(office: Office) -> None:
    before, challenger = load_champion(office.shelf).version, office.shelf.challenger().name
    found = judge(office.settings, office.register, LATER)
    assert [one.patience for one in found.against] == [True], found.against
    assert found.contest.held_texts == 40
    assert found.contest.frozen.challenger.average_precision > found.contest.frozen.champion.average_precision
    with pytest.raises(DataError, match="not promoted") as told:
        promote(office.settings, office.register, LATER, ANA)
    assert "a la sombra" in told.value.spanish
    assert load_champion(office.shelf).version == before
    office.shadow(challenger, LATER - timedelta(days=8))
    promote(office.settings, office.register, LATER, ANA)
    assert load_champion(office.shelf).version == challenger
    assert office.shelf.challenger() is None
    assert go_back(office.settings, office.register, LATER, ANA) == before
    assert load_champion(office.shelf).version == before
    actions = [action for action, _ in office.journal()]
    assert actions == ["modelo.proponer", "modelo.promover", "modelo.volver"]
    assert go_back(office.settings, office.register, LATER, ANA, version=challenger) == challenger


def test_waiting_can_be_waived_with_a_reason_that_is_kept(office: Office) -> None:
    promote(office.settings, office.register, LATER, ANA, hurry="elecciones el domingo")
    assert office.shelf.pointer(IN_USE).reason == "elecciones el domingo"


def test_below_a_floor_nothing_helps(office: Office, small: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(small, tmp_path / "exigente"))
    told = json.loads((data / "floors.json").read_text())
    told["pisos"]["cobertura"] = 0.99
    (data / "floors.json").write_text(json.dumps(told))
    strict = replace(office.settings, corpus=data / "corpus")
    with pytest.raises(DataError) as refused:
        promote(strict, office.register, LATER, ANA, hurry="de todas maneras hoy")
    assert "Está bajo el piso en cobertura." in refused.value.spanish


@pytest.mark.parametrize("damage", ["arrays", "card", "pointer", "gone"])
def test_a_damaged_challenger_never_takes_over(office: Office, damage: str) -> None:
    before, folder = load_champion(office.shelf).version, office.shelf.challenger()
    match damage:
        case "arrays":
            (folder / "arrays.npz").write_bytes(b"nada")
        case "card":
            (folder / CARD).write_text("{}")
        case "pointer":
            (office.shelf.folder / "propuesto.json").write_text('{"version": "../../etc"}')
        case "gone":
            shutil.rmtree(folder)
    assert load_challenger(office.shelf) is None, "a cycle goes on without it"
    with pytest.raises((ModelError, DataError)):
        promote(office.settings, office.register, LATER, ANA, hurry="sin esperar la semana")
    assert load_champion(office.shelf).version == before


KILLED = """
import os, signal, sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from conflict import killpoint
from conflict.record import Person
from flows.promoting import go_back
from flows.settings import read_settings
from register.engine import open_register
from register.settings import Storage
folder, model, corpus, point = sys.argv[1:]
storage = Storage(f"sqlite:///{folder}/atalaya.db", Path(folder))
settings = replace(read_settings(), storage=storage, corpus=Path(corpus), model=Path(model))
killpoint.install(lambda here: os.kill(os.getpid(), signal.SIGKILL) if here.value == point else None)
go_back(settings, open_register(storage), datetime(2026, 12, 1, tzinfo=UTC), Person("Ana Q.", "Unidad Nacional"))
"""


@pytest.mark.parametrize(("point", "moved"), [("k18", False), ("k19", True)])
def test_a_kill_around_the_pointer_leaves_one_valid_model_in_use(office: Office, point: str, moved: bool) -> None:
    before = load_champion(office.shelf).version
    folder, settings = office.settings.storage.folder, office.settings
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(settings.model), str(settings.corpus), point],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == -9, done.stderr
    now = load_champion(office.shelf).version
    assert (now != before) is moved
    assert now in {before, load_model(settings.model).version}
    assert [action for action, _ in office.journal()] == ["modelo.proponer"], "an unfinished line is not in the journal"
    assert not moved or go_back(settings, office.register, LATER, ANA) == before, "and the way back is open"


def test_three_hundred_wrong_labels_of_one_account_do_not_reach_the_queue(
    small: Path, unseen: list[Example], tmp_path: Path
) -> None:
    office = an_office(small, tmp_path, OneAccount)
    texts = unseen[:300]
    office.decide(texts, {title: not signal for title, signal in truth(texts).items()})
    done = propose(office.settings, office.register, LATER, ANA)
    assert (done.taught, done.held, dict(done.unused)) == (48, 12, {"tope_por_persona": 240})
    office.shadow(done.card.version, LATER - timedelta(days=30))
    with pytest.raises(DataError) as told:
        promote(office.settings, office.register, LATER, ANA, hurry="lo pide una sola cuenta")
    assert "conjunto congelado" in told.value.spanish
    assert load_champion(office.shelf).version == load_model(small / "fabrica").version
    office.register.close()


def test_without_anything_new_there_is_nothing_to_propose(small: Path, tmp_path: Path) -> None:
    office = an_office(small, tmp_path)
    with pytest.raises(DataError, match="is the champion"):
        propose(office.settings, office.register, LATER, ANA, decisions=False)
    for question in (judge, promote):
        more = (ANA,) if question is promote else ()
        with pytest.raises(DataError, match="no challenger"):
            question(office.settings, office.register, LATER, *more)
    with pytest.raises(DataError, match="nothing to go back"):
        go_back(office.settings, office.register, LATER, ANA)
    with pytest.raises(DataError, match="on the shelf"):
        go_back(office.settings, office.register, LATER, ANA, version="../fabrica")
    office.register.close()


def test_a_promoted_model_that_rots_is_refused_with_the_way_back(office: Office) -> None:
    (office.shelf.champion() / "arrays.npz").write_bytes(b"nada")
    with pytest.raises(ModelError) as told:
        load_champion(office.shelf)
    assert "atalaya modelo volver" in told.value.spanish
    assert go_back(office.settings, office.register, LATER, ANA) == ""
    assert load_champion(office.shelf).version == load_model(office.settings.model).version
