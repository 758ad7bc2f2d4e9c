"""A record on its way to another office, over the pages: who reads and who writes before, between and after."""

import re

from conflict.office import Office, OfficeKind
from conflict.permissions import NATIONAL_UNIT
from conflict.record import Person
from conflict.roles import Role
from register.commands import offices
from tests.dashboards.conftest import Browser, Site
from tests.offices import BENI, CANARIES, PEOPLE, REGIONAL, Filled, fill

RECEIVER = Role.DELEGATE
TWO = (
    Office("of-08", BENI, BENI, OfficeKind.DELEGATION, "08", "", ""),
    Office("co-051", REGIONAL, REGIONAL, OfficeKind.COORDINATION, "05", "", ""),
)
WORDS = "Interviene una entidad de otro departamento."


def people(site: Site) -> tuple[Filled, Browser, Browser]:
    """Return what there is, the browser of the office that has the record, and that of the one in Beni."""
    filled = fill(site.register)
    with site.register.writing() as session:
        offices.sync(session, offices=TWO, now=site.now)
    bea = Person("Bea Inventada", BENI, 8, RECEIVER, ("08",))
    return filled, site.client(PEOPLE[Role.REGIONAL]), site.client(bea)


def reads(browser: Browser, code: str) -> bool:
    """Say whether somebody finds a record; its page, its sheet and the search must say the same."""
    word = CANARIES["suya"]
    page = browser.get(f"/registros/{code}")
    faces = {
        page.status_code == 200 and word in page.text,
        browser.get(f"/registros/{code}/word").status_code == 200,
        word in browser.get(f"/buscar?texto={word}").text.replace(f'value="{word}"', ""),
    }
    assert len(faces) == 1, faces
    return faces.pop()


def writes(browser: Browser, code: str) -> bool:
    said = {"tipo": "gestion_ante_autoridad", "texto": "Se llamó a la autoridad por teléfono."}
    return browser.post(f"/registros/{code}/accion", data=said).status_code == 303


def handed(sender: Browser, code: str, office: str) -> str:
    """Ask for a transfer and return the path on which it is answered."""
    form = {"oficina": office, "motivo": "demandado_nacional", "texto": WORDS}
    assert sender.post(f"/registros/{code}/transferir", data=form).status_code == 303
    return next(iter(re.findall(r'action="(/transferencias/\d+)"', sender.get("/transferencias").text)))


def answered(browser: Browser, path: str, **words: str) -> bool:
    return browser.post(path, data=words).status_code == 303


def test_a_record_that_is_given_back_is_its_offices_again_and_nobody_elses(site: Site) -> None:
    filled, ours, theirs = people(site)
    code = filled.records["suya"]
    assert (reads(ours, code), writes(ours, code)) == (True, True)
    assert (reads(theirs, code), writes(theirs, code)) == (False, False)
    path = handed(ours, code, BENI)
    assert (reads(ours, code), writes(ours, code)) == (True, True)
    assert (reads(theirs, code), writes(theirs, code)) == (True, False)
    assert not answered(ours, path, respuesta="aceptar")
    assert answered(theirs, path, respuesta="devolver", texto="Corresponde a la oficina que lo envió.")
    assert (reads(ours, code), writes(ours, code)) == (True, True)
    assert (reads(theirs, code), writes(theirs, code)) == (False, False)
    assert "Corresponde a la oficina que lo envió." in ours.get(f"/registros/{code}").text


def test_a_record_that_comes_back_after_it_was_taken_over_is_written_by_its_first_office(site: Site) -> None:
    filled, ours, theirs = people(site)
    code = filled.records["suya"]
    assert writes(ours, code)
    assert answered(theirs, handed(ours, code, BENI), respuesta="aceptar")
    assert (reads(ours, code), writes(ours, code)) == (True, False)
    assert (reads(theirs, code), writes(theirs, code)) == (True, True)
    back = handed(theirs, code, REGIONAL)
    assert not answered(theirs, back, respuesta="aceptar")
    assert answered(ours, back, respuesta="aceptar")
    assert (reads(ours, code), writes(ours, code)) == (True, True)
    assert (reads(theirs, code), writes(theirs, code)) == (True, False)
    nora = site.client(PEOPLE[Role.NATIONAL])
    assert PEOPLE[Role.NATIONAL].office == NATIONAL_UNIT
    assert (reads(nora, code), writes(nora, code)) == (True, False)
