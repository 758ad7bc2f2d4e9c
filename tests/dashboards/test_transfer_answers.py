"""The list of transfers: an answer is taken back from its notice, a receiver is reminded by the sender alone."""

import re
from datetime import timedelta

import pytest

from conflict.message import MessageKind
from conflict.permissions import NATIONAL_UNIT
from conflict.record import Person
from conflict.roles import Role
from register.commands import messages
from register.queries import messages as message_queries
from tests.conftest import NOW
from tests.dashboards.conftest import Browser, Site, named
from tests.dashboards.seen import seen
from tests.dashboards.test_ficha import registered, send
from tests.make import an_article

OFFICE = "Regional Llallagua"
FAR = "Delegación Departamental Beni"
LUIS = Person("Luis V.", NATIONAL_UNIT, 61, Role.NATIONAL)
GEMA = Person("Gema Inventada", "Gerencia", 62, Role.MANAGER)
TRANSFER = {"oficina": NATIONAL_UNIT, "motivo": "demandado_nacional", "texto": "Interviene el nivel central."}


@pytest.fixture
def ana(site: Site) -> Browser:
    site.fill(*(an_article(n) for n in range(1, 4)))
    return named(site, "Ana Q.", OFFICE)


@pytest.fixture
def luis(site: Site, ana: Browser) -> Browser:
    return site.client(LUIS)


def handed(ana: Browser) -> tuple[str, str]:
    """Register a record, ask for its transfer, and return its code and the address of the transfer."""
    code = registered(ana)
    send(ana, code, "accion", tipo="gestion_ante_autoridad", texto="Se habló con el alcalde hoy.")
    assert send(ana, code, "transferir", **TRANSFER).status_code == 303
    return code, re.search(r'action="(/transferencias/\d+)"', ana.get(f"/registros/{code}").text).group(1)


def answer(client: Browser, path: str, verb: str, **more: str) -> str:
    """Answer in the list and return where it leads."""
    words = {"texto": "Falta el acta de la reunión."} if verb == "devolver" else {}
    sent = client.post(path, data={"respuesta": verb, "vuelta": "transferencias"} | words | more)
    assert sent.status_code == 303, seen(sent.text).said("p", "alarma")
    return sent.headers["location"]


def notice(client: Browser, address: str) -> tuple[str, dict[str, str], str]:
    """Return where the notice of an answer leads, its fields, and what it says."""
    (form,) = seen(client.get(address).text).all("form", "hecho")
    fields = {one.attrs["name"]: one.attrs["value"] for one in form.all("input") if "name" in one.attrs}
    return form.attrs["action"], fields, form.text


@pytest.mark.parametrize("verb", ["aceptar", "devolver"])
def test_an_answer_is_taken_back_from_the_notice_that_follows_it(ana: Browser, luis: Browser, verb: str) -> None:
    code, path = handed(ana)
    to = answer(luis, path, verb)
    assert to == f"/transferencias?hecha={path.rpartition('/')[2]}"
    action, fields, words = notice(luis, to)
    assert action == path
    assert code in words
    assert ("Aceptada" if verb == "aceptar" else "Devuelta") in words
    taken = luis.post(action, data=fields)
    assert taken.headers["location"] == "/transferencias?deshecha=si"
    page = luis.get("/transferencias?deshecha=si").text
    assert "La transferencia espera respuesta otra vez" in page
    assert "Por responder en su oficina" in page
    assert "Se deshizo la" in ana.get(f"/registros/{code}").text
    assert "Terminadas" not in page


def test_after_one_is_taken_back_the_one_before_is_offered(ana: Browser, luis: Browser, site: Site) -> None:
    (first, one), (_, two) = handed(ana), handed(ana)
    answer(luis, one, "devolver")
    site.now += timedelta(minutes=1)
    action, fields, _ = notice(luis, answer(luis, two, "aceptar"))
    to = luis.post(action, data=fields).headers["location"]
    action, _, words = notice(luis, to)
    assert action == one
    assert "Queda la respuesta anterior" in words
    assert first in words


