"""The vocabularies by edition: a later one adds and retires codes, and what an older record says is still read."""

from datetime import date
from pathlib import Path

from conflict.actionfamily import FAMILIES, family_of
from conflict.lifecycle import KEYED_REASONS, ActionKind, DiscardReason, Outcome
from conflict.vocabulary import Sector
from conflict.wordbook import VOCABULARIES
from register.wordbooks import load_wordbook

DATA = Path(__file__).parents[2] / "data"
FIRST, SECOND = (load_wordbook(DATA, day) for day in (date(2026, 11, 15), date(2026, 11, 16)))
RETIRED = {ActionKind.DIALOGUE, ActionKind.PREVENTION}


def offered(book, vocabulary) -> set[str]:
    return {code for code, _, _ in book.choices(vocabulary)}


def test_each_edition_offers_its_own_codes_and_has_a_word_for_all_of_them() -> None:
    assert (FIRST.since, SECOND.since) == ("2026-01-01", "2026-11-16")
    assert [len(offered(FIRST, one)) for one in (ActionKind, DiscardReason, Outcome, Sector)] == [9, 5, 9, 20]
    assert offered(SECOND, ActionKind) == {one.value for one in ActionKind} - {one.value for one in RETIRED}
    assert offered(SECOND, DiscardReason) == {one.value for one in DiscardReason}
    for book in (FIRST, SECOND):
        for vocabulary in VOCABULARIES.values():
            assert all(book[code] for code in vocabulary)


def test_twenty_actions_and_fourteen_reasons_of_the_domain_model_are_there() -> None:
    assert len(ActionKind) == 20 + len({ActionKind.OTHER} | RETIRED)
    wider = set(KEYED_REASONS) - {DiscardReason.PAST}
    assert len(set(DiscardReason) - wider) == 14


def test_a_retired_code_stays_among_the_choices_of_the_row_that_has_it() -> None:
    kept = ActionKind.DIALOGUE.value
    assert SECOND[ActionKind.DIALOGUE] == "Mediación o diálogo"
    assert kept in {code for code, _, _ in SECOND.choices(ActionKind, [kept])}
    assert kept not in offered(SECOND, ActionKind)


def test_a_definition_of_the_first_edition_is_still_that_of_its_days() -> None:
    first, second = (book.words[ActionKind]["pronunciamiento"].definition for book in (FIRST, SECOND))
    assert "exhortación" in first
    assert "exhortación" not in second


def test_every_action_but_the_free_one_has_exactly_one_family() -> None:
    told = [kind for kinds in FAMILIES.values() for kind in kinds]
    assert sorted(told) == sorted(set(ActionKind) - {ActionKind.OTHER})
    assert family_of(ActionKind.OTHER) is None
