"""What a person types into a field of a record is read, or it is said what is wrong with it."""

import pytest

from conflict.casefields import read_fields
from conflict.record import RuleError


def test_a_foreseen_day_is_kept_as_a_date_and_may_be_left_open() -> None:
    assert read_fields({"foreseen_on": " 2026-11-26 "}) == {"foreseen_on": "2026-11-26"}
    assert read_fields({"foreseen_on": ""}) == {"foreseen_on": ""}


@pytest.mark.parametrize("typed", ["26/11/2026", "2026-02-30", "0026-11-26", "9999-12-31"])
def test_a_day_that_is_none_or_a_slip_of_the_keys_is_said(typed: str) -> None:
    with pytest.raises(RuleError) as refused:
        read_fields({"foreseen_on": typed})
    assert refused.value.spanish == f"«{typed}» no es una fecha como 2026-11-26."
