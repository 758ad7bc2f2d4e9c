"""Ajustes in one place, private addresses renewed, and the journal as a page and a workbook."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from conflict.lifecycle import DiscardReason
from conflict.message import MessageKind
from conflict.roles import Role
from dashboards.journal import OF_PROGRAM, PAGE, SHOWN
from register.commands import messages, reviews, views
from tests.conftest import NOW
from tests.dashboards.conftest import Browser, Site
from tests.dashboards.seen import Node, seen
from tests.dashboards.test_api import token_of
from tests.dashboards.test_channels import addresses
from tests.offices import CANARIES, PEOPLE, Filled, fill

NORA, AIDA, TITA, ANA = (PEOPLE[role] for role in (Role.NATIONAL, Role.AUDITOR, Role.ADMIN, Role.ANALYST))


@pytest.fixture
def made(site: Site) -> Filled:
    return fill(site.register)


def page(client: Browser, path: str) -> Node:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return seen(answer.text).one("main")


def headings(node: Node) -> list[str]:
    return [one.text for one in node.all("h2")]


def test_the_page_shows_each_role_what_concerns_it(site: Site) -> None:
    own = ["Mi cuenta", "Notificaciones", "Mi oficina"]
    seen_by = {
        Role.ANALYST: [*own, "Vistas guardadas", "Enlaces privados", "Teclas"],
        Role.MANAGER: [*own, "Enlaces privados", "Teclas"],
        Role.ADMIN: [*own, "Enlaces privados", "Para quien administra"],
    }
    for role, told in seen_by.items():
        client = site.client(PEOPLE[role])
        node = page(client, "/ajustes")
        assert headings(node) == told, role
        for link in node.all("a"):
            path = link.attrs["href"].partition("#")[0]
            assert client.get(path).status_code == 200, (role, path)


def test_hours_and_days_off_are_the_offices_own(site: Site) -> None:
    node = page(site.client(ANA), "/ajustes")
    assert re.search(r"Horario: \d\d:\d\d–\d\d:\d\d", node.text)
    assert "25 dic" in node.text
    assert ANA.office in node.text


def test_a_saved_view_stands_there_and_is_thrown_away(site: Site) -> None:
    client = site.client(ANA)
    with site.register.writing() as session:
        account = next(one for one in _accounts(site) if one.name == ANA.name)
        views.save(session, name="Bloqueos", filters={"medida": "bloqueo"}, shared=False, by=account, now=NOW)
    node = page(client, "/ajustes")
    assert [one.attrs["href"] for one in node.all("a") if one.text == "Bloqueos"] == ["/cola?medida=bloqueo"]
    (form,) = node.all("form")
    assert client.post(form.attrs["action"]).status_code == 303
    assert "Bloqueos" not in page(client, "/ajustes").text


def _accounts(site: Site) -> list:
    from register.queries import accounts

    with site.register.reading() as session:
        return [one.person() for one in accounts.listed(session)]


def test_what_reaches_the_office_is_told_without_the_address(site: Site) -> None:
    site.client(NORA)
    with site.register.writing() as session:
        kinds = [MessageKind.CRITICAL]
        messages.add_rule(
            session, address="alguien@ejemplo.bo", office="", kinds=kinds, approval=False, now=NOW, by=NORA
        )
    told = page(site.client(ANA), "/ajustes").text
    assert "A su oficina no llega ningún aviso." in told
    assert "alguien@" not in told


def test_an_address_is_renewed_and_the_old_one_opens_nothing(site: Site) -> None:
    client = site.client()
    old = addresses(client)
    (form,) = [one for one in page(client, "/mi-cuenta").all("form") if re.search(r"llaves/\d", one.attrs["action"])]
    assert [one.text for one in form.all("button")] == ["Renovar mi teléfono", "Retirar mi teléfono"]
    shown = client.post(form.attrs["action"], data={"hacer": "renovar"})
    new = [one.text.partition("8000")[2] for one in seen(shown.text).all("code", "secreto")]
    reader = site.client(by=None)
    assert len(new) == len(old)
    for before, after in zip(old, new, strict=True):
        assert reader.get(before).status_code == 401
        assert reader.get(after).status_code == 200
    assert client.post(form.attrs["action"], data={"hacer": "renovar"}).status_code == 422, "it was taken back"
    assert page(client, "/mi-cuenta").text.count("Ya no vale") == 1


def test_nobody_renews_what_is_anothers(site: Site) -> None:
    key = token_of(site, Role.ANALYST)
    other = site.client(NORA)
    assert other.post("/mi-cuenta/llaves/1", data={"hacer": "renovar"}).status_code == 422
    assert Browser(site.app()).get("/api/v1/plazos", headers=key).status_code == 200


def test_who_audits_reads_every_change_and_who_administers_none_of_a_case(site: Site, made: Filled) -> None:
    token_of(site, Role.ANALYST)
    with site.register.writing() as session:
        code, reason = made.rows["suya"], DiscardReason.PAST
        reviews.discard(session, code=code, version=1, reason=reason, comment="", by=ANA, now=NOW)
    audit, admin = page(site.client(AIDA), PAGE), page(site.client(TITA), PAGE)
    assert made.rows["suya"] in audit.text
    assert "cola.descartar" in audit.text
    for code in (*made.rows.values(), *made.records.values(), *CANARIES.values()):
        assert code not in admin.text
    assert "Llaves de acceso" in admin.text
    assert ANA.name in admin.text, "who made the key"
    asked = page(site.client(TITA), f"{PAGE}?clase=ficha&codigo={made.records['suya']}")
    assert "Ningún cambio en esta vista." in asked.text
    assert site.client(ANA).get(PAGE).status_code == 403


def test_lines_are_narrowed_by_object_code_and_days(site: Site, made: Filled) -> None:
    client = site.client(NORA)
    code = made.records["suya"]
    lines = page(client, f"{PAGE}?clase=ficha&codigo={code}").one("tbody").all("tr")
    assert lines
    assert all(code in one.text for one in lines)
    today = f"{NOW - timedelta(hours=4):%Y-%m-%d}"
    assert page(client, f"{PAGE}?clase=ficha&desde={today}&hasta={today}").one("tbody").all("tr")
    for wrong in ("desde=ayer", "hasta=2026-99-99", "clase=baile"):
        assert page(client, f"{PAGE}?{wrong}").one("tbody").all("tr"), wrong
    assert client.get(f"{PAGE}?antes=0").status_code == 422
    later = f"{NOW + timedelta(days=3):%Y-%m-%d}"
    assert "Ningún cambio" in page(client, f"{PAGE}?desde={later}").text


def test_every_line_is_read_once_page_by_page_and_stands_in_the_workbook(site: Site) -> None:
    client = site.client(TITA)
    with site.register.writing() as session:
        for n in range(SHOWN + 5):
            told = {"address": f"a{n}@ejemplo.bo", "office": "", "kinds": [MessageKind.DAILY], "approval": False}
            messages.add_rule(session, **told, now=NOW, by=TITA)
    first = page(client, f"{PAGE}?clase=aviso")
    assert len(first.one("tbody").all("tr")) == SHOWN
    (older,) = [one.attrs["href"] for one in first.all("a") if one.text == "Anteriores"]
    rest = page(client, older)
    assert len(rest.one("tbody").all("tr")) == 5
    assert not [one for one in rest.all("a") if one.text == "Anteriores"]
    (link,) = [one.attrs["href"] for one in first.all("a") if one.text.startswith("Excel")]
    book = load_workbook(BytesIO(client.get(link).content))["Bitácora"]
    heads, *rows = [[cell.value for cell in line] for line in book]
    assert heads[:3] == ["N.º", "Cuándo", "Quién"]
    assert len(rows) == SHOWN + 5
    assert {row[7] for row in rows} == {"aviso"}
    assert all(cell.data_type != "f" for line in book for cell in line)
    assert "aviso" in OF_PROGRAM
