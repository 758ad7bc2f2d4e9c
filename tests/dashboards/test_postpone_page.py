"""Putting a row off until another moment, through the form of the panel."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from register.tables import QueueEntry
from tests.conftest import NOW
from tests.dashboards.conftest import Site
from tests.make import an_article

FIRST, SECOND = "P-261120-001", "P-261120-002"


@pytest.fixture
def two(site: Site) -> Site:
    site.fill(*(an_article(n, title=f"Hecho número {n:02}") for n in range(2)))
    return site


@pytest.mark.parametrize(
    ("form", "left"),
    [
        ({}, timedelta(days=2, hours=20, minutes=30)),  # Friday noon until Monday 08:30
        ({"hasta": "dos_horas"}, timedelta(hours=2)),
        ({"hasta": "lunes"}, timedelta(days=2, hours=20, minutes=30)),
        ({"dia": "2026-11-23"}, timedelta(days=2, hours=20, minutes=30)),
    ],
)
def test_a_row_is_put_off_as_it_was_chosen(two: Site, form: dict[str, str], left: timedelta) -> None:
    answer = two.client().post(f"/cola/{FIRST}/posponer", data={"version": 1} | form)
    assert answer.status_code == 303, answer.text
    with two.register.reading() as session:
        until = session.scalars(select(QueueEntry.review_by).where(QueueEntry.code == FIRST)).one()
    assert until == NOW + left


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"hasta": "nunca"}, "hasta cuándo se pospone"),
        ({"dia": "ayer"}, "Falta la fecha"),
        ({"dia": "2026-11-10"}, "tres días hábiles"),
    ],
)
def test_what_is_no_moment_is_said_in_words(two: Site, form: dict[str, str], words: str) -> None:
    answer = two.client().post(f"/cola/{FIRST}/posponer", data={"version": 1} | form)
    assert answer.status_code == 422
    assert words in answer.text
