"""The weekly summary equals what was counted by hand, and its numbers agree with one another."""

import json
import random
from dataclasses import replace

import pytest

from conflict.asjson import plain, revived
from conflict.change import Change
from conflict.codebook import AnnouncedState, Level
from conflict.departments import DEPARTMENTS
from conflict.errors import DataError
from conflict.summary import scope_of, summarise
from conflict.vocabulary import FactKind
from conflict.week import week_named
from conflict.weekfacts import WatchKind, WeekFacts
from conflict.weekforesight import median_range
from conflict.weeksigns import DatedFact, Foretold
from conflict.weeksummary import COUNTRY, Scope, ScopeKind, WeekSummary
from tests.golden import at, golden_facts, table

FACTS = golden_facts()
WEEKS = [row["semana"] for row in table("cifras")]
LAST = summarise(FACTS, week_named("2027-S02"))


def number(text: str) -> float | None:
    return float(text) if text else None


@pytest.mark.parametrize("row", table("cifras"), ids=lambda row: row["semana"])
def test_every_figure_of_every_week_is_the_one_counted_by_hand(row: dict[str, str]) -> None:
    made = summarise(FACTS, week_named(row["semana"]))
    assert {one.key: one.value for one in made.figures} == {
        key: number(text) for key, text in row.items() if key != "semana"
    }


@pytest.mark.parametrize("row", table("bases"), ids=lambda row: f"{row['semana']}-{row['cifra']}")
def test_every_base_is_the_one_counted_by_hand(row: dict[str, str]) -> None:
    (figure,) = (one for one in summarise(FACTS, week_named(row["semana"])).figures if one.key == row["cifra"])
    assert (figure.previous, figure.mean) == (number(row["anterior"]), number(row["promedio"]))


@pytest.mark.parametrize("row", table("territorios"), ids=lambda row: f"{row['semana']}-{row['codigo']}")
def test_every_territory_is_the_one_counted_by_hand(row: dict[str, str]) -> None:
    places = {one.code: one for one in summarise(FACTS, week_named(row["semana"])).territories}
    found = places[row["codigo"]]
    assert (found.new, found.mean, found.change.value, found.open) == (
        int(row["nuevos"]),
        number(row["promedio"]),
        row["cambio"],
        int(row["abiertos"]),
    )


@pytest.mark.parametrize("week", ["2027-S01", "2027-S02"])
def test_demands_and_those_who_demand_are_those_counted_by_hand(week: str) -> None:
    made = summarise(FACTS, week_named(week))
    found = [
        (group, one.name, one.count, one.previous)
        for group, bars in (("demandas", made.demands), ("actores", made.actors))
        for one in bars
    ]
    rows = [row for row in table("listas") if row["semana"] == week]
    assert found == [(row["lista"], row["nombre"], int(row["casos"]), int(row["anterior"])) for row in rows]


@pytest.mark.parametrize("row", table("oportunidades"), ids=lambda row: row["semana"])
def test_the_opportunity_is_the_one_found_by_hand(row: dict[str, str]) -> None:
    found = summarise(FACTS, week_named(row["semana"])).opportunity
    assert (found.record, found.why) == (row["registro"], row["señales"]) if row["registro"] else found is None


def with_signs(*signs: tuple[str, str, str], **record: object) -> WeekFacts:
    """Return the last week with these facts (record, kind, day) alone, and what a person wrote in one record."""
    told = tuple(DatedFact(code, FactKind(kind), at(f"{day}T10:00")) for code, kind, day in signs)
    records = tuple(replace(one, **record) if one.code == "CS-2026-07-0011" else one for one in FACTS.records)
    return replace(FACTS, signs=told, records=records)


def test_a_trend_that_a_person_wrote_is_a_sign_and_one_sign_alone_is_none() -> None:
    talk = ("CS-2026-07-0011", "dialogo", "2027-01-12")
    assert summarise(with_signs(talk), LAST.week).opportunity is None
    found = summarise(with_signs(talk, calming=True), LAST.week).opportunity
    assert found is not None
    assert found.why == "diálogo el mar 12 ene y su ficha dice que baja"


