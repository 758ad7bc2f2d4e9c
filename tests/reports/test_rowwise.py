"""No cell of a listing that somebody downloads is run by a spreadsheet, and every one comes back as it was."""

import csv
import io

import pytest

from reports.rowwise import listing_csv
from tests.cli.test_export import DANGEROUS, HARMLESS


@pytest.mark.parametrize("text", DANGEROUS, ids=ascii)
def test_what_a_spreadsheet_may_run_is_only_text_and_is_recoverable(text: str) -> None:
    ((written,),) = list(csv.reader(io.StringIO(listing_csv(["a"], [[text]]), newline="")))[1:]
    assert written == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS, ids=ascii)
def test_what_no_spreadsheet_runs_stays_as_it_is(text: str) -> None:
    ((written,),) = list(csv.reader(io.StringIO(listing_csv(["a"], [[text]]), newline="")))[1:]
    assert written == text
