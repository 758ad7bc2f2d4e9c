"""Addresses of calendar and feeds that carry a token: read without session, as that person, until taken back."""

import re

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from conflict.record import Person
from conflict.roles import Role
from register.commands import accounts
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.seen import seen
from tests.offices import PEOPLE, fill

PATHS = ("/calendario.ics", "/rss/cola", "/rss/registros", "/rss/resumen")


def addresses(client: Browser) -> list[str]:
    """Make addresses on the page of the account and return them without host."""
    page = client.post("/mi-cuenta/llaves", data={"para": "mi teléfono", "abre": "canal"})
    found = [node.text.partition("8000")[2] for node in seen(page.text).all("code", "secreto")]
    assert [one.partition("?")[0] for one in found] == list(PATHS)
    return found


@pytest.fixture
def mine(site: Site) -> list[str]:
    return addresses(site.client())


def test_they_are_read_without_entering(site: Site, mine: list[str]) -> None:
    reader = site.client(by=None)
    for path in mine:
        answer = reader.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].startswith(("text/calendar", "application/atom+xml"))
        assert "ficha=" not in answer.text


def test_taken_back_they_answer_plainly_and_lead_nowhere(site: Site, mine: list[str]) -> None:
    client = site.client()
    number = re.search(r"/mi-cuenta/llaves/(\d+)", client.get("/mi-cuenta").text)
    assert number is not None
    client.post(f"/mi-cuenta/llaves/{number[1]}")
    for path in mine:
        answer = site.client(by=None).get(path)
        assert (answer.status_code, answer.headers.get("location")) == (401, None)
        assert "Pida otra" in answer.text


def test_a_token_of_addresses_opens_nothing_else(site: Site, mine: list[str]) -> None:
    secret = mine[0].partition("=")[2]
    reader = site.client(by=None)
    assert reader.get("/api/v1/cola", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    for path in ("/cola", "/mi-cuenta", "/resumen", "/rss/otra", "/registros"):
        assert reader.get(f"{path}?ficha={secret}").status_code in (303, 404)
    api = seen(site.client().post("/mi-cuenta/llaves", data={"para": "planilla"}).text).all("code", "secreto")
    assert reader.get(f"/rss/cola?ficha={api[0].text}").status_code == 401


def test_they_show_what_that_person_may_see_at_the_time_of_reading(site: Site) -> None:
    fill(site.register)
    people = {role: person for role, person in PEOPLE.items() if role in (Role.ANALYST, Role.NATIONAL, Role.ADMIN)}
    for role, person in people.items():
        client = site.client(person)
        reader = site.client(by=None)
        for path in addresses(client):
            plain, keyed = client.get(path.partition("?")[0]), reader.get(path)
            assert plain.status_code == keyed.status_code == (403 if role is Role.ADMIN else 200), path
            assert plain.status_code == 403 or plain.text == keyed.text


def test_a_closed_account_closes_its_addresses(site: Site, mine: list[str]) -> None:
    with site.register.writing() as session:
        number = session.scalar(text("SELECT account_id FROM api_token"))
        accounts.set_active(session, account_id=number, active=False, by=Person("consola", "Sistemas"), now=site.now)
    assert site.client(by=None).get(mine[0]).status_code == 401


def test_only_a_digest_is_kept_and_no_log_tells_the_token(site: Site, mine: list[str]) -> None:
    secret = mine[0].partition("=")[2]
    with site.register.reading() as session:
        kept = str(session.execute(text("SELECT * FROM api_token")).all())
        journal = str(session.execute(text("SELECT * FROM journal")).all())
    assert secret not in kept
    assert secret not in journal
    assert "canal" in kept
    with capture_logs() as lines:
        site.client(by=None).get(mine[1])
        site.client(by=None).get(f"/rss/cola?ficha={secret}x")
    assert secret not in str(lines)