@pytest.mark.parametrize("kind", ["medida", "violencia", "incumplimiento"])
def test_what_came_after_the_calm_takes_the_opportunity_away(kind: str) -> None:
    talk, eased = ("CS-2026-07-0011", "dialogo", "2027-01-12"), ("CS-2026-07-0011", "cuarto_intermedio", "2027-01-13")
    before, after = ("CS-2026-07-0011", kind, "2027-01-11"), ("CS-2026-07-0011", kind, "2027-01-14")
    assert summarise(with_signs(talk, eased, before), LAST.week).opportunity is not None
    assert summarise(with_signs(talk, eased, after), LAST.week).opportunity is None


def test_what_turned_critical_and_what_is_no_conflict_is_no_opportunity() -> None:
    critical = {"levels": ((at("2027-01-12T08:00"), Level.CRITICAL),)}
    signs = [("CS-2026-07-0011", kind, "2027-01-13") for kind in ("dialogo", "levantamiento")]
    assert summarise(with_signs(*signs, **critical), LAST.week).opportunity is None
    alert = [("AT-2027-02-0007", kind, "2027-01-13") for kind in ("dialogo", "levantamiento")]
    assert summarise(with_signs(*alert), LAST.week).opportunity is None


def test_what_the_news_announced_is_timed_with_its_late_and_missed_ones() -> None:
    seen = LAST.foresight
    assert (seen.days, seen.rows) == ((-0.5, 5.0), ("CS-2027-03-0001", "CS-AT-2027-04-0001"))
    assert seen.missed == ("CS-2026-07-0009",)
    assert (seen.median, seen.median_range, seen.seen.part, seen.seen.whole) == (2.25, None, 1, 3)
    assert summarise(FACTS, week_named("2026-S53")).foresight.missed == ("AT-2026-08-0001",)


def test_actions_announced_for_the_week_are_counted_by_what_came_of_them() -> None:
    states = [AnnouncedState.STARTED, AnnouncedState.STARTED, AnnouncedState.CALLED_OFF]
    told = tuple(Foretold(state, ("05",) if n else ("02",)) for n, state in enumerate(states))
    made = summarise(replace(FACTS, foretold=told), LAST.week)
    assert made.foresight.foretold == (("iniciada", 2), ("levantada", 1))
    potosi = Scope(ScopeKind.DEPARTMENT, "05", "Potosí")
    assert summarise(replace(FACTS, foretold=told), LAST.week, potosi).foresight.foretold == (
        ("iniciada", 1),
        ("levantada", 1),
    )


@pytest.mark.parametrize(("count", "range_"), [(5, None), (6, (0, 5)), (8, (0, 7)), (9, (1, 7)), (20, (5, 14))])
def test_the_interval_of_a_median_is_that_of_its_order(count: int, range_: tuple[float, float] | None) -> None:
    assert median_range(tuple(float(n) for n in range(count))) == range_


def test_the_last_week_is_told_in_full() -> None:
    assert {one.name: (one.count, one.previous) for one in LAST.measures} == {
        "bloqueo": (6, 6),
        "marcha": (3, 1),
        "paro": (1, 0),
        "vigilia": (0, 1),
    }
    assert [(one.name, one.count) for one in LAST.overdue] == [
        ("Delegación Santa Cruz", 2),
        ("Delegación La Paz", 1),
        ("Delegación Beni", 1),
    ]
    assert [(one.name, one.count, one.late) for one in LAST.transfers] == [("Unidad Nacional", 2, 1)]
    assert [(one.name, one.count, one.late) for one in LAST.requests] == [
        ("Ministerio Inventado", 2, 2),
        ("Gobernación de Prueba", 1, 0),
        ("Alcaldía de Prueba", 1, 0),
    ]
    assert (LAST.lead.days, LAST.lead.late, LAST.lead.without_alert, LAST.lead.from_facts) == ((-2, -1, 3.5), 2, 1, 3)
    assert [(one.kind, one.what) for one in LAST.watch] == [
        (WatchKind.ANNOUNCED, "Ampliado que define medidas"),
        (WatchKind.DEADLINE, "Reunión con las partes"),
        (WatchKind.TRUCE, "Vence el cuarto intermedio"),
        (WatchKind.COMMITMENT, "Compromiso: entregar el estudio"),
    ]
    assert [(one.territory, one.record) for one in LAST.worsened] == [("06", "AT-2026-06-0001")]
    assert LAST.quality.uncovered == ("07", "09")
    assert LAST.quality.blind == ("01", "07", "09")
    assert LAST.quality.down == ("Radio 07-0", "Radio 07-1")
    assert (LAST.movement.before, len(LAST.movement.entered), len(LAST.movement.reopened)) == (38, 7, 1)
    assert (len(LAST.movement.closed), len(LAST.movement.now), len(LAST.movement.converted)) == (2, 44, 2)


