"""Who asks whom for what, in one line: what was told first stays first, however often it is told again."""

from conflict.claim import MOST, Claim, joined


def test_a_name_that_is_told_again_keeps_its_place() -> None:
    both = joined(Claim(("COB", "CSUTCB"), ("Gobierno", "ABC")), Claim(("cob",), ("Alcaldía", "Gobierno")))
    assert both.claimants == ("COB", "CSUTCB")
    assert both.addressees == ("Gobierno", "ABC", "Alcaldía")


def test_the_last_names_are_left_out_where_there_are_too_many() -> None:
    names = tuple(f"Sindicato {letter}" for letter in "ABCDEFGH")
    assert joined(Claim(names), Claim(names[:1])).claimants == names[:MOST]