def test_who_returns_a_record_out_of_sight_may_take_that_back_too(ana: Browser, site: Site) -> None:
    code = registered(ana)
    send(ana, code, "accion", tipo="gestion_ante_autoridad", texto="Se habló con el alcalde hoy.")
    assert send(ana, code, "transferir", **TRANSFER | {"oficina": FAR}).status_code == 303
    rita, other = (
        site.client(Person(who, FAR, n, Role.DELEGATE, ("08",))) for who, n in (("Rita I.", 71), ("Rolo I.", 72))
    )
    path = re.search(r'action="(/transferencias/\d+)"', rita.get("/transferencias").text).group(1)
    to = answer(rita, path, "devolver")
    assert rita.get(f"/registros/{code}").status_code == 404
    assert code not in rita.get("/transferencias").text
    page = seen(rita.get(to).text)
    assert not [one for one in page.all("a") if one.attrs.get("href") == f"/registros/{code}"]
    assert code not in other.get(to).text, "an answer is told to whoever gave it alone"
    action, fields, words = notice(rita, to)
    assert (action, code in words) == (path, True)
    assert rita.post(action, data=fields).headers["location"] == "/transferencias?deshecha=si"
    assert rita.get(f"/registros/{code}").status_code == 200
    assert "Por responder en su oficina" in rita.get("/transferencias?deshecha=si").text


def test_too_late_is_said_on_the_page(ana: Browser, luis: Browser) -> None:
    code, path = handed(ana)
    to = answer(luis, path, "aceptar")
    _, fields, _ = notice(luis, to)
    assert send(luis, code, "accion", tipo="otra", texto="Se llamó al ministerio hoy.").status_code == 303
    assert not seen(luis.get(to).text).all("form", "hecho"), "what can be taken back no more is not offered"
    version = re.search(r'name="version" value="(\d+)"', luis.get(f"/registros/{code}").text).group(1)
    refused = luis.post(path, data=fields | {"version": version})
    assert refused.status_code == 422
    assert f"algo cambió en {code}" in seen(refused.text).said("p", "alarma")
    assert luis.post(path, data=fields).status_code == 409, "an older version shows what others wrote"


def test_nobody_is_offered_the_answer_of_another(ana: Browser, luis: Browser, site: Site) -> None:
    _, path = handed(ana)
    to = answer(luis, path, "devolver")
    for other in (site.client(Person("Nora Inventada", NATIONAL_UNIT, 63, Role.NATIONAL)), ana, site.client(GEMA)):
        assert not seen(other.get(to).text).all("form", "hecho")
    assert luis.get("/transferencias?hecha=nada").status_code == 422


def reminders(client: Browser, address: str) -> list[str]:
    return [
        one.attrs["action"]
        for one in seen(client.get(address).text).all("form")
        if any(box.attrs.get("value") == "recordar" for box in one.all("input"))
    ]


def test_the_sender_reminds_with_one_click_and_once_a_day(ana: Browser, luis: Browser, site: Site) -> None:
    code, path = handed(ana)
    with site.register.writing() as session:
        kinds = [MessageKind.OVERDUE]
        messages.add_rule(session, address="a@b.example", office="", kinds=kinds, approval=False, now=NOW)
    assert reminders(ana, f"/registros/{code}") == reminders(ana, "/transferencias") == [path]
    for other in (luis, site.client(GEMA)):
        assert reminders(other, f"/registros/{code}") == reminders(other, "/transferencias") == []
    assert ana.post(path, data={"respuesta": "recordar"}).headers["location"] == f"/registros/{code}"
    page = ana.get(f"/registros/{code}").text
    assert f"Recordatorio enviado a {NATIONAL_UNIT}" in page
    assert "Se recordó" in page
    assert "Se recordó" in luis.get("/transferencias").text
    assert reminders(ana, f"/registros/{code}") == []
    with site.register.reading() as session:
        (letter,) = message_queries.outbox(session)
    assert letter[3] == f"Atalaya: transferencia de {code} por responder"
    again = ana.post(path, data={"respuesta": "recordar"})
    assert again.status_code == 422
    assert "Ya se recordó" in seen(again.text).said("p", "alarma")
    site.now += timedelta(hours=24)
    assert reminders(ana, f"/registros/{code}") == [path]
    assert "no puede hacer eso" in luis.post(path, data={"respuesta": "recordar"}).text


def test_an_answered_transfer_is_reminded_of_no_more(ana: Browser, luis: Browser) -> None:
    code, path = handed(ana)
    answer(luis, path, "devolver")
    assert reminders(ana, f"/registros/{code}") == []