@pytest.mark.parametrize("week", WEEKS)
@pytest.mark.parametrize("scope", [COUNTRY, *(Scope(ScopeKind.DEPARTMENT, c, n) for c, n in DEPARTMENTS.items())])
def test_the_stock_is_always_explained(week: str, scope: Scope) -> None:
    moved = summarise(FACTS, week_named(week), scope).movement
    assert moved.before + len(moved.entered) + len(moved.reopened) - len(moved.closed) == len(moved.now)


def test_every_number_has_its_rows() -> None:
    for figure in LAST.figures[:5]:
        assert figure.value == len(figure.rows)
    for place in LAST.territories:
        assert (place.new, place.open) == (len(place.rows), len(place.open_rows))
    for one in (*LAST.overdue, *LAST.transfers, *LAST.requests, *LAST.measures, *LAST.demands, *LAST.actors):
        assert one.count == len(one.rows)


def test_an_alert_and_its_conflict_and_a_parent_and_its_fronts_are_one_case_each() -> None:
    active = dict(zip((one.key for one in LAST.figures), LAST.figures, strict=True))["conflictos_activos"].rows
    assert "CS-2026-00-0001" in active
    assert not {"CS-2026-04-0001", "CS-2026-03-0001", "AT-2026-05-0001"} & set(active)
    assert len(active) == len(set(active))


def test_the_order_in_which_the_register_answers_changes_nothing() -> None:
    shuffled = [list(part) for part in (FACTS.records, FACTS.deadlines, FACTS.transfers, FACTS.sources)]
    for part in shuffled:
        random.Random(7).shuffle(part)
    records, deadlines, transfers, sources = map(tuple, shuffled)
    other = replace(FACTS, records=records, deadlines=deadlines, transfers=transfers, sources=sources)
    assert summarise(other, LAST.week) == LAST


def test_what_happens_after_the_cut_changes_nothing() -> None:
    later = replace(FACTS, records=tuple(one for one in FACTS.records if one.opened_at < week_named("2026-S53").end))
    assert summarise(later, week_named("2026-S53")) == summarise(FACTS, week_named("2026-S53"))


def test_an_office_sees_its_own_and_a_transfer_accepted_after_the_cut_is_not_its_own_yet() -> None:
    unit = summarise(FACTS, week_named("2027-S02"), scope_of("", "Unidad Nacional", ["Unidad Nacional"]))
    figures = {one.key: one for one in unit.figures}
    assert set(figures["conflictos_activos"].rows) == {"CS-2026-00-0001", "CS-2026-07-0010"}
    assert figures["transferencias_pendientes"].value == 2


def test_a_register_without_rows_says_that_it_sees_nothing() -> None:
    empty = summarise(WeekFacts(), week_named("2026-S46"))
    assert {one.change for one in empty.territories} == {Change.UNCOVERED}
    assert empty.figures[-1].value is None
    assert all(one.previous is None and one.mean is None for one in empty.figures)
    assert 3 <= len(empty.sentences) <= 5


def test_sentences_are_three_to_five() -> None:
    for week in WEEKS:
        assert 3 <= len(summarise(FACTS, week_named(week)).sentences) <= 5


def test_a_summary_survives_storage() -> None:
    assert revived(WeekSummary, json.loads(json.dumps(plain(LAST)))) == LAST
    with pytest.raises(DataError):
        revived(WeekSummary, {"week": 3})


def test_a_ring_of_fronts_is_one_case() -> None:
    first, second = FACTS.records[0], FACTS.records[2]
    ring = (replace(first, parent=second.code, steps=()), replace(second, parent=first.code))
    made = summarise(replace(FACTS, records=ring, deadlines=(), transfers=()), week_named("2026-S49"))
    assert len(made.movement.now) == 1
