"""Working the queue together: claims, corrections, separated and joined rows, batches, assignments, saved views."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from conflict.codebook import Level, Measure, Stage
from conflict.lifecycle import DiscardReason, RecordKind
from conflict.record import Person, RuleError
from conflict.triage import LEASE, Corrected, CorrectedField
from register.commands import batches, corrections, leases, readings, reviews, separating, views
from register.engine import Register
from register.queries import labels, records, triage
from register.queries import queue as queue_queries
from register.queries.queue_narrowing import narrowing
from register.queries.search import find
from register.searchindex import SearchKind
from register.triage_tables import CorrectionRow
from tests.conftest import NOW
from tests.make import a_reading, an_article, an_assessed, an_attempt, an_update

ANA, ROSA = Person("Ana Q.", "Regional Llallagua", 1), Person("Rosa M.", "Delegación Potosí", 2)
WHY = "El hecho es en otro lugar"


def opened(register: Register) -> dict[str, int]:
    """Return the open rows with how many articles each has."""
    with register.reading() as session:
        return {row.code: row.notes for row in queue_queries.page(session, now=NOW).rows}


def to(register: Register, code: str, **changes: object) -> Corrected:
    """Return what a row says, with changes."""
    with register.reading() as session:
        row = queue_queries.detail(session, code).row
    same = Corrected(row.departments, row.municipalities, row.stage, tuple(map(Measure, row.measures)), row.level)
    return Corrected(**{name: changes.get(name, getattr(same, name)) for name in Corrected.__slots__})


def corrected(register: Register, code: str, **changes: object) -> tuple[CorrectedField, ...]:
    told = to(register, code, **changes)
    with register.reading() as session:
        version = queue_queries.detail(session, code).row.version
    with register.writing() as session:
        return corrections.correct(session, code=code, version=version, to=told, reason=WHY, by=ANA, now=NOW).fields


def told_again(register: Register, code: str, number: int, **how: object) -> None:
    """Bring one more article of the story of a row."""
    with register.writing() as session:
        from register.commands import fetches

        fetches.record(
            session,
            cycle_id=1,
            attempt=an_attempt(articles=1),
            articles=[an_article(number)],
            update=an_update(),
            now=NOW,
        )
    with register.writing() as session:
        group = session.execute(
            text("SELECT group_id FROM queue_entry WHERE code = :code"), {"code": code}
        ).scalar_one()
        (one,) = readings.claim(session, holder="h", now=NOW, lease_seconds=300, limit=9)
        readings.record(session, assessed=[an_assessed(one, group, **how)], now=NOW)


def test_a_claim_is_of_one_person_on_one_row_and_ends_by_itself(register: Register, rows: list[str]) -> None:
    with register.writing() as session:
        assert leases.claim(session, code=rows[0], by=ANA, now=NOW).by == ANA.name
        assert leases.claim(session, code=rows[0], by=ROSA, now=NOW).by == ANA.name
        assert leases.held_by_other(session, code=rows[0], by=ANA, now=NOW) is None
        later = NOW + timedelta(minutes=2)
        again = leases.claim(session, code=rows[0], by=ANA, now=later)
        assert (again.since, again.until) == (NOW, later + LEASE)
        leases.claim(session, code=rows[1], by=ANA, now=later)
        assert leases.held_by_other(session, code=rows[0], by=ROSA, now=later) is None
        held = leases.held_by_other(session, code=rows[1], by=ROSA, now=later)
        assert held is not None
        assert leases.held_by_other(session, code=rows[1], by=ROSA, now=later + LEASE) is None
        assert leases.claim(session, code=rows[1], by=ROSA, now=later + LEASE).by == ROSA.name
        leases.release(session, code=rows[1])
        assert leases.held_by_other(session, code=rows[1], by=ANA, now=later + LEASE) is None


def test_a_corrected_value_is_kept_beside_what_was_read_and_no_later_article_changes_it(
    register: Register, rows: list[str]
) -> None:
    done = corrected(
        register, rows[0], departments=("07",), municipalities=("Camiri",), stage=Stage.DEMAND, level=Level.LOW
    )
    assert done == (CorrectedField.PLACE, CorrectedField.STAGE, CorrectedField.LEVEL)
    told_again(register, rows[0], 77)
    with register.reading() as session:
        found = queue_queries.detail(session, rows[0])
        assert (found.row.departments, found.row.municipalities) == (("07",), ("Camiri",))
        assert (found.row.stage, found.row.level, found.row.notes) == (Stage.DEMAND, Level.LOW, 2)
        assert found.notes[-1].reading.stage is a_reading().stage
        assert [row.code for row in queue_queries.page(session, department="07", now=NOW).rows] == [rows[0]]
        told = triage.worked(session, rows[0], ANA.office, NOW).corrections
        assert [(one.field, one.by, one.reason) for one in told] == [(field, ANA.name, WHY) for field in done]


def test_who_asks_whom_for_what_is_corrected_found_kept_and_registered(register: Register, rows: list[str]) -> None:
    claim = {"claimants": ("Junta Vecinal Inventada", " COB  "), "addressees": ("", "Alcaldía de Uncía")}
    asked = "Agua para el barrio nuevo"
    done = corrected(register, rows[0], demand=asked, **claim)
    assert [one.value for one in done] == ["demandantes", "demandados", "demanda"]
    told_again(register, rows[0], 77)
    with register.reading() as session:
        found = queue_queries.detail(session, rows[0]).row
        kept = ("Junta Vecinal Inventada", "COB"), ("Alcaldía de Uncía",), asked
        assert (found.notes, found.claim.claimants, found.claim.addressees, found.claim.demand) == (2, *kept)
        for how in ({"actor": "junta inventada"}, {"actor": "uncia"}, {"demand": "barrio nuevo"}):
            also = narrowing(now=NOW, **how)
            assert [row.code for row in queue_queries.page(session, now=NOW, also=also).rows] == [rows[0]], how
        assert [hit.code for hit in find(session, typed="vecinal", kind=SearchKind.ENTRY).hits] == [rows[0]]
        changes = session.scalars(select(CorrectionRow).order_by(CorrectionRow.id)).all()
        assert [one.after for one in changes] == [list(kept[0]), list(kept[1]), asked]
        journal = session.scalar(text("SELECT details FROM journal WHERE action = 'cola.corregir'"))
        assert "Vecinal" not in journal
        assert "demandantes" in journal
    with register.writing() as session:
        made = reviews.register(
            session, code=rows[0], version=found.version, kind=RecordKind.ALERT, level=Level.LOW, by=ANA, now=NOW
        )
    with register.reading() as session:
        claim = records.detail(session, made.record).record.claim
        assert (claim.claimants, claim.addressees, claim.demand) == kept


def test_what_a_person_emptied_is_not_read_again(register: Register, rows: list[str]) -> None:
    asks = replace(a_reading(), demand="Piden agua")
    told_again(register, rows[0], 77, reading=asks)
    with register.reading() as session:
        assert queue_queries.detail(session, rows[0]).row.claim.demand == "Piden agua"
    assert corrected(register, rows[0], demand="") == (CorrectedField.DEMAND,)
    told_again(register, rows[0], 78, reading=asks)
    with register.reading() as session:
        assert queue_queries.detail(session, rows[0]).row.claim.demand == ""


@pytest.mark.parametrize(
    ("how", "about"),
    [
        ({"claimants": ("COB", "", "x")}, "demandantes_3"),
        ({"addressees": ("y" * 161,)}, "demandados_1"),
        ({"claimants": tuple(f"Sector {n}" for n in range(7))}, "demandantes_7"),
        ({"demand": "agua " * 61}, "demanda"),
    ],
)
def test_names_and_demands_that_cannot_be_kept_are_told_by_their_place(
    register: Register, rows: list[str], how: dict, about: str
) -> None:
    with pytest.raises(RuleError) as broken:
        corrected(register, rows[0], **how)
    assert broken.value.about == about
    assert "yyy" not in str(broken.value) + broken.value.spanish


def test_a_corrected_stage_is_a_label_once_the_row_is_kept(register: Register, rows: list[str]) -> None:
    corrected(register, rows[0], stage=Stage.DEMAND)
    with register.writing() as session:
        version = session.execute(text("SELECT row_version FROM queue_entry WHERE code = :c"), {"c": rows[0]}).scalar()
        reviews.register(
            session, code=rows[0], version=version, kind=RecordKind.ALERT, level=Level.LOW, by=ANA, now=NOW
        )
    with register.reading() as session:
        assert [one.stage for one in labels.labels(session)] == [Stage.DEMAND]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"reason": "no"}, "por qué"),
        ({"version": 9}, "cambió"),
        ({"to": None}, "Nada cambió"),
        ({"code": "P-1"}, "No existe"),
    ],
)
def test_a_correction_says_what_it_lacks(register: Register, rows: list[str], how: dict, words: str) -> None:
    asked = {"code": rows[0], "version": 1, "to": to(register, rows[0], level=Level.LOW), "reason": WHY} | how
    asked["to"] = asked["to"] or to(register, rows[0])
    with pytest.raises(RuleError) as broken, register.writing() as session:
        corrections.correct(session, by=ANA, now=NOW, **asked)
    assert words in broken.value.spanish


def test_a_separated_article_has_its_own_row_which_no_later_cycle_takes_away(
    register: Register, rows: list[str]
) -> None:
    told_again(register, rows[0], 77)
    with register.reading() as session:
        article = queue_queries.detail(session, rows[0]).notes[0].article_id
    with register.writing() as session:
        new = separating.separate(session, code=rows[0], article=article, by=ANA, now=NOW)
    assert opened(register)[rows[0]] == opened(register)[new] == 1
    with register.writing() as session:  # its outlet changes the article, and the machine takes it for the old story
        session.execute(text("UPDATE outbox SET claimed_until = NULL"))
        group = session.execute(text("SELECT group_id FROM queue_entry WHERE code = :c"), {"c": rows[0]}).scalar_one()
        from register.rows import PendingArticle

        row = session.execute(text("SELECT key, source_id FROM article WHERE id = :i"), {"i": article}).one()
        again = PendingArticle(article, row.key, 2, "Otro título", "", "", NOW, NOW, row.source_id, "Radio", "05", "")
        readings.record(session, assessed=[an_assessed(again, group)], now=NOW)
    assert opened(register)[rows[0]] == opened(register)[new] == 1
    with pytest.raises(RuleError, match="only one"), register.writing() as session:
        separating.separate(session, code=new, article=article, by=ANA, now=NOW)


def test_three_ticked_rows_of_many_change_and_come_back_together(register: Register, rows: list[str]) -> None:
    told_again(register, rows[0], 77)
    with register.writing() as session:
        number = batches.discard(
            session, rows=[(code, 1) for code in rows[:2]], reason=DiscardReason.PAST, comment="", by=ANA, now=NOW
        )
    assert list(opened(register)) == rows[2:]
    with register.writing() as session:
        assert batches.undo(session, batch_id=number, by=ANA, now=NOW) == tuple(sorted(rows[:2]))
    assert set(opened(register)) == set(rows)
    with pytest.raises(RuleError), register.writing() as session:
        batches.undo(session, batch_id=number, by=ANA, now=NOW)


def test_when_one_of_them_was_decided_none_changes(register: Register, rows: list[str]) -> None:
    with register.writing() as session:
        reviews.discard(session, code=rows[1], version=1, reason=DiscardReason.PAST, comment="", by=ROSA, now=NOW)
    with pytest.raises(RuleError) as broken, register.writing() as session:
        batches.postpone(session, rows=[(code, 1) for code in rows], until=NOW + timedelta(hours=20), by=ANA, now=NOW)
    assert "Rosa M." in broken.value.spanish
    assert set(opened(register)) == {rows[0], rows[2]}


def test_rows_joined_and_taken_apart_are_what_they_were(register: Register, rows: list[str]) -> None:
    corrected(register, rows[1], departments=("07",), municipalities=("Camiri",), level=Level.CRITICAL)
    before = everything_of(register)
    with register.writing() as session:
        number = batches.join(session, rows=[(rows[0], 1), (rows[1], 2), (rows[2], 1)], by=ANA, now=NOW)
    assert opened(register) == {rows[0]: 3}
    with register.reading() as session:
        row = queue_queries.detail(session, rows[0]).row
        assert row.departments[-1] == "07"
        assert row.level is Level.CRITICAL
        assert triage.worked(session, rows[1], ANA.office, NOW).joined_to == rows[0]
        assert labels.labels(session) == []  # two rows of one story say nothing of its text
    with register.writing() as session:
        batches.undo(session, batch_id=number, by=ANA, now=NOW)
    assert everything_of(register) == before


def everything_of(register: Register) -> list[tuple]:
    """Return the rows and which articles each has, without versions and hours."""
    names = "code state level urgency scope departments municipalities measures notes newest_at"
    columns = ", ".join(f"e.{name}" for name in names.split())
    with register.reading() as session:
        return session.execute(
            text(
                f"SELECT {columns}, m.article_id, d.department FROM queue_entry e "
                "LEFT JOIN group_member m ON m.group_id = e.group_id "
                "JOIN queue_department d ON d.entry_id = e.id ORDER BY e.code, m.article_id, d.department"
            )
        ).all()


def test_views_are_ones_own_or_of_the_office(register: Register) -> None:
    filters = {"departamento": "05", "nivel": "alto"}
    with register.writing() as session:
        mine = views.save(session, name="Potosí  grave", filters=filters, shared=False, by=ANA, now=NOW)
        views.save(session, name="De todos", filters={"texto": "bloqueo"}, shared=True, by=ANA, now=NOW)
        assert [(one.name, one.own) for one in triage.saved_views(session, ANA)] == [
            ("Potosí grave", True),
            ("De todos", False),
        ]
        colleague = Person("Iris P.", ANA.office, 3)
        assert [one.name for one in triage.saved_views(session, colleague)] == ["De todos"]
        assert triage.saved_views(session, ROSA) == ()
        with pytest.raises(RuleError):
            views.drop(session, view_id=mine, by=ROSA, now=NOW)
        views.save(session, name="Potosí grave", filters={"nivel": "critico"}, shared=False, by=ANA, now=NOW)
        assert triage.saved_views(session, ANA)[0].filters == {"nivel": "critico"}
        views.drop(session, view_id=triage.saved_views(session, ANA)[0].id, by=ANA, now=NOW)
        assert [one.name for one in triage.saved_views(session, ANA)] == ["De todos"]
