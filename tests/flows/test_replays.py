"""Seven replays (domain model §9) told as invented news, read from feeds by the whole machine: what is in the queue."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.press import Press
from conflict.codebook import Level
from conflict.lifecycle import ActionKind, Outcome, RecordKind, RecordState, RecordStep
from conflict.record import Person
from conflict.sourcehealth import SourceStatus, Vitals, status_of
from register.commands import records, reviews
from register.engine import open_register
from register.migrate import migrate
from register.queries import records as record_queries
from register.queries import sourcehealth
from register.queries import sources as source_queries
from register.settings import Storage
from tests.casefilled import filled_in
from tests.conftest import ROOT
from tests.flows.conftest import TODAY, TONIGHT, House, house_of

CASES = list(csv.DictReader((ROOT / "tests" / "cases" / "repeticiones.csv").open(encoding="utf-8")))
DAYS = 42
RADIO = "radio-cerro-llallagua"
FIELDS = ("id", "medio", "dia", "hora", "titular", "bajada", "cuerpo", "etapa", "historia", "lugares", "copia_de")


@dataclass(frozen=True)
class Row:
    """A row of the queue with the titles of all its notes."""

    code: str
    office: str
    level: str
    state: str
    municipalities: str
    measures: str
    titles: tuple[str, ...]


Tell = Callable[[list[dict[str, str]]], House]


@pytest.fixture
def tell(tmp_path: Path) -> Iterator[Tell]:
    """Return what makes a house whose press tells those news and no other."""
    served: list[Press] = []

    def made(news: list[dict[str, str]]) -> House:
        folder = tmp_path / "prensa"
        folder.mkdir()
        used = {one["medio"] for one in news}
        outlets = [
            line
            for line in (ROOT / "data" / "demo" / "medios.csv").read_text(encoding="utf-8").splitlines()
            if line.split(",")[0] in used | {"id"}
        ]
        text = "\n".join(line.replace("silencioso", "normal") for line in outlets)
        (folder / "medios.csv").write_text(f"{text}\n", encoding="utf-8")
        with (folder / "historias.csv").open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, FIELDS, restval="", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(one | {"id": f"R{number:04d}"} for number, one in enumerate(news))
        press = Press(folder, today=TODAY).start()
        served.append(press)
        storage = Storage(f"sqlite:///{tmp_path / 'atalaya.db'}", tmp_path)
        migrate(storage)
        return house_of(storage, press, tmp_path)

    yield made
    for press in served:
        press.stop()


def news_of(scenario: str) -> list[dict[str, str]]:
    return [case for case in CASES if case["escenario"] == scenario]


def evening(day: int) -> datetime:
    """Return nine in the evening in La Paz of a day of the press, the last one being 42."""
    return TONIGHT - timedelta(days=DAYS - day)


def queue_of(house: House) -> list[Row]:
    rows = house.ask(
        "SELECT q.code, q.office, q.level, q.state, q.municipalities, q.measures, a.title FROM queue_entry q"
        " JOIN group_member g ON g.group_id = q.group_id JOIN article a ON a.id = g.article_id ORDER BY q.id, a.id"
    )
    found: dict[str, Row] = {}
    for code, office, level, state, towns, measures, title in rows:
        before = found[str(code)].titles if code in found else ()
        known = (str(office), str(level), str(state), str(towns), str(measures))
        found[str(code)] = Row(str(code), *known, (*before, str(title)))
    return list(found.values())


def row_with(house: House, words: str) -> Row:
    (row,) = [row for row in queue_of(house) if any(words in title for title in row.titles)]
    return row


@pytest.mark.parametrize("scenario", sorted({case["escenario"] for case in CASES}))
def test_the_rows_that_a_reader_expects_come_out_and_no_other(tell: Tell, scenario: str) -> None:
    news = news_of(scenario)
    house = tell(news)
    for day in sorted({int(case["dia"]) for case in news}):
        house.cycle(evening(day))
    told = {title: row for row in queue_of(house) for title in row.titles}
    for case in news:
        row = next((row for title, row in told.items() if title.startswith(case["titular"].split("{")[0])), None)
        assert (row is not None) == (case["espera"] != "nada"), (case["motivo"], case["titular"])
        if row is None:
            continue
        if case["oficina"]:
            assert row.office == case["oficina"], (case["motivo"], row)
        if case["espera"] == "critica":
            assert row.level == Level.CRITICAL.value, (case["motivo"], row)
        if case["espera"] == "emergencia":
            assert "emergencia" in row.measures, (case["motivo"], row)


def test_r1_the_local_radio_alone_raises_the_alert_in_time_and_at_llallagua(tell: Tell) -> None:
    house = tell([one for one in news_of("R-1") if one["medio"] == RADIO])
    house.cycle(evening(36))
    (row,) = queue_of(house)
    assert (row.office, row.municipalities) == ("of-llallagua", '["Llallagua"]')
    house.cycle(evening(41))
    assert row_with(house, "decide ir a desbloquear").level in (Level.HIGH.value, Level.CRITICAL.value)
    house.cycle(evening(42))
    assert row_with(house, "paro cardíaco").office == "of-llallagua"


def test_r2_an_agreement_of_one_actor_closes_no_front(tell: Tell) -> None:
    house = tell(news_of("R-2"))
    house.cycle(evening(40))
    fronts = {row.office: row.code for row in queue_of(house) if row.office != "of-nacional"}
    assert set(fronts) == {"of-03", "of-04", "of-07"}
    house.cycle(evening(42))
    open_now = {row.code: row for row in queue_of(house) if row.state == "nueva"}
    assert set(fronts.values()) <= set(open_now), "the agreement and the pause leave every front open"
    assert row_with(house, "cuarto intermedio").state == "nueva"


FRONTS = ("Caracollo", "Parotani", "San Julián", "Achacachi", "Betanzos", "Yapacaní")
OUTLETS = ("pampa-y-mina", "portal-trece-valles", "diario-oriente-nuevo", "diario-el-surco")


def test_r3_weeks_of_blockades_are_read_as_conflicts_not_as_notes(tell: Tell) -> None:
    verbs = ("Bloqueo indefinido en {} corta la carretera", "Sigue el bloqueo de la carretera en {} y no hay paso")
    news = [
        {
            "medio": outlet,
            "dia": str(day),
            "hora": f"{7 + place:02d}:{10 + number:02d}",
            "titular": verbs[number % 2].format(front),
            "bajada": f"Campesinos mantienen cerrada la vía en {front} y exigen la renuncia de autoridades.",
        }
        for day in range(38, 43)
        for place, front in enumerate(FRONTS)
        for number, outlet in enumerate(OUTLETS)
    ]
    house = tell(news)
    for day in range(38, 43):
        house.cycle(evening(day))
    rows = queue_of(house)
    assert sum(len(row.titles) for row in rows) == len(news), "every note is in a row"
    assert len(rows) <= 2 * len(FRONTS), f"{len(news)} notes, {len(rows)} rows"
    assert {row.office for row in rows} == {"of-02", "of-03", "of-04", "of-05", "of-07"}


FILE = {
    "typology": "limites",
    "demand": "Verificación del lindero entre los dos ayllus",
    "rights": "trabajo libre_transito",
    "affected_words": "unas 200 familias",
    "no_measure": "si",
    "no_harm": "si",
    "no_simat": "si",
}


def test_r4_a_boundary_dispute_is_recorded_action_by_action(tell: Tell) -> None:
    house = tell(news_of("R-4"))
    house.cycle(evening(39))
    (row,) = queue_of(house)
    now, by = evening(39), Person("Persona inventada", "Regional Llallagua")
    opened = open_register(house.settings.storage)
    words = "Se habló por separado con cada ayllu y ambos aceptan una mesa."
    try:
        with opened.writing() as session:
            made = reviews.register(
                session, code=row.code, version=1, kind=RecordKind.CONFLICT, level=Level.HIGH, by=by, now=now
            )
            code = made.record
            for kind in (ActionKind.APPROACH, ActionKind.MEDIATION):
                records.act(session, code=code, kind=kind, at=now, words=words, proof="acta", by=by, now=now)
            records.act(
                session,
                code=code,
                kind=ActionKind.WRITTEN_REPORT,
                at=now,
                words="Se pidió informe sobre el proceso de linderos.",
                proof="nota",
                addressee="Juzgado Agroambiental",
                by=by,
                now=now,
            )
        with opened.reading() as session:
            detail = record_queries.detail(session, code)
        assert detail is not None
        (clock,) = [one for one in detail.deadlines if one.addressee == "Juzgado Agroambiental"]
        later = now + timedelta(days=20)
        with opened.writing() as session:
            records.close_deadline(session, deadline_id=clock.id, met=True, by=by, now=later)
            filled_in(session, code, by, later)
            records.advance(
                session,
                code=code,
                asked=RecordStep.CONCLUDE,
                outcome=Outcome.FULL_AGREEMENT,
                words="Acta de acuerdo firmada por los dos ayllus y seguimiento en campo.",
                by=by,
                now=later,
            )
        with opened.reading() as session:
            done = record_queries.detail(session, code)
    finally:
        opened.close()
    assert done is not None
    assert done.record.state is RecordState.CONCLUDED


def test_r6_a_feed_that_dies_on_friday_evening_is_an_alarm_and_no_calm(tell: Tell) -> None:
    house = tell(news_of("R-1"))
    friday = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)  # 18:00 in La Paz
    house.cycle(friday)
    outlets = house.press.demo.outlets
    outlets[RADIO] = replace(outlets[RADIO], manner="roto")
    for hours in (3, 6, 9, 12, 40):
        house.cycle(friday + timedelta(hours=hours))
    sunday = friday + timedelta(hours=40)
    opened = open_register(house.settings.storage)
    try:
        with opened.reading() as session:
            failing = source_queries.failing(session)
            (one,) = [one for one in sourcehealth.health(session, sunday) if one.source.id == RADIO]
    finally:
        opened.close()
    assert failing == 1, "every page shows it"
    assert one.state is not None
    vitals = Vitals(
        active=one.source.active,
        paused=False,
        cadence=timedelta(minutes=one.source.cadence_minutes),
        failures=one.state.failures,
        last_outcome=one.last_outcome,
        last_attempt_at=one.state.last_attempt_at,
        last_good_at=one.state.last_good_at,
        daily_new=one.daily_new,
    )
    assert status_of(vitals, sunday) is SourceStatus.DOWN
    assert one.daily_new[-1] is None, "no answer is not the same as no news"
