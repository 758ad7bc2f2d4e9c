"""What a person changes in a draft: printed as changed, kept over fresh numbers, taken back exactly, frozen with it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from conflict.change import Change
from conflict.errors import StaleError
from conflict.permissions import Forbidden
from conflict.record import Person, RuleError
from conflict.roles import Role
from conflict.summary import summarise
from conflict.week import week_named
from conflict.weekfacts import Announcement, WatchKind
from conflict.weeksummary import COUNTRY, WeekSummary
from conflict.weekversion import VersionState, WeekVersion
from conflict.weekwatching import agenda_of, name_of
from register.commands import summaries, summary_edits
from register.engine import Register
from register.queries import summaries as summary_queries
from tests.golden import golden_facts

WEEK = week_named("2027-S01")
MONDAY = WEEK.end + timedelta(hours=10)
EVA = Person("Eva Inventada", "Unidad Nacional", 7, Role.NATIONAL)
WHY = "Los dos casos son del mismo sector y ya negocian."
LINE = {
    "at": WEEK.end + timedelta(days=2, hours=9),
    "what": "Ampliado del sector que decide la medida",
    "departments": ("05",),
    "place": "Llallagua",
    "office": "Regional Llallagua",
    "source": "https://radio.example/ampliado",
}


@pytest.fixture
def drafted(register: Register) -> Register:
    with register.writing() as session:
        summaries.draft(session, summary=made(), now=MONDAY)
    return register


def made() -> WeekSummary:
    """Return the golden week with three announcements, the last one in the second week after it."""
    told = tuple(
        Announcement(WEEK.end + timedelta(days=days), WatchKind.ANNOUNCED, f"Paro anunciado {days}", ("05",))
        for days in (1, 4, 9)
    )
    return summarise(replace(golden_facts(), announcements=told), WEEK)


def version(register: Register) -> WeekVersion:
    with register.reading() as session:
        found = summary_queries.draft(session, COUNTRY, WEEK) or summary_queries.shown(session, COUNTRY, WEEK)
    assert found is not None
    return found


def judge(register: Register, code: str, to: Change, seen: int, reason: str = WHY, by: Person = EVA) -> None:
    with register.writing() as session:
        summary_edits.judge(
            session, scope=COUNTRY, week=WEEK, territory=code, to=to, reason=reason, row_version=seen, by=by, now=MONDAY
        )


def lines(register: Register) -> list[tuple[str, str, str]]:
    with register.reading() as session:
        return [
            tuple(row)
            for row in session.execute(
                text("SELECT action, role, reason FROM journal WHERE object_type = 'resumen' ORDER BY seq")
            )
        ]


def other_than(found: WeekSummary, change: Change) -> str:
    return next(one.code for one in found.territories if one.change not in (change, Change.UNCOVERED))


def test_a_changed_class_keeps_what_the_rule_gave_and_says_who_and_why(drafted: Register) -> None:
    before = version(drafted).summary
    code = other_than(before, Change.WORSE)
    judge(drafted, code, Change.WORSE, 1)
    after = version(drafted).summary
    place = next(one for one in after.territories if one.code == code)
    old = next(one for one in before.territories if one.code == code)
    assert place.by_hand is not None
    assert (place.change, place.by_hand.machine, place.by_hand.reason) == (Change.WORSE, old.change, WHY)
    assert (place.by_hand.hand.role, place.by_hand.hand.office) == (Role.NATIONAL, "Unidad Nacional")
    assert "Inventada" not in str(after)
    assert code in {one.territory for one in after.worsened}
    assert any(WHY in one.why for one in after.worsened)
    assert old.name in after.sentences[0]
    assert lines(drafted)[-1] == ("resumen.clase", "unidad_nacional", WHY)


def test_taking_it_back_leaves_the_draft_as_the_machine_made_it(drafted: Register) -> None:
    before = version(drafted)
    code = other_than(before.summary, Change.WORSE)
    judge(drafted, code, Change.WORSE, 1)
    with drafted.writing() as session:
        summary_edits.unjudge(session, scope=COUNTRY, week=WEEK, territory=code, row_version=2, by=EVA, now=MONDAY)
        with pytest.raises(RuleError):
            summary_edits.unjudge(session, scope=COUNTRY, week=WEEK, territory=code, row_version=3, by=EVA, now=MONDAY)
    after = version(drafted)
    assert after.summary == before.summary
    assert (after.edited_at, after.edited_by) == (None, "")
    assert lines(drafted)[-1][0] == "resumen.clase_deshecha"


def test_fresh_numbers_keep_the_class_and_take_the_sentences_anew(drafted: Register) -> None:
    code = other_than(version(drafted).summary, Change.WORSE)
    judge(drafted, code, Change.WORSE, 1)
    said = version(drafted).summary
    with drafted.writing() as session:
        summaries.draft(session, summary=made(), now=MONDAY)
    assert version(drafted).summary == said


def test_what_is_published_is_corrected_only_by_a_new_version_that_keeps_it(drafted: Register) -> None:
    code = other_than(version(drafted).summary, Change.WORSE)
    judge(drafted, code, Change.WORSE, 1)
    with drafted.writing() as session:
        summaries.publish(session, scope=COUNTRY, week=WEEK, by=None, now=MONDAY)
    frozen = version(drafted)
    assert frozen.state is VersionState.PUBLISHED  # a person read it, though the clock sent it
    with pytest.raises(RuleError):
        judge(drafted, code, Change.SAME, 3)
    with drafted.writing() as session:
        summaries.correct(session, summary=made(), words="cambia la clase de un territorio", by=EVA, now=MONDAY)
    with drafted.writing() as session:
        summary_edits.unjudge(session, scope=COUNTRY, week=WEEK, territory=code, row_version=1, by=EVA, now=MONDAY)
        summaries.publish(session, scope=COUNTRY, week=WEEK, by=EVA, now=MONDAY)
    with drafted.reading() as session:
        first = summary_queries.numbered(session, COUNTRY, WEEK, 1)
        second = summary_queries.numbered(session, COUNTRY, WEEK, 2)
    assert first is not None
    assert first.summary == frozen.summary
    assert second is not None
    assert second.summary == made()


def test_nobody_else_and_nobody_late_changes_a_class(drafted: Register) -> None:
    code = other_than(version(drafted).summary, Change.WORSE)
    with pytest.raises(StaleError):
        judge(drafted, code, Change.WORSE, 9)
    with pytest.raises(RuleError):
        judge(drafted, code, Change.WORSE, 1, reason="porque sí")
    with pytest.raises(RuleError):
        judge(drafted, "77", Change.WORSE, 1)
    for role in (Role.ANALYST, Role.DELEGATE, Role.MANAGER, Role.AUDITOR, Role.ADMIN):
        with pytest.raises(Forbidden):
            judge(drafted, code, Change.WORSE, 1, by=replace(EVA, role=role))
    assert version(drafted).summary == made()


def test_where_nobody_listened_calm_may_not_be_said(register: Register) -> None:
    silent = summarise(replace(golden_facts(), sources=()), WEEK)
    code = next(one.code for one in silent.territories if one.change is Change.UNCOVERED)
    with register.writing() as session:
        summaries.draft(session, summary=silent, now=MONDAY)
    for to in (Change.BETTER, Change.SAME):
        with pytest.raises(RuleError) as broken:
            judge(register, code, to, 1)
        assert "no es calma" in broken.value.spanish
    judge(register, code, Change.WORSE, 1)
    place = next(one for one in version(register).summary.territories if one.code == code)
    assert place.unseen or place.new
    row = next(one for one in version(register).summary.worsened if one.territory == code)
    assert row.record or (row.level is None and "Ninguna ficha" in row.title)


def watch(register: Register, order: list[str], seen: int) -> None:
    with register.writing() as session:
        summary_edits.arrange_watch(
            session, scope=COUNTRY, week=WEEK, order=order, row_version=seen, by=EVA, now=MONDAY
        )


def test_lines_are_put_in_order_hidden_and_added_and_nothing_is_lost(drafted: Register) -> None:
    machine = version(drafted).summary.watch
    assert len(machine) >= 2
    names = [name_of(one) for one in machine]
    watch(drafted, list(reversed(names[1:])), 1)
    with drafted.writing() as session:
        summary_edits.add_watch(session, scope=COUNTRY, week=WEEK, **LINE, row_version=2, by=EVA, now=MONDAY)
    found = version(drafted).summary
    assert [name_of(one) for one in found.hidden] == names[:1]
    assert {name_of(one) for one in found.watch if one.added is None} == set(names[1:])
    assert [one.what for one in agenda_of(found)] == [LINE["what"], "Paro anunciado 4", "Paro anunciado 9"]
    (own,) = (one for one in found.watch if one.added is not None)
    assert own.added is not None
    assert (own.place, own.source, own.added.role) == ("Llallagua", LINE["source"], Role.NATIONAL)
    with drafted.writing() as session:  # the clock takes the numbers again
        summaries.draft(session, summary=made(), now=MONDAY)
    assert version(drafted).summary == found
    with drafted.writing() as session:
        summary_edits.restore_watch(session, scope=COUNTRY, week=WEEK, row_version=3, by=EVA, now=MONDAY)
    back = version(drafted).summary
    assert back.watch == machine
    assert back.hidden == (own,)
    watch(drafted, [name_of(own), *names], 4)
    assert version(drafted).summary.watch == (own, *machine)
    assert [action for action, *_ in lines(drafted)][1:] == [
        "resumen.vigilar",
        "resumen.vigilar_agregar",
        "resumen.vigilar_deshecho",
        "resumen.vigilar",
    ]


WRONG = {
    "a day before the cut": {"at": WEEK.end - timedelta(hours=1)},
    "a day beyond the agenda": {"at": WEEK.end + timedelta(days=14)},
    "no words": {"what": "paro"},
    "no office": {"office": "  "},
    "no department": {"departments": ("77",)},
    "no source": {"source": ""},
    "a script": {"source": "javascript:alert(1)"},
    "a hidden user": {"source": "https://alguien@radio.example/x"},
    "a broken address": {"source": "https://radio.example/a b"},
}


@pytest.mark.parametrize("wrong", list(WRONG))
def test_a_line_that_says_too_little_is_not_added(drafted: Register, wrong: str) -> None:
    with pytest.raises(RuleError), drafted.writing() as session:
        summary_edits.add_watch(
            session, scope=COUNTRY, week=WEEK, **(LINE | WRONG[wrong]), row_version=1, by=EVA, now=MONDAY
        )
    with pytest.raises(RuleError):
        watch(drafted, ["no-hay-tal"], 1)
    with pytest.raises(Forbidden), drafted.writing() as session:
        analyst = replace(EVA, role=Role.ANALYST)
        summary_edits.add_watch(session, scope=COUNTRY, week=WEEK, **LINE, row_version=1, by=analyst, now=MONDAY)
    assert version(drafted).summary == made()
